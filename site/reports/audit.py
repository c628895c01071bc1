"""What a reader could tell of a table, and what more to hide so that it cannot be told.

A reader knows this month's report and the previous one, and that nobody un-completes. A hidden
figure is safe when the reader could not rule out another value: when it lies on a cycle (see
`network`) of this month's hidden figures alone, with no cell below the month before; or of both
months' alike. A figure hidden the month before is safe on a cycle of that month alone, with no
cell above this month; or of both months' alike. Every such cycle is a second table that agrees
with all that is published, so what is called safe is safe; that not every such table is a cycle
only means that a little more is hidden than need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reports.counts import Group
from reports.figures import Figure
from reports.moves import Profile, shifted
from reports.network import Arc, Passage, cheapest_cycle, on_a_cycle
from reports.table import Table, arcs_with_others


class Secret(NamedTuple):
    """One component of a hidden figure."""

    figure: Figure
    component: int


@dataclass
class Sheet:
    """A table and what of it is hidden. `published` is what readers would look for in it."""

    table: Table
    hidden: set[Figure]
    published: set[Figure] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.published |= self.table.published

    def to_hide(self, group: Group, measures: Iterable[str]) -> list[Figure] | None:
        """What is to be hidden before the group's measures can vary; None if that cannot be."""
        shown = [
            figure
            for measure in measures
            if (figure := Figure(group, measure)) in self.published and figure not in self.hidden
        ]
        return shown if self.table.hideable.issuperset(shown) else None


Allows = Callable[[Group, Profile, int], bool]


@dataclass
class Variation:
    """The cycles of figures that are hidden in every one of `sheets`; `grows` is the one of them
    in which more may be hidden, if any. `allows(cell, change, sign)` says whether the reader
    must reckon with the change."""

    sheets: tuple[Sheet, ...]
    grows: Sheet | None
    allows: Allows
    arcs: Mapping[bool, tuple[Arc, ...]]
    _rooms: dict[tuple[Group, Profile], tuple[bool, bool]] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        return self.sheets[0].table

    def passages(
        self, index: int, arcs: Iterable[Arc], weigh: Callable[[Figure], float] | None = None
    ) -> Iterator[Passage]:
        """The arcs that the move of that index can pass; with `weigh` also those that it could
        pass if more were hidden."""
        move = self.table.moves[index]
        touched = [self.table.touched(move, part) for part in (0, 1)]
        for arc in arcs:
            cost = self._cost(arc.group, touched[arc.part], weigh)
            up, down = self._room(arc.group, move.change)
            if cost is not None and (up or down):
                yield Passage(arc, up, down, cost)

    def apart(self, others: Group, district: str) -> Variation:
        """The same with the figure of `others` as an arc of its own."""
        arcs = {s: arcs_with_others(arcs, others, district) for s, arcs in self.arcs.items()}
        return replace(self, arcs=arcs)

    def safe(self) -> set[Secret]:
        """What lies on a cycle of hidden figures."""
        table, found = self.table, set[Secret]()
        for index, move in enumerate(table.moves):
            passed = on_a_cycle(list(self.passages(index, self.arcs[move.split])))
            changed = [c for c, step in enumerate(move.change) if step]
            found.update(
                Secret(Figure(arc.group, table.measures[c][arc.part]), c)
                for arc in passed
                for c in changed
            )
        return found

    def cheapest(
        self, secret: Secret, weigh: Callable[[Figure], float] | None = None
    ) -> tuple[float, list[Figure]] | None:
        """The cost of the cheapest cycle through the secret, and what it takes to hide; without
        `weigh` only a cycle of what is hidden already."""
        found = [
            cycle
            for index, move in enumerate(self.table.moves)
            if move.change[secret.component]
            for cycle in self._cycles(index, secret, self.arcs[move.split], weigh)
        ]
        return min(found, key=lambda cycle: cycle[0], default=None)

    def _cycles(
        self,
        index: int,
        secret: Secret,
        arcs: tuple[Arc, ...],
        weigh: Callable[[Figure], float] | None,
    ) -> Iterator[tuple[float, list[Figure]]]:
        table, (figure, component) = self.table, secret
        passages = list(self.passages(index, arcs, weigh))
        for own in passages:
            arc = own.arc
            if arc.group == figure.group and (
                table.measures[component][arc.part] == figure.measure
            ):
                cycle = cheapest_cycle(arc, passages)
                if cycle:
                    yield cycle[0] + own.cost, self._hidden_by([arc, *cycle[1]], index)

    def _hidden_by(self, arcs: list[Arc], index: int) -> list[Figure]:
        move = self.table.moves[index]
        grows = self.grows
        if grows is None:
            return []
        return [
            figure
            for arc in arcs
            for figure in grows.to_hide(arc.group, self.table.touched(move, arc.part)) or []
        ]

    def _cost(
        self, group: Group, measures: frozenset[str], weigh: Callable[[Figure], float] | None
    ) -> float | None:
        cost = 0.0
        for sheet in self.sheets:
            shown = sheet.to_hide(group, measures)
            if shown is None or (shown and (weigh is None or sheet is not self.grows)):
                return None
            cost += sum(weigh(figure) for figure in shown) if weigh else 0
        return cost

    def _room(self, group: Group, change: Profile) -> tuple[bool, bool]:
        if group not in self.table.limits:
            return True, True
        key = group, change
        if key not in self._rooms:
            self._rooms[key] = self.allows(group, change, 1), self.allows(group, change, -1)
        return self._rooms[key]


def variations(now: Sheet, before: Sheet | None) -> tuple[list[Variation], list[Variation]]:
    """What keeps this month's figures safe, and what keeps those of the month before."""
    table = now.table
    if before is None:
        return [Variation((now,), now, _within(table), table.arcs)], []
    then = before.table
    common = {
        split: tuple(arc for arc in arcs if arc in known)
        for split, arcs in table.arcs.items()
        for known in [set(then.arcs[split])]
    }
    both = Variation((now, before), now, _both(_within(table), _within(then)), common)
    alone = Variation((now,), now, _both(_within(table), _not_below(table, then)), table.arcs)
    earlier = Variation((before,), None, _both(_within(then), _not_above(then, table)), then.arcs)
    return [alone, both], [earlier, both]


def _within(table: Table) -> Allows:
    def allows(cell: Group, change: Profile, sign: int) -> bool:
        if cell not in table.limits:
            return False
        return table.limits[cell].allow(shifted(table.profiles[cell, None], change, sign))

    return allows


def _not_below(table: Table, before: Table) -> Allows:
    def allows(cell: Group, change: Profile, sign: int) -> bool:
        truth = table.profiles[cell, None]
        floor = before.profiles.get((cell, None), (0,) * len(truth))
        other = shifted(truth, change, sign)
        return all(other[i] >= min(floor[i], truth[i]) for i in table.monotone)

    return allows


def _not_above(before: Table, table: Table) -> Allows:
    def allows(cell: Group, change: Profile, sign: int) -> bool:
        truth = before.profiles[cell, None]
        ceiling = table.profiles.get((cell, None), (0,) * len(truth))
        other = shifted(truth, change, sign)
        return all(other[i] <= max(ceiling[i], truth[i]) for i in table.monotone)

    return allows


def _both(first: Allows, second: Allows) -> Allows:
    def allows(cell: Group, change: Profile, sign: int) -> bool:
        return first(cell, change, sign) and second(cell, change, sign)

    return allows
