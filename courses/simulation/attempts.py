"""Attempts with questions, answers and markings, as `quizzes.attempts` would have made them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from people.access import Snapshot
from people.models import Person
from quizzes.attempts import wording_for
from quizzes.models import Answer, Attempt, AttemptItem, Marking, QuizPage, QuizVersion
from quizzes.questions import DONT_KNOW, Question
from quizzes.scoring import Choice, draw, is_passed, mark, shown_keys

from . import answers, pattern
from .tables import Table

PACE = timedelta(seconds=25)
"""From one answer to the next."""
_LEFT_OPEN = 0.04
"""Share, 0–1, who stop before the last statement of the förtest."""
_FAILED_FIRST = 0.25
"""Share, 0–1, who fail a kunskapstest once before they pass."""
_BETWEEN = timedelta(minutes=25)
_PURPOSE = {QuizPage.Kind.PRE: Attempt.Purpose.PRE, QuizPage.Kind.FINAL: Attempt.Purpose.FINAL}


@dataclass(frozen=True)
class Sitting:
    """Who answers which quiz, and where they worked that day."""

    person: int
    version: QuizVersion
    snapshot: Snapshot


class Attempts:
    """The tables of attempts, and what is written in them."""

    def __init__(self, *, rng: random.Random) -> None:
        self._rng = rng
        self.attempts = Table(
            Attempt, "person", "page_key", "purpose", "version", "pass_mark", "rules", "seed",
            "wording", "started_at", "finished_at", "district_codes", "workplace_type",
            "organisation_kind",
        )  # fmt: skip
        self.items = Table(
            AttemptItem, "attempt", "position", "version", "question_key", "shown_keys", "seen_at"
        )
        self.answers = Table(Answer, "item", "chosen", "answered_at")
        self.markings = Table(
            Marking, "answer", "rule", "points", "is_correct", "misconceptions", "marked_at"
        )
        self.tables = (self.attempts, self.items, self.answers, self.markings)
        self._questions: dict[int, dict[str, Question]] = {}

    def pretest(self, sitting: Sitting, *, at: datetime) -> None:
        """A förtest begun at ``at``, answered as people in that district tend to believe."""
        questions = self._questions_of(sitting.version)
        district = next(iter(sitting.snapshot.district_codes.values()), "")
        choices = [self._belief(question, district) for question in questions.values()]
        if self._rng.random() < _LEFT_OPEN:
            choices = choices[: self._rng.randrange(len(choices))]
        wording = wording_for(Person(pk=sitting.person))
        seed = self._rng.randrange(2**31)
        self._write(sitting, list(questions), choices, seed=seed, at=at, wording=wording)

    def passed_test(self, sitting: Sitting, *, at: datetime) -> None:
        """A kunskapstest passed at ``at``, for some after one that was not."""
        count = min(sitting.version.snapshot["draw"], len(self._questions_of(sitting.version)))
        allowed = _mistakes_allowed(count, pass_mark=sitting.version.snapshot["pass_mark"])
        if allowed < count and self._rng.random() < _FAILED_FIRST:
            mistakes = self._rng.randint(allowed + 1, min(allowed + 3, count))
            self._test(sitting, mistakes, at=at - _BETWEEN)
        self._test(sitting, self._rng.randint(0, allowed), at=at)

    def _test(self, sitting: Sitting, mistakes: int, *, at: datetime) -> None:
        """An attempt with so many mistakes, finished at ``at``."""
        questions = self._questions_of(sitting.version)
        seed = self._rng.randrange(2**31)
        keys = draw(list(questions), count=sitting.version.snapshot["draw"], seed=seed)
        missed = set(self._rng.sample(keys, mistakes))
        choices = [
            answers.wrong(questions[key], rng=self._rng)
            if key in missed
            else answers.right(questions[key])
            for key in keys
        ]
        self._write(sitting, keys, choices, seed=seed, at=at - PACE * len(keys), wording="")

    def _belief(self, question: Question, district: str) -> Choice:
        if self._rng.random() < pattern.UNSURE:
            return [DONT_KNOW]
        if self._rng.random() < pattern.believing(district, question["misconception"]):
            return answers.wrong(question, rng=self._rng)
        return answers.right(question)

    def _questions_of(self, version: QuizVersion) -> dict[str, Question]:
        if version.pk not in self._questions:
            self._questions[version.pk] = version.questions
        return self._questions[version.pk]

    def _write(
        self,
        sitting: Sitting,
        keys: list[str],
        choices: list[Choice],
        *,
        seed: int,
        at: datetime,
        wording: str,
    ) -> None:
        """An attempt at ``keys`` with ``choices`` for the first of them; finished if for all."""
        version, frozen = sitting.version, sitting.version.snapshot
        rules = {name: frozen[name] for name in ("draw", "scoring")}
        finished = at + PACE * len(keys) if len(choices) == len(keys) else None
        place = sitting.snapshot
        attempt = self.attempts.add(
            sitting.person, version.page_key, _PURPOSE[frozen["kind"]], version.pk,
            frozen["pass_mark"], rules, seed, wording, at, finished, place.district_codes,
            place.workplace_type, place.organisation_kind,
        )  # fmt: skip
        for position, key in enumerate(keys, start=1):
            question = self._questions_of(version)[key]
            shown = shown_keys(question, seed=f"{seed}:{key}")
            seen = at + PACE * (position - 1) if position <= len(choices) + 1 else None
            item = self.items.add(attempt, position, version.pk, key, shown, seen)
            if position <= len(choices):
                choice, when = choices[position - 1], at + PACE * position
                self._answer(item, question, choice, rule=frozen["scoring"], at=when)

    def _answer(
        self, item: int, question: Question, choice: Choice, *, rule: str, at: datetime
    ) -> None:
        marking = mark(question, choice)
        answer = self.answers.add(item, choice, at)
        shown = list(marking.misconceptions)
        self.markings.add(answer, rule, marking.points, marking.is_correct, shown, at)


def _mistakes_allowed(count: int, *, pass_mark: int) -> int:
    """How many of ``count`` questions may be wrong in a test that is passed."""
    passing = (n for n in range(count) if is_passed(Decimal(count - n), count, pass_mark=pass_mark))
    return max(passing, default=0)
