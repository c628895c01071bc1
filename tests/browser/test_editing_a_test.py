"""The questions of a test in the editor, as a browser draws and sends them: all that they hold is
there, and is there still when something else on the page has been saved."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .acts import press
from .learner import Learner

pytestmark = pytest.mark.browser

HELD = """
import json
from quizzes.models import QuizPage
drafts = [page.get_latest_revision_as_object() for page in QuizPage.objects.all()]
held = {page.pk: [page.intro, page.questions.get_prep_value()] for page in drafts}
print(json.dumps(held, default=str))
"""
RESTORE = """
from quizzes.models import QuizPage
for page in QuizPage.objects.all():
    page.get_latest_revision().delete()
    page.latest_revision = page.live_revision or page.revisions.order_by("pk").last()
    page.has_unpublished_changes = False
    page.save(update_fields=["latest_revision", "has_unpublished_changes"])
"""


@pytest.fixture
def held(server):
    """The number of each test and the förtest → what its draft holds; left as they were found."""
    yield lambda: json.loads(server.manage("shell", "-v0", "-c", HELD))
    server.manage("shell", "-v0", "-c", RESTORE)


def test_what_a_question_holds_is_kept_when_its_page_is_saved(visit, held):
    page = visit()
    Learner(page.context).become("redaktor")
    before = held()
    assert len(before) == 5
    for number, (_, questions) in before.items():
        page.goto(f"/cms/pages/{number}/edit/")
        page.wait_for_load_state("networkidle")
        assert page.get_by_text("Lektion att läsa om").count() == len(questions)
        page.get_by_role("textbox", name="Inledning").fill("Ändrad inledning")
        press(page, "Spara utkast")
        expect(page.locator(".messages .success")).to_be_visible()
    page.close()
    assert held() == {number: ["Ändrad inledning", kept] for number, (_, kept) in before.items()}
