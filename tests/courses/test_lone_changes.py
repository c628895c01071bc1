"""A page that is published, unpublished or moved on its own makes an editorial version."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.models import InfoPage
from courses.models import FormerEditionPage, LessonPage, ModulePage, ModuleVersion
from courses.publication import current_stamp
from courses.rendering import current_outline
from quizzes.models import QuizPage, QuizVersion


@pytest.fixture
def lesson(organisation_page):
    return LessonPage.objects.child_of(organisation_page).first()


def newest(slug):
    return ModuleVersion.objects.filter(slug=slug).latest("number")


def assert_editorial(slug, *, number, note, lessons):
    version = newest(slug)
    assert (version.number, version.is_material, version.note) == (number, False, note)
    assert version.lessons == [str(lesson.translation_key) for lesson in lessons]


def test_a_lesson_published_on_its_own(lesson, tora):
    lesson.title = "Nytt"
    lesson.save_revision(user=tora).publish(user=tora)
    assert_editorial("organisation", number=2, note="Publicerad för sig", lessons=[lesson])


def test_a_test_published_on_its_own_is_frozen(organisation_page, tora):
    quiz = QuizPage.objects.child_of(organisation_page).get()
    quiz.pass_mark = 80
    quiz.save_revision(user=tora).publish(user=tora)
    assert_editorial("organisation", number=2, note="Publicerad för sig", lessons=[])
    assert newest("organisation").quiz_version.snapshot["pass_mark"] == 80


def test_the_fortest_is_frozen_though_it_stands_in_no_module(course, tora):
    quiz = QuizPage.objects.get(slug="fortest")
    before = ModuleVersion.objects.count()
    quiz.intro = "Gissa gärna."
    quiz.save_revision(user=tora).publish(user=tora)
    assert (
        QuizVersion.objects.filter(page=quiz).latest("number").snapshot["intro"] == "Gissa gärna."
    )
    assert ModuleVersion.objects.count() == before


@pytest.mark.parametrize("model", [ModulePage, FormerEditionPage])
def test_other_pages_of_a_module(organisation_page, model, tora):
    page = model.objects.get(path__startswith=organisation_page.path)
    page.save_revision(user=tora).publish(user=tora)
    assert_editorial("organisation", number=2, note="Publicerad för sig", lessons=[])


def test_a_draft_makes_no_version(lesson, tora):
    lesson.save_revision(user=tora)
    assert newest("organisation").number == 1


def test_a_lesson_unpublished_on_its_own(lesson, tora):
    lesson.unpublish(user=tora)
    assert_editorial("organisation", number=2, note="Avpublicerad för sig", lessons=[lesson])
    assert lesson.slug not in current_outline().by_slug["organisation"].by_slug


def test_a_lesson_moved_within_its_module(lesson, organisation_page):
    last = LessonPage.objects.child_of(organisation_page).last()
    lesson.move(last, pos="right")
    assert_editorial("organisation", number=2, note="Flyttad för sig", lessons=[lesson])
    assert current_outline().by_slug["organisation"].lessons[-1].slug == lesson.slug


def test_a_lesson_moved_to_another_module_changes_both(lesson):
    lesson.move(ModulePage.objects.get(slug="sip"), pos="last-child")
    assert_editorial("organisation", number=2, note="Flyttad för sig", lessons=[lesson])
    assert_editorial("sip", number=2, note="Flyttad för sig", lessons=[lesson])


def test_a_scheduled_publication(lesson, tora, monkeypatch):
    lesson.title = "Kom vid midnatt"
    lesson.go_live_at = timezone.now() + timedelta(hours=1)
    lesson.save_revision(user=tora).publish(user=tora)
    assert newest("organisation").number == 1
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("publish_scheduled", stdout=StringIO())
    assert_editorial("organisation", number=2, note="Publicerad för sig", lessons=[lesson])
    assert current_outline().lesson_by_key[str(lesson.translation_key)][1].title == lesson.title


def test_a_page_outside_the_modules_makes_no_version(course, tora):
    before = ModuleVersion.objects.count()
    InfoPage.objects.get().save_revision(user=tora).publish(user=tora)
    assert ModuleVersion.objects.count() == before


CHANGES = {
    "published": lambda page: page.save_revision().publish(),
    "unpublished": lambda page: page.unpublish(),
    "moved": lambda page: page.move(ModulePage.objects.get(slug="sip"), pos="last-child"),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_process_is_told_that_pages_have_changed(lesson, change):
    before = current_stamp()
    change(lesson)
    assert current_stamp() > before


def test_a_copied_module_has_keys_and_versions_of_its_own(organisation_page, organisation, tora):
    copy = organisation_page.copy(
        recursive=True, user=tora, update_attrs={"slug": "kopia", "title": "Kopia"}
    )
    copied = current_outline().by_slug["kopia"]
    assert copied.key == str(copy.translation_key) != organisation.key
    assert copied.quiz.key != organisation.quiz.key
    assert not {lesson.key for lesson in copied.lessons} & {one.key for one in organisation.lessons}
    assert newest("organisation").number == 1
    assert newest("kopia").module_key == copy.translation_key
