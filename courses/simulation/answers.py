"""Right and wrong answers to frozen questions, in the shape that is handed in. Pure functions."""

from __future__ import annotations

import random

from quizzes.questions import CHOICE_KINDS, DONT_KNOW, Question
from quizzes.scoring import Choice


def right(question: Question) -> Choice:
    if question["kind"] in CHOICE_KINDS:
        return [option["key"] for option in question["options"] if option["correct"]]
    if question["kind"] == "pair":
        return {row["key"]: row["key"] for row in question["pairs"]}
    return [step["key"] for step in question["steps"]]


def wrong(question: Question, *, rng: random.Random) -> Choice:
    """A likely mistake: one wrong option, one left out or added, two that changed places."""
    kind = question["kind"]
    if kind == "multiple":
        return _wrong_selection(question, rng=rng)
    if kind in CHOICE_KINDS:
        options = [option["key"] for option in question["options"] if not option["correct"]]
        return [rng.choice([key for key in options if key != DONT_KNOW])]
    if kind == "pair":
        keys = [row["key"] for row in question["pairs"]]
        one, other = rng.sample(keys, 2)
        return {**dict(zip(keys, keys, strict=True)), one: other, other: one}
    steps = [step["key"] for step in question["steps"]]
    place = rng.randrange(len(steps) - 1)
    steps[place], steps[place + 1] = steps[place + 1], steps[place]
    return steps


def _wrong_selection(question: Question, *, rng: random.Random) -> Choice:
    options = question["options"]
    correct = [option["key"] for option in options if option["correct"]]
    others = [option["key"] for option in options if not option["correct"]]
    if len(correct) > 1 and (not others or rng.random() < 0.5):
        correct.remove(rng.choice(correct))
    else:
        correct.append(rng.choice(others))
    return [option["key"] for option in options if option["key"] in correct]
