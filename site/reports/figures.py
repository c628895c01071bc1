"""The figures that are shown or hidden as one, and which of them are hidden.

A measure is a set of keys that determine one another. `completed_current` is published as a
count over all cells and, in the rate and in `left_to_target`, over the cells that have a
headcount; the difference is a figure too. So it is kept as two measures, `RATED` (cells with a
headcount) and `UNRATED` (the rest). The count is shown when both are, the rate and
`left_to_target` when `RATED` is. Where every headcount is known the two are one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reports.counts import DISTRICTS, TOGETHER, Counts, Group, others_than


class Measure(NamedTuple):
    """`part` is 0 for the people in cells with a headcount, 1 for the rest, None for all."""

    name: str
    part: int | None = None

    def of_rated(self) -> Measure:
        """The same of the people in cells with a headcount."""
        return self._replace(part=0)


REGISTERED = Measure("registered")
RATED = Measure("completed_current", 0)
UNRATED = Measure("completed_current", 1)
OLDER = Measure("completed_older")
WAYS_TAKEN = Measure("completed_by_way")

CURRENT = (RATED, UNRATED)
HEADLINE = (REGISTERED, RATED, UNRATED, OLDER, WAYS_TAKEN)


def module_measures(slug: str) -> tuple[Measure, Measure]:
    """The rated and the unrated holders of a module."""
    return Measure(f"module {slug}", 0), Measure(f"module {slug}", 1)


def statement_measure(code: str) -> Measure:
    """A statement of the förtest: how many answered, and the share that was wrong."""
    return Measure(f"misconception {code}")


class Figure(NamedTuple):
    group: Group
    measure: Measure


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What a report of one date and layer hides.

    `hidden` has no figure of a group with nobody in it. `permitted`: figures shown although they
    tell something of everyone in the group (nobody has, or everybody has; DESIGN §4).
    `together`: the districts where `TOGETHER` is shown in place of a hidden prioritised type; what
    is hidden of it is not published at all.
    """

    hidden: frozenset[Figure]
    permitted: frozenset[Figure] = frozenset()
    together: frozenset[str] = frozenset()

    def hides(self, group: Group, *measures: Measure) -> bool:
        """Whether any of the measures is hidden for the group."""
        return any(Figure(group, measure) in self.hidden for measure in measures)


def headline_groups(counts: Counts) -> list[Group]:
    """Every group with headline keys of its own, but for `others` and `TOGETHER`."""
    places = (*counts.places, "all")
    return [Group(p, t) for p in places for t in ("all", *counts.workplace_types)]


def others_groups(counts: Counts) -> list[Group]:
    return [Group(others_than(d), t) for d in counts.districts for t in counts.workplace_types]


def district_sums(counts: Counts) -> list[Group]:
    """For each type all districts together: published wherever a district's own figure and that
    of the others stand side by side."""
    return [Group(DISTRICTS, t) for t in counts.workplace_types]


def together_groups(counts: Counts) -> list[Group]:
    return [Group(d, TOGETHER) for d in counts.districts]
