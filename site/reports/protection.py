"""Complementary suppression: more cells, then totals, are hidden until nothing hidden can be told
(DESIGN §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from reports.audit import Price, Secret, Variation, variations
from reports.counts import DISTRICTS, Counts, Group, district_without, others_than
from reports.exceptions import excepted
from reports.figures import HEADLINE, RATED, UNRATED, Figure, Measure
from reports.rules import with_what_follows
from reports.sheet import Sheet

_ATTEMPTS = 5
_STIRS = 40


class Protection:
    """Hides more of `now` until neither it nor what `before` hid can be told.

    What has once been seen to vary stays safe when more is hidden.
    """

    def __init__(self, counts: Counts, now: Sheet, before: Sheet | None, price: Price) -> None:
        self.counts, self.now, self.before, self.price = counts, now, before, price
        self.mine, self.earlier = variations(now, before)
        self.safe: dict[bool, set[Secret]] = {}
        self.lost: set[Secret] = set()
        self._follow()
        self.forget()

    def forget(self) -> None:
        """Starts again from the truth, as must be done when more has been published."""
        self.safe = {False: set(), True: set()}
        self._random = Random(0)  # noqa: S311 (chooses what to try, protects nothing)
        for sheet in self._sheets():
            sheet.restore()
        for way in self._ways():
            way.renew()

    def settle(self) -> None:
        while exposed := self.exposed():
            for is_old, secret in exposed:
                self._cover(secret, self.earlier if is_old else self.mine)

    def exposed(self) -> list[tuple[bool, Secret]]:
        """The secrets that could be told, and whether they are of the month before. From the
        table as it is and from a number of others that agree with all that is published."""
        left = [(False, secret) for secret in self._secrets(self.now, [self.now])]
        if self.before:
            sheets = [self.before, self.now]
            left += [(True, secret) for secret in self._secrets(self.before, sheets)]
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._stir(left)
            left = self._still_exposed(left)
            if not left:
                break
        return left

    def _still_exposed(self, left: list[tuple[bool, Secret]]) -> list[tuple[bool, Secret]]:
        for is_old, ways in ((False, self.mine), (True, self.earlier)):
            safe = self.safe[is_old]
            safe.update(*(way.safe() for way in ways))
            safe.update(
                secret
                for old, secret in left
                if old == is_old and district_without(secret.figure.group.place)
                if self._others_safe(secret, safe, is_old) or any(w.is_safe(secret) for w in ways)
            )
        return [(old, s) for old, s in left if s not in self.safe[old] and s not in self.lost]

    def _others_safe(self, secret: Secret, safe: set[Secret], is_old: bool) -> bool:
        """`others` is the sum of the districts less the own figure: if one of these is shown it
        varies with the other."""
        sheet = self.before if is_old and self.before else self.now
        (place, workplace_type), measure = secret.figure
        own = Figure(Group(district_without(place) or place, workplace_type), measure)
        terms = [own, Figure(Group(DISTRICTS, workplace_type), measure)]
        hidden = [figure for figure in terms if figure in sheet.hidden]
        return len(hidden) == 1 and Secret(hidden[0], secret.component) in safe

    def _stir(self, left: list[tuple[bool, Secret]]) -> None:
        """Moves the tables about where something is exposed, to find room there."""
        groups = sorted({_cell_of(secret.figure.group) for _, secret in left})
        for turn in range(max(_STIRS, len(groups))):
            way = self._random.choice(self._ways())
            changed = way.stir(groups[turn % len(groups)], self._random)
            for other in self._ways():
                other.renew(changed)

    def _secrets(counts: Counts, sheet: Sheet) -> Iterator[Secret]:
    for figure in (*(sheet.hidden & sheet.published), *hidden_others(counts, sheet)):
        (place, workplace_type), measure = figure
        unpublished = measure == UNRATED and Figure(figure.group, RATED) in sheet.hidden
        unpublished |= place == DISTRICTS and not _beside_others(
            counts, sheet, workplace_type, measure
        )
        if not unpublished:
            for component, _ in sheet.table.components(measure):
                yield Secret(figure, component)
