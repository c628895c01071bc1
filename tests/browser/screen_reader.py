"""What a page is to somebody who does not see it: read through by a virtual screen reader, and
walked with the Tab key alone by what the browser tells assistive technology of each stop."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from .engines import DRAWN, MODULES

READER = MODULES / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
ADDRESS = "/skarmlasare.js"
"""Of this site, so that pages' own policy lets the script in; it is answered here."""

READ = """async ([address, most]) => {
  const { virtual } = await import(address);
  await virtual.start({ container: document.querySelector("main") });
  for (let n = 0; n < most && await virtual.lastSpokenPhrase() !== "end of main"; n++)
    await virtual.next();
  const log = await virtual.spokenPhraseLog();
  await virtual.stop();
  return log;
}"""
MOST = 3000
"""More phrases than any page has."""
STOPS = 80
SAID = ("checked", "expanded", "invalid", "required", "disabled", "pressed")


def read_aloud(page: Page) -> list[str]:
    """Title, language, and all that is read from the beginning of the page's main part to its end.
    What comes before and after is the same on every page, and has the reader's own name."""
    page.route(f"**{ADDRESS}", lambda route: route.fulfill(path=READER))
    spoken = page.evaluate(READ, [ADDRESS, MOST])
    assert spoken[-1] == "end of main", spoken[-1]
    language = page.evaluate("document.documentElement.lang")
    return [f"titel: {page.title()}", f"språk: {language or 'inget'}", "", *spoken]


def walk_with_tab(page: Page) -> list[str]:
    """One line for where the focus is, then one for each stop of the Tab key in the main part."""
    page.evaluate(DRAWN)
    devtools = page.context.new_cdp_session(page)
    lines = [f"fokus: {_focused(devtools)}"]
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if page.evaluate("Boolean(document.activeElement.closest('main'))"):
            lines.append(f"Tab: {_focused(devtools)}")
        elif page.evaluate("Boolean(document.activeElement.closest('footer'))"):
            break
    devtools.detach()
    return lines


def _focused(devtools: Any) -> str:
    """Role, name, description and state of what has the focus, as the browser tells them."""
    found = devtools.send("Runtime.evaluate", {"expression": "document.activeElement"})
    tree = devtools.send(
        "Accessibility.getPartialAXTree",
        {"objectId": found["result"]["objectId"], "fetchRelatives": False},
    )
    node = tree["nodes"][0]
    parts = [node["role"]["value"], node.get("name", {}).get("value", "") or "utan namn"]
    if described := node.get("description", {}).get("value"):
        parts.append(f"beskrivs av: {described}")
    states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    parts += [f"{name} {states[name]}" for name in SAID if states.get(name) not in (None, "false")]
    return ", ".join(parts)
