from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from people.models import Person
from quizzes import attempts
from quizzes.attempts import hand_in, mark_seen, next_position, open_attempt, start_attempt
from quizzes.models import Attempt, AttemptItem, QuizPage, QuizVersion

from .conftest import AT, LATER, WHERE, right
from .samples import key, raw_single


def start(person, page, at=AT):
    return start_attempt(person, page=page, snapshot=WHERE, at=at)


def prompts(attempt):
    fresh = AttemptItem.objects.filter(attempt=attempt).select_related("version")
    return {item.question["prompt"] for item in fresh}


def test_an_attempt_pins_version_rules_and_where_the_person_works(quiz, samira, attempt):
    assert attempt.version == QuizVersion.objects.get()
    assert attempt.page_key == quiz.translation_key
    assert attempt.purpose == Attempt.Purpose.FINAL
    assert (attempt.pass_mark, attempt.rules) == (60, {"draw": 3, "scoring": "all_or_nothing"})
    assert attempt.district_codes == {"sdn10": "angered"}
    assert (attempt.workplace_type, attempt.organisation_kind) == ("forskola", "kommun")
    assert attempt.started_at == AT
    assert not attempt.is_finished


def test_it_draws_as_many_questions_as_the_quiz_says(items):
    assert [item.position for item in items] == [1, 2, 3]
    keys = {str(item.question_key) for item in items}
    assert len(keys) == 3
    assert keys <= {key(f"fraga-{n}") for n in range(4)}


def test_every_question_has_an_order_of_its_options(items):
    for item in items:
        assert sorted(item.shown_keys) == sorted(one["key"] for one in item.question["options"])


def test_starting_again_goes_on_with_the_open_attempt(quiz, samira, attempt):
    assert start(samira, quiz, LATER) == attempt
    assert AttemptItem.objects.count() == 3


def test_each_person_has_an_attempt_of_their_own(quiz, attempt, bo):
    assert start(bo, quiz) != attempt


def test_after_a_finished_attempt_a_new_one_begins(quiz, samira, attempt):
    attempts.finish_attempt(attempt, at=LATER)
    assert start(samira, quiz, LATER) != attempt
    assert Attempt.objects.count() == 2


def copy_of(attempt, **changes):
    fields = {
        name: getattr(attempt, name)
        for name in ("person", "page_key", "purpose", "version", "pass_mark", "seed", "started_at")
    }
    return Attempt.objects.create(**{**fields, **changes})  # fmt: skip


def test_two_open_attempts_are_refused_by_the_database(attempt):
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        copy_of(attempt)
    copy_of(attempt, finished_at=LATER)
    assert Attempt.objects.count() == 2


def test_the_loser_of_a_race_gets_the_winners_attempt(quiz, samira, attempt, monkeypatch):
    """Both looked before either wrote: the first look finds nothing."""
    looks = iter([None, attempt])
    monkeypatch.setattr(attempts, "open_attempt", lambda *args, **kwargs: next(looks))
    assert start(samira, quiz) == attempt
    assert Attempt.objects.count() == 1
    assert AttemptItem.objects.count() == 3


def test_a_refusal_for_another_reason_is_not_hidden(quiz, samira, attempt, monkeypatch):
    monkeypatch.setattr(attempts, "open_attempt", lambda *args, **kwargs: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        start(samira, quiz)


def rewritten(page, prompt):
    page.questions = [raw_single(f"fraga-{n}", prompt=prompt) for n in range(4)]
    return page


def test_starting_freezes_a_page_that_has_changed(quiz, samira, bo):
    start(samira, quiz)
    rewritten(quiz, "Ny").save()
    assert prompts(start(bo, QuizPage.objects.get())) == {"Ny"}
    assert QuizVersion.objects.count() == 2


def test_an_attempt_keeps_the_questions_it_began_with(quiz, samira, attempt):
    rewritten(quiz, "Ny").save()
    assert start(samira, QuizPage.objects.get()) == attempt
    assert prompts(attempt) == {"Vad är Västbus?"}


def test_autosave_that_overwrites_the_published_revision_changes_no_attempt(quiz, samira):
    revision = quiz.save_revision()
    revision.publish()
    attempt = start(samira, QuizPage.objects.get())
    rewritten(QuizPage.objects.get(), "Autosparad").save_revision(overwrite_revision=revision)
    revision.refresh_from_db()
    assert "Autosparad" in str(revision.content)
    assert prompts(attempt) == {"Vad är Västbus?"}


def test_restoring_an_older_revision_keeps_every_answer(quiz, samira, items):
    older = quiz.save_revision()
    older.publish()
    given = hand_in(items[0], choice=right(items[0]), at=LATER)
    rewritten(QuizPage.objects.get(), "Ny").save_revision().publish()
    older.as_object().save_revision().publish()
    given.refresh_from_db()
    item = AttemptItem.objects.get(answer=given)
    assert given.chosen == right(item)
    assert str(item.question_key) in {str(child.id) for child in QuizPage.objects.get().questions}


def test_an_attempt_outlives_its_page(quiz, samira, attempt):
    quiz.delete()
    assert prompts(attempt) == {"Vad är Västbus?"}


def test_the_fortest_has_every_statement_in_the_order_of_the_page(pretest, samira):
    attempt = start(samira, pretest)
    assert attempt.purpose == Attempt.Purpose.PRE
    keys = [str(item.question_key) for item in attempt.items.all()]
    assert keys == [key(f"pastaende-{n}") for n in range(3)]


def test_half_of_the_people_meet_each_wording(pretest, db):
    people = [Person.objects.create_user(f"p{n}@goteborg.example", name=f"P{n}") for n in range(6)]
    wordings = [start(person, pretest).wording for person in people]
    assert wordings.count("A") == wordings.count("B") == 3


def test_a_person_always_meets_the_same_wording(pretest, samira):
    first = start(samira, pretest)
    attempts.finish_attempt(first, at=LATER)
    assert start(samira, pretest).wording == first.wording


def test_the_knowledge_test_has_one_wording(attempt):
    assert attempt.wording == ""


def test_an_open_attempt_is_that_of_the_person_page_and_purpose(quiz, samira, bo, attempt):
    known = {"page_key": quiz.translation_key, "purpose": "final"}
    assert open_attempt(samira, **known) == attempt
    assert open_attempt(bo, **known) is None
    assert open_attempt(samira, **{**known, "purpose": "pre"}) is None
    attempts.finish_attempt(attempt, at=LATER)
    assert open_attempt(samira, **known) is None


def test_the_next_question_is_the_first_without_an_answer(attempt, items):
    assert next_position(attempt) == 1
    hand_in(items[1], choice=right(items[1]), at=AT)
    assert next_position(attempt) == 1
    hand_in(items[0], choice=right(items[0]), at=AT)
    assert next_position(attempt) == 3
    hand_in(items[2], choice=right(items[2]), at=AT)
    assert next_position(attempt) is None


def test_a_question_is_seen_once(items):
    mark_seen(items[0], at=AT)
    mark_seen(AttemptItem.objects.get(pk=items[0].pk), at=LATER)
    mark_seen(items[0], at=LATER)
    assert AttemptItem.objects.get(pk=items[0].pk).seen_at == AT
    assert AttemptItem.objects.get(pk=items[1].pk).seen_at is None
