"""Marking, as pure functions over frozen questions. All or nothing: a question gives 1 or 0."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .questions import CHOICE_KINDS, DONT_KNOW, Question

ALL_OR_NOTHING = "all_or_nothing"
"""The one rule of marking so far; its name stands in every frozen version."""

Choice = list[str] | dict[str, str]
"""Option keys; step keys as ordered; or key of left → key of the pair whose right it got."""


@dataclass(frozen=True)
class Marking:
    points: Decimal
    is_correct: bool
    misconceptions: tuple[str, ...]
    """Codes that the answer shows, sorted; none for a right answer or a plain factual error."""


def mark(question: Question, choice: Choice) -> Marking:
    is_correct, shown = _MARK[question["kind"]](question, choice)
    return Marking(Decimal(int(is_correct)), is_correct, tuple(sorted(shown)))


def is_passed(points: Decimal, items: int, *, pass_mark: int) -> bool:
    """Whether ``points`` of ``items`` questions reach ``pass_mark`` percent."""
    return items > 0 and points * 100 >= pass_mark * items


def draw(keys: list[str], *, count: int, seed: int) -> list[str]:
    """``count`` of the keys in a random order that ``seed`` fixes; all if there are fewer."""
    # Fairness, not secrecy: the draw must be repeatable from the attempt's seed.
    return random.Random(seed).sample(sorted(keys), min(count, len(keys)))  # noqa: S311


def shuffled(keys: list[str], *, seed: str) -> list[str]:
    """The keys in an order that ``seed`` fixes, other than the given one if there is one."""
    order = sorted(keys)
    random.Random(seed).shuffle(order)  # noqa: S311
    return order if order != keys or len(keys) < 2 else [*order[1:], order[0]]


def shown_keys(question: Question, *, seed: str) -> list[str]:
    """The keys of a question's options, right halves or steps in the order they are shown."""
    kind = question["kind"]
    if kind in ("true_false", "statement"):
        return [option["key"] for option in question["options"]]
    if kind in CHOICE_KINDS:
        keys = [option["key"] for option in question["options"]]
        random.Random(seed).shuffle(keys)  # noqa: S311
        return keys
    rows: list[dict[str, Any]] = question["pairs" if kind == "pair" else "steps"]
    return shuffled([row["key"] for row in rows], seed=seed)


def _mark_options(question: Question, choice: Choice) -> tuple[bool, set[str]]:
    chosen = set(choice)
    options = question["options"]
    shown = {
        option["misconception"]
        for option in options
        if option["key"] in chosen and not option["correct"] and option["misconception"]
    } | {
        option["left_out"]
        for option in options
        if option["correct"] and option["key"] not in chosen and option["left_out"]
    }
    is_correct = chosen == {option["key"] for option in options if option["correct"]}
    if question["kind"] != "multiple" and is_correct:
        shown = set()
    return is_correct, shown


def _mark_pair(question: Question, choice: Choice) -> tuple[bool, set[str]]:
    assert isinstance(choice, dict)  # noqa: S101 - the shape is checked where answers are read
    wrong = {(left, right) for left, right in choice.items() if left != right}
    shown = {
        row["misconception"]
        for row in question["mistakes"]
        if (row["left"], row["right"]) in wrong and row["misconception"]
    }
    return not wrong and len(choice) == len(question["pairs"]), shown


def _mark_order(question: Question, choice: Choice) -> tuple[bool, set[str]]:
    keys = list(choice)
    place = {key: number for number, key in enumerate(keys)}
    shown = {
        rule["misconception"]
        for rule in question["rules"]
        if place[rule["later"]] < place[rule["earlier"]] and rule["misconception"]
    }
    return keys == [step["key"] for step in question["steps"]], shown


_MARK = {
    "single": _mark_options,
    "multiple": _mark_options,
    "true_false": _mark_options,
    "statement": _mark_options,
    "pair": _mark_pair,
    "order": _mark_order,
}


def is_unsure(choice: Choice) -> bool:
    """Whether a statement was answered *Vet inte*, which is recorded apart from wrong."""
    return list(choice) == [DONT_KNOW]
