"""What those see who answer for others: reports, headcounts, seats."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page

from .acts import log_in, new_address, press
from .learner import Learner
from .server import Server

_HIDE = "from reports.models import ReportSnapshot as R; R.objects.update(layer={!r})"


def reports(page: Page, server: Server) -> Iterator[str]:
    learner = Learner(page.context)
    for role, address in (
        ("nosam", "/rapporter/"),
        ("nosam", "/rapporter/angered/"),
        ("redaktor", "/rapporter/"),
    ):
        learner.become(role)
        page.goto(address)
        page.locator("main summary").evaluate_all("all => all.forEach(one => one.click())")
        yield f"{address} som {role}"


def no_reports(page: Page, server: Server) -> Iterator[str]:
    Learner(page.context).become("nosam")
    try:
        server.manage("shell", "-c", _HIDE.format("undanlagd"))
        page.goto("/rapporter/")
        yield "inga siffror än"
    finally:
        server.manage("shell", "-c", _HIDE.format("sdn10"))


def headcounts(page: Page, server: Server) -> Iterator[str]:
    Learner(page.context).become("nosam")
    page.goto("/rapporter/malgrupp/")
    yield "målgrupp, översikt"
    page.goto("/rapporter/angered/malgrupp/")
    page.locator("main summary").evaluate_all("all => all.forEach(one => one.click())")
    yield "målgrupp"
    page.locator("table.counts input:not([type=checkbox])").first.fill("många")
    press(page, "Spara antalen")
    yield "målgrupp, fel"


def seats(page: Page, server: Server) -> Iterator[str]:
    Learner(page.context).become("redaktor")
    page.goto("/uppdrag/")
    yield "uppdrag"
    page.goto("/uppdrag/nytt/")
    yield "nytt uppdrag"
    press(page, "Ge uppdraget")
    yield "nytt uppdrag, fel"


def second_factor(page: Page, server: Server) -> Iterator[str]:
    address = new_address()
    server.manage("grant", address, "--role", "temagrupp")
    log_in(page, server, address)
    page.goto("/andra-steget/?next=/rapporter/")
    yield "andra steget, koppla appen"
    press(page, "Koppla appen")
    yield "andra steget, koppla appen, fel"
    page.get_by_label("Koden som appen visar").fill(_code_of_app(page))
    press(page, "Koppla appen")
    yield "reservkoder"
    page.reload()
    yield "reservkoder, redan visade"
    page.context.clear_cookies()
    log_in(page, server, address)
    yield "logga in, andra steget"
    press(page, "Bekräfta")
    yield "logga in, andra steget, fel"


def _code_of_app(page: Page) -> str:
    """What an app shows that has been given the key on the page."""
    secret = page.locator("main code").inner_text().replace(" ", "")
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
