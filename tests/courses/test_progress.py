"""What a reader has started and finished, and what a new version asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from courses.actions import finish_lesson, publish_module, start_lesson
from courses.models import LessonPage, LessonVisit
from courses.progress import Progress, progress_of
from courses.rendering import current_outline

from . import learning

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def key(organisation):
    return UUID(organisation.lessons[0].key)


def finish(person, key, version=1, at=AT):
    return finish_lesson(person, lesson_key=key, version_number=version, at=at)


def test_a_lesson_is_started_once(samira, key):
    start_lesson(samira, lesson_key=key, at=AT)
    start_lesson(samira, lesson_key=key, at=LATER)
    visit = LessonVisit.objects.get()
    assert (visit.started_at, visit.finished_at) == (AT, None)


def test_finishing_starts_a_lesson_that_was_not_started(samira, key):
    visit = finish(samira, key)
    assert (visit.started_at, visit.finished_at, visit.version_number) == (AT, AT, 1)


def test_finishing_again_changes_nothing(samira, key):
    finish(samira, key)
    finish(samira, key, at=LATER)
    assert LessonVisit.objects.get().finished_at == AT


def test_finishing_a_later_version_moves_the_visit_forward(samira, key):
    finish(samira, key)
    finish(samira, key, version=2, at=LATER)
    visit = LessonVisit.objects.get()
    assert (visit.finished_at, visit.version_number, visit.started_at) == (LATER, 2, AT)


def test_finishing_an_older_version_from_a_stale_tab_moves_nothing_back(samira, key):
    finish(samira, key, version=2)
    finish(samira, key, version=1, at=LATER)
    visit = LessonVisit.objects.get()
    assert (visit.finished_at, visit.version_number) == (AT, 2)


def test_starting_a_finished_lesson_again_keeps_it_finished(samira, key):
    finish(samira, key)
    start_lesson(samira, lesson_key=key, at=LATER)
    assert LessonVisit.objects.get().finished_at == AT


def test_everybody_has_a_progress_of_their_own(samira, bo, key, organisation):
    finish(samira, key)
    assert progress_of(samira).finished_in(organisation) == 1
    assert progress_of(bo).finished_in(organisation) == 0


def test_started_is_not_finished(samira, key, organisation):
    start_lesson(samira, lesson_key=key, at=AT)
    progress = progress_of(samira)
    assert progress.is_started(organisation.lessons[0])
    assert not progress.is_finished(organisation.lessons[0])
    assert not progress.is_started(organisation.lessons[1])


def test_progress_is_read_in_one_query(samira, key, django_assert_num_queries):
    finish(samira, key)
    with django_assert_num_queries(1):
        progress_of(samira)


def test_the_next_lesson_is_the_first_unread(samira, organisation):
    learning.read(samira, organisation, lessons=organisation.lessons[1:2])
    assert progress_of(samira).next_lesson(organisation) == organisation.lessons[0]
    learning.read(samira, organisation)
    assert progress_of(samira).next_lesson(organisation) is None
    assert progress_of(samira).is_read(organisation)


def test_the_lesson_for_chefer_is_asked_only_of_chefer(samira, bo, organisation):
    assert bo.is_manager
    everybodys = [lesson for lesson in organisation.lessons if not lesson.managers_only]
    for person in (samira, bo):
        learning.read(person, organisation, lessons=everybodys)
    assert progress_of(samira).is_read(organisation)
    assert progress_of(bo).next_lesson(organisation).slug == "for-dig-som-ar-chef"
    learning.read(bo, organisation)
    assert progress_of(bo).is_read(organisation)


def test_a_share_is_whole_only_when_the_module_is_klar(samira, organisation):
    assert progress_of(samira).share_of(organisation) == 0
    learning.read(samira, organisation)
    assert progress_of(samira).share_of(organisation) == 5 / 6
    learning.take(samira, organisation)
    assert progress_of(samira).share_of(organisation) == 1


def test_the_minutes_left_shrink_to_nothing(samira, organisation):
    whole = progress_of(samira).minutes_left(organisation)
    assert whole == organisation.minutes_for(is_manager=False)
    learning.read(samira, organisation)
    assert 0 < progress_of(samira).minutes_left(organisation) < whole
    learning.take(samira, organisation)
    assert progress_of(samira).minutes_left(organisation) == 0


def test_a_material_version_asks_for_its_lessons_to_be_reread(samira, organisation_page, tora):
    learning.read(samira, current_outline().by_slug["organisation"])
    changed = LessonPage.objects.child_of(organisation_page)[2]
    publish_module(organisation_page, pages=[changed], material=True, note="", by=tora, at=LATER)
    module = current_outline().by_slug["organisation"]
    assert progress_of(samira).next_lesson(module).slug == changed.slug
    assert progress_of(samira).finished_in(module) == 4
    learning.read(samira, module)
    assert progress_of(samira).is_read(module)


def test_an_editorial_version_asks_for_nothing(samira, organisation_page, tora):
    learning.read(samira, current_outline().by_slug["organisation"])
    LessonPage.objects.child_of(organisation_page)[2].save_revision().publish(user=tora)
    assert progress_of(samira).is_read(current_outline().by_slug["organisation"])


def test_without_progress_nothing_is_read(organisation):
    assert Progress().finished_in(organisation) == 0
    assert Progress().next_lesson(organisation) == organisation.lessons[0]
