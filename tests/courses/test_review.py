"""From who writes to who publishes: redaktionen writes and hands over, and nobody approves their
own text."""

from __future__ import annotations

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from wagtail.models import Workflow

from courses.models import LessonPage, ModuleVersion, ReviewTask
from people.models import GroupSeat
from tests.conftest import make_person, seat


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


@pytest.fixture
def tove(temagrupp):
    """Another member of temagruppen."""
    person = seat(
        make_person("tove.berg@gr.example", "Tove Berg"), temagrupp, GroupSeat.Role.MEMBER
    )
    person.groups.add(Group.objects.get(name="Temagrupp"))
    return person


def draft_by(lesson, person):
    lesson.title = "En ny titel"
    lesson.save_revision(user=person)
    lesson.get_workflow().start(lesson, person)
    lesson.refresh_from_db()
    return lesson.current_workflow_task_state


def decide(client, lesson, state, name="approve"):
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, name, state.pk])
    client.post(address, {"comment": "Bra"})
    return LessonPage.objects.get(pk=lesson.pk)


def test_there_is_one_review_and_it_is_temagruppens(course):
    assert [str(workflow) for workflow in Workflow.objects.all()] == ["Temagruppen"]
    task = ReviewTask.objects.get()
    assert [group.name for group in task.groups.all()] == ["Temagrupp"]


def test_redaktionen_is_offered_to_hand_over_and_not_to_publish(client, rut, lesson):
    client.force_login(rut)
    html = unescape(client.get(f"/cms/pages/{lesson.pk}/edit/").content.decode())
    assert "Skicka till Temagruppen" in html
    assert "action-publish" not in html
    assert "Skicka till temagruppen." in unescape(client.get("/cms/").content.decode())


def test_temagruppen_is_offered_to_publish(client, tora, lesson):
    client.force_login(tora)
    assert "action-publish" in client.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()


def test_what_is_handed_over_is_told_to_temagruppen_in_swedish(client, rut, tora, lesson):
    draft_by(lesson, rut)
    told = [letter for letter in mail.outbox if letter.to == [tora.email]]
    assert "godkännande" in told[0].subject
    assert "Temagruppen läser och godkänner" in told[0].subject


def test_another_member_approves_and_it_becomes_a_version(client, rut, tora, lesson):
    state = draft_by(lesson, rut)
    client.force_login(tora)
    assert decide(client, lesson, state).title == "En ny titel"
    version = ModuleVersion.objects.filter(slug="organisation").latest("number")
    assert (version.number, version.is_material) == (2, False)


@pytest.mark.parametrize("who", ["rut", "tora"])
def test_the_author_does_not_approve(client, request, lesson, who):
    author = request.getfixturevalue(who)
    state = draft_by(lesson, author)
    client.force_login(author)
    assert decide(client, lesson, state).title != "En ny titel"
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def test_who_has_mended_the_text_does_not_approve_it_either(client, rut, tora, tove, lesson):
    state = draft_by(lesson, rut)
    mended = lesson.get_latest_revision_as_object()
    mended.lead = "Mindre ord."
    mended.save_revision(user=tora)
    client.force_login(tora)
    assert decide(client, lesson, state).title != "En ny titel"
    client.force_login(tove)
    assert decide(client, lesson, state).title == "En ny titel"


def test_changes_can_be_asked_for(client, rut, tora, lesson):
    state = draft_by(lesson, rut)
    client.force_login(tora)
    decide(client, lesson, state, "reject")
    state.refresh_from_db()
    assert state.status == state.STATUS_REJECTED


def test_publishing_the_module_ends_the_review(client, rut, tora, lesson):
    draft_by(lesson, rut)
    client.force_login(tora)
    sent = {"kind": "vasentlig", "note": "Ny titel"}
    client.post(f"/cms/modul/{lesson.get_parent().pk}/publicera/", sent)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.title == "En ny titel"
    assert lesson.current_workflow_state is None
