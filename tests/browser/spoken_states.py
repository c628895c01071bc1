"""The pages whose reading is kept word for word: a question, an error, a verdict and a report.
Each shows the same every time, whoever reads it and whenever."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page

from .acts import mark, press
from .learner import Learner
from .server import Server
from .states import LESSON

REPORT = Path(__file__).parent / "golden" / "report.json"
REPORT_AT = "2020-01-01"
FREEZE = """
import json, sys
from datetime import date
from reports.models import ReportSnapshot
newest = ReportSnapshot.objects.latest("at")
ReportSnapshot.objects.get_or_create(
    at=date.fromisoformat({at!r}), layer=newest.layer, definition=newest.definition,
    defaults={{"document": json.loads({document!r})}})
"""
FIRST_QUESTION = "Västbus är bara till för de allra svåraste ärendena."


def question(page: Page, server: Server) -> None:
    """The first of the förtest, which never changes places, in the wording that half of all get."""
    for _ in range(12):
        Learner(page.context).become_learner()
        page.goto("/utbildning/fortest/")
        press(page, "Börja förtestet")
        if page.get_by_text(FIRST_QUESTION, exact=True).count():
            return
    raise AssertionError("förtestet börjar inte med den fråga som väntades")


def error(page: Page, server: Server) -> None:
    question(page, server)
    press(page, "Svara")


def verdict(page: Page, server: Server) -> None:
    """The check of a lesson, answered wrong and in place."""
    page.goto(LESSON)
    mark(page, right=False)
    page.get_by_role("button", name="Kontrollera svaret").click()
    page.locator(".check .feedback h2").wait_for()


def report(page: Page, server: Server) -> None:
    """Of figures that are kept beside the test."""
    document = json.dumps(json.loads(REPORT.read_text()))
    server.manage("shell", "-v", "0", "-c", FREEZE.format(at=REPORT_AT, document=document))
    Learner(page.context).become("nosam")
    page.goto(f"/rapporter/angered/?at={REPORT_AT}")


ALL = {one.__name__: one for one in (question, error, verdict, report)}
