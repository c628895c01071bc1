"""The verbs of the course. Object first, the rest by keyword, atomic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from content.models import GuidelineEdition
from people.models import Person
from quizzes.models import QuizPage, QuizVersion
from quizzes.versions import freeze

from . import publication
from .models import LessonPage, LessonVisit, ModulePage, ModuleVersion

_publishing_module: ContextVar[bool] = ContextVar("publishing_module", default=False)


@transaction.atomic
def publish_module(
    module: ModulePage,
    *,
    pages: Iterable[Page],
    material: bool,
    note: str,
    by: Person | None,
    at: datetime,
) -> ModuleVersion:
    """Publish the latest drafts of ``pages`` together, as one version of ``module``.

    ``material`` asks those who have done the module to reread the lessons among ``pages``.
    """
    pages = list(pages)
    with _bundled():
        for page in pages:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by)
    module.refresh_from_db()
    return _new_version(module, pages, material=material, note=note, by=by, at=at)


def record_lone_publish(page: Page) -> ModuleVersion | None:
    """Version a page published on its own: always editorial. None outside a module."""
    if _publishing_module.get():
        return None
    specific = page.specific
    if isinstance(specific, QuizPage):
        freeze(specific)
    module = ModulePage.objects.ancestor_of(page, inclusive=True).first()
    if module is None:
        return None
    return _new_version(
        module,
        [specific],
        material=False,
        note="Publicerad för sig",
        by=None,
        at=timezone.now(),
    )


@contextmanager
def _bundled() -> Iterator[None]:
    token = _publishing_module.set(True)
    try:
        yield
    finally:
        _publishing_module.reset(token)


def _new_version(
    module: ModulePage,
    pages: list[Page],
    *,
    material: bool,
    note: str,
    by: Person | None,
    at: datetime,
) -> ModuleVersion:
    numbers = ModuleVersion.objects.select_for_update().filter(module_key=module.translation_key)
    newest = max(numbers.values_list("number", flat=True), default=0)
    lessons = [page for page in pages if isinstance(page, LessonPage)]
    version = ModuleVersion.objects.create(
        module=module,
        module_key=module.translation_key,
        slug=module.slug,
        number=newest + 1,
        edition=edition_of(module, at=at),
        is_material=material,
        note=note,
        sections=sorted({lesson.section.number for lesson in lessons if lesson.section}),
        lessons=[str(lesson.translation_key) for lesson in lessons],
        quiz_version=_frozen_quiz(module),
        published_by=by,
        published_at=at,
    )
    publication.bump()
    return version


def edition_of(module: ModulePage, *, at: datetime) -> GuidelineEdition:
    """The edition a module teaches: the oldest among its live lessons.

    A module is in a new edition only when every lesson is.
    """
    taught = GuidelineEdition.objects.main_line().filter(
        pk__in=LessonPage.objects.child_of(module).live().values("edition")
    )
    return taught.first() or GuidelineEdition.objects.current_main(at=at.date())


def _frozen_quiz(module: ModulePage) -> QuizVersion | None:
    quiz = QuizPage.objects.child_of(module).live().first()
    return freeze(quiz) if quiz else None


def start_lesson(person: Person, *, lesson_key: UUID, at: datetime) -> None:
    """Note that the lesson was opened; what was noted before stays."""
    LessonVisit.objects.get_or_create(
        person=person, lesson_key=lesson_key, defaults={"started_at": at}
    )


def finish_lesson(
    person: Person, *, lesson_key: UUID, version_number: int, at: datetime
) -> LessonVisit:
    """Finish the lesson at a version of its module. Repeating it changes nothing; a later version
    than before moves the visit forward."""
    visit, _ = LessonVisit.objects.get_or_create(
        person=person, lesson_key=lesson_key, defaults={"started_at": at}
    )
    if visit.finished_at is None or visit.version_number < version_number:
        visit.finished_at = at
        visit.version_number = version_number
        visit.save(update_fields=["finished_at", "version_number"])
    return visit


def newest_versions() -> dict[str, ModuleVersion]:
    """Module key → its newest version."""
    newest = ModuleVersion.objects.values("module_key").annotate(newest=Max("number"))
    numbers = {row["module_key"]: row["newest"] for row in newest}
    rows = ModuleVersion.objects.select_related("edition", "quiz_version")
    return {
        str(row.module_key): row for row in rows if row.number == numbers[row.module_key]
    }
