"""Content with results is never deleted: not alone, not with its parent, not in bulk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

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


@pytest.mark.parametrize("slug", ["for-familjer", "personuppgifter", "tillganglighet", "vastbus"])
def test_nor_is_a_page_that_every_page_leads_to(editor, slug):
    page = Page.objects.get(slug=slug)
    response = editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "varje sida på webbplatsen länkar dit" in said(response)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = editor.post(f"{url}?id={page.pk}&next=/cms/", follow=True)
    assert "kan inte tas bort" in said(response) or "Du får inte ta bort" in said(response)
    assert Page.objects.filter(pk=page.pk).exists()


def test_pages_that_are_gone_already_are_no_fault(editor):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert editor.post(f"{url}?id=99999&next=/cms/").status_code < 500


def test_a_module_nobody_has_opened_is_deleted_with_its_pages(editor, course):
    module = ModulePage.objects.get(slug="sip")
    lessons = LessonPage.objects.child_of(module)
    editor.post(reverse("wagtailadmin_pages:delete", args=[module.pk]))
    assert not ModulePage.objects.filter(slug="sip").exists()
    assert not lessons.exists()


IN_BULK = "/cms/bulk/wagtailcore/page/delete/"


@pytest.fixture
def writer(client, course, rut):
    client.force_login(rut)
    return client


def answers(client, *pages):
    """What is said when the pages are deleted in bulk, each with its level."""
    chosen = "&".join(f"id={page.pk}" for page in pages)
    response = client.post(f"{IN_BULK}?{chosen}&next=/cms/", follow=True)
    assert response.status_code == 200
    return [(message.level_tag, str(message).strip()) for message in response.context["messages"]]


def test_redaktion_is_told_of_the_results_too(writer, read_lesson):
    ((level, sentence),) = answers(writer, read_lesson)
    assert level == "error"
    assert "kan inte tas bort: medarbetare har läst eller svarat här" in sentence
    assert LessonPage.objects.filter(pk=read_lesson.pk).exists()


def test_redaktion_is_told_that_what_is_published_is_not_theirs_to_delete(writer, course):
    lesson = LessonPage.objects.get(slug="samtycke")
    ((level, sentence),) = answers(writer, lesson)
    assert level == "error"
    assert sentence == f"Du får inte ta bort ”{lesson.title}”. Fråga temagruppen."
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_what_is_theirs_is_deleted_and_the_rest_is_told(writer, rut, course):
    lesson = LessonPage.objects.get(slug="samtycke")
    same = ("edition", "section", "source", "reviewed_on", "review_due")
    own = LessonPage(title="Egen", slug="egen", goal="Du kan", live=False, owner=rut)
    for name in same:
        setattr(own, name, getattr(lesson, name))
    lesson.get_parent().add_child(instance=own)
    said = answers(writer, own, lesson)
    assert ("success", "1 sida är borttagen") in said
    assert ("error", f"Du får inte ta bort ”{lesson.title}”. Fråga temagruppen.") in said
    assert not LessonPage.objects.filter(pk=own.pk).exists()
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_the_root_is_refused_with_a_sentence(writer, course):
    root = Page.get_first_root_node()
    ((level, sentence),) = answers(writer, root)
    assert level == "error"
    assert "kan inte tas bort" in sentence
    assert Page.objects.filter(pk=root.pk).exists()
