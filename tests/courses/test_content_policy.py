"""The policy for content where there is content: in the CMS, in drafts, and in own data taken
along (tests/config/test_content_policy.py has the rest)."""

from __future__ import annotations

from config.content_policy import EDITORS, PREVIEW, READERS
from courses.models import CoursePage, LessonPage


def policy(response) -> dict[str, list[str]]:
    assert response.status_code == 200
    directives = response["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, directives)}


def test_a_lesson(client, course):
    assert policy(client.get("/utbildning/organisation/vad-ar-vastbus/")) == READERS


def test_data_to_take_along(client, course, samira):
    client.force_login(samira)
    response = client.get("/mina-uppgifter/?format=json")
    assert response["Content-Type"] == "application/json"
    assert policy(response) == READERS


def test_the_cms(client, course, rut):
    client.force_login(rut)
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    for path in ("/cms/", "/cms/images/", f"/cms/pages/{lesson.pk}/edit/"):
        assert policy(client.get(path)) == EDITORS


def test_a_draft_has_the_policy_of_readers_but_may_be_framed_by_the_editor(client, course, rut):
    client.force_login(rut)
    page = CoursePage.objects.get()
    page.save_revision(user=rut)
    assert policy(client.get(f"/cms/pages/{page.pk}/view_draft/")) == PREVIEW


def test_a_refused_preview_may_be_framed_too(client, course, rut):
    client.force_login(rut)
    page = CoursePage.objects.get()
    response = client.get(f"/cms/pages/{page.pk}/edit/preview/?in_preview_panel=true")
    assert policy(response) == EDITORS
    assert response["X-Frame-Options"] == "SAMEORIGIN"
