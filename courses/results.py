"""What a finished attempt says, question by question, for the learner who made it alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quizzes.models import Attempt
from quizzes.questions import Question
from quizzes.scoring import is_unsure

from .outline import CourseOutline


@dataclass(frozen=True)
class ItemResult:
    position: int
    prompt: str
    is_correct: bool
    is_unsure: bool
    chosen: str
    """The text of what was chosen, for questions with options; otherwise empty."""
    right: str
    feedback: str
    is_unconfirmed: bool
    lesson: Any
    """(module, lesson) to reread, None when the lesson is no longer published."""


def item_results(attempt: Attempt, outline: CourseOutline) -> list[ItemResult]:
    items = (
        attempt.items.select_related("answer", "version")
        .prefetch_related("answer__markings")
        .order_by("position")
    )
    return [_result(attempt, item, outline) for item in items]


def _result(attempt: Attempt, item: Any, outline: CourseOutline) -> ItemResult:
    question: Question = item.question
    options = question.get("options", [])
    chosen = [option for option in options if option["key"] in item.answer.chosen]
    right = [option for option in options if option["correct"]]
    marking = list(item.answer.markings.all())[-1]
    return ItemResult(
        position=item.position,
        prompt=question["prompt_b"] if attempt.wording == "B" else question["prompt"],
        is_correct=marking.is_correct,
        is_unsure=question["kind"] == "statement" and is_unsure(item.answer.chosen),
        chosen=", ".join(option["text"] for option in chosen),
        right=", ".join(option["text"] for option in right),
        feedback=right[0]["feedback"] if right else "",
        is_unconfirmed=bool((question.get("origin") or {}).get("unconfirmed")),
        lesson=outline.lesson_by_key.get(question.get("lesson") or ""),
    )
