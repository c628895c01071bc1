"""Looking at a draft: as it will be, writing nothing, and only for editors."""

from __future__ import annotations

from html import unescape

import pytest

from content.models import AccessibilityStatementPage, FamilyPage, InfoPage
from courses.models import (
    Completion,
    CoursePage,
    FormerEditionPage,
    HomePage,
    LessonPage,
    LessonVisit,
    ModulePage,
    ModuleVersion,
)
from courses.publication import current_stamp
from quizzes.models import Answer, Attempt, QuizPage, QuizVersion

PAGES = [HomePage, CoursePage, ModulePage, LessonPage, FormerEditionPage, FamilyPage, InfoPage,
         AccessibilityStatementPage, QuizPage]  # fmt: skip
WRITTEN = [LessonVisit, Completion, Attempt, Answer, QuizVersion, ModuleVersion]


@pytest.fixture
def editor(client, rut):
    client.force_login(rut)
    return client


def draft_of(page, person):
    setattr(page, "headline" if isinstance(page, HomePage) else "title", "Ett utkast som prövas")
    page.save_revision(user=person)
    return f"/cms/pages/{page.pk}/view_draft/"


def written():
    return current_stamp(), [model.objects.count() for model in WRITTEN]


@pytest.mark.parametrize("model", PAGES)
def test_every_kind_of_page_can_be_previewed_and_nothing_is_written(editor, course, rut, model):
    address = draft_of(model.objects.first(), rut)
    before = written()
    response = editor.get(address)
    assert response.status_code == 200
    assert "Ett utkast som prövas" in unescape(response.content.decode())
    assert written() == before


@pytest.mark.parametrize("model", [HomePage, CoursePage])
def test_the_pages_above_the_modules_are_shown_with_them(editor, rut, course, model):
    html = unescape(editor.get(draft_of(model.objects.first(), rut)).content.decode())
    assert all(module.title in html for module in course.modules)


def test_the_module_has_the_number_that_learners_see(editor, rut, course):
    lesson = LessonPage.objects.get(slug="tidigt-inte-sist")
    html = unescape(editor.get(draft_of(lesson, rut)).content.decode())
    assert "Modul 2: Funktion" in html


def test_the_lesson_is_shown_as_a_learner_will_meet_it(editor, rut, course):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    lesson.goal = "Du ser utkastets mål."
    html = unescape(editor.get(draft_of(lesson, rut)).content.decode())
    assert "Du ser utkastets mål." in html
    assert "Kontrollera svaret" in html
    assert "Lektion 1 av 6" in html


def test_a_lesson_that_is_only_a_draft_is_shown_last(editor, rut, organisation_page):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    new = LessonPage(
        title="Helt ny", slug="helt-ny", goal="Du ser.", lead="Nytt.", live=False,
        edition=lesson.edition, source="Sammanfattning av …", reviewed_on=lesson.reviewed_on,
        review_due=lesson.review_due, body=[("text", "<p>Hej</p>")],
    )  # fmt: skip
    organisation_page.add_child(instance=new)
    html = editor.get(draft_of(new, rut)).content.decode()
    assert "Lektion 7 av 7" in html


def half_done(kind, value):
    return {"type": kind, "value": {"scene": "", "prompt": "Halvfärdig?", "note": "", **value}}


PAIRS = [{"left": "a", "right": "b", "feedback": "c"}]
WRONG = {"misconception": "", "fact_error": False, "feedback": ""}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", {"options": []}),
        ("single", {"options": [{"text": "", "correct": False, "feedback": ""}]}),
        ("multiple", {"options": []}),
        ("true_false", {"answer": None, "feedback_right": "", "feedback_wrong": ""}),
        ("pair", {"pairs": []}),
        ("pair", {"pairs": PAIRS, "mistakes": [{**WRONG, "left": None, "right": 9}]}),
        ("order", {"steps": []}),
        ("order", {"steps": [], "rules": [{**WRONG, "earlier": None, "later": None}]}),
    ],
)
def test_a_half_done_question_does_not_stop_a_preview(editor, rut, course, kind, value):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    lesson.body = [half_done(kind, value)]
    response = editor.get(draft_of(lesson, rut))
    assert response.status_code == 200
    assert "Halvfärdig?" in response.content.decode()


@pytest.mark.parametrize("who", ["samira", "bo", None])
def test_who_is_no_editor_sees_no_draft(client, course, rut, request, who):
    address = draft_of(LessonPage.objects.first(), rut)
    if who:
        client.force_login(request.getfixturevalue(who))
    response = client.get(address)
    assert response.status_code == (403 if who else 302)
    assert "Ett utkast som prövas" not in response.content.decode()


def test_the_published_page_is_what_it_was(editor, client, course, rut):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    address = draft_of(lesson, rut)
    editor.get(address)
    html = client.get(lesson.url).content.decode()
    assert "Ett utkast som prövas" not in html
