"""What changes the denominators. Entries are only added; which of them holds is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from people.models import AuditEvent, Person

from .models import Headcount

Key = tuple[int, int, date]
"""District, workplace type, as-of date."""
Value = tuple[int, str]
"""Count, source."""


@dataclass(frozen=True)
class Entered:
    """Different ``rows`` given, of which ``new`` were entered.

    ``overtaken`` were there since before, but a later entry for the same district, type and date
    holds instead.
    """

    rows: int
    new: int
    overtaken: int


def enter_headcounts(
    rows: Mapping[Key, Value],
    *,
    action: str,
    subject: str,
    by: Person | None = None,
    **details: Any,
) -> Entered:
    """Enter the rows that are not there, all or none. ``details``: what else the audit is told."""
    with transaction.atomic():
        standing = _standing({as_of for _, _, as_of in rows})
        new = {key: value for key, value in rows.items() if value not in standing.get(key, [])}
        Headcount.objects.bulk_create(
            (
                Headcount(
                    district_id=district, workplace_type_id=kind, as_of=as_of, count=n, source=text
                )
                for (district, kind, as_of), (n, text) in new.items()
            ),
            ignore_conflicts=True,
        )
        if new:
            told = {"rows": len(rows), "new": len(new), **details}
            AuditEvent.objects.create(actor=by, action=action, subject=subject, details=told)
    overtaken = sum(key not in new and standing[key][-1] != rows[key] for key in rows)
    return Entered(rows=len(rows), new=len(new), overtaken=overtaken)


def _standing(dates: Collection[date]) -> dict[Key, list[Value]]:
    """What has been entered for these dates, the entry that holds last."""
    found: dict[Key, list[Value]] = {}
    entries = Headcount.objects.filter(as_of__in=dates).order_by("pk")
    for row in entries:
        key = (row.district_id, row.workplace_type_id, row.as_of)
        found.setdefault(key, []).append((row.count, row.source))
    return found
