"""Nothing that was answered is lost or overwritten: closed browser, Back, two tabs, double click,
another device, killed server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Barrier, Event, Thread
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from playwright.sync_api import expect

from .acts import follow, log_in, mark, new_address, path_at, press, settled, verdict
from .answer_key import shown_question
from .learner import Learner, attempt_of

pytestmark = pytest.mark.browser

TEST = "/utbildning/sip/kunskapstest/"
LEFT = "Frågan var redan besvarad"


def at_question(page):
    """A learner who has begun a test, with the first question in front of them."""
    learner = Learner(page.context)
    learner.become_learner()
    page.goto(TEST)
    press(page, "Börja testet")
    return learner


def test_closing_the_browser(visit, server):
    address = new_address()
    page = visit()
    learner = settled(page, server, address)
    learner.post(learner.lessons("funktion")[0])
    page.goto(TEST)
    press(page, "Börja testet")
    first = path_at(page)
    learner.answer(first)
    page.context.close()

    page = visit(390)
    log_in(page, server, address)
    expect(page.get_by_text("Fortsätt där du var")).to_be_visible()
    expect(page.get_by_text("Modul 2, lektion 2 av")).to_be_visible()
    page.goto(TEST)
    expect(page.get_by_text("1 svar är sparat")).to_be_visible()
    press(page, "Fortsätt där du var")
    assert path_at(page) == f"{attempt_of(first)}2/"


def test_back_shows_the_verdict_and_sends_nothing(visit):
    page = visit()
    learner = at_question(page)
    mark(page, right=False)
    press(page, "Svara")
    before = learner.stored_answers()
    follow(page, page.get_by_role("link", name="Nästa fråga"))
    expect(page.get_by_role("button", name="Svara")).to_be_visible()
    page.go_back()
    expect(verdict(page)).to_have_text("Inte riktigt")
    page.reload()
    expect(verdict(page)).to_have_text("Inte riktigt")
    assert learner.stored_answers() == before


def test_back_past_the_verdict_shows_no_form_to_send_again(visit):
    page = visit()
    learner = at_question(page)
    mark(page, right=False)
    press(page, "Svara")
    before = learner.stored_answers()
    page.go_back()
    page.go_forward()
    expect(verdict(page)).to_have_text("Inte riktigt")
    expect(page.locator("form.question")).to_have_count(0)
    assert learner.stored_answers() == before


def test_a_second_tab_is_told_and_saves_nothing(visit):
    page = visit()
    learner = at_question(page)
    other = page.context.new_page()
    other.goto(page.url)
    mark(page, right=True)
    mark(other, right=False)
    press(page, "Svara")
    before = learner.stored_answers()
    press(other, "Svara")
    expect(other.get_by_text(LEFT)).to_be_visible()
    expect(verdict(other)).to_have_text("Det stämmer")
    assert learner.stored_answers() == before


def test_double_click_gives_one_answer(visit):
    page = visit()
    learner = at_question(page)
    mark(page, right=True)
    page.get_by_role("button", name="Svara").dblclick()
    expect(verdict(page)).to_have_text("Det stämmer")
    expect(page.get_by_text(LEFT)).to_have_count(0)
    assert len(learner.stored_answers()) == 1


class Requests:
    """Plain requests with a page's cookies, from any thread; redirects are not followed."""

    def __init__(self, page) -> None:
        home = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        cookies = page.context.cookies(home)
        self._home = home
        self._cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
        self._token = page.locator("main [name=csrfmiddlewaretoken]").first.input_value()

    def post(self, path, fields):
        """Status and where it leads."""
        body = urlencode([("csrfmiddlewaretoken", self._token), *fields]).encode()
        request = Request(f"{self._home}{path}", body, {"Cookie": self._cookie})
        try:
            with build_opener(_Stay).open(request) as reply:
                return reply.status, ""
        except HTTPError as answer:
            return answer.code, answer.headers.get("Location", "")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def test_the_same_answer_sent_eight_times_at_once_is_one(visit):
    page = visit()
    learner = at_question(page)
    fields = [(pick.name, pick.value) for pick in shown_question(page.content()).right]
    requests, here = Requests(page), path_at(page)
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: requests.post(here, fields), range(8)))
    assert set(replies) == {(302, here)}
    page.reload()
    expect(verdict(page)).to_have_text("Det stämmer")
    expect(page.get_by_text(LEFT)).to_have_count(0)
    assert len(learner.stored_answers()) == 1


def test_fifty_starts_at_once_are_one_attempt(visit):
    page = visit()
    learner = Learner(page.context)
    learner.become_learner()
    page.goto(TEST)
    requests, all_ready = Requests(page), Barrier(50)

    def start(_):
        all_ready.wait(60)
        return requests.post(TEST, [])

    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(start, range(50)))
    assert len(replies) == 50
    assert {status for status, _ in replies} == {302}
    ((_, first),) = set(replies)
    assert len(learner.stored()["prov"]) == 1
    page.goto(TEST)
    press(page, "Fortsätt där du var")
    assert path_at(page) == first


CHANGED = """
from courses.models import LessonPage, ModulePage
module = ModulePage.objects.get(slug="funktion")
for lesson in LessonPage.objects.child_of(module).live()[:3]:
    lesson.save_revision()
print(module.pk)
"""
VERSIONS = """
from courses.models import ModuleVersion
print(ModuleVersion.objects.filter(slug="funktion").count())
"""


def test_a_module_published_four_times_at_once_is_one_version(visit, server):
    before = int(server.manage("shell", "-v0", "-c", VERSIONS))
    address = f"/cms/modul/{server.manage('shell', '-v0', '-c', CHANGED).strip()}/publicera/"
    page = visit()
    Learner(page.context).become("redaktor")
    page.goto(address)
    requests, all_ready = Requests(page), Barrier(4)

    def publish(_):
        all_ready.wait(60)
        return requests.post(address, [("kind", "redaktionell"), ("note", "Samtidigt")])

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(publish, range(4)))
    assert sorted(status for status, _ in replies) == [200, 200, 200, 302]
    assert int(server.manage("shell", "-v0", "-c", VERSIONS)) == before + 1


def test_another_device_goes_on_where_the_first_was(visit, server):
    address = new_address()
    desk, phone = visit(), visit(390)
    learner = settled(desk, server, address)
    desk.goto(TEST)
    press(desk, "Börja testet")
    log_in(phone, server, address)
    phone.goto(TEST)
    press(phone, "Fortsätt där du var")
    assert path_at(phone) == path_at(desk)

    mark(desk, right=True)
    press(desk, "Svara")
    mark(phone, right=False)
    press(phone, "Svara")
    expect(phone.get_by_text(LEFT)).to_be_visible()
    expect(verdict(phone)).to_have_text("Det stämmer")
    follow(phone, phone.get_by_role("link", name="Nästa fråga"))
    mark(phone, right=True)
    press(phone, "Svara")
    desk.goto(TEST)
    press(desk, "Fortsätt där du var")
    assert path_at(desk).endswith("/3/")
    assert len(learner.stored_answers()) == 2


def forms_of(learner, page):
    """Every question of the open attempt with the fields that answer it right."""
    attempt = attempt_of(path_at(page))
    paths = [f"{attempt}{number}/" for number in range(1, 9)]
    questions = [shown_question(learner.get(one).text()) for one in paths]
    return {
        one: [(pick.name, pick.value) for pick in question.right]
        for one, question in zip(paths, questions, strict=True)
    }


def test_server_killed_while_answers_come_in(visit, server):
    page = visit()
    learner = at_question(page)
    forms, requests = forms_of(learner, page), Requests(page)
    acknowledged, is_half = [], Event()

    def send():
        for number, (one, fields) in enumerate(forms.items(), start=1):
            try:
                status, _ = requests.post(one, fields)
            except (OSError, HTTPException):
                return
            if status == 302:
                acknowledged.append(one)
            if number == len(forms) // 2:
                is_half.set()

    sending = Thread(target=send)
    sending.start()
    assert is_half.wait(60)
    server.kill()
    sending.join()
    server.start()

    for one in acknowledged:
        page.goto(one)
        expect(verdict(page)).to_have_text("Det stämmer")
    in_flight = len(learner.stored_answers()) - len(acknowledged)
    assert in_flight in (0, 1)
    learner.take_test("sip")
    assert learner.stored()["prov"][0]["resultat"] == "8 rätt av 8, godkänt"
