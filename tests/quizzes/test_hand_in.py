from __future__ import annotations

from decimal import Decimal

import pytest

from quizzes import attempts
from quizzes.attempts import (
    AlreadyAnsweredError,
    answer_to,
    finish_attempt,
    hand_in,
    has_passed,
    result_of,
    start_attempt,
)
from quizzes.models import Answer, AttemptItem, Marking, QuizPage

from .conftest import AT, LATER, WHERE, right, wrong


def answer_all(attempt, *, wrong_ones=0, at=LATER):
    for number, item in enumerate(attempt.items.order_by("position")):
        hand_in(item, choice=wrong(item) if number < wrong_ones else right(item), at=at)
    finish_attempt(attempt, at=at)
    return attempt


def test_an_answer_is_recorded_with_its_first_marking(items):
    answer = hand_in(items[0], choice=right(items[0]), at=LATER)
    assert (answer.item, answer.chosen, answer.answered_at) == (items[0], right(items[0]), LATER)
    (marking,) = answer.markings.all()
    assert (marking.points, marking.is_correct) == (Decimal(1), True)
    assert (marking.rule, marking.marked_at) == ("all_or_nothing", LATER)
    assert marking.misconceptions == []


def test_a_wrong_answer_is_marked_with_what_it_shows(items):
    marking = hand_in(items[0], choice=wrong(items[0]), at=LATER).markings.get()
    assert (marking.points, marking.is_correct) == (Decimal(0), False)
    assert marking.misconceptions == ["M23"]


@pytest.mark.parametrize("same", [True, False])
def test_handing_in_again_changes_nothing_and_says_whether_it_differs(items, same):
    item = items[0]
    first = hand_in(item, choice=right(item), at=AT)
    again = AttemptItem.objects.get(pk=item.pk)
    with pytest.raises(AlreadyAnsweredError) as told:
        hand_in(again, choice=right(item) if same else wrong(item), at=LATER)
    assert told.value.same_choice is same
    assert told.value.answer == first
    first.refresh_from_db()
    assert (first.chosen, first.answered_at) == (right(item), AT)
    assert Marking.objects.count() == 1


@pytest.mark.parametrize("same", [True, False])
def test_the_loser_of_a_race_finds_the_answer_that_stands(items, monkeypatch, same):
    item = items[0]
    hand_in(item, choice=right(item), at=AT)
    monkeypatch.setattr(attempts, "answer_to", lambda item: None)
    with pytest.raises(AlreadyAnsweredError) as told:
        hand_in(item, choice=right(item) if same else wrong(item), at=LATER)
    assert told.value.same_choice is same
    assert Answer.objects.get().chosen == right(item)
    assert Marking.objects.count() == 1


def test_an_answer_is_found_or_there_is_none(items):
    assert answer_to(items[0]) is None
    answer = hand_in(items[0], choice=right(items[0]), at=AT)
    assert answer_to(AttemptItem.objects.get(pk=items[0].pk)) == answer


def test_seen_answered_and_right_are_three_things(attempt, items):
    attempts.mark_seen(items[0], at=AT)
    assert result_of(attempt).answered == 0
    hand_in(items[0], choice=wrong(items[0]), at=AT)
    assert (result_of(attempt).answered, result_of(attempt).points) == (1, 0)


@pytest.mark.parametrize(("wrong_ones", "points", "passed"), [(0, 3, True), (1, 2, True),
                                                              (2, 1, False)])  # fmt: skip
def test_the_result_is_the_points_against_the_pass_mark(attempt, wrong_ones, points, passed):
    result = result_of(answer_all(attempt, wrong_ones=wrong_ones))
    assert (result.points, result.items, result.answered) == (points, 3, 3)
    assert result.is_passed is passed
    assert result.percent == round(100 * points / 3)


def test_an_attempt_with_a_question_left_is_not_passed(attempt, items):
    for item in items[:2]:
        hand_in(item, choice=right(item), at=AT)
    assert result_of(attempt).points == 2
    assert not result_of(attempt).is_passed


def test_the_pass_mark_is_that_of_the_start(quiz, attempt):
    quiz.pass_mark = 100
    quiz.save()
    assert result_of(answer_all(attempt, wrong_ones=1)).is_passed


def test_the_latest_marking_counts(attempt, items):
    answer_all(attempt, wrong_ones=2)
    assert not result_of(attempt).is_passed
    Marking.objects.create(
        answer=Answer.objects.get(item=items[0]), rule="all_or_nothing", points=1,
        is_correct=True, misconceptions=[], marked_at=LATER,
    )  # fmt: skip
    assert result_of(attempt).points == 2
    assert result_of(attempt).is_passed
    Marking.objects.create(
        answer=Answer.objects.get(item=items[0]), rule="halva", points=Decimal("0.50"),
        is_correct=False, misconceptions=[], marked_at=LATER,
    )  # fmt: skip
    assert result_of(attempt).points == Decimal("1.50")


def test_the_first_to_finish_sets_the_time(attempt):
    finish_attempt(attempt, at=AT)
    finish_attempt(attempt, at=LATER)
    assert attempt.finished_at == AT


def passed(person, quiz, since=None):
    return has_passed(person, page_key=quiz.translation_key, since=since)


def test_a_passed_test_is_remembered(quiz, samira, bo, attempt):
    assert not passed(samira, quiz)
    answer_all(attempt)
    assert passed(samira, quiz)
    assert not passed(bo, quiz)


def test_a_failed_test_is_not_a_passed_one(quiz, samira, attempt):
    answer_all(attempt, wrong_ones=3)
    assert not passed(samira, quiz)


def test_failing_later_lowers_nothing(quiz, samira, attempt):
    answer_all(attempt)
    answer_all(start_attempt(samira, page=quiz, snapshot=WHERE, at=LATER), wrong_ones=3)
    assert passed(samira, quiz)


def test_a_test_begun_before_a_material_change_no_longer_counts(quiz, samira, attempt):
    answer_all(attempt, at=LATER)
    assert passed(samira, quiz, since=AT)
    assert not passed(samira, quiz, since=LATER)


def test_answers_to_a_copied_quiz_count_for_the_copy_alone(quiz, elsewhere, samira, attempt):
    copy = quiz.copy(to=elsewhere)
    answer_all(attempt)
    assert passed(samira, quiz)
    assert not passed(samira, copy)
    of_copy = start_attempt(samira, page=QuizPage.objects.get(pk=copy.pk), snapshot=WHERE, at=LATER)
    counted = {
        (str(row.attempt.page_key), row.answer.pk)
        for row in AttemptItem.objects.filter(answer__isnull=False).select_related("attempt")
    }
    assert {page for page, _ in counted} == {str(quiz.translation_key)}
    assert of_copy.page_key == copy.translation_key
