"""Each rule of suppression by itself, on tables small enough to reckon by hand (DESIGN §4)."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reports.counts import ALL, CITYWIDE, TOGETHER, UNKNOWN, WAYS, Answers, Group, others_than
from reports.document import report_document
from reports.figures import (
    CURRENT,
    HEADLINE,
    OLDER,
    RATED,
    REGISTERED,
    UNRATED,
    WAYS_TAKEN,
    Figure,
    headline_groups,
    module_measures,
    statement_measure,
)
from reports.rules import answers_hidden_by_rule, hidden_by_rule
from reports.suppression import Published, suppress

from .attacker import Attack
from .populations import MODULES, NEXT, cell, counts_of
from .published import NAMES, in_document, of_type

MANY = cell(40, 20, older=5, headcount=60, meeting=5, prior=4)
FEW = cell(9, 5, headcount=40)
MODULE_MEASURES = {measure for slug in MODULES for measure in module_measures(slug)}
SMALL = Group("angered", "forskola")
M01 = statement_measure("M01")


def towns(*, types=("forskola", "grundskola", "annan"), answers=None, **others):
    """Three districts with many at every type, but for the cells given by district and type."""
    rows = {d: dict.fromkeys(types, MANY) for d in ("angered", "centrum", "lundby")}
    cells = {place: rows.get(place, {}) | row for place, row in others.items()}
    return counts_of(rows | cells, answers=answers)


def asked(**places):
    return towns(answers={(place, "M01"): answers for place, answers in places.items()})


def document_of(counts, suppressed):
    return report_document(counts, suppressed, names=NAMES, fictional=True)


def hidden_in(figures):
    """What the rules hide in one cell."""
    return hidden_by_rule(counts_of({"angered": {"forskola": figures}}).tally(SMALL))


def alone_in_their_line(counts, suppressed, measure):
    """The groups that are what a row or a column lacks to add up to its total."""
    places, types = (*counts.places, ALL), (ALL, *counts.workplace_types)
    rows = [[Group(place, t) for t in types] for place in places]
    columns = [[Group(place, t) for place in places] for t in types]
    hidden = [[g for g in line if suppressed.hides(g, measure)] for line in rows + columns]
    return {line[0] for line in hidden if len(line) == 1}


# Thresholds


@pytest.mark.parametrize(("people", "headcount"), [(9, 40), (9, None), (10, 9), (9, 9), (40, 9)])
def test_everything_is_hidden_of_fewer_than_ten(people, headcount):
    assert hidden_in(cell(people, 5, headcount=headcount)) == {*HEADLINE, *MODULE_MEASURES}


@pytest.mark.parametrize(("people", "headcount"), [(10, 10), (10, 40), (40, 10), (10, None)])
def test_ten_people_of_ten_are_enough(people, headcount):
    assert not hidden_in(cell(people, 5, headcount=headcount)).intersection({REGISTERED, *CURRENT})


@pytest.mark.parametrize("headcount", [None, 3, 40])
def test_nobody_is_shown_as_nobody(headcount):
    counts = towns(angered={"forskola": cell(0, headcount=headcount)})
    suppressed = suppress(counts)
    assert not suppressed.hides(SMALL, *HEADLINE)
    row = of_type(in_document(document_of(counts, suppressed), "angered"), "forskola")
    assert (row["registered"], row["completed_current"], row["completed_older"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("current", "people", "is_hidden"),
    [(0, 19, True), (1, 19, True), (2, 19, True), (3, 19, False), (16, 19, False),
     (17, 19, True), (18, 19, True), (19, 19, True),
     (0, 20, False), (1, 20, False), (2, 20, False), (18, 20, False), (20, 20, False)],
)  # fmt: skip
@pytest.mark.parametrize(("headcount", "measure"), [(40, RATED), (None, UNRATED)])
def test_nearly_none_and_nearly_all_need_twenty(current, people, is_hidden, headcount, measure):
    hidden = hidden_in(cell(people, current, headcount=headcount))
    assert (measure in hidden) is is_hidden
    assert REGISTERED not in hidden


@pytest.mark.parametrize(("current", "is_hidden"), [(12, False), (13, True), (15, True)])
def test_nearly_all_of_a_small_headcount_is_hidden_with_all_that_it_is_split_into(
    current, is_hidden
):
    hidden = hidden_in(cell(25, current, older=6, headcount=15, meeting=4, prior=4))
    assert hidden.intersection(HEADLINE) == ({*HEADLINE} - {REGISTERED} if is_hidden else set())


@pytest.mark.parametrize(
    ("figures", "hidden"),
    [
        (cell(40, 6, older=3, headcount=60), {OLDER}),
        (cell(40, 10, older=2, headcount=60), {OLDER}),
        (cell(40, 10, older=3, headcount=60), set()),
        (cell(19, 8, older=3, headcount=60, meeting=3, prior=2), {WAYS_TAKEN}),
        (cell(20, 8, older=3, headcount=60, meeting=3, prior=2), set()),
        (cell(19, 9, older=3, headcount=60, meeting=3, prior=3, held=17),
         {module_measures(MODULES[0])[0]}),
    ],
)  # fmt: skip
def test_coverage_ways_and_modules_have_thresholds_of_their_own(figures, hidden):
    assert hidden_in(figures) == hidden


@pytest.mark.parametrize(
    ("answered", "wrong", "headcount", "is_hidden"),
    [(0, 0, 9, False), (9, 4, 40, True), (10, 4, 40, False), (10, 4, None, False),
     (10, 4, 9, True), (19, 2, 40, True), (19, 3, 40, False), (19, 17, 40, True),
     (20, 0, 40, False), (20, 2, 40, False), (20, 20, 40, False)],
)  # fmt: skip
def test_a_statement_counts_those_who_answered_it(answered, wrong, headcount, is_hidden):
    assert answers_hidden_by_rule(Answers(answered, wrong), headcount) is is_hidden


@pytest.mark.parametrize("current", [0, 20])
def test_nobody_and_everybody_of_twenty_is_shown_and_listed(current):
    suppressed = suppress(towns(angered={"forskola": cell(20, current, headcount=25)}))
    assert not suppressed.hides(SMALL, *CURRENT)
    assert Figure(SMALL, RATED) in suppressed.permitted


@pytest.mark.parametrize(("people", "current"), [(19, 0), (19, 19), (20, 1), (20, 19)])
def test_nothing_else_is_listed(people, current):
    suppressed = suppress(towns(angered={"forskola": cell(people, current, headcount=25)}))
    assert Figure(SMALL, RATED) not in suppressed.permitted


# What is hidden with it


def test_what_determines_one_another_is_hidden_together():
    counts = towns(angered={"forskola": cell(15, 2, older=5, headcount=40)})
    row = of_type(in_document(document_of(counts, suppress(counts)), "angered"), "forskola")
    together = ("completed_current", "completion_rate", "current_coverage", "left_to_target")
    assert [row[key] for key in together] == [".."] * 4
    assert row["completed_older"] == ".."
    assert set(row["completed_by_way"].values()) == {".."}
    assert (row["registered"], row["headcount"]) == (15, 40)


@pytest.mark.parametrize("place", ["angered", UNKNOWN, CITYWIDE])
@pytest.mark.parametrize("measure", [REGISTERED, RATED, OLDER, WAYS_TAKEN])
def test_no_hidden_cell_can_be_subtracted_from_its_row_or_column(place, measure):
    counts = towns(**{place: {"forskola": FEW, "grundskola": MANY}})
    by_rule = suppress(counts, complementary=False)
    assert alone_in_their_line(counts, by_rule, measure) == {Group(place, "forskola")}
    assert alone_in_their_line(counts, suppress(counts), measure) == set()


def test_no_hidden_statement_can_be_subtracted_from_all():
    counts = asked(angered=Answers(9, 4), centrum=Answers(40, 10), lundby=Answers(40, 12))
    by_rule, suppressed = suppress(counts, complementary=False), suppress(counts)
    assert {f.group.place for f in by_rule.hidden} == {"angered"}
    assert {f.group.place for f in suppressed.hidden} == {"angered", "centrum"}


def test_other_cells_are_hidden_before_any_total():
    counts = towns(angered={"forskola": FEW})
    hidden = {figure.group for figure in suppress(counts).hidden}
    assert {group for group in hidden if ALL in group} == set()
    assert len({group for group in hidden if group.place in counts.districts}) == 4


def test_a_total_is_hidden_when_there_is_no_other_cell():
    counts = counts_of({"angered": {"forskola": FEW, "grundskola": MANY}})
    other_type = Group(ALL, "grundskola")
    assert not suppress(counts, complementary=False).hides(other_type, REGISTERED)
    assert suppress(counts).hides(other_type, REGISTERED)
    assert alone_in_their_line(counts, suppress(counts), REGISTERED) == set()


def test_without_the_complementary_step_only_the_rules_hide():
    counts = towns(angered={"forskola": FEW}, lundby={"annan": cell(15, 2, headcount=40)})
    groups = headline_groups(counts)
    by_rule = {Figure(g, m) for g in groups for m in hidden_by_rule(counts.tally(g))}
    hidden = {f for f in suppress(counts, complementary=False).hidden if f.group in groups}
    assert hidden == {f for f in by_rule if f.measure in (REGISTERED, RATED, OLDER, WAYS_TAKEN)}
    assert {f.group for f in hidden} == {SMALL, Group("lundby", "annan")}


# What is told of everybody is listed


def test_a_statement_is_listed_when_nobody_or_everybody_was_wrong():
    for wrong, is_listed in ((0, True), (12, False), (40, True)):
        counts = asked(angered=Answers(40, wrong), centrum=Answers(40, 10), lundby=Answers(40, 10))
        assert (Figure(Group("angered"), M01) in suppress(counts).permitted) is is_listed


def test_the_others_and_two_types_together_are_listed_too():
    nobody = cell(25, 0, headcount=30)
    counts = counts_of({d: {"annan": MANY, "fritid": nobody} for d in ("angered", "centrum")})
    assert Figure(Group(others_than("angered"), "fritid"), RATED) in suppress(counts).permitted
    assert Figure(Group(others_than("angered"), "annan"), RATED) not in suppress(counts).permitted
    small = {"bvc": cell(15, 0, headcount=15), "vardcentral": cell(15, 0, headcount=15)}
    counts = counts_of({d: small | {"forskola": MANY} for d in ("angered", "centrum", "lundby")})
    assert Figure(Group("angered", TOGETHER), RATED) in suppress(counts).permitted


def test_everybody_of_those_with_a_headcount_is_listed():
    counts = towns(angered={"forskola": cell(25, 25, headcount=25), "grundskola": cell(30, 15)})
    assert Figure(Group("angered", "forskola"), RATED) in suppress(counts).permitted


# The others, and two types together


def test_others_are_hidden_where_they_would_give_the_own_figure():
    suppressed = suppress(towns(angered={"forskola": FEW}))
    assert suppressed.hides(Group(others_than("angered"), "forskola"), REGISTERED)
    assert not suppressed.hides(Group(others_than("lundby"), "forskola"), REGISTERED)
    assert not suppressed.hides(Group(others_than("angered"), "annan"), REGISTERED)


def test_others_that_are_few_are_hidden():
    row = {"forskola": MANY, "annan": MANY}
    counts = counts_of({"angered": row, "centrum": row | {"forskola": FEW}})
    by_rule = suppress(counts, complementary=False)
    assert by_rule.hides(Group(others_than("angered"), "forskola"), REGISTERED)
    assert not by_rule.hides(Group(others_than("angered"), "annan"), REGISTERED)


def bvc_and_vardcentral(bvc, vardcentral):
    pair = {"bvc": bvc, "vardcentral": vardcentral}
    return towns(types=("forskola", "bvc", "vardcentral"), angered=pair)


SMALL_PAIR = bvc_and_vardcentral(
    cell(9, 4, older=2, headcount=12, meeting=1), cell(15, 2, older=5, headcount=20, prior=1)
)


def test_bvc_and_vardcentral_are_shown_together_where_both_are_hidden():
    suppressed = suppress(SMALL_PAIR)
    assert "angered" in suppressed.together
    assert "lundby" not in suppressed.together
    shown = of_type(in_document(document_of(SMALL_PAIR, suppressed), "angered"), "bvc")["fallback"]
    assert (shown["registered"], shown["completed_current"]) == (24, 6)


def test_what_may_not_be_shown_of_the_two_is_left_out():
    """Few have completed, so neither ways nor older editions may be told of the sum either."""
    pair = {"bvc": cell(7, 4, headcount=8), "vardcentral": cell(9, 4, headcount=10)}
    counts = counts_of({d: pair | {"forskola": MANY} for d in ("angered", "centrum", "lundby")})
    suppressed = suppress(counts)
    assert suppressed.together == {"angered", "centrum", "lundby"}
    document = document_of(counts, suppressed)
    shown = of_type(in_document(document, "angered"), "bvc")["fallback"]
    assert (shown["completed_current"], shown["completion_rate"]) == (8, 0.444)
    assert shown["completed_by_way"] == dict.fromkeys(WAYS)
    assert shown["completed_older"] is None
    assert shown["current_coverage"] is None
    assert Attack(document).told() == []


@pytest.mark.parametrize(
    ("bvc", "vardcentral"),
    [pytest.param(cell(4, 2, headcount=12), cell(5, 2, headcount=12), id="nine in all"),
     pytest.param(cell(9, 1, headcount=12), cell(9, 1, headcount=12), id="two of eighteen"),
     pytest.param(cell(6, 3, headcount=4), cell(6, 3, headcount=5), id="headcount of nine"),
     pytest.param(FEW, MANY, id="one is shown"),
     pytest.param(MANY, MANY, id="both are shown")],
)  # fmt: skip
def test_they_are_not_shown_together_against_the_rules(bvc, vardcentral):
    suppressed = suppress(bvc_and_vardcentral(bvc, vardcentral), complementary=False)
    assert suppressed.together == frozenset()


@pytest.mark.parametrize(("older", "is_shown"), [(0, False), (1, True)])
def test_they_are_not_shown_together_where_the_sum_gives_another_cell(older, is_shown):
    """Where nobody at either has an older edition it is the preschools' that is hidden beside
    them, and they would be what the sum leaves of the district."""
    counts = bvc_and_vardcentral(
        cell(9, 7, older=older, headcount=12, meeting=1, prior=1),
        cell(19, 17, older=older, headcount=30, meeting=3, prior=3),
    )
    assert "angered" in suppress(counts, complementary=False).together
    assert ("angered" in suppress(counts).together) is is_shown


# The month before, and the same again


def test_what_was_hidden_last_month_cannot_be_read_from_this():
    """Nine should have been trained, then thirty; the same people have been all the time."""
    first = towns(angered={"forskola": cell(12, 5, older=4, headcount=9)})
    second = replace(towns(angered={"forskola": cell(12, 5, older=4, headcount=30)}), at=NEXT)
    hidden = suppress(first)
    known, alone = document_of(first, hidden), suppress(second)
    beside = suppress(second, Published(first, hidden))
    assert not alone.hides(SMALL, RATED)
    assert beside.hides(SMALL, RATED)
    assert Attack(known, document_of(second, alone)).told() != []
    assert Attack(known, document_of(second, beside)).told() == []


def test_what_was_hidden_of_a_statement_last_month_cannot_be_read_from_this():
    rest = {"centrum": Answers(40, 10), "lundby": Answers(40, 12)}
    first = asked(angered=Answers(9, 4), **rest)
    second = replace(asked(angered=Answers(10, 4), **rest), at=NEXT)
    hidden = suppress(first)
    assert hidden.hides(Group("angered"), M01)
    assert not suppress(second).hides(Group("angered"), M01)
    assert suppress(second, Published(first, hidden)).hides(Group("angered"), M01)


def test_the_same_figures_a_month_later_are_hidden_alike():
    first = towns(angered={"forskola": FEW}, answers={("angered", "M01"): Answers(9, 4)})
    hidden = suppress(first)
    assert suppress(replace(first, at=NEXT), Published(first, hidden)) == hidden


def test_the_same_counts_are_hidden_alike_by_every_process():
    """Nothing may depend on the order of a set, which differs from process to process."""
    program = """if True:
        from reports.suppression import suppress
        from tests.reports.populations import *
        like = Circumstances(4, ("bvc", "vardcentral", "forskola"), .75, (.1, .8), .1, 4, 0)
        found = suppress(population(Random(1), like))
        print(len(found.hidden), *sorted(map(repr, found.hidden | found.permitted)))
    """
    root = Path(__file__).parents[2]
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=root, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": f"{root / 'site'}:{root}", "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    (same,) = printed
    assert int(same.split()[0]) > 0
