"""Writing the fictional population, all of it or nothing."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from content.models import GuidelineEdition
from courses.models import Completion, LessonVisit
from people.actions import Refused
from people.models import AuditEvent, Membership, Person, SiteMark, WorkplaceType

from . import pattern
from .attempts import Attempts, Sitting
from .learning import Course, NotSeededError, Step, load_course, moment, steps_of
from .names import OCCUPATIONS, address, person_name
from .places import Builder, Cell, Place, apportion, plan_cells
from .staff import Career, Stay, career
from .tables import Table, count_on

YEARS = 2
MOST = 500_000
_CHUNK = 500
_TESTED, _MOST_TESTED = 0.2, 2000
_PRETESTED = 0.77
"""Share, 0–1, of those who have logged in. Together with those who have not: seven in ten."""
_AS_OF = (25, 13, 1)
"""When headcounts were given: the first of the month so many months before."""
_SOURCE = "Påhittat underlag"


@dataclass(frozen=True)
class Made:
    """How many of each were written."""

    people: int
    workplaces: int
    completions: int
    attempts: int
    headcounts: int


def simulate(
    learners: int, *, seed: int, at: date, folder: Path, tell: Callable[[int], None]
) -> Made | None:
    """A population of ``learners`` up to ``at``; None when the same one is there already.

    ``folder`` gets the file of headcounts; ``tell`` hears how many people have been written.
    Raises Refused where it must not or cannot be done.
    """
    if not _may_begin(learners, seed=seed):
        return None
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    with transaction.atomic():
        try:
            course = load_course()
        except (NotSeededError, GuidelineEdition.DoesNotExist):
            raise Refused(_SEED_FIRST) from None
        cells = plan_cells(learners, rng=rng)
        headcounts = _give_headcounts(cells, folder, at=at, rng=rng)
        builder = Builder(dict(WorkplaceType.objects.values_list("code", "pk")), rng=rng)
        places = _placements(builder, cells, learners, rng=rng)
        population = _Population(course, places, builder.since, at=at, rng=rng)
        population.fill(tell)
        count_on([builder.workplaces, builder.served, *population.tables])
        details = {"learners": learners, "seed": seed}
        subject = f"{learners} påhittade medarbetare"
        AuditEvent.objects.create(action="simulate", subject=subject, details=details)
    return Made(
        people=population.people.written,
        workplaces=builder.workplaces.written,
        completions=population.completions.written,
        attempts=population.attempts.attempts.written,
        headcounts=headcounts,
    )


_SEED_FIRST = "Det finns ingen utbildning att gå än. Kör manage.py seed först."


def _may_begin(learners: int, *, seed: int) -> bool:
    """False when the same population is there already; raises Refused when another one is."""
    if not 1 <= learners <= MOST:
        raise Refused(f"Antalet medarbetare ska vara mellan 1 och {MOST}, inte {learners}.")
    mark = SiteMark.objects.filter(pk=1).first()
    if mark is None:
        raise Refused(_SEED_FIRST)
    if not mark.is_demo:
        raise Refused(
            "Databasen är fylld för skarp drift. Påhittade medarbetare skapas bara i en demo: "
            "använd en egen databas (DATABASE_URL) och DEMO=True."
        )
    if real := Person.objects.filter(is_fictional=False).count():
        raise Refused(
            f"Det finns verkliga personer i databasen ({real}). Påhittade medarbetare får aldrig "
            "blandas med dem: använd en tom databas (DATABASE_URL)."
        )
    before = AuditEvent.objects.filter(action="simulate").first()
    if before and before.details != {"learners": learners, "seed": seed}:
        raise Refused(
            f"Det finns redan {before.subject} (frö {before.details['seed']}). "
            "Använd en tom databas (DATABASE_URL) för andra."
        )
    return before is None


def _give_headcounts(cells: list[Cell], folder: Path, *, at: date, rng: random.Random) -> int:
    """Hand the denominators to the app that keeps them, as a file; how many there were."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "malgrupp-pahittad.csv"
    rows = [
        (cell.district, cell.workplace_type, count, as_of, _SOURCE)
        for cell in cells
        if cell.headcount is not None
        for as_of, count in _history(cell, cell.headcount, at=at, rng=rng)
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("district", "workplace_type", "count", "as_of", "source"))
        writer.writerows(rows)
    call_command("import_headcounts", str(path), stdout=StringIO())
    return len(rows)


def _history(cell: Cell, now: int, *, at: date, rng: random.Random) -> list[tuple[date, int]]:
    """What the headcount was at each date, ending with ``now``."""
    low, high = pattern.BVC_HEADCOUNT if cell.workplace_type == "bvc" else (1, 10 * now)
    counts = [min(high, max(low, round(now * rng.uniform(0.9, 1.05)))) for _ in _AS_OF[1:]]
    dates = [first_of_month(at, months_back=months) for months in _AS_OF]
    return list(zip(dates, [*counts, now], strict=True))


def first_of_month(at: date, *, months_back: int) -> date:
    months = at.year * 12 + at.month - 1 - months_back
    return date(months // 12, months % 12 + 1, 1)


def _placements(
    builder: Builder, cells: list[Cell], learners: int, *, rng: random.Random
) -> list[Place]:
    """A workplace for each learner, in no order; the workplaces have been written."""
    found: list[Place] = []
    for cell, count in zip(cells, apportion(cells, learners), strict=True):
        places = builder.places(cell, count) if count else []
        found += [rng.choice(places) for _ in range(count)]
    builder.workplaces.write()
    builder.served.write()
    rng.shuffle(found)
    return found


class _Population:
    """People with all that is known of them, written a few hundred at a time."""

    def __init__(
        self, course: Course, places: list[Place], earliest: date, *, at: date, rng: random.Random
    ) -> None:
        self._course, self._places, self._earliest = course, places, earliest
        self._at, self._rng = at, rng
        self._after = at - timedelta(days=round(YEARS * 365.25))
        self._name_shift = rng.randrange(10_000)
        self._test_share = min(_TESTED, _MOST_TESTED / len(places))
        self._password = make_password(None)
        self.people = Table(
            Person, "email", "name", "is_manager", "is_fictional", "password", "created_at",
            "notice_read_at", "workplace_confirmed_on",
        )  # fmt: skip
        self._memberships = Table(
            Membership, "person", "workplace", "valid_from", "valid_to", "occupation", "is_primary"
        )
        self._visits = Table(
            LessonVisit, "person", "lesson_key", "started_at", "finished_at", "version_number"
        )
        self.completions = Table(
            Completion, "person", "module", "edition", "module_version", "version_number",
            "completed_at", "way", "test_passed", "district_codes", "workplace_type",
            "organisation_kind",
        )  # fmt: skip
        self.attempts = Attempts(rng=rng)
        self.tables = (
            self.people, self._memberships, self._visits, self.completions, *self.attempts.tables,
        )  # fmt: skip

    def fill(self, tell: Callable[[int], None]) -> None:
        for number, place in enumerate(self._places, start=1):
            self._add(number, place)
            if number % _CHUNK == 0 or number == len(self._places):
                for table in self.tables:
                    table.write()
                tell(number)

    def _add(self, number: int, place: Place) -> None:
        rng, after, at = self._rng, self._after, self._at
        life = career(place, self._places, earliest=self._earliest, at=at, rng=rng)
        steps = steps_of(life, self._course, after=after, before=at, rng=rng)
        own = [step for step in steps if step.module]
        has_logged_in = bool(own) or rng.random() < 0.8
        is_manager = rng.random() < 0.07
        person = self._person(number, life, has_logged_in=has_logged_in, is_manager=is_manager)
        self._employ(person, life)
        is_tested = rng.random() < self._test_share
        for step in steps:
            self._complete(person, life, step)
            if step.module:
                self._read(person, step, is_manager=is_manager)
            if step.module and is_tested:
                snapshot = life.snapshot_at(step.at.date())
                self.attempts.passed_test(Sitting(person, step.module.test, snapshot), at=step.at)
        if has_logged_in and rng.random() < _PRETESTED:
            self._pretest(person, life, own)

    def _person(self, number: int, life: Career, *, has_logged_in: bool, is_manager: bool) -> int:
        first, _ = life.period(after=self._after, before=self._at)
        begun = moment(first, hour=5, rng=self._rng)
        confirmed = max(first, self._at - timedelta(days=self._rng.randint(1, 350)))
        name = person_name(number, shift=self._name_shift)
        return self.people.add(
            address(name, number), name, is_manager, True, self._password, begun,
            begun if has_logged_in else None, confirmed if has_logged_in else None,
        )  # fmt: skip

    def _employ(self, person: int, life: Career) -> None:
        for stay in life.stays:
            self._membership(person, stay, is_primary=True)
        if life.beside:
            self._membership(person, life.beside, is_primary=False)

    def _membership(self, person: int, stay: Stay, *, is_primary: bool) -> None:
        posts = OCCUPATIONS.get(stay.place.workplace_type, ("",))
        post = self._rng.choice(posts)
        self._memberships.add(
            person, stay.place.workplace, stay.since, stay.until, post, is_primary
        )

    def _complete(self, person: int, life: Career, step: Step) -> None:
        place = life.snapshot_at(step.at.date())
        version, number = (step.module.version, step.module.number) if step.module else (None, 0)
        self.completions.add(
            person, step.slug, step.edition, version, number, step.at, step.way, step.is_passed,
            place.district_codes, place.workplace_type, place.organisation_kind,
        )  # fmt: skip

    def _read(self, person: int, step: Step, *, is_manager: bool) -> None:
        """The lessons of the module, five minutes each, before the test."""
        assert step.module  # noqa: S101 - only learning on one's own has lessons
        lessons = step.module.lessons + (step.module.manager_lessons if is_manager else ())
        for place, lesson in enumerate(lessons):
            begun = step.at - timedelta(minutes=30 + 5 * (len(lessons) - place))
            done = begun + timedelta(minutes=4)
            self._visits.add(person, lesson, begun, done, step.module.number)

    def _pretest(self, person: int, life: Career, own: list[Step]) -> None:
        """Before the first module done on one's own, otherwise some day of the two years."""
        first, last = life.period(after=self._after, before=self._at)
        if own:
            day = max(first, own[0].at.date() - timedelta(days=self._rng.randint(0, 10)))
        else:
            day = first + timedelta(days=self._rng.randint(0, (last - first).days))
        sitting = Sitting(person, self._course.pretest, life.snapshot_at(day))
        self.attempts.pretest(sitting, at=moment(day, hour=6, rng=self._rng))
