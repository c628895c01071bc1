"""Suppression (DESIGN §4): `suppress` decides once, for every format, what a report hides.

1. The threshold rules, group by group (`rules`).
2. Complementary cells, then totals, until nothing hidden can be told from this month's report
   and the one before (`protection`).
3. *BVC och vårdcentral tillsammans* in districts where that tells nothing more.

Headcounts are shown always: they come from the coordinators, who have them from the employers,
and say nothing of what anybody has learnt.

No solver is needed: every figure left hidden is shown safe by a second table that agrees with
all that is published (`audit`), which is a proof, and takes the standard library. It hides a
little more than the least possible. The tests check it from the outside, with integer programs
over the published document.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    statement_measure,
)
from reports.layout import completions_table, statement_table
from reports.prices import price_of_answers, price_of_people
from reports.protection import Protection, hidden_others
from reports.rules import answers_hidden_by_rule, hidden_by_rule
from reports.sheet import Sheet
from reports.table import Table


@dataclass(frozen=True, slots=True)
class Published:
    """The report of the month before: what it hid, and the counts it was made of."""

    counts: Counts
    suppressed: Suppressed


def suppress(
    counts: Counts, previous: Published | None = None, *, complementary: bool = True
) -> Suppressed:
    """What the report of `counts` hides. Without `complementary` only the threshold rules apply,
    which protects nobody: it is there to prove that the attack in the tests would succeed."""
    if previous and previous.counts.modules != counts.modules:
        previous = None
    people, together = _suppress_people(counts, previous, complementary)
    statements = [
        _suppress_statement(counts, code, previous, complementary) for code in counts.misconceptions
    ]
    return Suppressed(
        hidden=frozenset(
            {*hidden_others(people)}.union(*(s.hidden for s in (people, *statements)))
        ),
        permitted=frozenset(
            figure
            for sheet in (people, *statements)
            for figure in sheet.table.hideable - sheet.hidden
            if figure.group.place != DISTRICTS and is_permitted(sheet.table, figure)
        ),
        together=frozenset(together),
    )


def _suppress_people(
    counts: Counts, previous: Published | None, complementary: bool
) -> tuple[Sheet, set[str]]:
    table = completions_table(counts)
    now = Sheet(counts, table, _hidden_by_rule(counts, table))
    protection = Protection(now, _before(previous), price_of_people(counts, table))
    if complementary:
        protection.settle()
    together = _together(protection, checked=complementary)
    return now, together


def _suppress_statement(
    counts: Counts, code: str, previous: Published | None, complementary: bool
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
    before = None
    if previous and code in previous.counts.misconceptions:
        hidden = previous.suppressed.hidden
        before = Sheet(previous.counts, statement_table(previous.counts, code), hidden)
    protection = Protection(now, before, price_of_answers(table))
    if complementary:
        protection.settle()
    return now


def _hidden_by_rule(counts: Counts, table: Table) -> set[Figure]:
    hidden = {
        Figure(group, measure)
        for group in headline_groups(counts)
        for measure in hidden_by_rule(counts.tally(group))
    }
    beside = {
        Figure(Group(DISTRICTS, t), measure)
        for d in counts.districts
        for t in counts.workplace_types
        for measure in hidden_by_rule(counts.tally(Group(others_than(d), t)))
        if Figure(Group(d, t), measure) not in hidden
    }
    return (hidden | beside) & table.hideable


def _before(previous: Published | None) -> Sheet | None:
    if previous is None:
        return None
    together = {
        Figure(Group(district, TOGETHER), measure)
        for district in previous.suppressed.together
        for measure in HEADLINE
    }
    table = completions_table(previous.counts)
    hidden = previous.suppressed.hidden & (table.hideable | together)
    return Sheet(previous.counts, table, hidden, together)


def _together(protection: Protection, *, checked: bool) -> set[str]:
    """Publishes `TOGETHER` in the districts where both types are hidden and it tells nothing."""
    sheet = protection.now
    counts = sheet.counts
    districts = {d for d in counts.districts if _may_be_together(counts, sheet.hidden, d)}
    while districts:
        for district in districts:
            group = Group(district, TOGETHER)
            sheet.publish(Figure(group, measure) for measure in HEADLINE)
            sheet.hide(Figure(group, m) for m in _hidden_together(counts, sheet.hidden, district))
        protection.forget()
        exposed = protection.exposed() if checked else []
        if not exposed:
            break
        told = {secret.figure.group.place for _, secret in exposed}
        for district in (told & districts) or set(districts):
            districts.discard(district)
            sheet.withdraw(Figure(Group(district, TOGETHER), measure) for measure in HEADLINE)
    return districts


def _may_be_together(counts: Counts, hidden: set[Figure], district: str) -> bool:
    cells = [Group(district, t) for t in TOGETHER_TYPES if t in counts.workplace_types]
    return (
        len(cells) == len(TOGETHER_TYPES)
        and all(any(Figure(cell, m) in hidden for m in CURRENT) for cell in cells)
        and not _hidden_together(counts, hidden, district).intersection(CURRENT)
    )


def _hidden_together(counts: Counts, hidden: set[Figure], district: str) -> set[Measure]:
    """What the rules hide, and where the sum would tell the one of the two that is hidden."""
    cells = [Group(district, t) for t in TOGETHER_TYPES]
    return hidden_by_rule(counts.tally(Group(district, TOGETHER))) | {
        measure
        for measure in HEADLINE
        if len({Figure(cell, measure) in hidden for cell in cells}) > 1
    }
