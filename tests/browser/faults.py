"""Ten faults, each put into pages on their way to the browser, and the check that holds where there
is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Route

from . import spoken_states
from .acts import press
from .engines import axe_findings, ibm_findings, put_on
from .golden import difference_from_golden
from .hands import Keyboard
from .learner import Learner
from .screen_reader import read_aloud
from .server import Server
from .states import LESSON

Check = Callable[[Page, Server], None]


def engines_find_nothing(page: Page) -> None:
    put_on(page, 1280, "ljust")
    found = [*axe_findings(page), *ibm_findings(page)]
    assert not found, "\n".join(map(str, found))


def log_in_page(page: Page, server: Server) -> None:
    page.goto("/logga-in/")
    engines_find_nothing(page)


def own_start_page(page: Page, server: Server) -> None:
    Learner(page.context).become_learner()
    page.goto("/")
    engines_find_nothing(page)


def focus_after_error(page: Page, server: Server) -> None:
    page.goto("/logga-in/")
    press(page, "Skicka koden")
    at = page.evaluate("document.activeElement.id")
    assert at == "fel", f"fokus är på {at or 'ingenting'} och inte på felet"


def focus_is_seen(page: Page, server: Server) -> None:
    page.goto(LESSON)
    Keyboard(page).tab_to(page.get_by_role("button", name="Kontrollera svaret"))


def heard(state: str) -> Check:
    def check(page: Page, server: Server) -> None:
        spoken_states.ALL[state](page, server)
        difference = difference_from_golden(f"spoken/{state}", read_aloud(page))
        assert not difference, difference

    return check


@dataclass(frozen=True)
class Fault:
    """``pattern`` in what is sent from the addresses of ``at`` becomes ``instead``."""

    name: str
    check: Check
    pattern: str
    instead: str
    at: str

    def put_into(self, page: Page) -> list[int]:
        """A list that grows with how many times it has been put in."""
        seeded: list[int] = []

        def spoil(route: Route) -> None:
            # Redirects are followed here: what they lead to would not come this way again.
            reply = route.fetch()
            body, count = re.subn(self.pattern, self.instead, reply.text(), flags=re.DOTALL)
            seeded.append(count)
            route.fulfill(response=reply, body=body)

        page.route(re.compile(self.at), spoil)
        return seeded


PAGES, STYLES, SCRIPT = r"/(\?[^/]*)?$", r"/site\.[^/]*css$", r"/app\.[^/]*js$"
FAINT = "\nh1, label { color: #99aaaa !important }"
NO_OUTLINE = "\n*, *::after { outline: none !important }"
FAULTS = (
    Fault("etikett borta", log_in_page, r"<label[^>]*>.*?</label>", "", PAGES),
    Fault("fokus tappat efter fel", focus_after_error, r"\?\.focus\(\)", "", SCRIPT),
    Fault("status sägs inte", heard("verdict"), ' role="status"', "", PAGES),
    Fault("kontrast bruten", log_in_page, r"\Z", FAINT, STYLES),
    Fault("rubriknivå hoppad", own_start_page, "<(/?)h2", r"<\1h5", PAGES),
    Fault("knapp utan namn", own_start_page, ">Logga ut</button>", "></button>", PAGES),
    Fault("tabellrubriker borta", heard("report"), "<thead.*?</thead>", "", PAGES),
    Fault(
        "felet lossat från frågan", heard("error"), ' aria-describedby="[^"]*fel-text"', "", PAGES
    ),
    Fault("svaren utan fråga", heard("question"), "<(/?)legend>", r"<\1p>", PAGES),
    Fault("fokus syns inte", focus_is_seen, r"\Z", NO_OUTLINE, STYLES),
)
