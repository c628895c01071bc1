"""Every kind of page in every state that looks different, walked to as a reader gets there.

Each walk takes a page that nobody is logged in on, and yields the name of what it shows now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Page, expect

from .acts import follow, mark, new_address, path_at, press
from .learner import KIND_IN, MODULES, Learner
from .mailbox import code_for
from .server import Server
from .states_of_groups import headcounts, no_reports, reports, seats, second_factor

LESSON = "/utbildning/funktion/tidigt-inte-sist/"
Walk = Callable[[Page, Server], Iterator[str]]


def open_pages(page: Page, server: Server) -> Iterator[str]:
    addresses = {
        "start": "/",
        "utbildning": "/utbildning/",
        "modul": "/utbildning/praktiskt-arbete/",
        "tidigare utgåva": "/utbildning/sip/sa-var-det-forut/",
        "familjer": "/for-familjer/",
        "checklista": "/checklistor/infor-motet/",
        "tillgänglighet": "/tillganglighet/",
        "personuppgifter": "/personuppgifter/",
    }
    for name, address in addresses.items():
        page.goto(address)
        yield name


def lessons(page: Page, server: Server) -> Iterator[str]:
    """One lesson for each kind of block."""
    for path in (
        "praktiskt-arbete/folj-upp",
        "funktion/vastbusmote-eller-nagot-annat",
        "sip/sip-ersatter-inte-orosanmalan",
    ):
        page.goto(f"/utbildning/{path}/")
        yield f"lektion {path}"


def every_lesson(page: Page, server: Server) -> Iterator[str]:
    learner = Learner(page.context)
    for module in MODULES:
        for path in learner.lessons(module):
            page.goto(path)
            yield f"lektion {path}"


def checks(page: Page, server: Server) -> Iterator[str]:
    check = page.get_by_role("button", name="Kontrollera svaret")
    verdict = page.locator(".check .feedback h2")
    page.goto(LESSON)
    check.click()
    expect(page.locator(".check .errors")).to_be_focused()
    yield "kontroll utan svar"
    mark(page, right=False)
    check.click()
    expect(verdict).to_have_text("Inte riktigt")
    page.locator(".check details summary").first.click()
    yield "kontroll fel"
    page.goto(LESSON)
    mark(page, right=True)
    check.click()
    expect(verdict).to_have_text("Det stämmer")
    yield "kontroll rätt"
    page.reload()
    press(page, "Klar –")
    page.goto("/")
    yield "start, påbörjad utan inloggning"


def door(page: Page, server: Server) -> Iterator[str]:
    page.goto("/logga-in/?next=/mina-uppgifter/")
    yield "logga in"
    page.get_by_role("button", name="Skicka koden").click()
    expect(page.locator("#fel")).to_be_focused()
    yield "logga in, fel"
    address = new_address()
    page.get_by_label("Din e-postadress i jobbet").fill(address)
    press(page, "Skicka koden")
    code = page.get_by_label("Koden från mejlet")
    code.fill("0000-0000")
    yield "kod"
    press(page, "Logga in")
    yield "kod, fel"
    code.fill(code_for(address, folder=server.var / "mail"))
    press(page, "Logga in")
    page.goto("/logga-ut/")
    yield "logga ut"
    follow(page, page.get_by_role("main").get_by_role("button", name="Logga ut"))
    yield "utloggad"


def first_time(page: Page, server: Server) -> Iterator[str]:
    Learner(page.context).become("medarbetare")
    page.goto("/valkommen/")
    yield "första besöket"
    press(page, "Jag har läst")
    yield "sök arbetsplats"
    page.goto("/min-arbetsplats/?q=sol")
    yield "sök arbetsplats, träffar"
    follow(page, page.locator(".card h3 a").first)
    yield "arbetar du här"
    page.goto("/min-arbetsplats/?q=finnsinte")
    yield "sök arbetsplats, inga träffar"
    for name, link, button in (
        ("arbetsplats", "Svara på tre frågor i stället", "Spara"),
        ("arbetsplats saknas", "Min arbetsplats saknas", "Skicka vidare"),
    ):
        page.goto("/min-arbetsplats/")
        follow(page, page.get_by_role("link", name=link))
        yield name
        press(page, button)
        yield f"{name}, fel"


def own_pages(page: Page, server: Server) -> Iterator[str]:
    learner = Learner(page.context)
    learner.become_learner()
    yield from _own(page, "ny")
    learner.read("sip")
    page.goto("/utbildning/sip/")
    yield "modul, läst"
    learner.take_test("sip", right=False)
    learner.take_test("sip")
    learner.get(learner.lessons("funktion")[0])
    page.goto("/min-arbetsplats/")
    yield "sök arbetsplats igen"
    page.goto("/utbildning/sip/")
    yield "modul, klar"
    page.goto("/utbildning/sip/kunskapstest/")
    yield "test, tidigare försök"
    yield from _own(page, "på väg")
    learner.complete("organisation", "funktion", "praktiskt-arbete")
    yield from _own(page, "klar")


def _own(page: Page, how_far: str) -> Iterator[str]:
    addresses = {"hem": "/", "intyg": "/intyg/", "mina uppgifter": "/mina-uppgifter/"}
    for name, address in addresses.items():
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        yield f"{name}, {how_far}"


def questions(page: Page, server: Server) -> Iterator[str]:
    learner = Learner(page.context)
    learner.become_learner()
    page.goto("/utbildning/funktion/kunskapstest/")
    yield "test, start"
    for kind in KIND_IN:
        page.goto(learner.question_of(kind))
        yield f"fråga {kind}"
        press(page, "Svara")
        yield f"fråga {kind}, fel"
        mark(page, right=kind in ("single", "pair"))
        press(page, "Svara")
        page.locator("details summary").evaluate_all("all => all.forEach(one => one.click())")
        yield f"fråga {kind}, besvarad"


def results(page: Page, server: Server) -> Iterator[str]:
    learner = Learner(page.context)
    learner.become_learner()
    page.goto(learner.take_test("funktion", right=False))
    yield "resultat, inte godkänt"
    page.goto(learner.take_test("funktion"))
    yield "resultat, godkänt, inte läst"
    learner.read("funktion")
    page.reload()
    yield "resultat, modulen klar"
    yield from _stale_answer(page, learner)


def _stale_answer(page: Page, learner: Learner) -> Iterator[str]:
    page.goto(learner.start_test("sip"))
    mark(page, right=False)
    learner.answer(path_at(page))
    press(page, "Svara")
    yield "fråga redan besvarad i en annan flik"


def pretest(page: Page, server: Server) -> Iterator[str]:
    Learner(page.context).become_learner()
    page.goto("/utbildning/fortest/")
    yield "förtest, start"
    press(page, "Börja förtestet")
    yield "förtest, fråga"
    press(page, "Svara")
    yield "förtest, fråga, fel"
    for number in range(8):
        mark(page, right=number % 2 == 0)
        press(page, "Svara")
    expect(page.get_by_role("heading", name="Tack, så här är det")).to_be_visible()
    yield "förtest, svar"


def refusals(page: Page, server: Server) -> Iterator[str]:
    page.goto("/finns-inte/")
    yield "404"
    page.goto("/logga-in/")
    page.locator("main [name=csrfmiddlewaretoken]").evaluate("one => one.value = 'fel'")
    press(page, "Skicka koden")
    yield "403, gammalt formulär"
    page.goto("/logga-in/")
    page.locator("main form").evaluate(
        "form => { for (let n = 0; n < 1001; n++) form.append(Object.assign("
        "document.createElement('input'), {type: 'hidden', name: 'x' + n})) }"
    )
    press(page, "Skicka koden")
    yield "400"
    page.goto("/logga-in/")
    page.locator("main form").evaluate(
        "form => form.append(Object.assign(document.createElement('input'),"
        " {type: 'hidden', name: 'x', value: 'x'.repeat(1100000)}))"
    )
    press(page, "Skicka koden")
    yield "413"
    Learner(page.context).become_learner()
    page.goto("/cms/")
    yield "403"
    page.goto("/mina-uppgifter/?format=xml")
    yield "mina uppgifter, okänt format"


def expired(page: Page, server: Server) -> Iterator[str]:
    """The session has ended while a form was open, or all cookies are gone."""
    learner = Learner(page.context)
    learner.become_learner()
    page.goto(learner.start_test("sip"))
    mark(page, right=True)
    page.context.clear_cookies(name="sessionid")
    press(page, "Svara")
    yield "utgången session"
    page.goto("/min-arbetsplats/uppgifter/")
    yield "utgången session, annan sida"
    for status in ("429", "500"):
        html = server.manage("shell", "-v", "0", "-c", _ERROR_PAGE.format(status))
        _show(page, f"/{status}", html)
        yield status


def _show(page: Page, address: str, html: str) -> None:
    """A page as the server would send it, without the trouble that it tells of."""
    kind = "text/html; charset=utf-8"
    page.route(f"**{address}", lambda route: route.fulfill(body=html, content_type=kind))
    page.goto(address)


def unpublished(page: Page, server: Server) -> Iterator[str]:
    try:
        server.manage("shell", "-c", f"{_SIP}; page.unpublish()")
        page.goto("/utbildning/sip/")
        yield "opublicerad modul"
    finally:
        again = "(page.get_latest_revision() or page.save_revision()).publish()"
        server.manage("shell", "-c", f"{_SIP}; {again}")


_ERROR_PAGE = """
from django.template.loader import render_to_string
from django.test import RequestFactory
print(render_to_string("{}.html", {{"anonymous": True}}, RequestFactory().get("/")))
"""
_SIP = "from courses.models import ModulePage; page = ModulePage.objects.get(slug='sip')"

WALKS: tuple[Walk, ...] = (
    open_pages,
    lessons,
    checks,
    door,
    first_time,
    own_pages,
    questions,
    results,
    pretest,
    refusals,
    expired,
    reports,
    headcounts,
    seats,
    second_factor,
)
ALONE: tuple[Walk, ...] = (unpublished, no_reports)
"""Walks that change the site for everybody while they last."""
