"""The raw figures of one date and one layer, before suppression (DESIGN §3.5, §5).

A gatherer fills `Counts`; nothing here may reach a screen or a file. Every person is in exactly
one cell, place × workplace type, by primary workplace at the date. A place is a district,
`UNKNOWN` (no known district) or `CITYWIDE` (stadsövergripande).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

ALL = "all"
UNKNOWN = "unknown"
CITYWIDE = "citywide"
DISTRICTS = "districts"
UNKNOWN_TYPE = "okand"

WAYS = ("self", "meeting", "prior")
PRIORITY = ("forskola", "bvc", "vardcentral")
TOGETHER_TYPES = ("bvc", "vardcentral")
TOGETHER = "+".join(TOGETHER_TYPES)

_OTHERS = "others:"


class Group(NamedTuple):
    """A sum of cells. `place` may be a place, `ALL`, `DISTRICTS` (the layer's districts together)
    or `others_than(district)`; `workplace_type` a type, `ALL` or `TOGETHER`."""

    place: str
    workplace_type: str = ALL


EVERYONE = Group(ALL)


def others_than(district: str) -> str:
    """The place that is every other district of the layer together."""
    return _OTHERS + district


def district_without(place: str) -> str | None:
    """The district that a place made by `others_than` leaves out."""
    return place.removeprefix(_OTHERS) if place.startswith(_OTHERS) else None


@dataclass(frozen=True, slots=True)
class CellCounts:
    """One workplace type in one place.

    `completed_current`: all four modules in the current edition, test passed; `completed_older`:
    all four in some edition, not all in the current; nobody is in both. `by_way` splits
    `completed_current`. `modules`: module slug → how many hold it in the current edition.
    `headcount` is None where none has been given; it may be smaller than `registered`.
    """

    registered: int = 0
    completed_current: int = 0
    completed_older: int = 0
    by_way: Mapping[str, int] = field(default_factory=dict)
    modules: Mapping[str, int] = field(default_factory=dict)
    headcount: int | None = None
    headcount_as_of: date | None = None

    def __post_init__(self) -> None:
        if problem := self._contradiction():
            raise ValueError(f"{problem}: {self}")

    def _contradiction(self) -> str:
        people = self.registered
        counted = (people, self.completed_current, self.completed_older, self.headcount or 0)
        if min(*counted, *self.by_way.values(), *self.modules.values()) < 0:
            return "a count is negative"
        if self.completed_current + self.completed_older > people:
            return "more have completed than are registered"
        if not set(self.by_way) <= set(WAYS):
            return "by_way has an unknown way"
        if sum(self.by_way.values()) != self.completed_current:
            return "by_way does not add up to completed_current"
        if not all(self.completed_current <= n <= people for n in self.modules.values()):
            return "a module is held by fewer than have completed or by more than are registered"
        return ""


EMPTY = CellCounts()


@dataclass(frozen=True, slots=True)
class Answers:
    """A statement of the förtest. `answered` leaves out *Vet inte*; `wrong` is part of it."""

    answered: int = 0
    wrong: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.wrong <= self.answered:
            raise ValueError(f"wrong is not between 0 and answered: {self}")


@dataclass(frozen=True, slots=True)
class Part:
    """The people of a group that are in cells with a headcount, or those that are not."""

    registered: int
    completed_current: int
    modules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of a group. `headcount` sums the cells that have one, None if none has;
    `headcount_as_of` is the oldest of them; `headcount_missing` the types that have people but
    somewhere no headcount. Rates use `rated` alone, `unrated` is the rest (DESIGN §5)."""

    headcount: int | None
    headcount_as_of: date | None
    headcount_missing: tuple[str, ...]
    registered: int
    completed_current: int
    completed_older: int
    by_way: Mapping[str, int]
    modules: Mapping[str, int]
    rated: Part
    unrated: Part


@dataclass(frozen=True, slots=True)
class Counts:
    """Everything a report of one date and layer is made of.

    `districts` and `workplace_types` are listed in this order, all of them. `cells` is keyed
    (place, workplace type), `answers` (place, misconception code); a missing key means nobody
    and no headcount. `priority` are the prioritised types (domain.md B.3).
    """

    at: date
    layer: str
    districts: tuple[str, ...]
    workplace_types: tuple[str, ...]
    modules: tuple[str, ...]
    cells: Mapping[tuple[str, str], CellCounts]
    misconceptions: tuple[str, ...] = ()
    answers: Mapping[tuple[str, str], Answers] = field(default_factory=dict)
    priority: tuple[str, ...] = PRIORITY

    def __post_init__(self) -> None:
        known = {(p, t) for p in self.places for t in self.workplace_types}
        if stray := set(self.cells) - known:
            raise ValueError(f"cells outside the layer's places and types: {sorted(stray)}")
        asked = {(p, code) for p in self.places for code in self.misconceptions}
        if stray := set(self.answers) - asked:
            raise ValueError(f"answers outside the layer's places and codes: {sorted(stray)}")
        for key, cell in self.cells.items():
            if cell.registered and set(cell.modules) != set(self.modules):
                raise ValueError(f"{key} does not count the modules {self.modules}")

    @property
    def places(self) -> tuple[str, ...]:
        return (*self.districts, UNKNOWN, CITYWIDE)

    def cell(self, place: str, workplace_type: str) -> CellCounts:
        return self.cells.get((place, workplace_type), EMPTY)

    def keys_of(self, group: Group) -> Iterator[tuple[str, str]]:
        """The place and the workplace type of every cell in the group."""
        for workplace_type in self._types_in(group.workplace_type):
            for place in self._places_in(group.place):
                yield place, workplace_type

    def tally(self, group: Group) -> Tally:
        cells = ((key[1], self.cell(*key)) for key in self.keys_of(group))
        return _sum(cells, self.modules)

    def answers_of(self, place: str, code: str) -> Answers:
        """`place` is a place or `ALL`."""
        found = [self.answers.get((p, code), Answers()) for p in self._places_in(place)]
        return Answers(sum(a.answered for a in found), sum(a.wrong for a in found))

    def _places_in(self, place: str) -> tuple[str, ...]:
        if place == ALL:
            return self.places
        if place == DISTRICTS:
            return self.districts
        if district := district_without(place):
            return tuple(d for d in self.districts if d != district)
        return (place,)

    def _types_in(self, workplace_type: str) -> tuple[str, ...]:
        if workplace_type == ALL:
            return self.workplace_types
        return TOGETHER_TYPES if workplace_type == TOGETHER else (workplace_type,)


def _sum(typed_cells: Iterable[tuple[str, CellCounts]], modules: tuple[str, ...]) -> Tally:
    found = list(typed_cells)
    cells = [cell for _, cell in found]
    rated = [cell for cell in cells if cell.headcount is not None]
    unrated = [cell for cell in cells if cell.headcount is None]
    dates = [cell.headcount_as_of for cell in rated if cell.headcount_as_of]
    missing = (t for t, cell in found if cell.headcount is None and cell.registered)
    return Tally(
        headcount=sum(cell.headcount or 0 for cell in rated) if rated else None,
        headcount_as_of=min(dates, default=None),
        headcount_missing=tuple(dict.fromkeys(missing)),
        registered=sum(cell.registered for cell in cells),
        completed_current=sum(cell.completed_current for cell in cells),
        completed_older=sum(cell.completed_older for cell in cells),
        by_way={way: sum(cell.by_way.get(way, 0) for cell in cells) for way in WAYS},
        modules={slug: sum(cell.modules.get(slug, 0) for cell in cells) for slug in modules},
        rated=_part(rated, modules),
        unrated=_part(unrated, modules),
    )


def _part(cells: list[CellCounts], modules: tuple[str, ...]) -> Part:
    return Part(
        registered=sum(cell.registered for cell in cells),
        completed_current=sum(cell.completed_current for cell in cells),
        modules={slug: sum(cell.modules.get(slug, 0) for cell in cells) for slug in modules},
    )
