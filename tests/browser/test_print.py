"""On paper: the certificate on one A4 page, and no menus on anything."""

from __future__ import annotations

import re

import pytest

from .learner import MODULES, Learner
from .states import LESSON

pytestmark = pytest.mark.browser


def paper(page):
    """The pages of the printed A4 document, as Chromium makes them."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("address", ["/for-familjer/", LESSON, "/utbildning/"])
def test_menus_and_buttons_stay_on_the_screen(visit, address):
    page = visit()
    page.goto(address)
    page.emulate_media(media="print")
    for on_screen in ("header.top", "footer.foot", "nav", ".btn", ".skip"):
        for one in page.locator(on_screen).all():
            assert not one.is_visible(), on_screen
    assert page.get_by_role("heading", level=1).is_visible()


def test_dark_readers_print_black_on_white(visit):
    page = visit(dark=True)
    page.goto("/for-familjer/")
    page.emulate_media(media="print")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"


def test_the_family_page_and_a_lesson_fit_a_few_pages(visit):
    page = visit()
    for address, most in (("/for-familjer/", 3), (LESSON, 3)):
        page.goto(address)
        assert 1 <= paper(page) <= most, address


def test_the_certificate_is_one_page(visit):
    page = visit()
    learner = Learner(page.context)
    learner.become_learner()
    learner.complete(*MODULES)
    page.goto("/intyg/")
    assert page.locator(".sheet").is_visible()
    assert paper(page) == 1
