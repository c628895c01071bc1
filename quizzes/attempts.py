"""What can be done with an attempt. Object first, the rest by keyword."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, F

from people.access import Snapshot
from people.models import Person

from .models import Answer, Attempt, AttemptItem, Marking, QuizPage, QuizVersion
from .scoring import Choice, draw, is_passed, mark, shown_keys
from .versions import freeze


class AlreadyAnsweredError(Exception):
    """The question was answered before, in another tab or by a repeat; that answer stands."""

    def __init__(self, answer: Answer, *, same_choice: bool) -> None:
        super().__init__("already answered")
        self.answer = answer
        self.same_choice = same_choice


@dataclass(frozen=True)
class Result:
    """How an attempt went. ``points`` of ``items``; only the learner ever sees it."""

    points: Decimal
    items: int
    answered: int
    is_passed: bool

    @property
    def percent(self) -> int:
        return round(100 * self.points / self.items) if self.items else 0


def open_attempt(
    person: Person, *, page_key: UUID, purpose: str, since: datetime | None = None
) -> Attempt | None:
    """The attempt that is not finished, if it was begun at ``since`` or later."""
    found = Attempt.objects.filter(
        person=person, page_key=page_key, purpose=purpose, finished_at__isnull=True
    )
    if since is not None:
        found = found.filter(started_at__gte=since)
    return found.select_related("version").first()


def start_attempt(
    person: Person,
    *,
    page: QuizPage,
    snapshot: Snapshot,
    at: datetime,
    since: datetime | None = None,
) -> Attempt:
    """The person's open attempt at ``page``, made now if there is none.

    One begun before ``since`` would not count: it is left as it is, finished. Freezes the page
    first if it says something else than its newest version, so an attempt never begins with
    questions that were not published. Fifty simultaneous starts give one attempt.
    """
    if attempt := open_attempt(person, page_key=page.translation_key, purpose=page.purpose):
        if since is None or attempt.started_at >= since:
            return attempt
        finish_attempt(attempt, at=at)
    try:
        with transaction.atomic():
            return _new_attempt(person, freeze(page), page.purpose, snapshot, at)
    except IntegrityError:
        attempt = open_attempt(person, page_key=page.translation_key, purpose=page.purpose)
        if attempt is None:
            raise
        return attempt


def _new_attempt(
    person: Person, version: QuizVersion, purpose: str, snapshot: Snapshot, at: datetime
) -> Attempt:
    attempt = Attempt.objects.create(
        person=person,
        page_key=version.page_key,
        purpose=purpose,
        version=version,
        pass_mark=version.snapshot["pass_mark"],
        rules={name: version.snapshot[name] for name in ("draw", "scoring")},
        seed=secrets.randbelow(2**31),
        wording=wording_for(person) if purpose == Attempt.Purpose.PRE else "",
        started_at=at,
        **snapshot.as_fields(),
    )
    questions = version.questions
    keys = list(questions)
    if purpose == Attempt.Purpose.FINAL:
        keys = draw(keys, count=version.snapshot["draw"], seed=attempt.seed)
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            position=position,
            version=version,
            question_key=key,
            shown_keys=shown_keys(questions[key], seed=f"{attempt.seed}:{key}"),
        )
        for position, key in enumerate(keys, start=1)
    )
    return attempt


def wording_for(person: Person) -> str:
    """Which wording of the förtest a person gets: one half each. The later test uses the other."""
    return "A" if person.pk % 2 else "B"


@transaction.atomic
def hand_in(item: AttemptItem, *, choice: Choice, at: datetime) -> Answer:
    """Record the answer for good, with its first marking.

    Raises AlreadyAnsweredError if the question has an answer, which is left as it is.
    """
    chosen: Any = choice
    if (standing := answer_to(item)) is not None:
        raise AlreadyAnsweredError(standing, same_choice=standing.chosen == chosen)
    try:
        with transaction.atomic():
            answer = Answer.objects.create(item=item, chosen=chosen, answered_at=at)
    except IntegrityError:
        # Another tab was first, between our read and our write.
        standing = Answer.objects.get(item=item)
        raise AlreadyAnsweredError(standing, same_choice=standing.chosen == chosen) from None
    marking = mark(item.question, choice)
    Marking.objects.create(
        answer=answer,
        rule=item.version.snapshot["scoring"],
        points=marking.points,
        is_correct=marking.is_correct,
        misconceptions=list(marking.misconceptions),
        marked_at=at,
    )
    return answer


def answer_to(item: AttemptItem) -> Answer | None:
    """The answer handed in to ``item``, None when there is none. No query if it was selected."""
    try:
        return item.answer
    except Answer.DoesNotExist:
        return None


def result_of(attempt: Attempt) -> Result:
    return results_of([attempt])[attempt.pk]


def results_of(attempts: Sequence[Attempt]) -> dict[int, Result]:
    """Attempt pk → the result from the latest marking of each answer; two queries for all."""
    if not attempts:
        return {}
    latest: dict[int, dict[int, Decimal]] = {attempt.pk: {} for attempt in attempts}
    markings = Marking.objects.filter(answer__item__attempt__in=latest).order_by("pk")
    rows = markings.values_list("answer__item__attempt", "answer", "points")
    for pk, answer, points in rows:
        latest[pk][answer] = points
    asked = AttemptItem.objects.filter(attempt__in=latest).order_by().values_list("attempt")
    items = dict(asked.annotate(Count("pk")))
    return {one.pk: _result(one, items.get(one.pk, 0), latest[one.pk]) for one in attempts}


def _result(attempt: Attempt, items: int, latest: dict[int, Decimal]) -> Result:
    points = sum(latest.values(), Decimal(0))
    return Result(
        points=points,
        items=items,
        answered=len(latest),
        is_passed=len(latest) == items and is_passed(points, items, pass_mark=attempt.pass_mark),
    )


def finish_attempt(attempt: Attempt, *, at: datetime) -> None:
    """Finish the attempt. Safe to repeat: the first to finish sets the time."""
    Attempt.objects.filter(pk=attempt.pk, finished_at__isnull=True).update(finished_at=at)
    attempt.refresh_from_db(fields=["finished_at"])


def has_passed(person: Person, *, page_key: UUID, since: datetime | None) -> bool:
    """Whether the person has a passed attempt at the quiz, begun at ``since`` or later."""
    attempts = Attempt.objects.filter(
        person=person,
        page_key=page_key,
        purpose=Attempt.Purpose.FINAL,
        finished_at__isnull=False,
    )
    if since is not None:
        attempts = attempts.filter(started_at__gte=since)
    return any(result.is_passed for result in results_of(list(attempts)).values())


def mark_seen(item: AttemptItem, *, at: datetime) -> None:
    if item.seen_at is None:
        AttemptItem.objects.filter(pk=item.pk, seen_at__isnull=True).update(seen_at=at)


def next_position(attempt: Attempt) -> int | None:
    """The first question without an answer, None when all have one."""
    return (
        attempt.items.filter(answer__isnull=True)
        .order_by(F("position"))
        .values_list("position", flat=True)
        .first()
    )
