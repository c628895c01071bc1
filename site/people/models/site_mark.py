from __future__ import annotations

from django.db import models
from django.db.models import Q


class SiteMark(models.Model):
    """The one row that says whether this database was filled as demo or for real people.

    ``seed`` writes it into an empty database; the server refuses to start when the setting
    DEMO says otherwise, so that a demo log-in can never open a real database.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    is_demo = models.BooleanField()
    seeded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_site_mark")]

    def __str__(self) -> str:
        return "demo" if self.is_demo else "skarp drift"
