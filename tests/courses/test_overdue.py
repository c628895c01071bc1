"""The start page of the CMS reminds of what was to have been reviewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from courses.models import LessonPage

HEADING = "De här sidorna skulle ha granskats"


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


@pytest.fixture
def reminders(client, rut):
    client.force_login(rut)

    def read():
        page = BeautifulSoup(client.get("/cms/").content, "html.parser")
        heading = page.find("h2", string=HEADING)
        return heading and [row.a["href"] for row in heading.find_next("ul").find_all("li")]

    return read


def due(lesson, *, in_days, **changes):
    day = timezone.localdate() + timedelta(days=in_days)
    LessonPage.objects.filter(pk=lesson.pk).update(review_due=day, **changes)


def test_nothing_is_said_when_nothing_is_late(lesson, reminders):
    due(lesson, in_days=0)
    assert reminders() is None


def test_what_is_late_is_listed_the_longest_ago_first(lesson, reminders):
    other = LessonPage.objects.live().exclude(pk=lesson.pk).first()
    due(lesson, in_days=-1)
    due(other, in_days=-2)
    assert reminders() == [f"/cms/pages/{page.pk}/edit/" for page in (other, lesson)]


def test_not_so_what_is_not_published(lesson, reminders):
    due(lesson, in_days=-1, live=False)
    assert reminders() is None
