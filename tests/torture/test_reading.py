"""The database after a trial: read whole, or not spoken of at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def test_an_attempt_that_is_still_open(answered, entered, samira):
    Attempt.objects.update(finished_at=None)
    assert examine(entered, [samira.pk]).stuck == 1
