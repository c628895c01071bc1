"""A copied module stands on its own legs: its test leads to its own lessons."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from people.models import Person
from quizzes.models import QuizPage


def lead_to_the_copies(page: Page, new_page: Page, *, by: Person | None) -> None:
    """Let the tests under ``new_page``, a copy of ``page``, name the copied lessons to reread.

    Kept as drafts, or published where the copy is. Lessons outside ``page`` stay as they are.
    """
    copies = _copies(page, new_page)
    for quiz in QuizPage.objects.descendant_of(new_page):
        questions = list(quiz.questions.raw_data)
        if not any(_lesson(question) in copies for question in questions):
            continue
        quiz.questions = [_led(question, copies) for question in questions]
        revision = quiz.save_revision(user=by)
        if quiz.live:
            revision.publish(user=by)


def _copies(page: Page, new_page: Page) -> dict[int, int]:
    """Page → its copy. Wagtail keeps their addresses when it copies what is below a page."""
    originals = dict(page.get_descendants().values_list("url_path", "pk"))
    return {
        originals[found]: pk
        for address, pk in new_page.get_descendants().values_list("url_path", "pk")
        if (found := page.url_path + address.removeprefix(new_page.url_path)) in originals
    }


def _lesson(question: dict[str, Any]) -> Any:
    return question["value"].get("lesson")


def _led(question: dict[str, Any], copies: dict[int, int]) -> dict[str, Any]:
    value = question["value"]
    return {
        **question,
        "value": {**value, "lesson": copies.get(value.get("lesson"), value["lesson"])},
    }
