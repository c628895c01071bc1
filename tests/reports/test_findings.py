"""The sentence over each chart says what the numbers under it say."""

from __future__ import annotations

import pytest

from reports import findings


def row(name, rate, *, left=1, code=None, **more):
    return {
        "name": name, "code": code or name.lower(), "completion_rate": rate,
        "left_to_target": left, **more,
    }  # fmt: skip


def belief(name, share):
    return {"name": name, "before": {"n": 20, "share": share}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, True), (0.5, True), (-3.1, True), ("..", False), (None, False), (True, False)],
)
def test_only_numbers_are_shown(value, expected):
    assert findings.is_shown(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(44.0, "44,0"), (0.36, "0,4"), (100, "100,0"), (-33.8, "-33,8")]
)
def test_one_decimal_after_a_comma(value, expected):
    assert findings.decimal_comma(value) == expected


# Districts

NONE_REACHED = "Ingen stadsdel har nått målet"


@pytest.mark.parametrize(
    ("rows", "lowest", "expected"),
    [
        ([], None, "Det finns inga andelar att visa än"),
        (
            [row("Angered", ".."), row("Lundby", None)],
            None,
            "Det finns inga andelar att visa än",
        ),
        ([row("Angered", 0.4)], None, NONE_REACHED),
        (
            [row("Angered", 0.4), row("Lundby", 0.5)],
            "angered",
            f"{NONE_REACHED}, och Angered ligger lägst",
        ),
        (
            [row("Angered", 0.4), row("Lundby", 0.8, left=0)],
            "angered",
            "En stadsdel har nått målet, och Angered ligger lägst",
        ),
        (
            [row("Angered", 0.9, left=0), row("Lundby", 0.8, left=0), row("Centrum", "..")],
            "lundby",
            "Två stadsdelar har nått målet, och Lundby ligger lägst",
        ),
        (
            [row(str(n), 0.9, left=0) for n in range(10)],
            "3",
            "Tio stadsdelar har nått målet, och 3 ligger lägst",
        ),
    ],
)
def test_how_many_have_reached_the_target_and_who_is_lowest(rows, lowest, expected):
    assert findings.districts_finding(rows, lowest) == expected


def test_who_is_one_person_short_of_the_target_has_not_reached_it():
    """3 999 of 5 000 is 0.8 with three decimals."""
    rows = [
        row("Angered", 0.8, left=1),
        row("Lundby", 0.8, left=0),
        row("Centrum", "..", left=".."),
    ]
    assert findings.reached(rows) == 1


def test_a_headcount_of_nobody_has_not_reached_the_target():
    assert findings.reached([row("Angered", None, left=0)]) == 0


def test_the_lowest_is_the_one_the_comparison_names_also_when_rounding_makes_them_equal():
    rows = [row("Angered", 0.4), row("Lundby", 0.4)]
    assert findings.districts_finding(rows, "lundby").endswith("och Lundby ligger lägst")


# Workplace types


def test_the_two_types_that_are_lowest_are_named():
    rows = [row("Förskola", 0.5), row("BVC", 0.2), row("Vårdcentral", 0.3), row("Fritid", "..")]
    assert findings.types_finding(rows) == "BVC och vårdcentral ligger lägst"


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence():
    rows = [row("Förskola", 0.1), row("BVC", 0.2)]
    assert findings.types_finding(rows) == "Förskola och BVC ligger lägst"


def test_a_name_with_och_in_it_is_not_run_together_with_the_next():
    rows = [row("HVB och familjehem", 0.1), row("Förskola", 0.2)]
    assert findings.types_finding(rows) == "HVB och familjehem samt förskola ligger lägst"


@pytest.mark.parametrize("rows", [[], [row("BVC", 0.2)], [row("BVC", 0.2), row("Fritid", None)]])
def test_with_fewer_than_two_types_nothing_is_compared(rows):
    assert findings.types_finding(rows) == "Det finns för få siffror för att jämföra verksamheter"


# The own district and the other nine


def beside(name, own, others):
    return row(name, own, others={"completion_rate": others})


def test_the_type_that_is_furthest_behind_is_named_with_the_distance():
    rows = [beside("Förskola", 0.3, 0.5), beside("BVC", 0.417, 0.7), beside("Fritid", 0.9, 0.1)]
    expected = "BVC i Angered ligger 28,3 procentenheter under de andra nio"
    assert findings.others_finding(rows, "Angered") == expected


@pytest.mark.parametrize("own", [0.5, 0.7])
def test_a_district_that_is_not_behind_anywhere(own):
    rows = [beside("Förskola", own, 0.5)]
    expected = "Angered ligger lika med eller över de andra nio"
    assert findings.others_finding(rows, "Angered") == expected


def test_a_tenth_of_a_percentage_point_is_behind():
    found = findings.others_finding([beside("BVC", 0.499, 0.5)], "Angered")
    assert found == "BVC i Angered ligger 0,1 procentenheter under de andra nio"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [beside("BVC", "..", 0.5)],
        [beside("BVC", 0.5, "..")],
        [beside("BVC", 0.5, None)],
        [row("BVC", 0.5)],
    ],
)
def test_nothing_hidden_or_unknown_is_compared(rows):
    expected = "Det finns för få siffror för att jämföra Angered med de andra nio"
    assert findings.others_finding(rows, "Angered") == expected


# Modules


def test_the_module_that_most_have_left_is_named():
    rows = [row("Organisation", 0.5), row("SIP", 0.4), row("Funktion", "..")]
    assert findings.modules_finding(rows) == "SIP är den modul flest har kvar"


def test_without_figures_of_modules_it_says_so():
    rows = [row("Organisation", ".."), row("SIP", None)]
    assert findings.modules_finding(rows) == "Det finns inga siffror per modul att visa än"


# Misconceptions


def test_the_most_common_misconception_stands_first_and_hidden_ones_last():
    rows = [belief("a", 0.1), belief("b", ".."), belief("c", 0.467), belief("d", None)]
    ranked = findings.ranked_misconceptions(rows)
    assert [one["name"] for one in ranked] == ["c", "a", "b", "d"]
    assert findings.misconception_finding(ranked) == "Vanligast: ”c” Det tror 46,7 procent"


@pytest.mark.parametrize("rows", [[], [belief("a", "..")], [belief("a", None)]])
def test_without_answers_to_show_it_says_so(rows):
    expected = "För få har gjort förtestet för att visa missuppfattningar"
    assert findings.misconception_finding(findings.ranked_misconceptions(rows)) == expected


# The comparison

NAMES = {"angered": "Angered", "orgryte-harlanda": "Örgryte-Härlanda"}
EQUITY = {
    "gap_pp": 44.0, "highest": "orgryte-harlanda", "lowest": "angered", "min_max_ratio": 0.449,
    "status": "not_equal", "excluded": 0,
}  # fmt: skip


def test_the_comparison_in_plain_words():
    assert findings.equity_sentences(EQUITY, NAMES) == [
        "Skillnad mellan högst och lägst: 44,0 procentenheter (Örgryte-Härlanda och Angered).",
        "Den lägsta når 45 procent av den högsta.",
    ]


def test_districts_left_out_of_the_comparison_are_counted():
    lines = findings.equity_sentences({**EQUITY, "excluded": 3}, NAMES)
    assert lines[-1] == "Stadsdelar utan andel att jämföra: 3."


def test_when_all_are_at_zero_there_is_a_gap_but_no_ratio():
    lines = findings.equity_sentences({**EQUITY, "gap_pp": 0.0, "min_max_ratio": None}, NAMES)
    assert lines == [
        "Skillnad mellan högst och lägst: 0,0 procentenheter (Örgryte-Härlanda och Angered)."
    ]


def test_with_fewer_than_two_districts_nothing_is_compared():
    equity = dict.fromkeys(EQUITY) | {"excluded": 9}
    assert findings.equity_sentences(equity, NAMES) == [
        "Det finns för få siffror för att jämföra stadsdelarna."
    ]
