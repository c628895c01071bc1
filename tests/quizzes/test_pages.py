from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from quizzes.models import Attempt, QuizPage

from .conftest import make_quiz
from .samples import raw_single, raw_statement


def test_a_fortest_holds_statements_only(db):
    with pytest.raises(ValidationError) as refused:
        make_quiz("fortest", questions=[raw_single("a")], kind=QuizPage.Kind.PRE)
    assert refused.value.message_dict == {"questions": ["Ett förtest består bara av påståenden."]}


def test_statements_belong_to_the_fortest(db):
    with pytest.raises(ValidationError) as refused:
        make_quiz(questions=[raw_single("a"), raw_statement("b")])
    assert refused.value.message_dict == {"questions": ["Påståenden hör till förtestet."]}


@pytest.mark.parametrize(("field", "value"), [("draw", 0), ("pass_mark", 101), ("kind", "annat")])
def test_nonsense_is_refused(db, field, value):
    with pytest.raises(ValidationError) as refused:
        make_quiz(questions=[raw_single("a")], **{field: value})
    assert set(refused.value.message_dict) == {field}


def test_the_purpose_of_an_attempt_follows_from_the_kind_of_quiz(quiz, pretest):
    assert quiz.purpose == Attempt.Purpose.FINAL
    assert pretest.purpose == Attempt.Purpose.PRE


def test_questions_are_not_in_the_search_index():
    assert "questions" not in {field.field_name for field in QuizPage.search_fields}


def test_a_quiz_stands_under_a_course_or_a_module_and_has_nothing_below():
    assert QuizPage.parent_page_types == ["courses.CoursePage", "courses.ModulePage"]
    assert QuizPage.subpage_types == []
