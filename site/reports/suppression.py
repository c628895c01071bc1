"""Suppression (DESIGN §4): `suppress` decides once, for every format, what a report hides.

1. The threshold rules, group by group (`rules`).
2. Complementary cells, then totals, until nothing hidden can be told from this month's report
   and the one before, or one made earlier of the month after (`protection`).
3. *BVC och vårdcentral tillsammans* in districts where that tells nothing more.

Headcounts are shown always: they come from the coordinators, who have them from the employers,
and say nothing of what anybody has learnt.

No solver is needed: every figure left hidden is shown safe by a second table that agrees with
all that is published (`audit`), which is a proof, and takes the standard library. It hides a
little more than the least possible. The tests check it from the outside, with integer programs
over the published document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import NamedTuple

from reports.counts import (
    ALL,
    DISTRICTS,
    TOGETHER,
    TOGETHER_TYPES,
    Counts,
    Group,
    others_than,
)
from reports.exceptions import is_permitted
from reports.figures import (
    CURRENT,
    HEADLINE,
    Figure,
    Measure,
    Suppressed,
    headline_groups,
    others_groups,
    statement_measure,
)
from reports.layout import completions_table, statement_table
from reports.prices import Price, price_of_answers, price_of_people
from reports.protection import Exposed, Protection, hidden_others
from reports.rules import answers_hidden_by_rule, hidden_by_rule
from reports.sheet import Sheet
from reports.table import Table


@dataclass(frozen=True, slots=True)
class Published:
    """A report that readers have already: what it hid, and the counts it was made of."""

    counts: Counts
    suppressed: Suppressed


def suppress(
    counts: Counts,
    previous: Published | None = None,
    following: Published | None = None,
    *,
    complementary: bool = True,
) -> Suppressed:
    """What the report of `counts` hides, beside the month before and, where that was made first,
    the month after. Without `complementary` only the threshold rules apply, which protects
    nobody: it is there to prove that the attack in the tests would succeed."""
    beside = [
        _Beside(published, is_later)
        for published, is_later in ((previous, False), (following, True))
        if published and published.counts.modules == counts.modules
    ]
    people, together = _suppress_people(counts, beside, complementary)
    statements = [
        _suppress_statement(counts, code, beside, complementary) for code in counts.misconceptions
    ]
    hidden = frozenset({*hidden_others(people)}.union(*(s.hidden for s in (people, *statements))))
    return Suppressed(
        hidden=hidden,
        permitted=frozenset(
            figure
            for sheet in (people, *statements)
            for figure in _told(sheet) - hidden
            if sheet.table.has_people(figure) and is_permitted(sheet.table, figure)
        ),
        together=frozenset(together),
    )


def _told(sheet: Sheet) -> set[Figure]:
    """What readers are given if it is not hidden. All districts together stand nowhere."""
    told = {figure for figure in sheet.published if figure.group.place != DISTRICTS}
    beside = {
        Figure(group, measure) for group in others_groups(sheet.counts) for measure in HEADLINE
    }
    return told | {figure for figure in beside if sheet.table.components(figure.measure)}


class _Beside(NamedTuple):
    published: Published
    is_later: bool

    def people(self) -> Sheet:
        counts, suppressed = self.published.counts, self.published.suppressed
        together = {
            Figure(Group(district, TOGETHER), measure)
            for district in suppressed.together
            for measure in HEADLINE
        }
        table = completions_table(counts)
        hidden = suppressed.hidden & table.hideable
        return Sheet(counts, table, hidden, together - suppressed.hidden)

    def statement(self, code: str) -> Sheet | None:
        counts, suppressed = self.published.counts, self.published.suppressed
        if code not in counts.misconceptions:
            return None
        table = statement_table(counts, code)
        return Sheet(counts, table, suppressed.hidden & table.hideable)


def _suppress_people(
    counts: Counts, beside: list[_Beside], complementary: bool
) -> tuple[Sheet, set[str]]:
    table = completions_table(counts)
    now = Sheet(counts, table, _hidden_by_rule(counts, table))
    price = price_of_people(counts, table)
    months = [(one.people(), one.is_later) for one in beside]
    protections = _protections(now, months, price)
    if complementary:
        _settle(protections, now)
    together = _together(protections, now, checked=complementary)
    return now, together


def _suppress_statement(
    counts: Counts, code: str, beside: list[_Beside], complementary: bool
) -> Sheet:
    table = statement_table(counts, code)
    headcounts = {place: counts.tally(Group(place)).headcount for place in (*counts.places, ALL)}
    now = Sheet(
        counts,
        table,
        {
            Figure(Group(place), statement_measure(code))
            for place, headcount in headcounts.items()
            if answers_hidden_by_rule(counts.answers_of(place, code), headcount)
        },
    )
    months = [(sheet, one.is_later) for one in beside if (sheet := one.statement(code))]
    protections = _protections(now, months, price_of_answers(table))
    if complementary:
        _settle(protections, now)
    return now


def _protections(now: Sheet, months: list[tuple[Sheet, bool]], price: Price) -> list[Protection]:
    """One for each month beside, or one for this month alone."""
    if not months:
        return [Protection(now, None, price)]
    return [Protection(now, sheet, price, is_later=is_later) for sheet, is_later in months]


def _settle(protections: list[Protection], now: Sheet) -> None:
    """Lets each hide what it needs, until what one has hidden is safe with the others too."""
    content = 0
    for protection in cycle(protections):
        before = len(now.hidden)
        protection.forget()
        protection.settle()
        content = content + 1 if len(now.hidden) == before else 1
        if content >= len(protections):
            return


def _hidden_by_rule(counts: Counts, table: Table) -> frozenset[Figure]:
    """Also the sums of the districts, where a row would tell what may not be told of others."""
    hidden = table.hideable & {
        Figure(group, measure)
        for group in headline_groups(counts)
        for measure in hidden_by_rule(counts.tally(group))
    }
    return hidden | table.hideable & {
        Figure(Group(DISTRICTS, t), measure)
        for d in counts.districts
        for t in counts.workplace_types
        for measure in hidden_by_rule(counts.tally(Group(others_than(d), t)))
        if Figure(Group(d, t), measure) not in hidden
    }


def _together(protections: list[Protection], sheet: Sheet, *, checked: bool) -> set[str]:
    """Publishes `TOGETHER` in the districts where both types are hidden and it tells nothing;
    what may not be shown of it is left out."""
    counts = sheet.counts
    districts = {d for d in counts.districts if _may_be_together(counts, sheet.hidden, d)}
    while districts:
        for district in districts:
            group = Group(district, TOGETHER)
            left_out = _left_out_together(counts, sheet.hidden, district)
            sheet.publish(Figure(group, measure) for measure in HEADLINE if measure not in left_out)
            sheet.hide(Figure(group, measure) for measure in left_out)
        exposed = list(_exposed(protections)) if checked else []
        if not exposed:
            break
        told = {secret.figure.group.place for _, secret in exposed}
        for district in (told & districts) or set(districts):
            districts.discard(district)
            sheet.withdraw(Figure(Group(district, TOGETHER), measure) for measure in HEADLINE)
    return districts


def _exposed(protections: list[Protection]) -> Iterator[Exposed]:
    for protection in protections:
        protection.forget()
        yield from protection.exposed()


def _may_be_together(counts: Counts, hidden: set[Figure], district: str) -> bool:
    cells = [Group(district, t) for t in TOGETHER_TYPES if t in counts.workplace_types]
    return (
        len(cells) == len(TOGETHER_TYPES)
        and all(any(Figure(cell, m) in hidden for m in CURRENT) for cell in cells)
        and not _left_out_together(counts, hidden, district).intersection(CURRENT)
    )


def _left_out_together(counts: Counts, hidden: set[Figure], district: str) -> set[Measure]:
    """What the rules hide, and where the sum would tell the one of the two that is hidden."""
    cells = [Group(district, t) for t in TOGETHER_TYPES]
    return hidden_by_rule(counts.tally(Group(district, TOGETHER))) | {
        measure
        for measure in HEADLINE
        if len({Figure(cell, measure) in hidden for cell in cells}) > 1
    }
