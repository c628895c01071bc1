"""What is nearly always right about the origin of a new text: the edition in force, and that it is
reviewed today and again in a year."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from .registers import GuidelineEdition

BETWEEN_REVIEWS = timedelta(days=365)


def next_review() -> date:
    return timezone.localdate() + BETWEEN_REVIEWS


def edition_in_force() -> str | None:
    """The code of the edition; None before ``seed``."""
    current = GuidelineEdition.objects.main_line().current(at=timezone.localdate())
    return current.values_list("code", flat=True).first()
