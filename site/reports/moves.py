"""How one entry of a table could differ from the truth without a reader being able to rule it out.

A `Profile` lists what is counted: of people registered, current, older, the three ways and the
modules; of a statement of the förtest answered and wrong. A `Move` is a change of one profile,
such as one person more who has completed everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from operator import add, sub
from typing import NamedTuple

from reports.counts import WAYS, CellCounts, Part, Tally

Profile = tuple[int, ...]

REGISTERED_AT, CURRENT_AT, OLDER_AT = 0, 1, 2
WAYS_AT = range(3, 3 + len(WAYS))
MODULES_AT = WAYS_AT.stop
ANSWERED_AT, WRONG_AT = 0, 1


class Reach(Enum):
    """Which sums a move has to leave as they are: those over all cells; those over the cells that
    have a headcount and over the rest apart, where both are published; or, for the modules, which
    are not published by workplace type, those of the places."""

    WHOLE = "whole"
    PARTS = "parts"
    PLACES = "places"


class Move(NamedTuple):
    change: Profile
    reach: Reach


def profile_of(counted: CellCounts | Tally | Part, modules: Sequence[str]) -> Profile:
    """Of a part only what is published apart is counted; the rest of its profile is 0."""
    held = tuple(counted.modules.get(slug, 0) for slug in modules)
    if isinstance(counted, Part):
        return (counted.registered, counted.completed_current, 0, *(0 for _ in WAYS), *held)
    ways = tuple(counted.by_way.get(way, 0) for way in WAYS)
    return (counted.registered, counted.completed_current, counted.completed_older, *ways, *held)


@dataclass(frozen=True, slots=True)
class CellLimits:
    """What a reader takes for granted of the people in a cell. `most`: nobody believes that more
    are registered than the headcount says, as long as that is so."""

    most: int | None

    def allow(self, profile: Profile) -> bool:
        people, current, older, *ways = profile[:MODULES_AT]
        return (
            people >= 1
            and (self.most is None or people <= self.most)
            and min(current, older, *ways) >= 0
            and current + older <= people
        )


@dataclass(frozen=True, slots=True)
class PlaceLimits:
    """Who has completed holds every module; who has not lacks at least one."""

    def allow(self, profile: Profile) -> bool:
        people, current, held = profile[REGISTERED_AT], profile[CURRENT_AT], profile[MODULES_AT:]
        return all(current <= holders <= people for holders in held) and (
            not held or sum(held) - current <= (len(held) - 1) * people
        )


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    def allow(self, profile: Profile) -> bool:
        answered, wrong = profile
        return answered >= 1 and 0 <= wrong <= answered


def people_moves(modules: int) -> tuple[Move, ...]:
    """Enough to vary every figure; more would only let a little more be shown."""
    size = MODULES_AT + modules
    held = range(MODULES_AT, size)
    whole = [
        _change(size, [REGISTERED_AT]),
        _change(size, [REGISTERED_AT, OLDER_AT]),
        _change(size, [OLDER_AT]),
        *(_change(size, [more], [less]) for more, less in combinations(WAYS_AT, 2)),
    ]
    parts = [
        *(_change(size, completed) for completed in _completions(held)),
        *(_change(size, [CURRENT_AT, way], [OLDER_AT]) for way in WAYS_AT),
    ]
    places = [_change(size, [module]) for module in held]
    return tuple(
        Move(change, reach)
        for reach, changes in zip(Reach, (whole, parts, places), strict=True)
        for change in dict.fromkeys(changes)
    )


def answer_moves() -> tuple[Move, ...]:
    return tuple(Move(change, Reach.PLACES) for change in ((1, 0), (0, 1), (1, 1)))


def shifted(profile: Profile, change: Profile, sign: int) -> Profile:
    return tuple(map(add if sign > 0 else sub, profile, change))


def _completions(held: range) -> Iterator[list[int]]:
    """Somebody registered who completes, or a new person who has: with all modules, with the last
    ones, or with none where others in the place may hold them instead."""
    for way in WAYS_AT:
        for modules in ((), held):
            yield [CURRENT_AT, way, *modules]
            yield [REGISTERED_AT, CURRENT_AT, way, *modules]
    for done in range(1, len(held)):
        yield [CURRENT_AT, WAYS_AT.start, *held[done:]]


def _change(size: int, more: Iterable[int], less: Iterable[int] = ()) -> Profile:
    more, less = set(more), set(less)
    return tuple((i in more) - (i in less) for i in range(size))
