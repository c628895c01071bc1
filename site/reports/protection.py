"""Complementary suppression: more cells, then totals, are hidden until nothing hidden can be told
(DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from reports.audit import Secret, Variation, variations
from reports.counts import DISTRICTS, Group, district_without, others_than
from reports.exceptions import excepted, is_permitted
from reports.figures import HEADLINE, Figure, Measure
from reports.prices import DEAR, Price
from reports.rules import with_what_follows
from reports.sheet import Sheet

# How long to look for another table before more is hidden.
_ATTEMPTS = 3
_STIRS = 8
_PATIENCE = 160


class Exposed(NamedTuple):
    """A secret that could be told; `is_beside` if it is the month beside that hides it."""

    is_beside: bool
    secret: Secret


class Protection:
    """Hides more of `now` until neither it nor what `beside` hid can be told. `beside` is the month
    before, or if it `is_later` the month after.

    What has once been seen to vary stays safe when more is hidden.
    """

    def __init__(
        self, now: Sheet, beside: Sheet | None, price: Price, *, is_later: bool = False
    ) -> None:
        self.now, self.beside, self._is_later = now, beside, is_later
        self._price = price
        self.lost: set[Exposed] = set()
        self._follow()
        self.forget()

    def forget(self) -> None:
        """Starts again from the truth, as must be done when more has been published or hidden by
        others."""
        self._mine, self._besides = variations(
            self.now, self.beside, self._price, is_later=self._is_later
        )
        self._safe: dict[bool, set[Secret]] = {False: set(), True: set()}
        self._random = Random(0)  # noqa: S311 (chooses what to try, protects nothing)

    def settle(self) -> None:
        while exposed := self.exposed():
            for one in exposed:
                self._cover(one)

    def exposed(self) -> list[Exposed]:
        """What could be told, judged from the true table and from a number of others that agree
        with all that is published."""
        self._restore()
        left = self._not_excepted()
        for is_beside, safe in self._safe.items():
            safe.update(*(way.safe() for way in self._ways_of(is_beside)))
        left = self._still_exposed(left)
        for _ in range(_ATTEMPTS):
            if left:
                self._stir(left)
                left = self._still_exposed(left)
        return left

    def _not_excepted(self) -> list[Exposed]:
        found = [
            Exposed(False, secret)
            for secret in secrets(self.now)
            if not self._is_excepted(secret, self.now, self.beside, self._is_later)
        ]
        if self.beside:
            found += [
                Exposed(True, secret)
                for secret in secrets(self.beside)
                if not self._is_excepted(secret, self.beside, self.now, not self._is_later)
            ]
        return sorted(found, key=repr)

    @staticmethod
    def _is_excepted(secret: Secret, sheet: Sheet, other: Sheet | None, is_later: bool) -> bool:
        before, after = (None, other) if is_later else (other, None)
        return excepted(secret, sheet, before, after)

    def _still_exposed(self, left: list[Exposed]) -> list[Exposed]:
        for one in left:
            safe = self._safe[one.is_beside]
            if one.secret not in safe and one not in self.lost and self._is_safe(one):
                safe.add(one.secret)
        return [
            one
            for one in left
            if one.secret not in self._safe[one.is_beside] and one not in self.lost
        ]

    def _is_safe(self, one: Exposed) -> bool:
        if district_without(one.secret.figure.group.place) and self._others_safe(one):
            return True
        return any(way.is_safe(one.secret) for way in self._ways_of(one.is_beside))

    def _others_safe(self, one: Exposed) -> bool:
        """`others` is the sum of the districts less the own figure, and the sum of the others':
        where all terms but one are shown it varies with that one."""
        sheet = self.beside if one.is_beside and self.beside else self.now
        (place, t), measure = one.secret.figure
        own = district_without(place)
        others = [d for d in sheet.counts.districts if d != own]
        for terms in ((own or place, DISTRICTS), others):
            hidden = [f for p in terms if (f := Figure(Group(p, t), measure)) in sheet.hidden]
            secrets_left = {Secret(figure, one.secret.component) for figure in hidden}
            if len(hidden) == 1 and secrets_left <= self._safe[one.is_beside]:
                return True
        return False

    def _stir(self, left: list[Exposed]) -> None:
        """Moves the tables about where something is exposed, to find room there."""
        groups = sorted({_cell_of(one.secret.figure.group) for one in left})
        for group in groups * _STIRS:
            self._stir_at(group)

    def _stir_at(self, group: Group) -> None:
        choices = [(way, *passage) for way in self._ways() for passage in way.passages(group)]
        if choices:
            way, move, through = self._random.choice(choices)
            way.stir(move, through, self._random)
            self._look_again()

    def _restore(self) -> None:
        self.now.restore()
        if self.beside:
            self.beside.restore()
        self._look_again()

    def _look_again(self) -> None:
        sheets = [self.now, self.beside] if self.beside else [self.now]
        moved = set().union(*(sheet.moved for sheet in sheets))
        opened = set().union(*(sheet.opened for sheet in sheets))
        for sheet in sheets:
            sheet.moved.clear()
            sheet.opened.clear()
        for way in self._ways() if moved or opened else ():
            way.look_again(moved, opened)

    def _ways(self) -> list[Variation]:
        return [*self._mine, *self._besides[:1]]

    def _ways_of(self, is_beside: bool) -> list[Variation]:
        return self._besides if is_beside else self._mine

    def _cover(self, one: Exposed) -> None:
        """Hides the cheapest cycle through the secret; before that costs much, looks for other
        tables in which it is cheaper or not needed."""
        self._restore()
        group, best = _cell_of(one.secret.figure.group), self._cheapest(one)
        for turn in range(_PATIENCE):
            if best and (best[0] < DEAR or turn > _PATIENCE // 4):
                break
            self._stir_at(group)
            if self._is_safe(one):
                self._safe[one.is_beside].add(one.secret)
                return
            if turn % _STIRS == 0:
                best = min(filter(None, (best, self._cheapest(one))), key=_cost, default=None)
        if best:
            self.hide(best[1])
        else:
            self._give_up(one)

    def _cheapest(self, one: Exposed) -> tuple[float, set[Figure]] | None:
        found = (way.cheapest(one.secret) for way in self._ways_of(one.is_beside))
        return min(filter(None, found), key=_cost, default=None)

    def _give_up(self, one: Exposed) -> None:
        """Hides the same figure this month, and if that does not help the measure everywhere but
        where it is a permitted disclosure."""
        figure, hideable = one.secret.figure, self.now.table.hideable
        if one.is_beside and figure in hideable - self.now.hidden:
            self.hide([figure])
        else:
            self.lost.add(one)
            same = {each for each in hideable if each.measure == figure.measure}
            self.hide(each for each in same if not is_permitted(self.now.table, each))

    def hide(self, figures: Iterable[Figure]) -> None:
        self.now.hide(figures)
        self._follow()
        self._look_again()

    def _follow(self) -> None:
        """What the hidden figures take with them, and the sums that are then not published."""
        sheet, hideable = self.now, self.now.table.hideable
        for group in {figure.group for figure in sheet.hidden}:
            measures = {m for m in HEADLINE if Figure(group, m) in sheet.hidden}
            sheet.hide(hideable & {Figure(group, m) for m in with_what_follows(measures)})
        for t in sheet.counts.workplace_types:
            for measure in HEADLINE:
                if not _beside_others(sheet, t, measure):
                    sheet.hide(hideable & {Figure(Group(DISTRICTS, t), measure)})


def secrets(sheet: Sheet) -> Iterator[Secret]:
    """What readers would look for. A rest without its rate, and a sum of the districts that no
    row would tell, is not published anyway."""
    for figure in (*(sheet.hidden & sheet.published), *hidden_others(sheet)):
        (place, t), measure = figure
        unpublished = (
            not _beside_others(sheet, t, measure)
            if place == DISTRICTS
            else measure.part == 1 and Figure(figure.group, measure.of_rated()) in sheet.hidden
        )
        if not unpublished:
            for component, _ in sheet.table.components(measure):
                yield Secret(figure, component)


def hidden_others(sheet: Sheet) -> Iterator[Figure]:
    """What is hidden of `others`. It is shown where it adds nothing: beside the district's own if
    the districts together are published, or if it is no more than a sum of shown figures."""
    measures = [measure for measure in HEADLINE if sheet.table.components(measure)]
    for t in sheet.counts.workplace_types:
        for measure in measures:
            rows = {d: Figure(Group(d, t), measure) in sheet.hidden for d in sheet.counts.districts}
            sum_shown = Figure(Group(DISTRICTS, t), measure) not in sheet.hidden
            for d, hidden in rows.items():
                figure = Figure(Group(others_than(d), t), measure)
                shown = sum(rows.values()) == 1 if hidden else sum_shown
                if not shown and sheet.table.has_people(figure):
                    yield figure


def _cost(cycle: tuple[float, set[Figure]]) -> float:
    return cycle[0]


def _cell_of(group: Group) -> Group:
    return Group(district_without(group.place) or group.place, group.workplace_type)


def _beside_others(sheet: Sheet, workplace_type: str, measure: Measure) -> bool:
    """Whether some district shows the measure, so that its row would show `others` beside it."""
    rows = (Figure(Group(d, workplace_type), measure) for d in sheet.counts.districts)
    return any(row not in sheet.hidden for row in rows)
