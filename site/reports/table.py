"""A published table as a network of sums (`network`), with what limits each of its entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from reports.network import Arc

SpotKey = tuple[Group, int | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reader knows how figures limit one another: a cell, or a part of a place.
    `monotone` are the components that do not fall as long as nobody leaves."""

    profile: Profile
    limits: CellLimits | PlaceLimits | AnswerLimits
    monotone: tuple[int, ...]

    def allows(self, change: Profile, sign: int) -> bool:
        return self.limits.allow(shifted(self.profile, change, sign))

    def keeps_above(self, bound: Profile, change: Profile, sign: int) -> bool:
        """Whether nothing monotone falls below that of the month before."""
        return not any(sign * change[i] < 0 and self.profile[i] <= bound[i] for i in self.monotone)

    def keeps_below(self, bound: Profile, change: Profile, sign: int) -> bool:
        """Whether nothing monotone rises above that of the month after."""
        return not any(sign * change[i] > 0 and self.profile[i] >= bound[i] for i in self.monotone)


@dataclass(frozen=True, slots=True)
class Table:
    """`measures[component][part]` is the measure a component of the profile is published in.

    `spots` are keyed group and part, None for a cell; `profiles` are of every group, in whole
    (None) and of each part. Of the `published` figures those with nobody in the group are a 0
    that is always shown; the others are `hideable`. In a `full` group as many are registered as
    the headcount says. Nobody can be thought out of a `pinned` cell: it is in a place where the
    people with and without a headcount are known apart by the modules they hold.
    """

    measures: tuple[tuple[Measure, Measure], ...]
    moves: tuple[Move, ...]
    arcs: Mapping[Reach, tuple[Arc, ...]]
    spots: Mapping[SpotKey, Spot]
    profiles: Mapping[SpotKey, Profile]
    published: frozenset[Figure]
    hideable: frozenset[Figure]
    full: frozenset[Group] = frozenset()
    pinned: frozenset[Group] = frozenset()

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

    def value(self, group: Group, component: int, part: int) -> int:
        split = len(set(self.measures[component])) > 1
        return self.profiles[group, part if split else None][component]

    def spot(self, arc: Arc, move: Move) -> SpotKey | None:
        """The key of what limits the move along the arc, None if only its cells do."""
        if (arc.group, None) in self.spots:
            return arc.group, None
        key = arc.group, self._only_part(arc.group) if move.reach is Reach.WHOLE else arc.part
        return key if key in self.spots else None

    def allows(self, arc: Arc, move: Move, sign: int) -> bool:
        """Whether a reader must reckon with the move along the arc."""
        leaves = sign * move.change[REGISTERED_AT] < 0
        if leaves and move.reach is Reach.WHOLE and arc.group in self.pinned:
            return False
        key = self.spot(arc, move)
        return key is None or self.spots[key].allows(move.change, sign)

    def _only_part(self, group: Group) -> int:
        """The part that everybody in the group is in, -1 if there are people in both."""
        rated, unrated = (self.profiles[group, part][REGISTERED_AT] for part in (0, 1))
        return -1 if rated and unrated else int(not rated)
