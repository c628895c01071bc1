"""What the templates get of a document, and how they write a figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template

from reports.counts import Group
from reports.document import restrict
from reports.presentation import district_context, overview_context
from reports.templatetags import figures

from .published import EXAMPLE, cell, document, example_counts, hiding, in_document, of_type

HIDDEN = '<span aria-hidden="true">..</span><span class="vh">för få personer för att visas</span>'
UNKNOWN = '<span aria-hidden="true">–</span><span class="vh">uppgift saknas</span>'


@pytest.fixture
def overview(registers):
    return lambda made=None: overview_context(made or document(), readable=set(EXAMPLE))


@pytest.fixture
def beside(registers):
    return lambda made=None: district_context(made or document(), "angered")


# The whole city


def test_districts_stand_with_the_highest_first_and_those_without_a_rate_last(overview):
    rows = overview(document(suppressed=hiding(Group("centrum"))))["rows"]
    assert [row["code"] for row in rows[:2]] == ["orgryte-harlanda", "majorna-linne"]
    assert [row["code"] for row in rows[-2:]] == ["angered", "centrum"]
    assert len(rows) == 10


def test_the_readers_own_districts_are_marked(registers):
    made = document()
    context = overview_context(restrict(made, {"angered"}), readable={"angered"})
    assert [row["code"] for row in context["rows"] if row["is_own"]] == ["angered"]


def test_the_comparison_is_told_in_words(overview):
    context = overview()
    assert context["status"] == "Inte likvärdigt"
    assert context["reached"] == 1
    assert context["target_percent"] == 80
    assert context["districts_finding"] == "En stadsdel har nått målet, och Angered ligger lägst"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("equal", "Likvärdigt"),
        ("on_the_way", "På väg"),
        ("not_equal", "Inte likvärdigt"),
        (None, "Går inte att bedöma än"),
    ],
)
def test_every_status_has_a_name(overview, status, told):
    made = document()
    made["equity"]["status"] = status
    assert overview(made)["status"] == told


def test_types_have_their_names_and_empty_ones_are_left_out_unless_prioritised(overview):
    counts = example_counts()
    cells = {key: held for key, held in counts.cells.items() if key[1] in ("forskola", "okand")}
    types = overview(document(replace(counts, cells=cells), hiding()))["types"]
    assert [(row["code"], row["name"]) for row in types] == [
        ("forskola", "Förskola"), ("bvc", "BVC"), ("vardcentral", "Vårdcentral"),
        ("okand", "Ej angivet"),
    ]  # fmt: skip


def test_a_type_that_is_hidden_is_not_left_out(overview):
    hidden = hiding(Group("all", "annan"))
    types = {row["code"]: row for row in overview(document(suppressed=hidden))["types"]}
    assert types["annan"]["registered"] == ".."


def test_misconceptions_are_ranked_with_the_words_of_the_register(overview):
    ranked = overview()["misconceptions"]
    assert [row["code"] for row in ranked] == ["M02", "M01", "M04"]
    assert ranked[0]["name"].startswith("På ett Västbusmöte")
    assert ranked[0]["truth"] == "M02 är inte så."


def test_modules_have_their_titles_and_else_their_slugs(registers, request):
    made = document()
    slugs = [row["name"] for row in district_context(made, "angered")["modules"]]
    request.getfixturevalue("course")
    titles = [row["name"] for row in district_context(made, "angered")["modules"]]
    assert slugs == ["organisation", "funktion", "praktiskt-arbete", "sip"]
    assert titles == ["Organisation", "Funktion", "Praktiskt arbete", "SIP"]


# One district


def test_prioritised_types_stand_apart_and_empty_others_are_left_out(beside):
    context = beside()
    assert [row["code"] for row in context["priority_types"]] == ["forskola", "bvc", "vardcentral"]
    own = ["forskola", "bvc", "vardcentral", "grundskola"]
    assert [row["code"] for row in context["types"]] == own
    assert context["own"]["code"] == "angered"


def test_bvc_and_vardcentral_together_stand_in_for_a_hidden_one(beside):
    names = {row["code"]: row["instead_name"] for row in beside()["priority_types"]}
    together = "BVC och vårdcentral tillsammans"
    assert names == {"forskola": "", "bvc": together, "vardcentral": together}


def test_the_whole_city_stands_in_where_that_may_not_be_shown(registers):
    context = district_context(document(), "centrum")
    names = {row["code"]: row["instead_name"] for row in context["priority_types"]}
    assert names == {
        "forskola": "Förskola i hela staden", "bvc": "BVC i hela staden", "vardcentral": "",
    }  # fmt: skip


def test_where_nothing_may_stand_in_there_is_no_such_row(beside):
    hidden = hiding(Group("angered", "bvc"), Group("all", "bvc"))
    made = document(suppressed=hidden)
    assert of_type(in_document(made, "angered"), "bvc")["fallback"] is None
    names = {row["code"]: row["instead_name"] for row in beside(made)["priority_types"]}
    assert names["bvc"] == ""


@pytest.mark.parametrize(
    ("types", "told"),
    [
        ([], ""),
        (["bvc"], "BVC"),
        (["forskola", "bvc"], "förskola och BVC"),
        (["forskola", "bvc", "vardcentral"], "förskola, BVC och vårdcentral"),
    ],
)
def test_missing_headcounts_are_named_as_in_a_sentence(beside, types, told):
    counts = example_counts()
    cells = {("angered", kind): cell(15, None, registered=30) for kind in types}
    made = document(replace(counts, cells={**counts.cells, **cells}), hiding())
    assert beside(made)["missing_names"] == told


# How a figure is written


@pytest.mark.parametrize(
    ("write", "value", "expected"),
    [
        (figures.share, 0.36, "36,0\xa0%"),
        (figures.share, 0, "0,0\xa0%"),
        (figures.share, 1.0, "100,0\xa0%"),
        (figures.share, "..", HIDDEN),
        (figures.share, None, UNKNOWN),
        (figures.share_number, 0.603, "60,3"),
        (figures.share_number, "..", HIDDEN),
        (figures.people, 151, "151"),
        (figures.people, 0, "0"),
        (figures.people, 12345, "12\xa0345"),
        (figures.people, "..", HIDDEN),
        (figures.people, None, UNKNOWN),
        (figures.points, 44.0, "44,0"),
        (figures.points, None, UNKNOWN),
    ],
)
def test_numbers_have_a_comma_and_absent_ones_say_why(write, value, expected):
    assert write(value) == expected


@pytest.mark.parametrize(
    ("completed", "headcount", "missing", "expected"),
    [
        (151, 420, [], "151 av 420"),
        (1985, 3290, [], "1\xa0985 av 3\xa0290"),
        ("..", 12, [], f"{HIDDEN} av 12"),
        (152, 211, ["annan"], "152"),
        (8, None, ["okand"], "8"),
        (0, None, [], "0"),
    ],
)
def test_a_count_is_out_of_a_headcount_only_when_that_is_of_the_same_people(
    completed, headcount, missing, expected
):
    row = {"completed_current": completed, "headcount": headcount, "headcount_missing": missing}
    assert figures.out_of(row) == expected


def test_a_figure_is_written_once_in_a_template():
    """The spans of a hidden figure are markup, never shown as text."""
    page = Template("{% load figures %}{{ a|share }} {{ b|people }} {{ at|isodate|date }}")
    written = page.render(Context({"a": "..", "b": "<b>", "at": "2026-11-01"}))
    assert written == f"{HIDDEN} {UNKNOWN} 1 november 2026"
    assert figures.isodate("2026-11-01") == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("value", "width"),
    [(0.36, "36.0%"), (0, "0.0%"), (1.0, "100.0%"), (1.2, "100.0%"), ("..", "0%"), (None, "0%")],
)
@pytest.mark.parametrize("draw", [figures.bar, figures.plain_bar])
def test_a_bar_is_as_long_as_its_share_and_never_longer_than_all(draw, value, width):
    drawn = BeautifulSoup(draw(value), "html.parser")
    assert drawn.find(class_="bar")["width"] == width
    assert drawn.svg["aria-hidden"] == "true"
    assert drawn.get_text() == ""


def test_only_a_bar_with_a_target_has_its_line():
    drawn = BeautifulSoup(figures.bar(0.36, 0.75), "html.parser")
    assert (drawn.line["x1"], drawn.line["x2"]) == ("75%", "75%")
    assert BeautifulSoup(figures.plain_bar(0.36), "html.parser").line is None
