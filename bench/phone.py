"""A phone with poor coverage: how long until a lesson can be read and a verdict is seen.

Chromium with 1.6 Mbit/s, 150 ms before each reply and a fourth of this machine's processor. Each
lesson is a first visit with an empty cache, each answer one of a learner who came from there.
"""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable

from playwright.sync_api import Browser, Page, sync_playwright

from rig import RigError
from rig.server import Server
from rig.site import SQLITE, Account, Site

LESSONS = (
    "/utbildning/organisation/vad-ar-vastbus/",
    "/utbildning/funktion/en-gemensam-bild/",
)
TEST = "/utbildning/organisation/kunskapstest/"
VISITS = 5
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
LIMITS_MS = {"lektionens text": 1500, "beskedet efter ett svar": 1000}
PAINTED = """() => new Promise((done) => new PerformanceObserver((list, observer) => {
    observer.disconnect();
    done(Math.max(...list.getEntries().map((entry) => entry.startTime)));
}).observe({type: "largest-contentful-paint", buffered: true}))"""
"""When the largest text was painted, from the click on."""


def run(site: Site) -> list[str]:
    url = site.copy(SQLITE, "phone")
    accounts = site.accounts(url, VISITS)
    with Server(site.environment(url), site.folder / "phone.log") as server:
        times = measure(server.url, accounts)
    print("\nTelefon: 1,6 Mbit/s, 150 ms, processor ÷ 4. Tiden från klick till läsbar text, i ms")
    print(f"{'':<28}{'median':>8}{'värst':>8}   gräns")
    failures = []
    for name, limit in LIMITS_MS.items():
        worst = max(times[name])
        print(
            f"{name:<28}{statistics.median(times[name]):8.0f}{worst:8.0f}   {limit} ms", flush=True
        )
        if worst > limit:
            failures.append(f"{name} tar {worst:.0f} ms")
    return failures


def measure(home: str, accounts: list[Account]) -> dict[str, list[float]]:
    lesson, verdict = LIMITS_MS
    times: dict[str, list[float]] = {lesson: [], verdict: []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for account in accounts:
            for path in LESSONS:
                times[lesson].append(
                    on_phone(browser, home, account, lambda page, to=path: read(page, to))
                )
            times[verdict].append(on_phone(browser, home, account, answer))
        browser.close()
    return times


def chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise RigError("Webbläsaren Chromium saknas: installera paketet chromium.")
    return found


def on_phone(
    browser: Browser, home: str, account: Account, visit: Callable[[Page], float]
) -> float:
    """What ``visit`` says, in a browser that has been nowhere before."""
    context = browser.new_context(
        base_url=home, viewport={"width": 390, "height": 844}, locale="sv-SE"
    )
    context.add_cookies([{"name": "sessionid", "value": account.session, "url": home}])
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", NETWORK)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    try:
        return visit(page)
    finally:
        context.close()


def read(page: Page, path: str) -> float:
    page.goto(path)
    return float(page.evaluate(PAINTED))


def answer(page: Page) -> float:
    page.goto(TEST)
    page.click("main button.btn")
    page.wait_for_selector("form.question")
    choose(page)
    page.click("form.question button.btn")
    page.wait_for_selector(".feedback")
    return float(page.evaluate(PAINTED))


def choose(page: Page) -> None:
    """Mark what the form takes, right or wrong."""
    if inputs := page.query_selector_all("form.question input[name=svar]"):
        inputs[0].check()
    for place, select in enumerate(page.query_selector_all("form.question select"), start=1):
        select.select_option(index=place)
