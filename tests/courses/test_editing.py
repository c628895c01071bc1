"""Writing questions in the CMS: half done is saved, and what cannot be published says why."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.models import Misconception
from courses.models import LessonPage, ModuleVersion
from quizzes.models import QuizPage, QuizVersion


@pytest.fixture
def editor(client, tora):
    client.force_login(tora)
    return client


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


def option(text, *, correct=False, fact_error=False, misconception=""):
    value = {"text": text, "feedback": "därför", "left_out": "", "misconception": misconception}
    flags = {"correct": correct, "fact_error": fact_error}
    return value | {name: "on" for name, is_set in flags.items() if is_set}


def listed(rows):
    """A ListBlock's form data: the rows in their order."""
    data = {"count": str(len(rows))}
    for number, value in enumerate(rows):
        data[str(number)] = {"deleted": "", "order": str(number), "type": "item", "id": "",
                             "value": value}  # fmt: skip
    return data


def check(options, prompt="Vad är Västbus?"):
    return {"scene": "", "prompt": prompt, "note": "", "options": listed(options)}


def form(lesson, questions):
    """The lesson's form with a text and the given questions as its body."""
    return nested_form_data(
        {
            "title": lesson.title,
            "slug": lesson.slug,
            "goal": lesson.goal,
            "lead": lesson.lead,
            "workplaces": streamfield([]),
            "body": streamfield([("text", rich_text("<p>Hej</p>")),
                                 *(("single", value) for value in questions)]),
            "sources": streamfield([]),
            "edition": lesson.edition_id,
            "section": lesson.section_id,
            "source": lesson.source,
            "reviewed_on": lesson.reviewed_on,
            "review_due": lesson.review_due,
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )  # fmt: skip


def send(client, lesson, questions, **action):
    return client.post(f"/cms/pages/{lesson.pk}/edit/", {**form(lesson, questions), **action})


COMPLETE = [check([option("En överenskommelse", correct=True), option("En lag", fact_error=True)])]
NO_RIGHT_ONE = [check([option("En lag", fact_error=True), option("Ett bolag", fact_error=True)])]
NO_REASON_GIVEN = [check([option("En överenskommelse", correct=True), option("En lag")])]
JUST_BEGUN = [check([], prompt="")]


def test_a_complete_question_is_published(editor, lesson):
    response = send(editor, lesson, COMPLETE, **{"action-publish": "action-publish"})
    assert response.status_code == 302, response.content.decode()
    lesson.refresh_from_db()
    assert [child.block_type for child in lesson.body] == ["text", "single"]
    assert ModuleVersion.objects.filter(slug="organisation").latest("number").number == 2


@pytest.mark.parametrize("questions", [NO_RIGHT_ONE, NO_REASON_GIVEN, JUST_BEGUN])
def test_a_half_done_question_is_saved_as_a_draft(editor, lesson, questions):
    response = send(editor, lesson, questions)
    assert response.status_code == 302, response.content.decode()
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert [child.block_type for child in draft.body] == ["text", "single"]
    assert "single" in [child.block_type for child in LessonPage.objects.get(pk=lesson.pk).body]
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1


@pytest.mark.parametrize("questions", [NO_RIGHT_ONE, NO_REASON_GIVEN, JUST_BEGUN])
def test_it_is_saved_by_itself_too(editor, lesson, questions):
    address = f"/cms/pages/{lesson.pk}/edit/"
    headers = {"Accept": "application/json"}
    saved = editor.post(address, form(lesson, questions), headers=headers).json()
    assert saved["success"], saved
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert draft.latest_revision.pk == saved["revision_id"]
    assert [child.block_type for child in draft.body] == ["text", "single"]
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        (NO_RIGHT_ONE, "Markera exakt ett rätt svar."),
        (NO_REASON_GIVEN, "Välj en missuppfattning, eller kryssa i ”Rent faktafel”."),
    ],
)
def test_publishing_it_is_refused_with_the_reason(editor, lesson, questions, said):
    response = send(editor, lesson, questions, **{"action-publish": "action-publish"})
    assert response.status_code == 200
    html = unescape(response.content.decode())
    assert json.dumps(said)[1:-1] in html, "the form's blocks are given as JSON"
    assert LessonPage.objects.get(pk=lesson.pk).live_revision == lesson.live_revision
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1


def test_who_may_not_publish_may_save(client, rut, lesson):
    client.force_login(rut)
    send(client, lesson, COMPLETE, **{"action-publish": "action-publish"})
    lesson.refresh_from_db()
    assert len(lesson.body) > 2
    assert lesson.has_unpublished_changes


def test_misconceptions_are_offered_from_the_register(editor, lesson):
    Misconception.objects.create(code="M27", belief="Ny tro", truth="Så är det", source="NOSAM")
    html = editor.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()
    assert "M27 Ny tro" in html


def test_a_failing_freeze_publishes_nothing(editor, course, monkeypatch):
    def fail(page):
        raise RuntimeError("disken är full")

    quiz = QuizPage.objects.get(pk=course.modules[0].quiz.pk)
    quiz.intro = "Ny inledning"
    revision = quiz.save_revision()
    monkeypatch.setattr("courses.actions.freeze", fail)
    editor.raise_request_exception = False
    publish = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{publish}?id={quiz.pk}&next=/cms/")
    assert response.status_code == 500
    quiz.refresh_from_db()
    assert quiz.intro != "Ny inledning"
    assert quiz.latest_revision == revision, "the draft is still there"
    assert QuizVersion.objects.filter(page=quiz).count() == 1
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1
