"""What a reader could tell of a table, and what more to hide so that it cannot be told.

A reader knows this month's report and the previous one, and that nobody un-completes. A hidden
figure is safe when the reader could not rule out another value: when it lies on a cycle (see
`network`) of this month's hidden figures alone, with nothing below the month before; or of both
months' alike. A figure hidden the month before is safe on a cycle of that month alone, with
nothing above this month; or of both months' alike. Every such cycle is a second table that agrees
with all that is published, so what is called safe is safe; that not every such table is a cycle
only means that a little more is hidden than need be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import NamedTuple

from reports.counts import Group
from reports.figures import Figure, Measure
from reports.layout import with_others
from reports.moves import Move, Reach
from reports.network import Arc, Cycle, Passage, cheapest_cycle, on_a_cycle
from reports.sheet import Sheet
from reports.table import Table

Price = Callable[[Figure], float]
Allows = Callable[[Arc, Move, int], bool]


class Secret(NamedTuple):
    """One component of a hidden figure."""

    figure: Figure
    component: int


@dataclass
class Variation:
    """The cycles of figures that are hidden in every one of `sheets`; `grows` is the one of them
    in which more may be hidden, if any. `allows(arc, move, sign)` says whether the reader must
    reckon with the move."""

    sheets: tuple[Sheet, ...]
    grows: Sheet | None
    allows: Allows
    arcs: Mapping[Reach, tuple[Arc, ...]]

    @property
    def table(self) -> Table:
        return self.sheets[0].table

    def renew(self, groups: Iterable[Group] | None = None) -> None:
        """Looks again at what can pass, in some groups or everywhere."""
        for group in self._arcs_of if groups is None else groups:
            for move, index, arc in self._arcs_of.get(group, ()):
                up, down = self.allows(arc, move, 1), self.allows(arc, move, -1)
                self._possible[move][index] = Passage(arc, up, down)

    @cached_property
    def _possible(self) -> dict[Move, list[Passage]]:
        """What each move could pass if all were hidden."""
        return {
            move: [
                Passage(arc, self.allows(arc, move, 1), self.allows(arc, move, -1))
                for arc in self.arcs[move.reach]
            ]
            for move in self.table.moves
        }

    @cached_property
    def _arcs_of(self) -> dict[Group, list[tuple[Move, int, Arc]]]:
        """Where in `_possible` the arcs of a group stand, if its spots limit them."""
        found = defaultdict(list)
        for move in self.table.moves:
            for index, arc in enumerate(self.arcs[move.reach]):
                if arc.group in self.limited:
                    found[arc.group].append((move, index, arc))
        return found

    @cached_property
    def limited(self) -> set[Group]:
        return {key.group for sheet in self.sheets for key in sheet.spots}

    def safe(self) -> set[Secret]:
        """What lies on a cycle of hidden figures."""
        measures, found = self.table.measures, set[Secret]()
        for move in self.table.moves:
            changed = [component for component, step in enumerate(move.change) if step]
            found.update(
                Secret(Figure(arc.group, measures[component][arc.part]), component)
                for arc in on_a_cycle(list(self._passages(move, None)))
                for component in changed
            )
        return found

    def is_safe(self, secret: Secret) -> bool:
        return any(True for _ in self._cycles(secret, None))

    def cheapest(self, secret: Secret, price: Price) -> tuple[float, set[Figure]] | None:
        """The cost of the cheapest cycle through the secret, and what it takes to hide."""
        return min(self._cycles(secret, price), key=lambda cycle: cycle[0], default=None)

    def stir(self, group: Group, rng: Random) -> set[Group]:
        """Goes to another table that agrees with all that is published, along some cycle of
        hidden figures through the group; the groups it changed."""
        move = rng.choice(self.table.moves)
        passages = list(self._passages(move, None))
        through = [passage for passage in passages if passage.arc.group == group]
        if not through:
            return set()
        found = cheapest_cycle(
            rng.choice(through), [p._replace(cost=rng.random()) for p in passages]
        )
        if found is None:
            return set()
        return set().union(*(sheet.apply(found[1], move) for sheet in self.sheets))

    def _cycles(self, secret: Secret, price: Price | None) -> Iterator[tuple[float, set[Figure]]]:
        """The cheapest cycle of each move that changes the secret."""
        component, measures = secret.component, self.table.measures
        for move in self.table.moves:
            if not move.change[component]:
                continue
            passages = with_others(secret.figure.group, list(self._passages(move, price)))
            for own in passages:
                if (own.arc.group, measures[component][own.arc.part]) == secret.figure:
                    found = cheapest_cycle(own, passages)
                    if found:
                        yield found[0], set(self._in_the_way(found[1], move))

    def _passages(self, move: Move, price: Price | None) -> Iterator[Passage]:
        """The arcs that the move can pass; at a price also those that it could pass if more were
        hidden."""
        touched = [self.table.touched(move, part) for part in (0, 1)]
        for passage in self._possible[move]:
            if passage.up or passage.down:
                cost = self._cost(passage.arc.group, touched[passage.arc.part], price)
                if cost is not None:
                    yield passage._replace(cost=cost) if cost else passage

    def _cost(
        self, group: Group, measures: frozenset[Measure], price: Price | None
    ) -> float | None:
        cost = 0.0
        for sheet in self.sheets:
            if shown := sheet.in_the_way(group, measures):
                if price is None or sheet is not self.grows:
                    return None
                figures = [Figure(group, measure) for measure in shown]
                if not sheet.table.hideable.issuperset(figures):
                    return None
                cost += sum(map(price, figures))
        return cost

    def _in_the_way(self, cycle: Cycle, move: Move) -> Iterator[Figure]:
        if self.grows:
            for arc, _ in cycle:
                touched = self.grows.table.touched(move, arc.part)
                for measure in self.grows.in_the_way(arc.group, touched):
                    yield Figure(arc.group, measure)


def variations(now: Sheet, before: Sheet | None) -> tuple[list[Variation], list[Variation]]:
    """What keeps this month's figures safe, and what keeps those of the month before."""
    table = now.table
    if before is None:
        return [Variation((now,), now, now.allows, table.arcs)], []

    def not_below(arc: Arc, move: Move, sign: int) -> bool:
        key = now.spot(arc, move)
        bound = before.spots.get(key) if key else None
        return now.allows(arc, move, sign) and (
            key is None
            or bound is None
            or now.spots[key].keeps_above(bound.profile, move.change, sign)
        )

    def not_above(arc: Arc, move: Move, sign: int) -> bool:
        key = before.spot(arc, move)
        bound = now.spots.get(key) if key else None
        return before.allows(arc, move, sign) and (
            key is None
            or bound is None
            or before.spots[key].keeps_below(bound.profile, move.change, sign)
        )

    def either(arc: Arc, move: Move, sign: int) -> bool:
        return now.allows(arc, move, sign) and before.allows(arc, move, sign)

    then = before.table.arcs
    common = {reach: _common(arcs, then[reach]) for reach, arcs in table.arcs.items()}
    both = Variation((now, before), now, either, common)
    alone = Variation((now,), now, not_below, table.arcs)
    earlier = Variation((before,), None, not_above, then)
    return [alone, both], [earlier, both]


def _common(arcs: Iterable[Arc], others: Iterable[Arc]) -> tuple[Arc, ...]:
    known = set(others)
    return tuple(arc for arc in arcs if arc in known)
