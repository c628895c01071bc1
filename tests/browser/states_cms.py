"""The CMS in the states that editors meet, as the demo's editor: in Redaktion and in Temagrupp."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from .learner import Learner
from .server import Server

# Two pages of a few blocks each, saved as drafts: an editor with all its blocks open costs an
# engine minutes and has nothing in it that these have not.
DRAFTS = """
from content.models import Misconception
from courses.models import LessonPage, ModulePage
from quizzes.models import QuizPage
module = ModulePage.objects.get(slug="sip")
lesson = LessonPage.objects.child_of(module).live().first()
check = [at for at, one in enumerate(lesson.body) if one.block_type == "check"][:1]
for at in reversed(range(len(lesson.body))):
    if at not in (0, *check):
        del lesson.body[at]
lesson.title += ", ändrad"
lesson.save_revision()
quiz = QuizPage.objects.child_of(module).live().first()
del quiz.questions[1:]
quiz.save_revision()
print(module.pk, lesson.pk, quiz.pk, Misconception.objects.first().pk)
"""


def cms(page: Page, server: Server) -> Iterator[str]:
    module, lesson, quiz, row = server.manage("shell", "-v", "0", "-c", DRAFTS).split()
    Learner(page.context).become("redaktor")
    addresses = {
        "CMS start": "/cms/",
        "CMS modulens sidor": f"/cms/pages/{module}/",
        "CMS lektion": f"/cms/pages/{lesson}/edit/",
        "CMS prov": f"/cms/pages/{quiz}/edit/",
        "CMS modul": f"/cms/pages/{module}/edit/",
        "CMS publicera modulen": f"/cms/modul/{module}/publicera/",
        "CMS register": "/cms/snippets/content/misconception/",
        "CMS rad i register": f"/cms/snippets/content/misconception/edit/{row}/",
        "CMS ny rad": "/cms/snippets/content/misconception/add/",
    }
    for name, address in addresses.items():
        _open(page, address)
        yield name
    page.get_by_role("button", name="Spara", exact=False).first.click()
    expect(page.locator(".error-message").first).to_be_visible()
    _settle(page)
    yield "CMS ny rad, fel"


def _open(page: Page, address: str) -> None:
    page.goto(address)
    _settle(page)


def _settle(page: Page) -> None:
    """The editor's parts are drawn by scripts, some after others."""
    page.wait_for_load_state("networkidle")
