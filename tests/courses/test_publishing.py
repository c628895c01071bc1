"""Publishing a module: all of it or nothing, as one version that never changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from wagtail.actions.publish_page_revision import PublishPagePermissionError

from content.models import GuidelineEdition
from courses import actions
from courses.actions import edition_of, publish_module
from courses.models import LessonPage, ModulePage, ModuleVersion
from courses.rendering import current_outline
from quizzes.models import QuizPage, QuizVersion

AT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def drafts(organisation_page, tora):
    """Drafts of two lessons and the test of the first module."""
    lessons = list(LessonPage.objects.child_of(organisation_page)[:2])
    quiz = QuizPage.objects.child_of(organisation_page).get()
    for page in [*lessons, quiz]:
        page.title = f"Ny: {page.title}"
        page.save_revision(user=tora)
    return [*lessons, quiz]


def publish(module, pages, person, **changes):
    values = {"material": True, "note": "Ny rutin", "by": person, "at": AT}
    return publish_module(module, pages=pages, **{**values, **changes})


def titles(pages):
    return [type(page).objects.get(pk=page.pk).title for page in pages]


def test_the_drafts_are_published_together_as_one_version(organisation_page, drafts, tora):
    version = publish(organisation_page, drafts, tora)
    assert all(title.startswith("Ny: ") for title in titles(drafts))
    assert ModuleVersion.objects.filter(slug="organisation").count() == 2
    assert (version.number, version.is_material, version.note) == (2, True, "Ny rutin")
    assert (version.published_by, version.published_at) == (tora, AT)
    assert version.lessons == [str(page.translation_key) for page in drafts[:2]]
    assert version.sections == [2]
    assert version.edition.code == "OK2021r2023"


def test_the_version_pins_the_questions_published_with_it(organisation_page, drafts, tora):
    version = publish(organisation_page, drafts, tora)
    assert version.quiz_version.number == 2
    assert version.quiz_version.snapshot["title"].startswith("Ny: ")


def test_questions_that_have_not_changed_are_not_frozen_again(organisation_page, drafts, tora):
    version = publish(organisation_page, drafts[:2], tora)
    assert version.quiz_version.number == 1


def test_numbers_follow_on_each_other(organisation_page, drafts, tora):
    numbers = [publish(organisation_page, drafts[:1], tora).number for _ in range(3)]
    assert numbers == [2, 3, 4]


def test_other_modules_are_not_touched(organisation_page, drafts, tora):
    publish(organisation_page, drafts, tora)
    assert ModuleVersion.objects.filter(slug="sip").count() == 1


def test_a_page_without_a_draft_is_published_as_it_is(organisation_page, tora):
    lesson = LessonPage.objects.child_of(organisation_page).first()
    lesson.revisions.all().delete()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert publish(organisation_page, [lesson], tora).lessons == [str(lesson.translation_key)]
    assert titles([lesson]) == [lesson.title]


def test_if_freezing_fails_nothing_is_published(organisation_page, drafts, tora, monkeypatch):
    def fail(page):
        raise RuntimeError("ingen plats kvar på disken")

    monkeypatch.setattr(actions, "freeze", fail)
    with pytest.raises(RuntimeError):
        publish(organisation_page, drafts, tora)
    assert not any(title.startswith("Ny: ") for title in titles(drafts))
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1
    assert QuizVersion.objects.filter(page=drafts[2]).count() == 1


def test_who_may_not_publish_publishes_nothing(organisation_page, drafts, rut):
    with pytest.raises(PublishPagePermissionError):
        publish(organisation_page, drafts, rut)
    assert not any(title.startswith("Ny: ") for title in titles(drafts))
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1


def test_a_version_number_is_used_once(organisation_page):
    version = ModuleVersion.objects.get(slug="organisation")
    version.pk = None
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        version.save(force_insert=True)


def test_readers_meet_the_new_text_at_once(organisation_page, drafts, tora):
    publish(organisation_page, drafts, tora)
    module = current_outline().by_slug["organisation"]
    assert module.lessons[0].title.startswith("Ny: ")
    assert module.version_number == 2
    assert module.retest_from == AT
    assert [lesson.reread_from for lesson in module.lessons] == [2, 2, 1, 1, 1, 1]


def test_an_editorial_version_asks_nobody_to_reread(organisation_page, drafts, tora):
    publish(organisation_page, drafts, tora, material=False)
    module = current_outline().by_slug["organisation"]
    assert module.version_number == 2
    assert {lesson.reread_from for lesson in module.lessons} == {1}
    assert module.retest_from < AT


def set_edition(lesson, code):
    LessonPage.objects.filter(pk=lesson.pk).update(edition=GuidelineEdition.objects.get(code=code))


def test_a_module_is_in_a_new_edition_when_every_lesson_is(organisation_page):
    assert edition_of(organisation_page, at=AT).code == "OK2021r2023"
    lesson = LessonPage.objects.child_of(organisation_page).first()
    set_edition(lesson, "OK2021")
    assert edition_of(organisation_page, at=AT).code == "OK2021"
    lesson.unpublish()
    assert edition_of(organisation_page, at=AT).code == "OK2021r2023"


def test_a_module_without_lessons_is_in_the_edition_in_force(course):
    empty = ModulePage(title="Ny modul", slug="ny", short_title="Ny")
    ModulePage.objects.first().get_parent().add_child(instance=empty)
    assert edition_of(empty, at=AT).code == "OK2021r2023"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2020, 12, 31, 22, 59, tzinfo=UTC), "VB2012"),
        (datetime(2020, 12, 31, 23, 1, tzinfo=UTC), "OK2021"),
    ],
)
def test_an_edition_begins_at_midnight_in_sweden(course, at, code):
    empty = ModulePage(title="Ny modul", slug="ny", short_title="Ny")
    ModulePage.objects.first().get_parent().add_child(instance=empty)
    assert edition_of(empty, at=at).code == code
