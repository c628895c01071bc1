"""The denominators, and the figures frozen on the first of a month."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models

from people.models import District, WorkplaceType


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    def latest(self, *, at: date) -> list[Headcount]:  # type: ignore[override]
        """The entry that holds at ``at`` for each district and type: the latest as-of date wins,
        and of two for the same date the one entered last."""
        held: dict[tuple[int, int], Headcount] = {}
        rows = self.filter(as_of__lte=at).select_related("district", "workplace_type")
        for row in rows.order_by("as_of", "pk"):
            held[row.district_id, row.workplace_type_id] = row
        return list(held.values())


class Headcount(models.Model):
    """How many in a district's workplaces of a type should be trained (målgrupp). Append-only."""

    district = models.ForeignKey(District, models.PROTECT, related_name="headcounts")
    workplace_type = models.ForeignKey(WorkplaceType, models.PROTECT, related_name="headcounts")
    count = models.PositiveIntegerField("antal")
    as_of = models.DateField("per den")
    source = models.CharField("källa", max_length=200)
    entered_at = models.DateTimeField("införd", auto_now_add=True)

    objects: ClassVar[HeadcountQuerySet] = HeadcountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "målgruppsantal"
        verbose_name_plural = "målgruppsantal"
        constraints = [
            models.UniqueConstraint(
                fields=["district", "workplace_type", "as_of", "count", "source"],
                name="one_headcount_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.district}, {self.workplace_type}: {self.count} ({self.as_of})"


class ReportSnapshot(models.Model):
    """The suppressed figures of one date, layer and definition. Immutable; all read this."""

    at = models.DateField("per den")
    layer = models.SlugField("indelning")
    definition = models.CharField("definition", max_length=10)
    document: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("siffror")
    basis: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        "underlag", default=dict, help_text="Oskyddat. Läses bara när nästa månad ska skyddas."
    )
    created_at = models.DateTimeField("skapad", auto_now_add=True)

    class Meta:
        verbose_name = "fryst rapport"
        verbose_name_plural = "frysta rapporter"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["at", "layer", "definition"], name="one_snapshot")
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.at}"
