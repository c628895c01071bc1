from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Page

from people.access import Snapshot
from quizzes.attempts import start_attempt
from quizzes.models import QuizPage

from . import samples

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
WHERE = Snapshot(
    district_codes={"sdn10": "angered"}, workplace_type="forskola", organisation_kind="kommun"
)


@pytest.fixture(autouse=True)
def _no_course(monkeypatch):
    """The tests here stand outside a course: there is no lesson to reread and no register, which
    is asked for before a page is published."""
    monkeypatch.setattr("content.editing.problems_of", lambda page: [])


def make_quiz(slug="kunskapstest", *, questions, **fields):
    page = QuizPage(title="Kunskapstest", slug=slug, questions=questions, **fields)
    return Page.get_first_root_node().add_child(instance=page)


@pytest.fixture
def quiz(db):
    """A test with a bank of four questions, of which three are drawn."""
    questions = [samples.raw_single(f"fraga-{number}") for number in range(4)]
    return make_quiz(questions=questions, draw=3, pass_mark=60)


@pytest.fixture
def elsewhere(db):
    """Another place for a test: there is one of each kind in a place."""
    return Page.get_first_root_node().add_child(instance=Page(title="Annan", slug="annan"))


@pytest.fixture
def pretest(db):
    statements = [samples.raw_statement(f"pastaende-{number}") for number in range(3)]
    return make_quiz("fortest", questions=statements, kind=QuizPage.Kind.PRE, draw=1, pass_mark=0)


@pytest.fixture
def attempt(quiz, samira):
    return start_attempt(samira, page=quiz, snapshot=WHERE, at=AT)


@pytest.fixture
def items(attempt):
    return list(attempt.items.order_by("position"))


def right(item):
    return [option["key"] for option in item.question["options"] if option["correct"]]


def wrong(item):
    return [next(option["key"] for option in item.question["options"] if not option["correct"])]
