"""A report from the reader's side: what of a table is hidden, and one way the hidden could be."""

from __future__ import annotations

from collections.abc import Container, Iterable

from reports.counts import Counts, Group
from reports.figures import Figure, Measure
from reports.moves import CURRENT_AT, REGISTERED_AT, Move, Reach
from reports.network import Arc
from reports.table import Spot, SpotKey, Table


class Sheet:
    """`extra` is published besides what the table says. `spots` is a table that agrees with all
    that is shown: the true one at first, then whatever `apply` makes of it. `opened`
    collects the groups where something else is shown than before, `moved` those where something
    else is possible."""

    def __init__(
        self,
        counts: Counts,
        table: Table,
        hidden: Iterable[Figure],
        extra: Iterable[Figure] = (),
    ) -> None:
        self.counts, self.table = counts, table
        self.spots: dict[SpotKey, Spot] = dict(table.spots)
        self._spot_of: dict[tuple[Group, int, bool], SpotKey | None] = {}
        self.moved: set[Group] = set()
        self.opened: set[Group] = set()
        self._away: set[Group] = set()
        self.hidden: set[Figure] = set()
        self.published: set[Figure] = set()
        self._shown: dict[Group, set[Measure]] = {}
        self.publish({*table.published, *extra})
        self.hide(hidden)

    def publish(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            self.published.add(figure)
            self._shown.setdefault(figure.group, set()).add(figure.measure)
            self.opened.add(figure.group)

    def withdraw(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            self.published.discard(figure)
            self.hidden.discard(figure)
            self._shown[figure.group].discard(figure.measure)
            self.opened.add(figure.group)

    def hide(self, figures: Iterable[Figure]) -> None:
        for figure in figures:
            if figure not in self.hidden:
                self.hidden.add(figure)
                self._shown.get(figure.group, set()).discard(figure.measure)
                self.opened.add(figure.group)

    def shows(self, figure: Figure) -> bool:
        return figure.measure in self._shown.get(figure.group, ())

    def in_the_way(self, group: Group, measures: frozenset[Measure]) -> set[Measure]:
        """Those of the measures that are shown, so that they cannot vary."""
        shown = self._shown.get(group)
        return shown & measures if shown else set()

    def allows(self, arc: Arc, move: Move, sign: int) -> bool:
        """Whether a reader must reckon with the move along the arc."""
        key = self._spot(arc, move)
        if key is None:
            return True
        leaves = sign * move.change[REGISTERED_AT] < 0
        if leaves and move.reach is Reach.WHOLE and key.part is None:
            return self.spots[key].allows(move.change, sign) and self._can_spare(arc.group)
        return self.spots[key].allows(move.change, sign)

    def keeps_above(self, before: Sheet, arc: Arc, move: Move, sign: int) -> bool:
        """Whether nothing that lasts falls below the month before."""
        key = self._spot(arc, move)
        bound = before.spots.get(key) if key else None
        return (
            key is None
            or bound is None
            or self.spots[key].keeps_above(bound.profile, move.change, sign)
        )

    def keeps_below(self, after: Sheet, arc: Arc, move: Move, sign: int) -> bool:
        """Whether nothing that lasts rises above the month after."""
        key = self._spot(arc, move)
        bound = after.spots.get(key) if key else None
        return (
            key is None
            or bound is None
            or self.spots[key].keeps_below(bound.profile, move.change, sign)
        )

    def apply(self, steps: Iterable[tuple[Arc, int]], move: Move) -> None:
        """Goes to another table that agrees with all that is shown, by a move along a cycle."""
        for arc, sign in steps:
            if arc.group in self.table.part_of:
                self._shift(SpotKey(arc.group, None), move, sign, range(len(move.change)))
                place = SpotKey(Group(arc.group.place), self.table.part_of[arc.group])
                self._shift(place, move, sign, (REGISTERED_AT, CURRENT_AT))
                self.moved |= self._limited_with(arc.group)
                self._away |= self.moved
            elif (key := SpotKey(arc.group, arc.part)) in self.spots:
                self._shift(key, move, sign, self.spots[key].monotone)

    def restore(self) -> None:
        """Goes back to the true table."""
        self.moved |= self._away
        for key in self.spots:
            if key.group in self._away:
                self.spots[key] = self.table.spots[key]
        self._away.clear()

    def _spot(self, arc: Arc, move: Move) -> SpotKey | None:
        """Where the move along the arc meets limits, None if only at the arc's cells."""
        named = arc.group, arc.part, move.reach is Reach.WHOLE
        if named not in self._spot_of:
            self._spot_of[named] = self._find_spot(*named)
        return self._spot_of[named]

    def _find_spot(self, group: Group, part: int, whole: bool) -> SpotKey | None:
        if group in self.table.part_of:
            return SpotKey(group, None)
        key = SpotKey(group, part)
        if whole and key in self.spots:
            peopled = [part for part in (0, 1) if self._people(group, part)]
            key = SpotKey(group, peopled[0] if len(peopled) == 1 else None)
        return key if key in self.spots else None

    def _shift(self, key: SpotKey, move: Move, sign: int, components: Container[int]) -> None:
        self.spots[key] = self.spots[key].shifted(move.change, sign, components)
        self.moved.add(key.group)
        self._away.add(key.group)

    def _people(self, place: Group, part: int) -> int:
        return self.spots[SpotKey(place, part)].profile[REGISTERED_AT]

    def _can_spare(self, cell: Group) -> bool:
        """In a place with people both with and without a headcount, who are known apart by the
        modules they hold, a cycle can take two people from either, being twice there at most."""
        place = Group(cell.place)
        if not all(self._people(place, part) for part in (0, 1)):
            return True
        spot = self.spots[SpotKey(place, self.table.part_of[cell])]
        people, *rest = spot.profile
        return spot.limits.allow((people - 2, *rest))

    def _limited_with(self, cell: Group) -> set[Group]:
        """The cells whose limits depend on the cell."""
        place = Group(cell.place)
        if not all(self._people(place, part) for part in (0, 1)):
            return {cell}
        return {other for other in self.table.part_of if other.place == cell.place}
