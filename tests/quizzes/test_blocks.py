"""A half-done question may be saved as a draft; publishing it is refused on the field concerned."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from content.models import Misconception
from quizzes.blocks import CHECKS
from quizzes.tested_blocks import QuestionsBlock, StatementBlock

from .samples import raw_option

BLOCKS = dict(CHECKS)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _misconceptions():
    for code in ("M01", "M09", "M11"):
        Misconception.objects.create(code=code, belief=code, truth=code, source="NOSAM 2019")


def asked(**fields):
    return {"scene": "", "prompt": "Vad stämmer?", "note": "", **fields}


def right(text="rätt", **fields):
    return raw_option(text, correct=True, **fields)


def wrong(text="fel", **fields):
    return raw_option(text, **(fields or {"fact_error": True}))


def pair(*mistakes, rows=3):
    pairs = [{"left": f"v{n}", "right": f"h{n}", "feedback": "därför"} for n in range(rows)]
    return asked(pairs=pairs, mistakes=list(mistakes))


def order(*rules, rows=3):
    return asked(steps=[{"text": f"steg {n}", "feedback": "därför"} for n in range(rows)],
                 rules=list(rules))  # fmt: skip


def diagnosis(misconception="M09", *, fact_error=False, **places):
    return {"misconception": misconception, "fact_error": fact_error, "feedback": "så", **places}


TRUE_FALSE = asked(answer="falskt", feedback_right="ja", feedback_wrong="nej",
                   misconception="M11", fact_error=False)  # fmt: skip

COMPLETE = [
    ("single", asked(options=[right(), wrong()])),
    ("single", asked(options=[right(left_out="M01"), wrong(misconception="M09")])),
    ("multiple", asked(options=[right("a"), right("b"), wrong()])),
    ("true_false", TRUE_FALSE),
    ("true_false", {**TRUE_FALSE, "misconception": "", "fact_error": True}),
    ("pair", pair()),
    ("pair", pair(diagnosis(left=1, right=2), diagnosis("", fact_error=True, left=2, right=1))),
    ("order", order()),
    ("order", order(diagnosis(earlier=1, later=3))),
]


def twice(kind, *names):
    """A pair or order question with the same text twice, but for case and space."""
    value, field = (pair(), "pairs") if kind == "pair" else (order(), "steps")
    first, *_, last = value[field]
    last.update({name: f" {first[name].upper()}\u00a0" for name in names})
    return value


SAME = "Samma text finns redan ovanför. Skriv en annan, eller ta bort den här."
EXACTLY_ONE = "Markera exakt ett rätt svar."
TELL_WHY = "Välj en missuppfattning, eller kryssa i ”Rent faktafel”."
TWO_ROWS = "Ett fel par måste vara två olika rader som finns."
PAIR_WHY = "Varje fel par visar en missuppfattning eller är ett faktafel."
RULE_ROWS = "En regel går från ett tidigare till ett senare steg."
RULE_WHY = "Varje regel visar en missuppfattning eller är ett faktafel."
BOTH = {"misconception": "M11", "fact_error": True}
NEITHER = {"misconception": "", "fact_error": False}

INCOMPLETE = [
    ("single", asked(options=[wrong("a"), wrong("b")]), "options", EXACTLY_ONE),
    ("single", asked(options=[right("a"), right("b")]), "options", EXACTLY_ONE),
    ("single", asked(options=[right()]), "options", None),
    ("single", asked(options=[right(), wrong()], prompt=""), "prompt", None),
    ("single", asked(options=[right(), wrong(**NEITHER)]), "options", TELL_WHY),
    ("single", asked(options=[right(), wrong(**BOTH)]), "options", TELL_WHY),
    ("single", asked(options=[right(misconception="M01"), wrong()]), "options",
     "Ett rätt svar visar inget fel."),
    ("single", asked(options=[right(fact_error=True), wrong()]), "options",
     "Ett rätt svar visar inget fel."),
    ("single", asked(options=[{**right(), "feedback": ""}, wrong()]), "options", None),
    ("single", asked(options=[right(), {**wrong(), "text": ""}]), "options", None),
    ("multiple", asked(options=[right(), wrong("a"), wrong("b")]), "options",
     "Markera minst två rätta svar."),
    ("multiple", asked(options=[right("a"), right("b")]), "options", None),
    ("true_false", {**TRUE_FALSE, **NEITHER}, "misconception", TELL_WHY),
    ("true_false", {**TRUE_FALSE, **BOTH}, "misconception", TELL_WHY),
    ("true_false", {**TRUE_FALSE, "answer": ""}, "answer", None),
    ("true_false", {**TRUE_FALSE, "feedback_wrong": ""}, "feedback_wrong", None),
    ("pair", pair(rows=1), "pairs", None),
    ("pair", pair(diagnosis(left=1, right=1)), "mistakes", TWO_ROWS),
    ("pair", pair(diagnosis(left=1, right=4)), "mistakes", TWO_ROWS),
    ("pair", pair(diagnosis("", left=1, right=2)), "mistakes", PAIR_WHY),
    ("pair", pair(diagnosis(fact_error=True, left=1, right=2)), "mistakes", PAIR_WHY),
    ("pair", pair(diagnosis(left=None, right=2)), "mistakes", None),
    ("single", asked(options=[right("Ja"), wrong(" ja ")]), "options", SAME),
    ("multiple", asked(options=[right("a"), right("b"), wrong("A")]), "options", SAME),
    ("pair", twice("pair", "left"), "pairs", SAME),
    ("pair", twice("pair", "right"), "pairs", SAME),
    ("order", twice("order", "text"), "steps", SAME),
    ("order", order(rows=2), "steps", None),
    ("order", order(diagnosis(earlier=2, later=2)), "rules", RULE_ROWS),
    ("order", order(diagnosis(earlier=3, later=1)), "rules", RULE_ROWS),
    ("order", order(diagnosis(earlier=1, later=4)), "rules", RULE_ROWS),
    ("order", order(diagnosis("", earlier=1, later=2)), "rules", RULE_WHY),
    ("order", order(diagnosis(fact_error=True, earlier=1, later=2)), "rules", RULE_WHY),
]  # fmt: skip


def texts(error):
    """Every message in a block's error, however deep it lies."""
    if isinstance(error, dict):
        return [text for part in error.values() for text in texts(part)]
    if isinstance(error, list):
        return [text for part in error for text in texts(part)]
    return [error]


@pytest.mark.parametrize(("kind", "value"), COMPLETE)
def test_a_complete_question_is_published(kind, value):
    block = BLOCKS[kind]
    assert block.clean(block.to_python(value))["prompt"] == "Vad stämmer?"


@pytest.mark.parametrize(("kind", "value", "field", "message"), INCOMPLETE)
def test_a_question_with_a_fault_is_refused_on_its_field(kind, value, field, message):
    block = BLOCKS[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    assert set(refused.value.block_errors) == {field}
    if message:
        assert message in texts(refused.value.as_json_data())


@pytest.mark.parametrize(
    ("kind", "field", "value", "index", "names"),
    [
        ("single", "options", asked(options=[right("Ja"), wrong("b"), wrong("JA")]), 2, ["text"]),
        ("pair", "pairs", twice("pair", "right"), 2, ["right"]),
        ("pair", "pairs", twice("pair", "left", "right"), 2, ["left", "right"]),
        ("order", "steps", twice("order", "text"), 2, ["text"]),
    ],
)
def test_the_second_of_two_equal_is_told_on_its_own_field(kind, field, value, index, names):
    block = BLOCKS[kind]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    (place,) = refused.value.as_json_data()["blockErrors"][field]["blockErrors"].items()
    said = {"blockErrors": {name: {"messages": [SAME]} for name in names}}
    assert place == (index, said)


def test_a_left_side_may_read_as_a_right_one():
    value = pair()
    value["pairs"][0]["right"] = value["pairs"][1]["left"]
    block = BLOCKS["pair"]
    block.clean(block.to_python(value))


def test_two_empty_options_are_a_draft_still():
    block = BLOCKS["single"]
    options = [right(""), wrong("")]
    assert len(block.clean_deferred(block.to_python(asked(options=options)))["options"]) == 2


@pytest.mark.parametrize(("kind", "value", "field", "message"), INCOMPLETE)
def test_the_same_question_is_saved_as_a_draft(kind, value, field, message):
    block = BLOCKS[kind]
    assert field in block.clean_deferred(block.to_python(value))


@pytest.mark.parametrize(("kind", "value"), [(kind, asked()) for kind in BLOCKS])
def test_a_question_just_begun_is_saved_as_a_draft(kind, value):
    block = BLOCKS[kind]
    assert block.clean_deferred(block.to_python(value))["prompt"] == "Vad stämmer?"


def test_a_question_of_a_test_says_what_to_reread_and_where_it_comes_from():
    block = QuestionsBlock()
    raw = [{"type": "single", "value": asked(options=[right(), wrong()]), "id": "1"}]
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(raw))
    assert set(refused.value.block_errors[0].block_errors) == {"lesson", "origin"}


def test_a_statement_has_two_wordings_an_answer_and_a_misconception():
    block = StatementBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({}))
    assert set(refused.value.block_errors) == {
        "misconception", "wording_a", "wording_b", "answer", "feedback", "lesson", "origin",
    }  # fmt: skip
