"""Every reading of frozen figures leaves a row in the audit: who, in which seats, of what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from people.access import AnyUser, seats
from people.models import AuditEvent, Person

ALL = "alla"
SCREEN = "html"


def record_reading(
    document: dict[str, Any],
    *,
    of: str,
    as_format: str,
    scope: Collection[str],
    by: AnyUser | None = None,
    on: date,
) -> None:
    """Belongs in the transaction that reads: no row, no figures.

    ``of``: a district's code or `ALL`. ``scope``: the districts given in full. ``by``: None from
    the command line. ``on``: the day whose seats give the right.
    """
    held = seats(by, at=on).values_list("group__code", "role") if by else []
    AuditEvent.objects.create(
        actor=by if isinstance(by, Person) else None,
        action="read-report" if as_format == SCREEN else "export-report",
        subject=of,
        details={
            "format": as_format,
            "at": document["at"],
            "districts": sorted(scope),
            "seats": sorted(f"{group}: {role}" for group, role in held),
        },
    )
