from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q

_M = TypeVar("_M", bound=models.Model)

if TYPE_CHECKING:
    _Base = models.QuerySet[_M]
else:
    _Base = models.QuerySet


class DatedQuerySet(_Base):
    """Rows that hold during ``[valid_from, valid_to)``; an open end is None."""

    def current(self, *, at: date) -> Self:
        return self.filter(valid_from__lte=at).exclude(valid_to__lte=at)


class Dated(models.Model):
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till (inte med)", null=True, blank=True)

    class Meta:
        abstract = True

    def is_current(self, *, at: date) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)

    @property
    def last_day(self) -> date | None:
        """As people say it; the day before the start where it never held. None for no end."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def ends_after_start(name: str) -> models.CheckConstraint:
    """The check that a dated row does not end before it starts; an empty interval is allowed."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name=name
    )
