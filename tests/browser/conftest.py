"""A real browser against a real server. Whatever page is opened, it must keep quiet in the console
and ask nobody else for anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from .server import served

HERE = Path(__file__).parent
LONGEST = HERE / "test_accessibility.py"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEIGHT = 900


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two workers (bin/test) one takes the longest file and the other what needs no browser.
    Then they share the rest, and neither waits for the other."""
    items.sort(key=lambda item: (item.path != LONGEST, HERE in item.path.parents))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    base = tmp_path_factory.getbasetemp()
    with served(base.parent if worker else base, worker=worker or "main") as started:
        yield started


@pytest.fixture(scope="module")
def browser():
    """Closed with each file: its event loop would stop the database calls of other folders'."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=list(ARGUMENTS),
            # Readers' browsers keep whole pages for Back; so must this one.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield opened
        opened.close()


TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) =>
  console.error(`innehållspolicyn bröts: ${effectiveDirective} ${blockedURI}`))
"""


class Watch:
    """What a context did that no page may do."""

    def __init__(self, home: str, *, css: bool) -> None:
        self.home = home
        self.css = css
        self.problems: list[str] = []
        self._told: set[str] = set()
        """Addresses whose answer was an error page on purpose, which the console repeats."""

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_OF_VIOLATIONS)
        context.on("console", self.on_console)
        context.on("request", self.on_request)
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        address = message.location.get("url", "")
        if message.text.startswith("Failed to load resource") and (
            address in self._told or (not self.css and is_look(address))
        ):
            return
        self.problems.append(f"konsol: {message.text} ({address})")

    def on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", f"blob:{self.home}/", "data:")):
            self.problems.append(f"tredje part: {request.url}")

    def on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.problems.append(f"{response.status}: {response.url}")
        elif response.status >= 400 and response.request.is_navigation_request():
            self._told.add(response.url)


def is_look(address: str) -> bool:
    return address.endswith((".css", ".woff2", ".svg", ".png", ".jpg", ".webp", ".avif"))


@pytest.fixture
def visit(browser, server):
    """Opens a page in a context of its own: phone or desktop, light or dark, with or without
    scripts and stylesheets."""
    contexts = []

    def open_page(
        width: int = 1280, *, dark: bool = False, js: bool = True, css: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=js,
            locale="sv-SE",
        )
        watch = Watch(server.url, css=css)
        watch.over(context)
        if not css:
            context.route(is_look, lambda route: route.abort())
        contexts.append((context, watch))
        return context.new_page()

    yield open_page
    for context, _ in contexts:
        context.close()
    problems = [problem for _, watch in contexts for problem in watch.problems]
    assert not problems, "\n".join(problems)
