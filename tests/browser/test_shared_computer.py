"""A computer that many use: a session that ends in the middle, and what log-out leaves behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .acts import log_in, mark, new_address, path_at, press, settled, verdict
from .learner import Learner

pytestmark = pytest.mark.browser


def lose_session(page):
    """Send an answer after the session has ended; the ids of what was chosen."""
    question = mark(page, right=False)
    page.context.clear_cookies(name="sessionid")
    press(page, "Svara")
    expect(page.get_by_role("heading", name="Logga in")).to_be_visible()
    return [pick.id for pick in question.wrong if not pick.option]


def chosen(page):
    return page.locator("form.question input:checked").evaluate_all("all => all.map(one => one.id)")


def test_expired_session_keeps_the_choice_for_the_same_person(visit, server):
    address, page = new_address(), visit()
    learner = settled(page, server, address)
    page.goto(learner.question_of("single"))
    here = path_at(page)
    marked = lose_session(page)
    log_in(page, server, address, is_there=True)
    assert path_at(page) == here
    expect(page.get_by_text("Ditt val finns kvar")).to_be_visible()
    assert chosen(page) == marked
    assert learner.stored_answers() == []
    press(page, "Svara")
    expect(verdict(page)).to_have_text("Inte riktigt")
    assert len(learner.stored_answers()) == 1


def test_expired_session_shows_nobody_else_the_choice(visit, server):
    page, somebody_else = visit(), new_address()
    settled(visit(), server, somebody_else)
    learner = settled(page, server, new_address())
    page.goto(learner.question_of("single"))
    here = path_at(page)
    lose_session(page)
    log_in(page, server, somebody_else, is_there=True)
    assert path_at(page) == here
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    learner = Learner(page.context)
    page.goto(learner.start_test("organisation"))
    assert chosen(page) == []
    assert learner.stored_answers() == []


@pytest.mark.parametrize("own", ["/", "/mina-uppgifter/", "/intyg/"])
def test_log_out_leaves_nothing_behind_back(visit, own):
    page = visit()
    learner = Learner(page.context)
    learner.become_learner()
    person = learner.stored()["person"]
    page.goto(own)
    expect(page.locator(".who")).to_contain_text(person["namn"])
    with page.expect_navigation():
        page.locator(".who").get_by_role("button", name="Logga ut").click()
    expect(page.get_by_text("Du är utloggad.")).to_be_visible()
    page.go_back()
    expect(page.locator(".who")).to_have_text("Logga in")
    html = page.content()
    assert person["namn"] not in html
    assert person["e-post"] not in html
