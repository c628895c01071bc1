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
            for way in ways:
                self.safe[is_old] |= way.safe()
            self.safe[is_old].update(
                secret
                for old, secret in left
                if old == is_old
                and district_without(secret.figure.group.place)
                and any(way.is_safe(secret) for way in ways)
            )
        return [(old, s) for old, s in left if s not in self.safe[old] and s not in self.lost]

    def _stir(self, left: list[tuple[bool, Secret]]) -> None:
        """Moves the tables about where something is exposed, to find room there."""
        groups = sorted({_cell_of(secret.figure.group) for _, secret in left})
        for turn in range(max(_STIRS, len(groups))):
            way = self._random.choice(self._ways())
            changed = way.stir(groups[turn % len(groups)], self._random)
            for other in self._ways():
                other.renew(changed)

    def _secrets(self, sheet: Sheet, sheets: list[Sheet]) -> list[Secret]:
        found = {*_secrets(self.counts, sheet), *_secrets_of_others(self.counts, sheet)}
        return sorted((s for s in found if not excepted(s, sheets)), key=repr)

    def _sheets(self) -> list[Sheet]:
        return [self.now, self.before] if self.before else [self.now]

    def _ways(self) -> list[Variation]:
        return [*self.mine, *self.earlier[:1]]

    def _cover(self, secret: Secret, ways: list[Variation]) -> None:
        found = [cycle for way in ways if (cycle := way.cheapest(secret, self.price))]
        if found:
            self.hide(min(found, key=lambda cycle: cycle[0])[1])
        else:
            self.lost.add(secret)
            measure = secret.figure.measure
            self.hide(f for f in self.now.table.hideable if f.measure == measure)

    def hide(self, figures: Iterable[Figure]) -> None:
        self.now.hide(figures)
        self._follow()

    def _follow(self) -> None:
        """What the hidden figures take with them, and the sums that are then not published."""
        sheet, hideable = self.now, self.now.table.hideable
        for group in {figure.group for figure in sheet.hidden}:
            measures = {m for m in HEADLINE if Figure(group, m) in sheet.hidden}
            sheet.hide(hideable & {Figure(group, m) for m in with_what_follows(measures)})
        for t in self.counts.workplace_types:
            for measure in HEADLINE:
                if not _beside_others(self.counts, sheet, t, measure):
                    sheet.hide(hideable & {Figure(Group(DISTRICTS, t), measure)})


def _cell_of(group: Group) -> Group:
    return Group(district_without(group.place) or group.place, group.workplace_type)


def others_hidden(counts: Counts, hidden: set[Figure], district: str, figure: Figure) -> bool:
    """Whether `others` is hidden in a row of a district: `figure` is the row's. It is shown where
    it adds nothing: beside the district's own if the districts together are published, or if it
    is no more than a sum of figures that are shown."""
    (_, workplace_type), measure = figure
    if figure not in hidden:
        return Figure(Group(DISTRICTS, workplace_type), measure) in hidden
    return any(
        Figure(Group(other, workplace_type), measure) in hidden
        for other in counts.districts
        if other != district
    )


def _beside_others(counts: Counts, sheet: Sheet, workplace_type: str, measure: Measure) -> bool:
    """Whether some district shows the measure, so that its row would show `others` beside it."""
    rows = (Figure(Group(d, workplace_type), measure) for d in counts.districts)
    return any(row not in sheet.hidden for row in rows)


def _secrets(counts: Counts, sheet: Sheet) -> Iterator[Secret]:
    for figure in sheet.hidden & sheet.published:
        (place, workplace_type), measure = figure
        unpublished = measure == UNRATED and Figure(figure.group, RATED) in sheet.hidden
        unpublished |= place == DISTRICTS and not _beside_others(
            counts, sheet, workplace_type, measure
        )
        if not unpublished:
            for component, _ in sheet.table.components(measure):
                yield Secret(figure, component)


def _secrets_of_others(counts: Counts, sheet: Sheet) -> Iterator[Secret]:
    """`others` in rows where both the district's own figure and the sum are hidden: elsewhere it
    is as safe as one of them."""
    for figure in sheet.hidden:
        (place, workplace_type), measure = figure
        if place in counts.districts and workplace_type in counts.workplace_types:
            both = Figure(Group(DISTRICTS, workplace_type), measure) in sheet.hidden
            if both and others_hidden(counts, sheet.hidden, place, figure):
                group = Group(others_than(place), workplace_type)
                for component, _ in sheet.table.components(measure):
                    yield Secret(Figure(group, measure), component)
