"""A published table as a network of sums (`network`), with what limits each of its entries."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reports.counts import Group
from reports.figures import Figure, Measure
from reports.moves import (
    REGISTERED_AT,
    AnswerLimits,
    CellLimits,
    Move,
    PlaceLimits,
    Profile,
    Reach,
    shifted,
)
from reports.network import Network


class SpotKey(NamedTuple):
    """A cell in whole (part None), or a part of a place."""

    group: Group
    part: int | None


class Spot(NamedTuple):
    """Where a reader knows how figures limit one another. `monotone` are the components that do
    not fall as long as nobody leaves."""

    profile: Profile
    limits: CellLimits | PlaceLimits | AnswerLimits
    monotone: tuple[int, ...]

    def allows(self, change: Profile, sign: int) -> bool:
        return self.limits.allow(shifted(self.profile, change, sign))

    def shifted(self, change: Profile, sign: int, components: Container[int]) -> Spot:
        """The spot after a change of some of its components."""
        step = [change[i] if i in components else 0 for i in range(len(change))]
        return self._replace(profile=shifted(self.profile, tuple(step), sign))

    def keeps_above(self, bound: Profile, change: Profile, sign: int) -> bool:
        """Whether nothing monotone falls below that of the month before."""
        return not any(sign * change[i] < 0 and self.profile[i] <= bound[i] for i in self.monotone)

    def keeps_below(self, bound: Profile, change: Profile, sign: int) -> bool:
        """Whether nothing monotone rises above that of the month after."""
        return not any(sign * change[i] > 0 and self.profile[i] >= bound[i] for i in self.monotone)


@dataclass(frozen=True)
class Table:
    """`measures[component][part]` is the measure a component of the profile is published in.

    `part_of` a cell tells whether it has a headcount (0) or not (1). `profiles` are of every
    group, in whole (None) and of each part. Of the `published` figures those that have people
    are `hideable`. In a `full` group as many are registered as the headcount says.
    """

    measures: tuple[tuple[Measure, Measure], ...]
    moves: tuple[Move, ...]
    networks: dict[Reach, Network]
    part_of: Mapping[Group, int]
    spots: Mapping[SpotKey, Spot]
    profiles: Mapping[SpotKey, Profile]
    published: frozenset[Figure]
    full: frozenset[Group] = frozenset()

    @cached_property
    def hideable(self) -> frozenset[Figure]:
        return frozenset(figure for figure in self.published if self.has_people(figure))

    def components(self, measure: Measure) -> tuple[tuple[int, int], ...]:
        """The components of a measure, each with the part it is of."""
        return tuple(
            (component, names.index(measure))
            for component, names in enumerate(self.measures)
            if measure in names
        )

    def touched(self, move: Move, part: int) -> frozenset[Measure]:
        """The measures that a move changes."""
        return frozenset(
            names[part] for names, step in zip(self.measures, move.change, strict=True) if step
        )

    def has_people(self, figure: Figure) -> bool:
        """Whether anybody can be counted in it; if not, it is a 0 that is always shown."""
        return self.profiles[SpotKey(figure.group, figure.measure.part)][REGISTERED_AT] > 0

    def value(self, group: Group, component: int, part: int) -> int:
        split = len(set(self.measures[component])) > 1
        return self.profiles[SpotKey(group, part if split else None)][component]
