"""The report as JSON: its keys, what a hidden and an unknown value is, and what is counted where
(DESIGN §5)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from reports.counts import CITYWIDE, UNKNOWN, Answers, Group
from reports.document import headline, report_document
from reports.figures import (
    OLDER,
    RATED,
    REGISTERED,
    UNRATED,
    WAYS_TAKEN,
    Figure,
    Suppressed,
    module_measures,
    statement_measure,
)

from .populations import cell, counts_of, worked_example
from .published import NAMES, in_document, of_type

REPORT = [
    "at", "definition", "layer", "target", "fictional", "districts", "all", "unknown", "citywide",
    "equity",
]  # fmt: skip
FIGURES = [
    "headcount", "headcount_as_of", "headcount_missing", "registered", "completed_current",
    "completed_older", "completed_by_way", "completion_rate", "current_coverage", "left_to_target",
]  # fmt: skip
HEADLINE = ["code", "name", *FIGURES]
PLACE = [*HEADLINE, "workplace_types", "modules", "misconceptions"]
EQUITY = ["gap_pp", "highest", "lowest", "min_max_ratio", "status", "excluded"]

MANY = cell(40, 20, older=5, headcount=50)
PRIORITISED = {"forskola": MANY, "bvc": MANY, "vardcentral": MANY, "annan": MANY}
WAYS = ("self", "meeting", "prior")
ANGERED = Group("angered")
ORGANISATION = module_measures("organisation")


def made(counts, *hidden, together=(), fictional=False, **named):
    """The report of counts, or of rows. `hidden`: a group and a measure each."""
    counts = counts_of(counts) if isinstance(counts, dict) else counts
    figures = frozenset(Figure(*one) for one in hidden)
    suppressed = Suppressed(hidden=figures, together=frozenset(together))
    return report_document(counts, suppressed, names=NAMES, fictional=fictional, **named)


def angered(*hidden, **rows):
    """Angered in a report with nothing but Angered; `rows`: type → cell."""
    return in_document(made({"angered": rows or {"annan": MANY}}, *hidden), "angered")


def rated(**percents):
    """Rows of districts of a hundred, so many of whom have completed."""
    return {code: {"annan": cell(100, n, headcount=100)} for code, n in percents.items()}


# Keys


@pytest.fixture(scope="module")
def whole():
    """A report with people in every place, and a statement."""
    rows = dict.fromkeys(("angered", "centrum", UNKNOWN, CITYWIDE), PRIORITISED)
    return made(counts_of(rows, answers={("angered", "M01"): Answers(240, 112)}))


def test_the_reports_keys(whole):
    assert json.loads(json.dumps(whole)) == whole
    assert list(whole) == REPORT
    assert list(whole["equity"]) == EQUITY


def test_the_keys_of_every_place(whole):
    for place in (*whole["districts"], whole["all"], whole["unknown"], whole["citywide"]):
        module, statement = place["modules"][0], place["misconceptions"][0]
        assert list(place) == PLACE
        assert list(headline(place)) == HEADLINE
        assert list(place["completed_by_way"]) == list(WAYS)
        assert list(module) == ["slug", "completed_current", "completion_rate"]
        assert list(statement) == ["code", "before", "after", "change_pp"]
        assert list(statement["before"]) == ["n", "share"]


def test_the_keys_of_a_workplace_type_and_of_others_which_only_a_district_has(whole):
    own = whole["districts"][0]["workplace_types"][0]
    assert list(own) == ["code", "priority", *FIGURES, "others"]
    assert list(own["others"]) == FIGURES
    for place in ("all", "unknown", "citywide"):
        assert list(whole[place]["workplace_types"][0]) == ["code", "priority", *FIGURES]


@pytest.mark.parametrize("fictional", [True, False])
def test_it_says_what_it_is(fictional):
    report = made({"angered": PRIORITISED}, fictional=fictional)
    said = [report[key] for key in REPORT[:5]]
    assert said == ["2026-11-01", "1", "sdn10", 0.8, fictional]


# Values


def test_the_contracts_example():
    counts = counts_of(
        {"angered": {"forskola": cell(300, 151, older=12, headcount=420, meeting=8, prior=3,
                                      held=210)}},
        answers={("angered", "M01"): Answers(240, 112)},
    )  # fmt: skip
    district = in_document(made(counts), "angered")
    assert headline(district) == {
        "code": "angered", "name": "Angered", "headcount": 420, "headcount_as_of": "2026-10-01",
        "headcount_missing": [], "registered": 300, "completed_current": 151,
        "completed_older": 12, "completed_by_way": {"self": 140, "meeting": 8, "prior": 3},
        "completion_rate": 0.36, "current_coverage": 0.926, "left_to_target": 185,
    }  # fmt: skip
    assert district["modules"][0] == {
        "slug": "organisation", "completed_current": 210, "completion_rate": 0.5,
    }  # fmt: skip
    assert district["misconceptions"] == [
        {"code": "M01", "before": {"n": 240, "share": 0.467}, "after": None, "change_pp": None}
    ]


def test_the_worked_examples_comparison():
    assert made(worked_example())["equity"] == {
        "gap_pp": 44.0, "highest": "orgryte-harlanda", "lowest": "angered",
        "min_max_ratio": 0.449, "status": "not_equal", "excluded": 0,
    }  # fmt: skip


def test_shares_have_three_decimals_and_points_one():
    report = made({"angered": {"annan": cell(30, 20, older=1, headcount=30)},
                   "centrum": {"annan": cell(30, 10, headcount=30)}})  # fmt: skip
    district = in_document(report, "angered")
    assert (district["completion_rate"], district["current_coverage"]) == (0.667, 0.952)
    assert (report["equity"]["gap_pp"], report["equity"]["min_max_ratio"]) == (33.3, 0.5)


def test_every_district_and_type_is_listed_in_order_also_with_nobody():
    rows = {"angered": {"bvc": MANY, "annan": MANY}}
    report = made(counts_of(rows, districts=["lundby", "angered"]))
    assert [district["name"] for district in report["districts"]] == ["Lundby", "Angered"]
    empty = report["districts"][0]
    types = [(row["code"], row["priority"]) for row in empty["workplace_types"]]
    assert types == [("bvc", True), ("annan", False)]
    assert (empty["registered"], empty["completed_current"], empty["headcount"]) == (0, 0, None)


# Hidden and unknown


@pytest.mark.parametrize(
    ("measure", "keys"),
    [(REGISTERED, {"registered"}),
     (RATED, {"completed_current", "completion_rate", "current_coverage", "left_to_target"}),
     (UNRATED, {"completed_current", "current_coverage"}),
     (OLDER, {"completed_older", "current_coverage"}),
     (WAYS_TAKEN, {"completed_by_way"})],
)  # fmt: skip
def test_a_hidden_figure_is_two_dots_wherever_it_is(measure, keys):
    district = angered((ANGERED, measure))
    hidden = ("..", dict.fromkeys(WAYS, ".."))
    assert {key for key in FIGURES if district[key] in hidden} == keys


@pytest.mark.parametrize(
    ("measure", "shown"), [(ORGANISATION[0], ("..", "..")), (ORGANISATION[1], ("..", 0.4))]
)
def test_a_hidden_module(measure, shown):
    first, second, *_ = angered((ANGERED, measure))["modules"]
    assert (first["completed_current"], first["completion_rate"]) == shown
    assert (second["completed_current"], second["completion_rate"]) == (20, 0.4)


def test_a_hidden_statement_is_hidden_where_it_is_and_nowhere_else():
    answers = {(place, "M01"): Answers(30, 12) for place in ("angered", "centrum")}
    counts = counts_of({"angered": PRIORITISED, "centrum": PRIORITISED}, answers=answers)
    report = made(counts, (ANGERED, statement_measure("M01")))
    places = [*report["districts"], report["all"]]
    assert [place["misconceptions"][0]["before"] for place in places] == [
        {"n": "..", "share": ".."}, {"n": 30, "share": 0.4}, {"n": 60, "share": 0.4},
    ]  # fmt: skip


def test_what_is_unknown_is_null():
    district = angered(annan=cell(30, headcount=None))
    assert {key for key in FIGURES if district[key] is None} == {
        "headcount", "headcount_as_of", "completion_rate", "current_coverage", "left_to_target",
    }  # fmt: skip
    assert {module["completion_rate"] for module in district["modules"]} == {None}


def test_a_statement_that_nobody_has_answered_has_no_share():
    counts = counts_of({"angered": PRIORITISED}, answers={("angered", "M01"): Answers()})
    (statement,) = made(counts)["all"]["misconceptions"]
    assert statement["before"] == {"n": 0, "share": None}


# Denominators


def test_rates_are_of_the_types_with_a_headcount_alone():
    district = angered(forskola=cell(30, 20, headcount=40), annan=cell(60, 50, older=10))
    assert (district["registered"], district["completed_current"]) == (90, 70)
    assert (district["headcount"], district["completion_rate"]) == (40, 0.5)
    assert district["left_to_target"] == 12
    assert district["modules"][0]["completion_rate"] == 0.5
    assert district["current_coverage"] == 0.875


def test_types_that_have_people_but_no_headcount_are_named():
    report = made({"angered": {"forskola": MANY, "annan": cell(30), "bvc": cell(0)},
                   "centrum": {"forskola": cell(30), "annan": MANY}})  # fmt: skip
    missing = [place["headcount_missing"] for place in (*report["districts"], report["all"])]
    assert missing == [["annan"], ["forskola"], ["forskola", "annan"]]
    assert of_type(report["districts"][0], "annan")["headcount_missing"] == ["annan"]


def test_the_oldest_headcount_gives_the_date():
    older = replace(MANY, headcount_as_of=date(2025, 3, 1))
    assert angered(forskola=MANY, annan=older)["headcount_as_of"] == "2025-03-01"


@pytest.mark.parametrize(("percent", "left"), [(80, ([0, 20], 0)), (90, ([0, 30], 20))])
def test_what_is_left_for_all_is_not_the_sum_of_what_is_left(percent, left):
    report = made(rated(angered=100, centrum=60), target=Fraction(percent, 100))
    assert report["target"] == percent / 100
    districts = [district["left_to_target"] for district in report["districts"]]
    assert (districts, report["all"]["left_to_target"]) == left


# Places beside the districts, and the comparison


def test_unknown_and_citywide_are_part_of_all_but_of_neither_others_nor_the_comparison():
    rows = rated(angered=50, centrum=75)
    beside = {UNKNOWN: {"annan": cell(4, 1)}, CITYWIDE: {"annan": cell(30, 0, headcount=200)}}
    report = made(rows | beside)
    everyone = report["all"]
    assert (everyone["registered"], everyone["completed_current"]) == (234, 126)
    assert (everyone["headcount"], everyone["completion_rate"]) == (400, 0.313)
    assert report["unknown"]["registered"] == 4
    assert report["citywide"]["completion_rate"] == 0.0
    others = of_type(in_document(report, "angered"), "annan")["others"]
    assert (others["registered"], others["headcount"]) == (100, 100)
    equity = report["equity"]
    assert (equity["lowest"], equity["gap_pp"], equity["excluded"]) == ("angered", 25.0, 0)


def test_a_district_whose_rate_is_hidden_or_unknown_is_left_out_of_the_comparison():
    rows = {**rated(angered=10, centrum=80, lundby=70), "majorna-linne": {"annan": cell(50, 20)}}
    assert made(rows, (ANGERED, RATED))["equity"] == {
        "gap_pp": 10.0, "highest": "centrum", "lowest": "lundby", "min_max_ratio": 0.875,
        "status": "equal", "excluded": 2,
    }  # fmt: skip


def test_one_district_is_no_comparison():
    equity = made(rated(angered=10, centrum=80), (ANGERED, RATED))["equity"]
    assert equity == {**dict.fromkeys(EQUITY), "excluded": 1}


@pytest.mark.parametrize(("before", "status"), [(None, "not_equal"), (55.0, "on_the_way")])
def test_the_status_knows_the_gap_six_months_before(before, status):
    report = made(rated(angered=30, centrum=80), gap_before_pp=before)
    assert report["equity"]["status"] == status


# What stands in for a hidden type


def in_angered(workplace_type, *also, together=()):
    rows = {"angered": PRIORITISED, "centrum": PRIORITISED}
    hidden = (Group("angered", workplace_type), RATED)
    report = made(rows, hidden, *also, together=together)
    return of_type(in_document(report, "angered"), workplace_type)


@pytest.mark.parametrize(
    ("workplace_type", "together", "place", "codes"),
    [("bvc", "angered", "angered", ["bvc", "vardcentral"]),
     ("vardcentral", "angered", "angered", ["bvc", "vardcentral"]),
     ("forskola", "angered", "all", ["forskola"]),
     ("bvc", "centrum", "all", ["bvc"])],
)  # fmt: skip
def test_a_hidden_prioritised_type_is_stood_in_for(workplace_type, together, place, codes):
    fallback = in_angered(workplace_type, together=[together])["fallback"]
    assert list(fallback) == ["place", "codes", *FIGURES]
    assert (fallback["place"], fallback["codes"]) == (place, codes)
    assert (fallback["registered"], fallback["headcount"]) == (80, 100)


def test_nothing_stands_in_where_the_whole_city_is_hidden_too():
    assert in_angered("bvc", (Group("all", "bvc"), RATED))["fallback"] is None


def test_only_a_hidden_prioritised_type_is_stood_in_for():
    assert "fallback" not in in_angered("annan")
    shown = angered((Group("angered", "bvc"), RATED), **PRIORITISED)["workplace_types"]
    assert [row["code"] for row in shown if "fallback" in row] == ["bvc"]
