"""The indicators, against the worked example of domain.md G.3."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reports import indicators
from reports.indicators import (
    completion_rate,
    current_coverage,
    equity_gap,
    left_to_target,
    min_max_ratio,
    points,
    share,
    status,
)

from .published import EXAMPLE

ROWS = [(completed, headcount) for _, completed, headcount, _ in EXAMPLE.values()]
RATES = [completion_rate(*row) for row in ROWS]


def rates(*percents):
    return [Fraction(percent, 100) for percent in percents]


def test_the_worked_examples_rates():
    percents = [36.0, 70.0, 77.0, 65.0, 76.1, 53.0, 45.1, 72.1, 80.0, 38.1]
    assert [points(rate) for rate in RATES] == percents


def test_the_worked_examples_city():
    completed, headcount = map(sum, zip(*ROWS, strict=True))
    assert (completed, headcount) == (1985, 3290)
    assert points(completion_rate(completed, headcount)) == 60.3
    assert share(completion_rate(completed, headcount)) == 0.603


def test_the_worked_examples_people_left():
    left = [left_to_target(*row) for row in ROWS]
    assert left == [185, 38, 9, 39, 12, 89, 122, 23, 0, 130]
    assert sum(left) == left_to_target(1985, 3290) == 647


def test_the_worked_examples_equity():
    assert points(equity_gap(RATES)) == 44.0
    assert share(min_max_ratio(RATES)) == 0.449
    assert (RATES.index(max(RATES)), RATES.index(min(RATES))) == (8, 0)
    assert status(RATES) == "not_equal"


def test_the_worked_examples_misconception():
    before, after = Fraction(112, 240), Fraction(31, 240)
    assert (share(before), share(after)) == (0.467, 0.129)
    assert points(after - before) == -33.8


def test_a_rate_needs_a_headcount():
    assert completion_rate(3, None) is None
    assert completion_rate(0, 0) is None
    assert left_to_target(3, None) is None
    assert left_to_target(0, 0) == 0


def test_an_overtaken_headcount_gives_no_more_than_everybody():
    assert completion_rate(13, 12) == 1
    assert left_to_target(13, 12) == 0


def test_coverage_is_of_those_who_have_completed():
    assert share(current_coverage(151, 12)) == 0.926
    assert current_coverage(0, 3) == 0
    assert current_coverage(0, 0) is None


@pytest.mark.parametrize(
    ("target", "headcount", "needed"),
    [
        (Fraction(4, 5), 10, 8),
        (Fraction(4, 5), 11, 9),
        (Fraction(7, 10), 10, 7),
        (Fraction(29, 100), 100, 29),
        (Fraction(1, 3), 3, 1),
    ],
)
def test_the_target_is_counted_exactly(target, headcount, needed):
    """0.29 · 100 is 28.999… in floating point, and 0.7 · 10 is 7.000…01 in some orders."""
    assert left_to_target(0, headcount, target) == needed


def test_the_city_can_have_fewer_left_than_its_districts_together():
    districts = [(100, 100), (60, 100)]
    assert sum(left_to_target(*row) for row in districts) == 20
    assert left_to_target(160, 200) == 0


def test_there_is_no_comparison_with_fewer_than_two_districts():
    for few in ([], rates(80)):
        assert equity_gap(few) is None
        assert min_max_ratio(few) is None
        assert status(few) is None


def test_no_ratio_while_nobody_has_completed():
    assert equity_gap(rates(0, 0)) == 0
    assert min_max_ratio(rates(0, 0)) is None
    assert status(rates(0, 0)) == "not_equal"


@pytest.mark.parametrize(
    ("percents", "expected"),
    [
        ((70, 87), "equal"),
        ((70, 88), "on_the_way"),
        ((69, 80), "on_the_way"),
        ((20, 20), "on_the_way"),
        ((48, 80), "on_the_way"),
        ((47, 80), "not_equal"),
    ],
)
def test_status_needs_a_high_ratio_and_a_high_lowest(percents, expected):
    assert status(rates(*percents)) == expected


@pytest.mark.parametrize(
    ("before", "expected"), [(None, "not_equal"), (54.9, "not_equal"), (55.0, "on_the_way")]
)
def test_a_gap_that_shrank_five_points_is_on_the_way(before, expected):
    assert status(rates(30, 80), before) == expected


def test_halves_are_rounded_away_from_zero():
    assert share(Fraction(1, 2000)) == 0.001
    assert points(Fraction(45, 1000)) == 4.5
    assert points(Fraction(455, 10000)) == 4.6
    assert points(Fraction(-455, 10000)) == -4.6
    assert share(None) is None
    assert points(None) is None


def test_the_definition_and_the_target_are_those_of_the_contract():
    assert indicators.DEFINITION == "1"
    assert float(indicators.TARGET) == 0.8
