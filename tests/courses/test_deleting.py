"""Content with results is never deleted: not alone, not with its parent, not in bulk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage, LessonVisit, ModulePage

NOW = timezone.now()


@pytest.fixture
def editor(client, course, tora):
    client.force_login(tora)
    return client


@pytest.fixture
def read_lesson(course, samira):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    LessonVisit.objects.create(person=samira, lesson_key=lesson.translation_key, started_at=NOW)
    return lesson


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_a_lesson_nobody_has_opened_can_be_deleted(editor, course):
    lesson = LessonPage.objects.get(slug="samtycke")
    editor.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert not LessonPage.objects.filter(pk=lesson.pk).exists()


def test_a_lesson_somebody_has_opened_is_kept(editor, read_lesson):
    url = reverse("wagtailadmin_pages:delete", args=[read_lesson.pk])
    response = editor.post(url, follow=True)
    assert response.status_code == 200
    assert "kan inte tas bort" in said(response)
    assert LessonPage.objects.filter(pk=read_lesson.pk).exists()
    assert LessonVisit.objects.count() == 1


def test_nor_is_the_module_above_it(editor, read_lesson):
    module = ModulePage.objects.parent_of(read_lesson).get()
    response = editor.post(reverse("wagtailadmin_pages:delete", args=[module.pk]), follow=True)
    assert response.status_code == 200
    assert "kan inte tas bort" in said(response)
    assert ModulePage.objects.filter(pk=module.pk).exists()


@pytest.mark.parametrize("which", ["the lesson", "its module", "both"])
def test_nor_in_bulk(editor, read_lesson, which):
    module = ModulePage.objects.parent_of(read_lesson).get()
    pages = {"the lesson": [read_lesson], "its module": [module], "both": [read_lesson, module]}
    chosen = "&".join(f"id={page.pk}" for page in pages[which])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = editor.post(f"{url}?{chosen}&next=/cms/", follow=True)
    assert response.status_code == 200
    assert "kan inte tas bort" in said(response)
    assert LessonPage.objects.filter(pk=read_lesson.pk).exists()


def test_a_module_nobody_has_opened_is_deleted_with_its_pages(editor, course):
    module = ModulePage.objects.get(slug="sip")
    lessons = LessonPage.objects.child_of(module)
    editor.post(reverse("wagtailadmin_pages:delete", args=[module.pk]))
    assert not ModulePage.objects.filter(slug="sip").exists()
    assert not lessons.exists()
