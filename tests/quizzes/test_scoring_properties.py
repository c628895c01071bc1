"""For every question that can be made: the mark is 1 if and only if the choice is the key."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.scoring import mark

from .samples import option

names = st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=8, unique=True)
codes = st.sampled_from([None, "M01", "M02", "M13"])


@st.composite
def several(draw):
    keys = draw(names)
    right = draw(st.sets(st.sampled_from(keys), min_size=1))
    options = [
        option(key, correct=key in right, misconception=None if key in right else draw(codes),
               left_out=draw(codes) if key in right else None)
        for key in keys
    ]  # fmt: skip
    chosen = draw(st.sets(st.sampled_from(keys), min_size=1))
    return {"kind": "multiple", "options": options}, sorted(chosen), right


@settings(deadline=None)
@given(several())
def test_several_right(made):
    question, chosen, right = made
    marking = mark(question, chosen)
    assert marking.points == Decimal(int(set(chosen) == right))
    assert marking.is_correct == (set(chosen) == right)
    assert not (marking.is_correct and marking.misconceptions)


@settings(deadline=None)
@given(names, st.data())
def test_one_right(keys, data):
    right, chosen = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from(keys))
    question = {"kind": "single", "options": [option(key, correct=key == right) for key in keys]}
    assert mark(question, [chosen]).points == Decimal(int(chosen == right))


@settings(deadline=None)
@given(names, st.data())
def test_pairs(keys, data):
    partners = data.draw(st.permutations(keys))
    mistakes = [{"left": left, "right": right, "misconception": data.draw(codes), "feedback": ""}
                for left in keys for right in keys if left != right]  # fmt: skip
    question = {"kind": "pair", "pairs": [{"key": key} for key in keys], "mistakes": mistakes}
    marking = mark(question, dict(zip(keys, partners, strict=True)))
    assert marking.points == Decimal(int(list(partners) == keys))
    assert not (marking.is_correct and marking.misconceptions)


@settings(deadline=None)
@given(names, st.data())
def test_order(keys, data):
    chosen = data.draw(st.permutations(keys))
    rules = [{"earlier": earlier, "later": later, "misconception": data.draw(codes), "feedback": ""}
             for number, earlier in enumerate(keys) for later in keys[number + 1:]]  # fmt: skip
    question = {"kind": "order", "steps": [{"key": key} for key in keys], "rules": rules}
    marking = mark(question, list(chosen))
    assert marking.points == Decimal(int(list(chosen) == keys))
    assert not (marking.is_correct and marking.misconceptions)
