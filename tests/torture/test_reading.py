"""The database after a trial: read whole, or not spoken of at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.models import Answer, Attempt, AttemptItem, Marking, QuizVersion
from rig.processes import free_port
from torture.ledger import Entry, Event, Ledger
from torture.reading import UNREADABLE, examine

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def reading(url, ledger, people):
    return subprocess.run(
        [sys.executable, "-m", "torture.reading", str(ledger), json.dumps(people)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger"
    path.touch()
    return path


def test_an_unreachable_database_is_never_an_empty_one(ledger):
    done = reading(f"postgres://vastbus@127.0.0.1:{free_port()}/borta", ledger, [1])
    assert done.returncode == UNREADABLE
    assert done.stdout == ""
    assert "går inte att läsa" in done.stderr


def test_a_database_without_tables_is_never_an_empty_one(ledger, tmp_path):
    done = reading(f"sqlite:///{tmp_path / 'tom.sqlite3'}", ledger, [1])
    assert done.returncode == UNREADABLE
    assert done.stdout == ""


def test_another_database_is_never_an_empty_one(ledger):
    with pytest.raises(LookupError, match="personer"):
        examine(ledger, [999_999])


@pytest.fixture
def answered(samira):
    """Samira's finished attempt at a test of one question, which she answered right."""
    options = [
        {"key": key, "correct": key == "a", "misconception": None, "left_out": None}
        for key in ("a", "b")
    ]
    question = {"key": str(uuid4()), "kind": "single", "options": options}
    version = QuizVersion.objects.create(
        page_key=uuid4(), number=1, digest="x", snapshot={"title": "T", "questions": [question]}
    )
    attempt = Attempt.objects.create(
        person=samira,
        page_key=version.page_key,
        purpose=Attempt.Purpose.FINAL,
        version=version,
        pass_mark=80,
        seed=1,
        started_at=timezone.now(),
        finished_at=timezone.now(),
    )
    item = AttemptItem.objects.create(
        attempt=attempt,
        position=1,
        version=version,
        question_key=question["key"],
        shown_keys=["b", "a"],
    )
    answer = Answer.objects.create(item=item, chosen=["a"], answered_at=timezone.now())
    Marking.objects.create(
        answer=answer, rule="r", points=1, is_correct=True, marked_at=timezone.now()
    )
    return answer


@pytest.fixture
def entered(answered, tmp_path):
    """The ledger of whoever gave that answer, with how it was acknowledged."""
    attempt = answered.item.attempt
    ledger = Ledger(tmp_path / "ledger")
    for event in (Event.SENT, Event.ACKNOWLEDGED):
        ledger.write(Entry(event, attempt.person_id, attempt.pk, 1, (("svar", "a"),)))
    ledger.close()
    return ledger.path


def test_what_was_acknowledged_is_there(answered, entered, samira):
    findings = examine(entered, [samira.pk])
    assert findings.acknowledged == 1
    assert findings.is_clean


def test_an_answer_that_is_gone(answered, entered, samira):
    answered.delete()
    findings = examine(entered, [samira.pk])
    assert findings.lost == 1
    assert findings.stuck == 1


def test_an_answer_that_was_changed(answered, entered, samira):
    Answer.objects.update(chosen=["b"])
    findings = examine(entered, [samira.pk])
    assert findings.overwritten == 1
    assert findings.wrong_points == 1


def test_an_answer_marked_twice(answered, entered, samira):
    answered.markings.create(rule="r", points=1, is_correct=True, marked_at=timezone.now())
    assert examine(entered, [samira.pk]).duplicated == 1


def copied(row, **changes):
    copy = type(row).objects.get(pk=row.pk)
    copy.pk = None
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def again(answer, **changes):
    """Another finished attempt like that of ``answer``, from a minute before to a minute after it
    was started."""
    first = answer.item.attempt
    minute = timedelta(minutes=1)
    times = {"started_at": first.started_at - minute, "finished_at": first.started_at + minute}
    second = copied(first, **times | changes)
    copied(answer, item=copied(answer.item, attempt=second))


def test_two_attempts_at_the_same_time(answered, entered, samira):
    again(answered)
    assert examine(entered, [samira.pk]).stuck == 1


def test_two_attempts_started_at_once(answered, entered, samira):
    again(answered, started_at=answered.item.attempt.started_at)
    assert examine(entered, [samira.pk]).stuck >= 1


def test_one_attempt_after_the_other(answered, entered, samira):
    first = answered.item.attempt
    later = timedelta(minutes=1)
    again(answered, started_at=first.finished_at, finished_at=first.finished_at + later)
    again(answered, started_at=first.started_at - later, finished_at=first.started_at)
    assert examine(entered, [samira.pk]).stuck == 0


def test_attempts_of_others_and_at_other_pages_are_in_nobodys_way(answered, entered, samira, nils):
    again(answered, person=nils)
    again(answered, page_key=uuid4())
    assert examine(entered, [samira.pk, nils.pk]).stuck == 0


def test_an_attempt_that_is_still_open(answered, entered, samira):
    Attempt.objects.update(finished_at=None)
    assert examine(entered, [samira.pk]).stuck == 1
