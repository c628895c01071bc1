"""What somebody read before log-in is theirs after it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone

from courses.actions import finish_lesson, hand_over
from courses.models import Completion, LessonVisit
from courses.progress import SESSION_KEY, progress_of

from . import learning


@pytest.fixture
def kept(organisation):
    """Two lessons finished and one started, before log-in."""
    first, second, third, *_ = organisation.lessons
    return {first.key: 1, second.key: 1, third.key: -1}


def over(person, kept, course):
    return hand_over(person, kept=kept, outline=course, at=timezone.now())


def test_what_was_read_is_handed_over(samira, course, organisation, kept):
    assert over(samira, kept, course) == 3
    progress = progress_of(samira)
    assert progress.finished_in(organisation) == 2
    assert progress.is_started(organisation.lessons[2])


def test_handing_over_again_changes_nothing(samira, course, kept):
    over(samira, kept, course)
    before = list(LessonVisit.objects.order_by("pk").values())
    over(samira, kept, course)
    assert list(LessonVisit.objects.order_by("pk").values()) == before


def test_what_was_finished_before_stays_finished(samira, course, organisation, kept):
    lesson = organisation.lessons[2]
    learning.read(samira, organisation, lessons=[lesson])
    over(samira, kept, course)
    assert progress_of(samira).is_finished(lesson)


def test_lessons_that_are_no_longer_there_are_left_out(samira, course):
    kept = {"00000000-0000-4000-8000-000000000000": 1, "skräp": 1}
    assert over(samira, kept, course) == 0
    assert not LessonVisit.objects.exists()


def test_reading_the_last_lesson_before_log_in_can_complete_the_module(
    samira, course, organisation
):
    learning.take(samira, organisation)
    over(samira, {lesson.key: 1 for lesson in organisation.lessons}, course)
    assert Completion.objects.get().module == "organisation"


def test_the_first_page_after_log_in_hands_over(client, samira, organisation):
    for lesson in organisation.lessons[:2]:
        client.post(f"/utbildning/organisation/{lesson.slug}/")
    client.get(f"/utbildning/organisation/{organisation.lessons[2].slug}/")
    assert not LessonVisit.objects.exists()
    client.force_login(samira)
    client.get("/utbildning/")
    assert progress_of(samira).finished_in(organisation) == 2
    assert progress_of(samira).is_started(organisation.lessons[2])
    assert SESSION_KEY not in client.session


def test_the_page_after_log_in_already_shows_what_was_read(client, samira, organisation):
    client.post(f"/utbildning/organisation/{organisation.lessons[0].slug}/")
    client.force_login(samira)
    html = client.get("/utbildning/organisation/").content.decode()
    assert html.count("(läst)") == 1


def test_the_next_person_on_a_shared_computer_gets_nothing(client, samira, bo, organisation):
    client.post(f"/utbildning/organisation/{organisation.lessons[0].slug}/")
    client.force_login(samira)
    client.get("/")
    client.post("/logga-ut/")
    client.force_login(bo)
    client.get("/")
    assert not progress_of(bo).lessons


def test_before_anything_is_published_nothing_is_lost(client, samira, organisation, monkeypatch):
    client.post(f"/utbildning/organisation/{organisation.lessons[0].slug}/")
    client.force_login(samira)
    monkeypatch.setattr("courses.middleware.current_outline", lambda: None)
    client.get("/status/igang")
    assert client.session[SESSION_KEY] == {organisation.lessons[0].key: 1}


def test_a_later_reading_by_the_person_wins_over_an_older_session(samira, course, organisation):
    lesson = organisation.lessons[0]
    finish_lesson(samira, lesson_key=UUID(lesson.key), version_number=3, at=timezone.now())
    over(samira, {lesson.key: 1}, course)
    assert LessonVisit.objects.get().version_number == 3
