"""Made-up answers are right and wrong as the marking of the platform sees it."""

from __future__ import annotations

import random

import pytest

from courses.simulation import answers
from quizzes.scoring import is_unsure, mark


def options(*rows):
    return [
        {"key": key, "correct": correct, "misconception": None, "left_out": None}
        for key, correct in rows
    ]


def rows(*keys):
    return [{"key": key} for key in keys]


QUESTIONS = {
    "single": {"options": options(("a", False), ("b", True), ("c", False))},
    "multiple": {"options": options(("a", True), ("b", False), ("c", True), ("d", False))},
    "all of several": {"kind": "multiple", "options": options(("a", True), ("b", True))},
    "one of several": {"kind": "multiple", "options": options(("a", True), ("b", False))},
    "true_false": {"options": options(("sant", False), ("falskt", True))},
    "statement": {
        "options": options(("stammer", True), ("stammer-inte", False), ("vet-inte", False))
    },
    "pair": {"pairs": rows("a", "b", "c"), "mistakes": []},
    "order": {"steps": rows("a", "b", "c", "d"), "rules": []},
}


@pytest.fixture(params=QUESTIONS)
def question(request):
    return {"kind": request.param, **QUESTIONS[request.param]}


def test_the_right_answer_is_marked_right(question):
    assert mark(question, answers.right(question)).is_correct


@pytest.mark.parametrize("seed", range(20))
def test_a_wrong_answer_is_marked_wrong_and_is_never_unsure(question, seed):
    choice = answers.wrong(question, rng=random.Random(seed))
    assert not mark(question, choice).is_correct
    assert choice
    assert not is_unsure(choice)


def test_wrong_answers_differ():
    question = {"kind": "multiple", **QUESTIONS["multiple"]}
    rng = random.Random(1)
    assert len({tuple(answers.wrong(question, rng=rng)) for _ in range(40)}) == 4
