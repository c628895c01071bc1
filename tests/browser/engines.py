"""Three engines that look for faults: axe and IBM's on the page as it stands in the browser, the Nu
Html Checker on the HTML as the server sent it.

Only what an engine is sure of counts. What axe calls incomplete, and IBM potential or for a person
to judge, is no finding: it says "look", not "wrong" (docs/tillganglighet.md).
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from urllib.request import Request, urlopen

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from .server import free_port

MODULES = Path(__file__).parent / "node_modules"
WIDTHS = (390, 1280)
COLOURS = {
    "ljust": {"color_scheme": "light", "forced_colors": "none"},
    "mörkt": {"color_scheme": "dark", "forced_colors": "none"},
    "tvingade färger": {"color_scheme": "light", "forced_colors": "active"},
}
LOOKS = tuple(product(WIDTHS, COLOURS))
ONE_LOOK = ((1280, "ljust"),)
NU_START_SECONDS = 120
REDIRECTS = range(300, 400)

AXE = """async () => {
  const result = await axe.run({resultTypes: ["violations"], runOnly:
    ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]});
  return result.violations.flatMap(rule => rule.nodes.map(node =>
    [rule.id, rule.help, String(node.target), node.html.slice(0, 160)]));
}"""
# Violations and recommendations alike, as long as the engine is sure (FAIL).
IBM = """async () => {
  const report = await new ace.Checker().check(document, ["IBM_Accessibility"]);
  return report.results.filter(one => one.value[1] === "FAIL").map(one =>
    [one.ruleId, one.message, one.path.dom, one.snippet.slice(0, 160)]);
}"""
# The page is drawn with its own font, what watches its size has been told, and no colour is on its
# way to another.
DRAWN = """document.fonts.ready
  .then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  .then(() => document.getAnimations().forEach(one => one.finish()))"""


@dataclass(frozen=True)
class Finding:
    engine: str
    rule: str
    help: str
    place: str
    html: str

    def __str__(self) -> str:
        return f"{self.engine} {self.rule}: {self.help}\n    {self.place}\n    {self.html}"


@cache
def ibm_script() -> str:
    source = MODULES / "accessibility-checker-engine" / "ace.js"
    return f"{source.read_text()}; window.ace = ace; undefined"


@cache
def axe_script() -> str:
    return Axe().axe_script


def put_on(page: Page, width: int, colours: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**COLOURS[colours])
    page.evaluate(DRAWN)


def axe_findings(page: Page) -> list[Finding]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    return [Finding("axe", *row) for row in page.evaluate(AXE)]


def ibm_findings(page: Page) -> list[Finding]:
    if not page.evaluate("'ace' in window"):
        page.evaluate(ibm_script())
    return [Finding("IBM", *row) for row in page.evaluate(IBM)]


def findings_in_looks(page: Page, looks=LOOKS) -> dict[Finding, list[str]]:
    """What axe and IBM's engine find on the page, each with the looks it is found in. The page is
    left as wide and as light as it was opened."""
    found = defaultdict(list)
    for width, colours in looks:
        put_on(page, width, colours)
        for finding in (*axe_findings(page), *ibm_findings(page)):
            found[finding].append(f"{width} {colours}")
    put_on(page, *ONE_LOOK[0])
    return dict(found)


@contextmanager
def nu_checker() -> Iterator[Callable[[str], list[Finding]]]:
    """The Nu Html Checker as a server on this machine: one start, then as many pages as wanted."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    port = free_port()
    bind = "-Dnu.validator.servlet.bind-address=127.0.0.1"
    process = subprocess.Popen(
        ["java", "-Xmx512m", bind, "-cp", jar, "nu.validator.servlet.Main", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/?out=json&level=error"
    try:
        deadline = time.monotonic() + NU_START_SECONDS
        while not _answers(port):
            assert process.poll() is None, "Nu Html Checker startade inte"
            assert time.monotonic() < deadline, "Nu Html Checker svarar inte"
            time.sleep(0.2)
        yield lambda html: _nu_findings(html, address)
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _nu_findings(html: str, address: str) -> list[Finding]:
    request = Request(address, html.encode(), {"Content-Type": "text/html; charset=utf-8"})
    with urlopen(request) as reply:
        messages = json.load(reply)["messages"]
    return [
        Finding("Nu", "html", row["message"], f"rad {row.get('lastLine')}", row.get("extract", ""))
        for row in messages
    ]


class Sent:
    """The HTML of what a page shows, as the server sent it: of a navigation, or of a whole page
    that a script fetched and took a part from."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._latest: list[Response] = []
        page.on("response", self._on_response)

    def _on_response(self, response: Response) -> None:
        request = response.request
        is_page = request.is_navigation_request() or request.resource_type == "fetch"
        if is_page and request.frame == self._page.main_frame and response.status not in REDIRECTS:
            self._latest.append(response)

    def html(self) -> str:
        for response in reversed(self._latest):
            if response.headers.get("content-type", "").startswith("text/html"):
                html = response.text()
                if html.lstrip().lower().startswith("<!doctype"):
                    self._latest.clear()
                    self._latest.append(response)
                    return html
        raise AssertionError("sidan har inte hämtats")
