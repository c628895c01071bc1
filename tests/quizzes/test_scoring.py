from __future__ import annotations

from decimal import Decimal

import pytest

from quizzes.scoring import draw, is_passed, is_unsure, mark, shown_keys, shuffled

from .samples import ALL, MULTIPLE, ORDER, PAIR, RIGHT, SINGLE, STATEMENT, TRUE_FALSE

KINDS = [question["kind"] for question in ALL]


@pytest.mark.parametrize("question", ALL, ids=KINDS)
def test_the_right_answer_gives_one_point_and_shows_no_misconception(question):
    marking = mark(question, RIGHT[question["kind"]])
    assert marking.points == Decimal(1)
    assert marking.is_correct
    assert marking.misconceptions == ()


@pytest.mark.parametrize(
    ("question", "choice", "misconceptions"),
    [
        (SINGLE, ["tunga"], ("M01", "M13")),
        (SINGLE, ["fakta"], ("M13",)),
        (MULTIPLE, ["forskola"], ()),
        (MULTIPLE, ["bvc"], ("M13",)),
        (MULTIPLE, ["forskola", "bvc", "polis"], ("M09",)),
        (MULTIPLE, ["forskola", "bvc", "bank"], ()),
        (MULTIPLE, ["polis", "bank"], ("M09", "M13")),
        (TRUE_FALSE, ["sant"], ("M11",)),
        (STATEMENT, ["stammer"], ("M01",)),
        (STATEMENT, ["vet-inte"], ()),
        (PAIR, {"sspf": "vastbus", "vastbus": "sspf", "vuxna": "vuxna"}, ("M09",)),
        (PAIR, {"sspf": "vuxna", "vastbus": "vastbus", "vuxna": "sspf"}, ()),
        (ORDER, ["fraga", "kalla", "samtycke", "folj-upp"], ("M15",)),
        (ORDER, ["samtycke", "fraga", "kalla", "folj-upp"], ()),
        (ORDER, ["folj-upp", "kalla", "samtycke", "fraga"], ("M15",)),
    ],
)
def test_a_wrong_answer_gives_nothing_and_shows_what_lies_behind_it(
    question, choice, misconceptions
):
    marking = mark(question, choice)
    assert marking.points == Decimal(0)
    assert not marking.is_correct
    assert marking.misconceptions == misconceptions


def test_several_right_in_another_order_are_as_right():
    assert mark(MULTIPLE, ["bvc", "forskola"]).is_correct


def test_a_pair_left_out_is_not_right():
    assert not mark(PAIR, {"sspf": "sspf", "vastbus": "vastbus"}).is_correct


@pytest.mark.parametrize(
    ("points", "items", "passed"), [(6, 8, True), (5, 8, False), (8, 8, True), (0, 0, False)]
)
def test_six_of_eight_is_enough_at_75_percent(points, items, passed):
    assert is_passed(Decimal(points), items, pass_mark=75) is passed


def test_not_knowing_is_apart_from_being_wrong():
    assert is_unsure(["vet-inte"])
    assert not is_unsure(["stammer"])


KEYS = [f"fraga-{number}" for number in range(10)]


def test_a_draw_has_the_size_asked_for_and_repeats_nothing():
    drawn = draw(KEYS, count=8, seed=1)
    assert len(drawn) == len(set(drawn)) == 8
    assert set(drawn) <= set(KEYS)


def test_a_draw_is_repeated_by_its_seed_whatever_the_order_of_the_bank():
    assert draw(KEYS, count=8, seed=1) == draw(KEYS[::-1], count=8, seed=1)


def test_different_seeds_draw_differently():
    assert len({tuple(draw(KEYS, count=8, seed=seed)) for seed in range(20)}) > 15


def test_a_small_bank_is_drawn_whole():
    assert set(draw(KEYS[:3], count=8, seed=1)) == set(KEYS[:3])


@pytest.mark.parametrize("question", [SINGLE, MULTIPLE], ids=["single", "multiple"])
def test_options_are_shown_in_an_order_the_seed_fixes(question):
    keys = [option["key"] for option in question["options"]]
    assert shown_keys(question, seed="a") == shown_keys(question, seed="a")
    orders = {tuple(shown_keys(question, seed=str(seed))) for seed in range(30)}
    assert len(orders) > 3
    assert all(sorted(order) == sorted(keys) for order in orders)


@pytest.mark.parametrize("question", [TRUE_FALSE, STATEMENT], ids=["true_false", "statement"])
def test_true_and_false_always_stand_in_the_same_order(question):
    keys = [option["key"] for option in question["options"]]
    assert {tuple(shown_keys(question, seed=str(seed))) for seed in range(9)} == {tuple(keys)}


@pytest.mark.parametrize(("question", "rows"), [(PAIR, "pairs"), (ORDER, "steps")])
def test_halves_and_steps_are_never_shown_in_the_right_order(question, rows):
    solution = [row["key"] for row in question[rows]]
    for seed in range(50):
        shown = shown_keys(question, seed=str(seed))
        assert shown != solution
        assert sorted(shown) == sorted(solution)


def test_what_cannot_be_shuffled_is_shown_as_it_is():
    assert shuffled(["a"], seed="x") == ["a"]
    assert shuffled([], seed="x") == []
    assert shuffled(["a", "b"], seed="x") == ["b", "a"]
