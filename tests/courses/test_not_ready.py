"""What is not fit to be published is not, whichever way it is tried; told is why, and where."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from content.problems import NotReadyError, problems_of_draft
from courses.actions import publish_module
from courses.models import LessonPage, ModuleVersion
from quizzes.models import QuizPage


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


def spoil(question):
    for option in question.value["options"]:
        option["correct"], option["misconception"], option["fact_error"] = False, "", True


def without_a_right_answer(lesson):
    spoil(next(child for child in lesson.body if child.block_type == "single"))


def without_a_goal(lesson):
    lesson.goal = ""


@pytest.fixture(params=[without_a_right_answer, without_a_goal])
def half_done(request, lesson, rut):
    """A draft with something left to do in a block, or in a field of the page."""
    request.param(lesson)
    lesson.title = "Halvfärdig"
    lesson.save_revision(user=rut, clean=False)
    return lesson


def sentence(page):
    (problem,) = problems_of_draft(page)
    return str(problem)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def assert_unchanged(page):
    page.refresh_from_db()
    assert page.title != "Halvfärdig"
    assert ModuleVersion.objects.filter(slug="organisation").count() == 1


def test_a_problem_says_where_it_stands(lesson, rut):
    without_a_right_answer(lesson)
    lesson.save_revision(user=rut)
    number = next(at for at, child in enumerate(lesson.body, 1) if child.block_type == "single")
    assert sentence(lesson) == (
        f"Block {number} (En rätt), Alternativ: Markera exakt ett rätt svar."
    )


def test_it_says_which_field_of_which_option(organisation_page, tora):
    quiz = QuizPage.objects.child_of(organisation_page).get()
    first = next(child for child in quiz.questions if child.block_type == "single")
    first.value["options"][1]["feedback"] = ""
    first.value["prompt"] = ""
    quiz.save_revision(user=tora)
    assert sorted(map(str, problems_of_draft(quiz))) == [
        "Block 1 (En rätt), Alternativ 2, Återkoppling: Det här fältet är obligatoriskt",
        "Block 1 (En rätt), Fråga: Det här fältet är obligatoriskt",
    ]
    assert {problem.anchor for problem in problems_of_draft(quiz)} == {f"block-{first.id}-section"}


def test_it_says_which_field_of_the_page(lesson, tora):
    lesson.goal = ""
    lesson.save_revision(user=tora, clean=False)
    assert sentence(lesson).startswith("Mål: ")


def test_what_is_published_has_no_problems(course):
    for page in [*LessonPage.objects.live(), *QuizPage.objects.live()]:
        assert problems_of_draft(page) == [], page


@pytest.fixture
def bulk(as_tora):
    def publish(*pages, **form):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        chosen = "&".join(f"id={page.pk}" for page in pages)
        return as_tora.post(f"{url}?{chosen}&next=/cms/", form, follow=True)

    return publish


def test_not_in_bulk(bulk, half_done, organisation_page):
    other = LessonPage.objects.child_of(organisation_page).exclude(pk=half_done.pk).first()
    other.title = "Färdig"
    other.save_revision()
    response = bulk(other, half_done)
    assert "går inte att publicera än, och inget är ändrat" in said(response)
    assert sentence(half_done) in said(response)
    assert response.redirect_chain == [(f"/cms/pages/{half_done.pk}/edit/", 302)]
    assert_unchanged(half_done)
    other.refresh_from_db()
    assert other.title != "Färdig"


def test_nor_below_a_page_that_is(bulk, half_done, organisation_page):
    LessonPage.objects.get(pk=half_done.pk).unpublish()
    ModuleVersion.objects.filter(slug="organisation", number=2).delete()
    half_done.save_revision(clean=False)
    response = bulk(organisation_page, include_descendants="on")
    assert "går inte att publicera än" in said(response)
    assert_unchanged(half_done)


def test_nor_by_an_approved_review(client, half_done, rut, tora):
    half_done.get_workflow().start(half_done, rut)
    half_done.refresh_from_db()
    task = half_done.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[half_done.pk, "approve", task.pk])
    client.force_login(tora)
    page = client.post(address, {"comment": ""}, follow=True)
    assert "går inte att publicera än" in said(page)
    modal = client.post(address, {"comment": ""}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert modal.json() == {"step": "success", "redirect": f"/cms/pages/{half_done.pk}/edit/"}
    assert_unchanged(half_done)
    task.refresh_from_db()
    assert task.status == task.STATUS_IN_PROGRESS


def test_nor_with_its_module(half_done, organisation_page, tora):
    with pytest.raises(NotReadyError, match="Halvfärdig"):
        publish_module(
            organisation_page, pages=[half_done], material=False, note="x", by=tora,
            at=timezone.now(),
        )  # fmt: skip
    assert_unchanged(half_done)


def test_nor_is_a_time_set_for_it(half_done):
    half_done.go_live_at = timezone.now() + timedelta(hours=1)
    with pytest.raises(NotReadyError, match="Halvfärdig"):
        half_done.save_revision(clean=False).publish()
    assert_unchanged(half_done)


def test_nor_at_its_time_when_it_was_fit_before(half_done, monkeypatch):
    fit = LessonPage.objects.get(pk=half_done.pk)
    fit.go_live_at = timezone.now() + timedelta(hours=1)
    timed = fit.save_revision()
    timed.publish()
    written = half_done.serializable_data()
    timed.content |= {name: written[name] for name in ("title", "goal", "body")}
    timed.save()
    why = sentence(half_done)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(CommandError, match=re.escape(f"({why})")):
        call_command("publish_scheduled", stdout=StringIO())
    assert_unchanged(half_done)
