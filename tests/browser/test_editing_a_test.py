"""The questions of a test in the editor, as a browser draws and sends them: all that they hold is
there, and is there still when something else on the page has been saved."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from .acts import press
from .learner import Learner

pytestmark = pytest.mark.browser

TESTS = """
from quizzes.models import QuizPage
pages = QuizPage.objects.order_by("kind", "path")
print(pages.first().pk, *pages.filter(kind="kunskapstest").values_list("pk", flat=True))
"""
HELD = """
import json
from quizzes.models import QuizPage
draft = QuizPage.objects.get(pk={}).get_latest_revision_as_object()
print(json.dumps([draft.intro, draft.questions.get_prep_value()], default=str))
"""
RESTORE = """
from quizzes.models import QuizPage
page = QuizPage.objects.get(pk={})
page.get_latest_revision().delete()
page.latest_revision = page.live_revision or page.revisions.order_by("pk").last()
page.has_unpublished_changes = False
page.save(update_fields=["latest_revision", "has_unpublished_changes"])
"""


@pytest.fixture
def shell(server):
    return lambda code: server.manage("shell", "-v0", "-c", code).strip()


@pytest.fixture
def tests_of_all_kinds(shell):
    """The förtest and the tests of the modules, left as they were found."""
    numbers = list(dict.fromkeys(shell(TESTS).split()))
    yield numbers
    for number in numbers:
        shell(RESTORE.format(number))


def test_what_a_question_holds_is_kept_when_its_page_is_saved(visit, shell, tests_of_all_kinds):
    page = visit()
    Learner(page.context).become("redaktor")
    for number in tests_of_all_kinds:
        before = json.loads(shell(HELD.format(number)))
        page.goto(f"/cms/pages/{number}/edit/")
        page.wait_for_load_state("networkidle")
        assert page.get_by_text("Lektion att läsa om").count() == len(before[1])
        page.get_by_role("textbox", name="Inledning").fill("Ändrad inledning")
        press(page, "Spara utkast")
        expect(page.locator(".messages .success")).to_be_visible()
        after = json.loads(shell(HELD.format(number)))
        assert after[0] == "Ändrad inledning"
        assert after[1] == before[1]
    page.close()
