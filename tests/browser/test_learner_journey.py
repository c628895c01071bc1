"""The learner's whole way, in a real browser, with what people really have: a keyboard alone, no
scripts, no stylesheets."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .answer_key import shown_question
from .hands import Keyboard, Mouse
from .journey import Journey
from .learner import KIND_IN, MODULES, Learner

pytestmark = pytest.mark.browser


def certificate_of(journey):
    journey.page.goto("/intyg/")
    return journey.page.get_by_role("main")


def test_by_keyboard_alone(visit):
    journey = Journey(Keyboard(visit()))
    journey.begin()
    journey.find_workplace("sol")
    journey.open_module(2)
    journey.read_module()
    journey.take_test()
    expect(certificate_of(journey)).to_contain_text("Funktion: så fungerar Västbus: klar")


def test_without_scripts_all_four_modules(visit):
    journey = Journey(Mouse(visit(390, js=False)), scripts=False)
    journey.begin()
    journey.describe_workplace()
    for number, _ in enumerate(MODULES, start=1):
        journey.page.goto("/")
        journey.open_module(number)
        journey.read_module()
        journey.take_test()
    journey.follow("Visa intyget")
    expect(certificate_of(journey)).to_contain_text("har gått klart alla moduler")


def test_without_stylesheets(visit):
    journey = Journey(Mouse(visit(css=False)))
    journey.begin()
    journey.describe_workplace()
    journey.open_module(4)
    journey.read_module()
    journey.take_test()
    expect(certificate_of(journey)).to_contain_text("SIP: den gemensamma planen: klar")


@pytest.mark.parametrize("kind", KIND_IN)
def test_every_kind_of_question_by_keyboard(visit, kind):
    page = visit()
    learner = Learner(page.context)
    learner.become_learner()
    journey = Journey(Keyboard(page))
    page.goto(learner.question_of(kind))

    journey.press("Svara")
    expect(page.locator("#fel")).to_be_focused()
    journey.hands.activate(page.locator("#fel a"))
    assert page.locator(".question :focus").count() == 1

    journey.mark(shown_question(page.content()), right=False)
    journey.press("Svara")
    expect(page.locator(".feedback h2")).to_have_text("Inte riktigt")
    journey.focus_is_on_verdict()


def test_shift_tab_goes_back_the_same_way(visit):
    page = visit()
    hands = Keyboard(page)
    page.goto("/")
    hands.tab_to(page.get_by_role("button", name="Prova som medarbetare"))
    hands.tab_to(page.get_by_role("link", name="Hoppa till innehållet"), back=True)


def test_the_skip_link_leads_past_the_menu(visit):
    page = visit()
    hands = Keyboard(page)
    page.goto("/utbildning/")
    hands.activate(page.get_by_role("link", name="Hoppa till innehållet"))
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
