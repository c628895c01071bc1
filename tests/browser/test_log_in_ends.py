"""The log-in ends while a lesson is open in the editor: one is told, and nothing typed is lost."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .learner import Learner

pytestmark = pytest.mark.browser

HELD = """
import json
from courses.models import LessonPage
lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
print(json.dumps([lesson.pk, lesson.get_latest_revision_as_object().goal]))
"""
RESTORE = """
from courses.models import LessonPage
lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
lesson.revisions.filter(pk__gt=lesson.live_revision_id or 0).delete()
lesson.latest_revision = lesson.live_revision
lesson.has_unpublished_changes = False
lesson.save(update_fields=["latest_revision", "has_unpublished_changes"])
"""
PACE = 200
"""Milliseconds between keys: the editor begins to look for changes a while after it has opened."""
SENTENCE = "Du är utloggad. Logga in i en annan flik"


@pytest.fixture
def held(server):
    """The number of the lesson and the goal of its draft; left as they were found."""
    yield lambda: json.loads(server.manage("shell", "-v0", "-c", HELD))
    server.manage("shell", "-v0", "-c", RESTORE)


@pytest.fixture
def page(browser, server):
    """Not `visit`: the refusals here are seen in the console."""
    context = browser.new_context(base_url=server.url, locale="sv-SE")
    Learner(context).become("redaktor")
    yield context.new_page()
    context.close()


def test_what_was_typed_is_saved_after_a_log_in_in_another_tab(page, held):
    number, _ = held()
    page.goto(f"/cms/pages/{number}/edit/")
    page.wait_for_load_state("networkidle")
    goal = page.locator("[name=goal]")

    page.context.clear_cookies(name="sessionid")
    goal.fill("")
    goal.press_sequentially("Skrivet utan inloggning", delay=PACE)
    expect(page.locator(".footer__save-warning")).to_contain_text(SENTENCE, timeout=15_000)
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.locator(".messages .error")).to_contain_text(SENTENCE)
    expect(goal).to_have_value("Skrivet utan inloggning")

    Learner(page.context).become("redaktor")
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()
    expect(page.locator(".messages .error")).to_have_count(0)
    goal.fill("Sparat med knappen")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert held() == [number, "Sparat med knappen"]
