"""Permitted disclosures (DESIGN §4): nobody, or everybody, of a group large enough to say so.

What follows from them for the groups within is not held against the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reports.audit import Secret
from reports.counts import (
    ALL,
    CITYWIDE,
    DISTRICTS,
    EVERYONE,
    TOGETHER,
    TOGETHER_TYPES,
    UNKNOWN,
    Group,
)
from reports.figures import CURRENT, OLDER, REGISTERED, WAYS_TAKEN, Figure
from reports.moves import REGISTERED_AT, WAYS_AT
from reports.sheet import Sheet
from reports.table import SpotKey


def excepted(secret: Secret, sheets: Sequence[Sheet]) -> bool:
    """Whether a permitted disclosure gives the secret away: one of its own month, `sheets[0]`,
    or, since nobody un-completes, that nobody has completed a later month."""
    own = sheets[0]
    lasting = secret.figure.measure not in (REGISTERED, OLDER)
    return (
        any(_nobody(sheet, secret) for sheet in (sheets if lasting else sheets[:1]))
        or _everybody(own, secret)
        or _only_one_way(own, secret)
    )


def _nobody(sheet: Sheet, secret: Secret) -> bool:
    return _follows(sheet, secret, lambda wider: _value(sheet, wider, secret) == 0)


def _everybody(sheet: Sheet, secret: Secret) -> bool:
    if secret.component == REGISTERED_AT:
        return _follows(sheet, secret, lambda wider: wider in sheet.table.full)
    return sheet.shows(Figure(secret.figure.group, REGISTERED)) and _follows(
        sheet,
        secret,
        lambda wider: (
            sheet.shows(Figure(wider, REGISTERED))
            and _value(sheet, wider, secret)
            == sheet.table.profiles[SpotKey(wider, None)][REGISTERED_AT]
        ),
    )


def _only_one_way(sheet: Sheet, secret: Secret) -> bool:
    group, measure = secret.figure
    if measure != WAYS_TAKEN or any(Figure(group, m) in sheet.hidden for m in CURRENT):
        return False
    rest = (Secret(secret.figure, way) for way in WAYS_AT if way != secret.component)
    return all(_nobody(sheet, other) for other in rest)


def _follows(sheet: Sheet, secret: Secret, tells: Callable[[Group], bool]) -> bool:
    """Whether every cell of the secret is in a shown group that tells of all its cells."""
    measure = secret.figure.measure
    return all(
        any(sheet.shows(Figure(wider, measure)) and tells(wider) for wider in _around(*cell))
        for cell in sheet.counts.keys_of(secret.figure.group)
    )


def _value(sheet: Sheet, group: Group, secret: Secret) -> int:
    part = dict(sheet.table.components(secret.figure.measure))[secret.component]
    return sheet.table.value(group, secret.component, part)


def _around(place: str, workplace_type: str) -> Iterator[Group]:
    """The published groups that the cell is in."""
    yield Group(place, workplace_type)
    if workplace_type in TOGETHER_TYPES:
        yield Group(place, TOGETHER)
    if place not in (UNKNOWN, CITYWIDE):
        yield Group(DISTRICTS, workplace_type)
    yield Group(ALL, workplace_type)
    yield Group(place)
    yield EVERYONE
