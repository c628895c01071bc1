"""What registers have in common: a name of a row that stays, and one row that holds at a time."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from people.models.dated import Dated, DatedQuerySet

_M = TypeVar("_M", bound=models.Model)


class Referred(models.Model):
    """A row that pages and results refer to by its ``KEY``, which stays as it was first saved."""

    KEY: ClassVar[str] = "code"

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        saved = type(self)._default_manager.filter(pk=self.pk)
        kept = saved.values_list(self.KEY, flat=True).first()
        if kept not in (None, getattr(self, self.KEY)):
            raise ValidationError(
                {self.KEY: f"Låt {kept} stå kvar: sidor och resultat hänvisar till raden med det."}
            )


class PeriodQuerySet(DatedQuerySet[_M]):
    def during(self, start: date, end: date | None) -> Self:
        """Those in force some day of ``[start, end)``; an open end is None."""
        begun = self.filter(valid_from__lt=end) if end else self
        return begun.exclude(valid_to__lte=start)


class OneAtATime(Dated):
    """A row that never holds while one of its rivals does."""

    WHY_ONE: ClassVar[str]
    """The sentence that says so to an editor."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.valid_from:
            self._refuse_overlap()

    def rivals(self) -> PeriodQuerySet[Any]:
        """May have the row itself among them."""
        raise NotImplementedError

    def _refuse_overlap(self) -> None:
        if self.valid_to and self.valid_to <= self.valid_from:
            return
        others = self.rivals().exclude(pk=self.pk).during(self.valid_from, self.valid_to)
        other = others.order_by("valid_from").first()
        if other is None:
            return
        if other.valid_from <= self.valid_from:
            field, way = "valid_from", "Sätt först ett slutdatum där, eller välj en senare dag."
        else:
            field, way = "valid_to", f"Sätt ett slutdatum, senast {other.valid_from:%Y-%m-%d}."
        raise ValidationError({field: f"”{other}” gäller också då. {self.WHY_ONE} {way}"})


def ends_after_start(name: str) -> models.CheckConstraint:
    """Stricter than the one for people: a row that never held says nothing."""
    return models.CheckConstraint(
        condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message="Slutdatumet måste ligga efter ”gäller från”.",
    )
