"""Permitted disclosures (DESIGN §4): nobody, or everybody, of a group large enough to say so.

What follows from them for the groups within is not held against the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
from reports.moves import CURRENT_AT, REGISTERED_AT, WAYS_AT
from reports.sheet import Sheet
from reports.table import SpotKey, Table

_CHANGING = (REGISTERED, OLDER)


def excepted(secret: Secret, sheet: Sheet, before: Sheet | None, after: Sheet | None) -> bool:
    """Whether permitted disclosures give the secret of `sheet` away. Nobody un-completes: if
    nobody has completed by the month after nobody had, and where everybody had by the month
    before and as many are registered still, everybody has."""
    later = [] if secret.figure.measure in _CHANGING else [after] if after else []
    return (
        any(_nobody(each, secret) for each in (sheet, *later))
        or _everybody(sheet, secret)
        or (before is not None and _everybody_since(before, sheet, secret))
        or _only_one_way(sheet, secret)
    )


def is_permitted(table: Table, figure: Figure) -> bool:
    """Whether the figure, where it is shown, tells something of everyone in the group."""
    group, measure = figure
    if measure == REGISTERED:
        return group in table.full
    people = table.profiles[SpotKey(group, measure.part)][REGISTERED_AT]
    return any(
        table.value(group, component, part) in (0, people)
        for component, part in table.components(measure)
        if component != REGISTERED_AT
    )


def _nobody(sheet: Sheet, secret: Secret) -> bool:
    """Nobody in it; or of the ways, nobody by any; or of older editions, everybody in this."""

    def tells(wider: Group) -> bool:
        completed = _completed(sheet, wider)
        if secret.figure.measure == WAYS_TAKEN and completed == 0:
            return True
        everybody = completed is not None and completed == _people(sheet, wider)
        if secret.figure.measure == OLDER and everybody:
            return True
        return _shows(sheet, wider, secret) and _value(sheet, wider, secret) == 0

    return _follows(sheet, secret.figure.group, tells)


def _everybody(sheet: Sheet, secret: Secret) -> bool:
    group = secret.figure.group
    if secret.component == REGISTERED_AT:
        return _is_full(sheet, group)
    return _known_people(sheet, group) is not None and _follows(
        sheet,
        group,
        lambda wider: (
            _shows(sheet, wider, secret) and _value(sheet, wider, secret) == _people(sheet, wider)
        ),
    )


def _everybody_since(before: Sheet, sheet: Sheet, secret: Secret) -> bool:
    if secret.figure.measure in (*_CHANGING, WAYS_TAKEN):
        return False
    group = secret.figure.group
    same_people = _known_people(before, group) == _known_people(sheet, group)
    return same_people and _everybody(before, secret)


def _only_one_way(sheet: Sheet, secret: Secret) -> bool:
    group, measure = secret.figure
    if measure != WAYS_TAKEN or _completed(sheet, group) is None:
        return False
    rest = (Secret(secret.figure, way) for way in WAYS_AT if way != secret.component)
    return all(_nobody(sheet, other) for other in rest)


def _follows(sheet: Sheet, group: Group, tells: Callable[[Group], bool]) -> bool:
    """Whether every cell is in a group that tells of all its cells."""
    return all(
        any(tells(wider) for wider in _around(*cell)) for cell in sheet.counts.keys_of(group)
    )


def _is_full(sheet: Sheet, group: Group) -> bool:
    """Whether as many are known to be registered as the headcounts say."""
    return _follows(
        sheet,
        group,
        lambda wider: sheet.shows(Figure(wider, REGISTERED)) and wider in sheet.table.full,
    )


def _known_people(sheet: Sheet, group: Group) -> int | None:
    """How many are registered, if that is shown or everybody is."""
    if _is_full(sheet, group):
        return sum(sheet.counts.cell(*key).registered for key in sheet.counts.keys_of(group))
    return _people(sheet, group)


def _people(sheet: Sheet, group: Group) -> int | None:
    """How many are registered, if that is shown."""
    if not sheet.shows(Figure(group, REGISTERED)):
        return None
    return sheet.table.profiles[SpotKey(group, None)][REGISTERED_AT]


def _completed(sheet: Sheet, group: Group) -> int | None:
    if not all(sheet.shows(Figure(group, measure)) for measure in CURRENT):
        return None
    return sheet.table.profiles[SpotKey(group, None)][CURRENT_AT]


def _shows(sheet: Sheet, group: Group, secret: Secret) -> bool:
    return sheet.shows(Figure(group, secret.figure.measure))


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
