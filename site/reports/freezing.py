"""Freezing the figures of the first of a month: counted once, suppressed once, then only read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from content.models import GuidelineEdition
from people.access import reporting_layer
from people.csv_files import iso_date
from people.models import District, DistrictLayer, Person

from . import basis
from .document import report_document
from .gathering import gather
from .indicators import DEFINITION
from .models import ReportSnapshot
from .suppression import Published, suppress


class NotAReportDateError(ValueError):
    """There can be no figures of the date: it is not the first of a month, has not come yet, or no
    guidelines applied then. The text says which."""


def report_date(text: str, *, today: date) -> date:
    """The date of ``text`` (YYYY-MM-DD), if figures can be of it."""
    try:
        at = iso_date()(text)
    except ValueError:
        raise NotAReportDateError(
            f"”{text}” är inget datum. Skriv den första i en månad, till exempel 2026-11-01."
        ) from None
    return checked(at, today=today)


def checked(at: date, *, today: date) -> date:
    if at.day != 1:
        raise NotAReportDateError(
            f"Siffror finns bara för den första i en månad, inte för {at.isoformat()}."
        )
    if at > today:
        raise NotAReportDateError(f"{at.isoformat()} har inte varit än.")
    return at


def first_of_month(today: date) -> date:
    return today.replace(day=1)


def months_before(at: date, months: int) -> date:
    """The first of the month ``months`` before ``at``, which is the first of one."""
    number = at.year * 12 + at.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def next_freeze(*, today: date, as_of: date) -> date:
    """The first date whose figures a headcount entered today, of ``as_of``, is counted in."""
    this = first_of_month(today)
    is_frozen = _held(reporting_layer()).filter(at=this).exists()
    return months_before(this, -1) if is_frozen or as_of > this else this


def find_snapshot(*, at: date | None = None) -> ReportSnapshot | None:
    """The snapshot of ``at``, or the newest one; of the reporting layer and today's definition."""
    held = _held(reporting_layer()).defer("basis")
    return held.filter(at=at).first() if at else held.order_by("-at").first()


def freeze(*, at: date, today: date) -> tuple[ReportSnapshot, bool]:
    """The snapshot of ``at`` and whether it was made now. Never made twice, never changed.

    Raises DistrictLayer.DoesNotExist before ``seed``.
    """
    checked(at, today=today)
    if (found := find_snapshot(at=at)) is not None:
        return found, False
    if not GuidelineEdition.objects.main_line().current(at=at).exists():
        raise NotAReportDateError(f"Ingen utgåva av riktlinjerna gällde {at.isoformat()}.")
    snapshot = _counted(at, reporting_layer())
    try:
        with transaction.atomic():
            snapshot.save(force_insert=True)
    except IntegrityError:
        made = find_snapshot(at=at)
        if made is None:
            raise
        return made, False
    return snapshot, True


def _counted(at: date, layer: DistrictLayer) -> ReportSnapshot:
    """The snapshot of ``at``, not saved: nobody who learns waits while we count."""
    counts = gather(at=at, layer=layer)
    suppressed = suppress(counts, _published_before(at, layer), _published_after(at, layer))
    document = report_document(
        counts,
        suppressed,
        names=dict(District.objects.filter(layer=layer).values_list("code", "name")),
        fictional=settings.DEMO or Person.objects.filter(is_fictional=True).exists(),
        gap_before_pp=_gap_before(months_before(at, 6), layer),
    )
    return ReportSnapshot(
        at=at,
        layer=layer.code,
        definition=DEFINITION,
        document=document,
        basis=basis.to_json(Published(counts, suppressed)),
    )


def _held(layer: DistrictLayer) -> QuerySet[ReportSnapshot]:
    return ReportSnapshot.objects.filter(layer=layer.code, definition=DEFINITION)


def _published_before(at: date, layer: DistrictLayer) -> Published | None:
    """The report that a reader has beside that of ``at``: of the month before, or the newest
    earlier one where months were left out."""
    row = _held(layer).filter(at__lt=at).order_by("-at").first()
    return basis.from_json(row.basis) if row else None


def _published_after(at: date, layer: DistrictLayer) -> Published | None:
    """The report of the next month, where this one is made late."""
    row = _held(layer).filter(at__gt=at).order_by("at").first()
    return basis.from_json(row.basis) if row else None


def _gap_before(at: date, layer: DistrictLayer) -> float | None:
    """The gap published for ``at``, percentage points; None if there is none."""
    row = _held(layer).filter(at=at).first()
    gap: Any = row.document["equity"]["gap_pp"] if row else None
    return gap if isinstance(gap, float | int) else None
