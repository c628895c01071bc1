"""What is frozen of a question: all that marking and showing it needs, under stable keys."""

from __future__ import annotations

import json

import pytest
from wagtail.blocks import StreamBlock

from quizzes.blocks import CHECKS
from quizzes.questions import frozen
from quizzes.tested_blocks import QuestionsBlock

from .samples import ORIGIN, item, key, option_key, raw_single, raw_statement


def first(block, raw):
    return block.to_python([raw])[0]


def check(kind, value):
    return frozen(first(StreamBlock(CHECKS), {"type": kind, "id": key(kind), "value": value}))


def test_options_keep_the_ids_of_their_blocks_as_keys(db):
    question = frozen(first(QuestionsBlock(), raw_single("a")), lesson_keys={})
    assert question["key"] == key("a")
    assert [option["key"] for option in question["options"]] == [
        option_key("a", number) for number in range(3)
    ]
    assert [option["correct"] for option in question["options"]] == [True, False, False]
    assert [option["misconception"] for option in question["options"]] == [None, "M23", None]


def test_a_frozen_question_is_plain_data(db):
    question = frozen(first(QuestionsBlock(), raw_single("a")), lesson_keys={})
    assert json.loads(json.dumps(question)) == question
    assert question["lesson"] is None
    assert question["origin"] == {**ORIGIN, "section": "2"}


def test_a_check_in_a_lesson_has_no_lesson_to_reread():
    value = {"scene": "S", "prompt": "P", "note": "N", "options": []}
    assert check("single", value) == {
        "key": key("single"), "kind": "single", "scene": "S", "prompt": "P", "note": "N",
        "options": [],
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "right"), [("sant", "sant"), ("falskt", "falskt")])
def test_true_or_false_becomes_two_options(answer, right):
    value = {"scene": "", "prompt": "P", "note": "", "answer": answer, "feedback_right": "ja",
             "feedback_wrong": "nej", "misconception": "M11", "fact_error": False}  # fmt: skip
    options = {option["key"]: option for option in check("true_false", value)["options"]}
    assert list(options) == ["sant", "falskt"]
    (wrong,) = set(options) - {right}
    assert (options[right]["correct"], options[right]["feedback"]) == (True, "ja")
    assert options[right]["misconception"] is None
    assert (options[wrong]["correct"], options[wrong]["feedback"]) == (False, "nej")
    assert options[wrong]["misconception"] == "M11"


def test_a_statement_has_both_wordings_and_a_way_not_to_know():
    question = frozen(first(QuestionsBlock(), raw_statement("tung")), lesson_keys={})
    assert (question["prompt"], question["prompt_b"]) == ("tung A", "tung B")
    assert [(one["key"], one["text"], one["correct"]) for one in question["options"]] == [
        ("stammer", "Stämmer", False),
        ("stammer-inte", "Stämmer inte", True),
        ("vet-inte", "Vet inte", False),
    ]
    assert [one["misconception"] for one in question["options"]] == ["M01", None, None]


PAIRS = [{"left": f"v{n}", "right": f"h{n}", "feedback": "f"} for n in (1, 2)]
STEPS = [{"text": f"s{n}", "feedback": "f"} for n in (1, 2, 3)]


def wrong(**places):
    return {"misconception": "M09", "fact_error": False, "feedback": "olika", **places}


def test_a_wrong_pair_is_known_by_the_keys_of_its_rows():
    rows = [item("pair", value) for value in PAIRS]
    value = {"scene": "", "prompt": "P", "note": "", "pairs": rows,
             "mistakes": [wrong(left=1, right=2)]}  # fmt: skip
    question = check("pair", value)
    assert [row["key"] for row in question["pairs"]] == [row["id"] for row in rows]
    assert question["mistakes"] == [
        {"left": rows[0]["id"], "right": rows[1]["id"], "misconception": "M09",
         "feedback": "olika"}
    ]  # fmt: skip


def test_a_rule_of_order_is_known_by_the_keys_of_its_steps():
    rows = [item("step", value) for value in STEPS]
    value = {"scene": "", "prompt": "P", "note": "", "steps": rows,
             "rules": [wrong(earlier=1, later=3)]}  # fmt: skip
    question = check("order", value)
    assert question["rules"][0]["earlier"] == rows[0]["id"]
    assert question["rules"][0]["later"] == rows[2]["id"]


@pytest.mark.parametrize("number", [None, 0, 7])
def test_a_wrong_pair_only_begun_does_not_stop_a_preview(number):
    value = {"scene": "", "prompt": "P", "note": "", "pairs": PAIRS,
             "mistakes": [wrong(left=1, right=number)]}  # fmt: skip
    assert check("pair", value)["mistakes"] == []


@pytest.mark.parametrize("number", [None, 0, 7])
def test_a_rule_only_begun_does_not_stop_a_preview(number):
    value = {"scene": "", "prompt": "P", "note": "", "steps": STEPS,
             "rules": [wrong(earlier=number, later=2)]}  # fmt: skip
    assert check("order", value)["rules"] == []
