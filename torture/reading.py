"""Reads the database after a trial and holds it to the ledger.

`python -m torture.reading LEDGER PEOPLE` prints the findings as JSON. A database that can not be
read, or is not that of the trial, is never taken for an empty one: exit code 2 and why.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import django

from .ledger import Findings, Stored, compare, read

UNREADABLE = 2


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.db import Error

    ledger, people = Path(sys.argv[1]), json.loads(sys.argv[2])
    try:
        findings = examine(ledger, people)
    except (Error, LookupError) as error:
        print(
            f"Databasen går inte att läsa, så inget kan sägas om svaren: {error}", file=sys.stderr
        )
        sys.exit(UNREADABLE)
    json.dump(asdict(findings), sys.stdout)


def examine(ledger: Path, people: list[int]) -> Findings:
    """Raises a database error when it can not be read, LookupError when it is another one."""
    from people.models import Person

    if Person.objects.filter(pk__in=people).count() != len(people):
        raise LookupError("provets personer finns inte i den")
    return compare(read(ledger), stored(people), stuck=stuck(people))


def stored(people: list[int]) -> Iterator[Stored]:
    from quizzes.models import Answer
    from quizzes.scoring import mark

    answers = Answer.objects.filter(item__attempt__person__in=people)
    for answer in answers.select_related("item__attempt", "item__version").prefetch_related(
        "markings"
    ):
        item = answer.item
        yield Stored(
            person=item.attempt.person_id,
            attempt=item.attempt_id,
            position=item.position,
            shown=item.shown_keys,
            chosen=answer.chosen,
            points=tuple(marking.points for marking in answer.markings.all()),
            right_points=mark(item.question, answer.chosen).points,
        )


def stuck(people: list[int]) -> int:
    """Attempts that nobody can go on with: open though every learner has finished, finished with a
    question unanswered, or begun before another of the same person at the same page was finished.
    """
    from django.db.models import Exists, F, OuterRef, Q

    from quizzes.models import Attempt

    attempts = Attempt.objects.filter(person__in=people)
    unfinished = attempts.filter(Q(finished_at=None) | Q(items__answer=None)).distinct().count()
    earlier = Attempt.objects.filter(
        person=OuterRef("person"),
        page_key=OuterRef("page_key"),
        started_at__lte=OuterRef("started_at"),
        finished_at__gt=OuterRef("started_at"),
    )
    beside = attempts.filter(Exists(earlier.exclude(pk=OuterRef("pk")))).count()
    backwards = attempts.filter(finished_at__lt=F("started_at")).count()
    return unfinished + beside + backwards


if __name__ == "__main__":
    main()
