"""The verbs of the course. Object first, the rest by keyword, atomic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from wagtail.models import Page

from content.models import GuidelineEdition
from people.access import snapshot_of
from people.models import Person
from quizzes.attempts import finish_attempt, hand_in, has_passed, next_position
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage, QuizVersion
from quizzes.scoring import Choice
from quizzes.versions import freeze

from . import publication
from .models import Completion, LessonPage, LessonVisit, ModulePage, ModuleVersion
from .module_status import has_own_time
from .outline import CourseOutline, ModuleOutline
from .progress import progress_of

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

    ``material`` asks those who have done the module to reread the lessons among ``pages``. Raises
    NotReadyError when a draft is not fit to be published, ValueError for one with a later time of
    its own, whose text would not be in the version.
    """
    pages = list(pages)
    if timed := [page.title for page in pages if has_own_time(page, at=at)]:
        raise ValueError(f"publiceras för sig: {timed}")
    with _bundled():
        for page in pages:
            revision = page.get_latest_revision() or page.save_revision(user=by)
            revision.publish(user=by)
    module.refresh_from_db()
    return _new_version(module, pages, material=material, note=note, by=by, at=at)


@transaction.atomic
def record_lone_publish(page: Page) -> ModuleVersion | None:
    """Version a page published on its own. None outside a module."""
    specific = page.specific
    if isinstance(specific, QuizPage) and not _publishing_module.get():
        freeze(specific)
    return record_lone_change(specific, within=page, note="Publicerad för sig")


@transaction.atomic
def record_lone_change(page: Page, *, within: Page, note: str) -> ModuleVersion | None:
    """Version the module that ``within`` stands in, after one page of it changed on its own.

    Always editorial. None outside a module, and while a whole module is published.
    """
    if _publishing_module.get():
        return None
    module = ModulePage.objects.ancestor_of(within, inclusive=True).first()
    if module is None:
        return None
    pages = [page.specific]
    return _new_version(module, pages, material=False, note=note, by=None, at=timezone.now())


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
    return taught.first() or GuidelineEdition.objects.current_main(at=localdate(at))


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


@transaction.atomic
def hand_over(person: Person, *, kept: dict[str, int], outline: CourseOutline, at: datetime) -> int:
    """Save what was read before log-in; how many lessons that was. Repeating it changes nothing.

    ``kept``: lesson key → module version it was finished at, -1 for started only.
    """
    known = {key: version for key, version in kept.items() if key in outline.lesson_by_key}
    for key, version in known.items():
        if version >= 0:
            finish_lesson(person, lesson_key=UUID(key), version_number=version, at=at)
        else:
            start_lesson(person, lesson_key=UUID(key), at=at)
    read = {module.slug: module for module, _ in map(outline.lesson_by_key.__getitem__, known)}
    for module in read.values():
        complete_if_done(person, module=module, at=at)
    return len(known)


@transaction.atomic
def answer_question(
    item: AttemptItem, *, choice: Choice, module: ModuleOutline | None, at: datetime
) -> Answer:
    """Hand in the answer; the last one finishes the attempt and, when passed, may make the
    completion, all or nothing. Raises AlreadyAnsweredError when an answer stands."""
    if module:
        # Of the last two answers handed in at once, the later must see the earlier.
        Attempt.objects.select_for_update().only("pk").get(pk=item.attempt_id)
    answer = hand_in(item, choice=choice, at=at)
    if next_position(item.attempt) is None:
        close_attempt(item.attempt, module=module, at=at)
    return answer


@transaction.atomic
def close_attempt(attempt: Attempt, *, module: ModuleOutline | None, at: datetime) -> None:
    """Finish an attempt whose every question is answered, and write the completion it may make.

    Repeating it changes nothing.
    """
    finish_attempt(attempt, at=at)
    if module:
        complete_if_done(attempt.person, module=module, at=at)


@transaction.atomic
def complete_if_done(person: Person, *, module: ModuleOutline, at: datetime) -> Completion | None:
    """Write the completion when every live lesson is finished and the test is passed.

    None when something is left. One per module version, however often it is tried. The person is
    locked: of a last lesson and a last answer at once, the later must see the earlier.
    """
    if module.quiz is None:
        return None
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    if not progress_of(person).is_read(module):
        return None
    if not has_passed(person, page_key=UUID(module.quiz.key), since=module.retest_from):
        return None
    version = ModuleVersion.objects.get(module_key=UUID(module.key), number=module.version_number)
    completion, _ = Completion.objects.get_or_create(
        person=person,
        module=module.slug,
        edition=version.edition,
        version_number=version.number,
        way=Completion.Way.SELF,
        defaults={
            "module_version": version,
            "completed_at": at,
            "test_passed": True,
            **snapshot_of(person, at=localdate(at)).as_fields(),
        },
    )
    return completion
