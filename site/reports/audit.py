"""What a reader could tell of a table, and what more to hide so that it cannot be told.

A reader knows this month's report and that of the month beside it, most often the one before, and
that nobody un-completes. A hidden figure is safe when the reader could not rule out another value:
when it lies on a cycle (see `network`) of this month's hidden figures alone, with nothing below
the earlier month or above the later; or of both months' alike. A figure hidden the month beside
is safe in the same way. Every such cycle is a second table that agrees
with all that is published, so what is called safe is safe; that not every such table is found
only means that a little more is hidden than need be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from random import Random
from typing import NamedTuple

from reports.counts import Group
from reports.figures import Figure, Measure
from reports.layout import with_others
from reports.moves import Move, Reach
from reports.network import DOWN, UP, Arc, Cycle, Network
from reports.prices import Price
from reports.sheet import Sheet

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
    networks: dict[Reach, Network]
    price: Price

    def __post_init__(self) -> None:
        table = self.sheets[0].table
        self.moves, self.measures = table.moves, table.measures
        self._touched = {
            move: [table.touched(move, part) for part in (0, 1)] for move in self.moves
        }
        arcs = {move: self.networks[move.reach].arcs for move in self.moves}
        self._rooms = {move: [0] * len(arcs[move]) for move in self.moves}
        self._costs = {move: [0.0] * len(arcs[move]) for move in self.moves}
        self._open = {move: [0] * len(arcs[move]) for move in self.moves}
        self._moved = {move: {arc.group for arc in arcs[move]} for move in self.moves}
        self._opened = {move: set(groups) for move, groups in self._moved.items()}
        self._apart: dict[tuple[Group, Reach], Network] = {}

    def look_again(self, moved: set[Group], opened: set[Group]) -> None:
        """Something else is possible, or shown, in the groups than before."""
        for move in self.moves:
            self._moved[move] |= moved
            self._opened[move] |= opened

    def _gates(self, move: Move) -> list[int]:
        """What can pass of the move where nothing shown is in the way."""
        network, gates = self.networks[move.reach], self._open[move]
        rooms, costs = self._rooms[move], self._costs[move]
        moved, opened = self._moved[move], self._opened[move]
        for group in moved | opened:
            for index in network.of_group.get(group, ()):
                arc = network.arcs[index]
                if group in moved:
                    rooms[index] = self._room(arc, move)
                if group in opened:
                    costs[index] = self._cost(arc, move)
                gates[index] = 0 if costs[index] else rooms[index]
        moved.clear()
        opened.clear()
        return gates

    def safe(self) -> set[Secret]:
        """What lies on a cycle of hidden figures."""
        found = set[Secret]()
        for move in self.moves:
            network = self.networks[move.reach]
            for index in network.on_a_cycle(self._gates(move)):
                group, part, _, _ = network.arcs[index]
                found.update(
                    Secret(Figure(group, self.measures[component][part]), component)
                    for component, step in enumerate(move.change)
                    if step
                )
        return found

    def is_safe(self, secret: Secret) -> bool:
        for move, network, through in self._at(secret):
            gates = self._gates(move)
            more = len(network.arcs) - len(gates)
            if network.has_cycle(through, gates + [UP | DOWN] * more if more else gates):
                return True
        return False

    def cheapest(self, secret: Secret) -> tuple[float, set[Figure]] | None:
        """The cost of the cheapest cycle through the secret, and what it takes to hide."""
        best: tuple[float, set[Figure]] | None = None
        for move, network, through in self._at(secret):
            self._gates(move)
            more = len(network.arcs) - len(self._rooms[move])
            costs = self._costs[move] + [0.0] * more
            rooms = self._rooms[move] + [UP | DOWN] * more
            gates = [room if cost < inf else 0 for room, cost in zip(rooms, costs, strict=True)]
            found = network.cheapest_cycle(through, gates, costs)
            if found and (best is None or found[0] < best[0]):
                best = found[0], set(self._to_hide(found[1], network, move))
        return best

    def passages(self, group: Group) -> list[tuple[Move, int]]:
        """The moves that can pass the group, each with the arc."""
        return [
            (move, index)
            for move in self.moves
            for index in self.networks[move.reach].of_group.get(group, ())
            for arc in [self.networks[move.reach].arcs[index]]
            if not any(self._shown(arc, move)) and self._room(arc, move)
        ]

    def stir(self, move: Move, through: int, random: Random) -> None:
        """Goes to another table that agrees with all that is published, along some cycle of
        hidden figures through the arc."""
        network, gates = self.networks[move.reach], self._gates(move)
        found = network.cheapest_cycle(through, gates, [random.random() for _ in gates])
        if found:
            steps = [(network.arcs[index], sign) for index, sign in found[1]]
            for sheet in self.sheets:
                sheet.apply(steps, move)

    def _at(self, secret: Secret) -> Iterator[tuple[Move, Network, int]]:
        """The moves that change the secret, each with the network and the arcs it is at."""
        group, measure = secret.figure
        for move in self.moves:
            if move.change[secret.component]:
                network = self._network(group, move.reach)
                for index in network.of_group.get(group, ()):
                    if self.measures[secret.component][network.arcs[index].part] == measure:
                        yield move, network, index

    def _network(self, group: Group, reach: Reach) -> Network:
        """The network, with the group as arcs added at the end if it is one of `others`."""
        if (group, reach) not in self._apart:
            network = self.networks[reach]
            arcs = with_others(group, network.arcs)
            self._apart[group, reach] = network if arcs is None else Network(arcs)
        return self._apart[group, reach]

    def _room(self, arc: Arc, move: Move) -> int:
        return UP * self.allows(arc, move, 1) + DOWN * self.allows(arc, move, -1)

    def _shown(self, arc: Arc, move: Move) -> list[set[Measure]]:
        """What is in the way of the move, for each sheet."""
        touched = self._touched[move][arc.part]
        return [sheet.in_the_way(arc.group, touched) for sheet in self.sheets]

    def _cost(self, arc: Arc, move: Move) -> float:
        """The price of hiding what is in the way, infinite if it cannot be hidden."""
        cost = 0.0
        for sheet, shown in zip(self.sheets, self._shown(arc, move), strict=True):
            figures = [Figure(arc.group, measure) for measure in shown]
            if figures and (
                sheet is not self.grows or not sheet.table.hideable.issuperset(figures)
            ):
                return inf
            cost += sum(map(self.price, figures))
        return cost

    def _to_hide(self, cycle: Cycle, network: Network, move: Move) -> Iterator[Figure]:
        for index, _ in cycle:
            arc = network.arcs[index]
            for shown in self._shown(arc, move):
                yield from (Figure(arc.group, measure) for measure in shown)


def variations(
    now: Sheet, beside: Sheet | None, price: Price, *, is_later: bool
) -> tuple[list[Variation], list[Variation]]:
    """What keeps this month's figures safe, and what keeps those of the month beside, which is
    the one before unless it `is_later`."""
    own = now.table.networks
    if beside is None:
        return [Variation((now,), now, now.allows, own, price)], []
    earlier, later = (now, beside) if is_later else (beside, now)

    def not_above(arc: Arc, move: Move, sign: int) -> bool:
        return earlier.allows(arc, move, sign) and earlier.keeps_below(later, arc, move, sign)

    def not_below(arc: Arc, move: Move, sign: int) -> bool:
        return later.allows(arc, move, sign) and later.keeps_above(earlier, arc, move, sign)

    def either(arc: Arc, move: Move, sign: int) -> bool:
        return now.allows(arc, move, sign) and beside.allows(arc, move, sign)

    in_now, in_beside = (not_above, not_below) if is_later else (not_below, not_above)
    others = beside.table.networks
    both = Variation((now, beside), now, either, _common(own, others), price)
    alone = Variation((now,), now, in_now, own, price)
    alone_beside = Variation((beside,), None, in_beside, others, price)
    return [alone, both], [alone_beside, both]


def _common(networks: dict[Reach, Network], others: dict[Reach, Network]) -> dict[Reach, Network]:
    known = {reach: set(network.arcs) for reach, network in others.items()}
    return {
        reach: Network(arc for arc in network.arcs if arc in known[reach])
        for reach, network in networks.items()
    }
