"""What one fictional person has learnt, and when: from nothing at all to all four modules."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from content.models import GuidelineEdition
from courses.models import Completion, CoursePage, LessonPage, ModulePage, ModuleVersion
from quizzes.models import QuizPage, QuizVersion
from quizzes.versions import freeze

from . import pattern
from .staff import Career

_WAY = Completion.Way
_WAYS = ((_WAY.SELF, 88), (_WAY.MEETING, 8), (_WAY.PRIOR, 4))
_ALSO_OLDER = 0.1
"""Share, 0–1, of those klara in the current edition who are so in the older one too."""
_PARTLY = (("older", 14), ("three", 15), ("sip", 11), ("begun", 10), ("untested", 5), ("none", 45))
"""What those who are not klara have done, of a hundred."""
_GROWTH = 0.8
"""Below 1: more is done towards the end of the two years than at the beginning."""


class NotSeededError(Exception):
    """The starter site is not there yet."""


@dataclass(frozen=True)
class TaughtModule:
    slug: str
    version: int
    number: int
    edition: int
    lessons: tuple[UUID, ...]
    manager_lessons: tuple[UUID, ...]
    test: QuizVersion


@dataclass(frozen=True)
class Course:
    """What there is to learn. ``older`` is the edition before the one that is taught, or None."""

    modules: tuple[TaughtModule, ...]
    pretest: QuizVersion
    edition: GuidelineEdition
    older: GuidelineEdition | None


@dataclass(frozen=True)
class Step:
    """A module done by a person. ``module`` is None for learning without lessons of ours."""

    slug: str
    edition: int
    way: str
    is_passed: bool
    at: datetime
    module: TaughtModule | None = None


def load_course() -> Course:
    """The live course, its tests frozen as they are. Raises NotSeededError when it is missing."""
    course = CoursePage.objects.live().first()
    pretest = course and QuizPage.objects.child_of(course).live().first()
    versions = ModuleVersion.objects.newest()
    modules = []
    for page in ModulePage.objects.child_of(course).live() if course else ():
        test = QuizPage.objects.child_of(page).live().first()
        version = versions.get(str(page.translation_key))
        if test and version:
            modules.append(_taught(page, version, freeze(test)))
    if not pretest or not modules:
        raise NotSeededError
    edition = GuidelineEdition.objects.get(pk=modules[0].edition)
    return Course(tuple(modules), freeze(pretest), edition, edition.supersedes)


def _taught(page: ModulePage, version: ModuleVersion, test: QuizVersion) -> TaughtModule:
    lessons = LessonPage.objects.child_of(page).live()
    rows = list(lessons.values_list("translation_key", "managers_only"))
    return TaughtModule(
        slug=page.slug,
        version=version.pk,
        number=version.number,
        edition=version.edition_id,
        lessons=tuple(key for key, for_managers in rows if not for_managers),
        manager_lessons=tuple(key for key, for_managers in rows if for_managers),
        test=test,
    )


def steps_of(
    career: Career, course: Course, *, after: date, before: date, rng: random.Random
) -> list[Step]:
    """What the person did during ``[after, before)``, and in the older edition before that."""
    place = career.last
    chance = pattern.completing(place.district, place.workplace_type) if place else 0.3
    is_done = rng.random() < chance
    older = _older(career, course, rng=rng)
    if is_done and rng.random() >= _ALSO_OLDER:
        older = []
    outcome = "all" if is_done else _weighted(_PARTLY, rng=rng)
    if outcome == "older":
        return older
    period = career.period(after=max(after, course.edition.valid_from), before=before)
    return (older if is_done else []) + _current(outcome, course, period, rng=rng)


def _current(
    outcome: str, course: Course, period: tuple[date, date], *, rng: random.Random
) -> list[Step]:
    modules = list(course.modules)
    way = _weighted(_WAYS, rng=rng)
    if outcome == "three":
        modules.remove(rng.choice(modules))
    elif outcome == "sip":
        modules, way = modules[-1:], _WAY.SELF.value
    elif outcome == "begun":
        modules, way = modules[: rng.randint(1, max(1, len(modules) - 2))], _WAY.SELF.value
    elif outcome == "untested":
        way = _WAY.MEETING.value
    elif outcome == "none":
        return []
    first, last = period
    done = last - timedelta(days=round((last - first).days * (1 - rng.random() ** _GROWTH)))
    days = [done] * len(modules)
    if way == _WAY.SELF:
        days = sorted(max(first, done - timedelta(days=rng.randint(0, 28))) for _ in modules)
    return [
        Step(
            slug=module.slug,
            edition=module.edition,
            way=way,
            is_passed=outcome != "untested",
            at=moment(day, hour=8 + 1.5 * place, rng=rng),
            module=module if way == _WAY.SELF else None,
        )
        for place, (module, day) in enumerate(zip(modules, days, strict=True))
    ]


def _older(career: Career, course: Course, *, rng: random.Random) -> list[Step]:
    """All modules in the edition before, as a course long ago; none for who began after it."""
    edition = course.older
    if edition is None or edition.valid_to is None or not career.stays:
        return []
    first = max(edition.valid_from, career.stays[0].since)
    last = edition.valid_to - timedelta(days=1)
    if first > last:
        return []
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    at, is_passed = moment(day, hour=10, rng=rng), rng.random() < 0.8
    return [
        Step(module.slug, edition.pk, _WAY.PRIOR.value, is_passed, at) for module in course.modules
    ]


def moment(day: date, *, hour: float, rng: random.Random) -> datetime:
    """Some time during the hour (UTC) that begins at ``hour``."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight + timedelta(seconds=int(hour * 3600) + rng.randrange(3600))


def _weighted(choices: tuple[tuple[str, int], ...], *, rng: random.Random) -> str:
    names, weights = zip(*choices, strict=True)
    return str(rng.choices(names, weights)[0])
