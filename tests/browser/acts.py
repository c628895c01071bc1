"""What several tests do on a page: log in, mark an answer, press a button."""

from __future__ import annotations

from itertools import count
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from .answer_key import Shown, shown_question
from .learner import Learner
from .mailbox import code_for
from .server import Server

_numbers = count(1)


def new_address() -> str:
    """An e-mail address that nobody has used yet."""
    return f"ny-{next(_numbers)}@exempel.example"


def log_in(page: Page, server: Server, address: str, *, is_there: bool = False) -> None:
    """From the log-in page, where the reader may be already, to wherever it leads."""
    if not is_there:
        page.goto("/logga-in/")
    page.get_by_label("Din e-postadress i jobbet").fill(address)
    press(page, "Skicka koden")
    page.get_by_label("Koden från mejlet").fill(code_for(address, folder=server.var / "mail"))
    press(page, "Logga in")


def path_at(page: Page) -> str:
    return urlsplit(page.url).path


def settled(page: Page, server: Server, address: str) -> Learner:
    """A learner of the address, logged in with a code, who has told where they work."""
    log_in(page, server, address)
    learner = Learner(page.context)
    learner.settle_in()
    return learner


def mark(page: Page, *, right: bool) -> Shown:
    """Mark the question that the page shows; nothing is sent."""
    question = shown_question(page.content())
    for pick in question.right if right else question.wrong:
        target = page.locator(f'[id="{pick.id}"]')
        if pick.option:
            target.select_option(index=pick.option)
        else:
            target.check()
    return question


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(page: Page, link: Locator) -> None:
    with page.expect_navigation():
        link.click()


def verdict(page: Page) -> Locator:
    return page.locator(".feedback h2")
