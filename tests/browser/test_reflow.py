"""Small screens and large text: nothing to scroll sideways for, nothing cut, nothing too small to
hit with a thumb."""

from __future__ import annotations

import pytest

from . import states

pytestmark = pytest.mark.browser

# What sticks out to the right, data tables with a scroller of their own excepted.
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter(one =>
    !one.closest(".scroll, .vh") && one.getBoundingClientRect().right > room + 0.5);
  return out.filter(one => !out.some(other => other !== one && one.contains(other)))
    .map(one => one.outerHTML.slice(0, 90));
}"""

# Text that its own box hides, the words for screen readers alone excepted.
CUT = """() => [...document.body.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  const hides = ["hidden", "clip"].includes(style.overflowX)
    || ["hidden", "clip"].includes(style.overflowY);
  return hides && !one.closest("svg, .vh, select, input")
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 90))"""

# Everything to tap that is less than 44 px high or wide. A link in the line of a paragraph or a
# list is running text; the target of a label is the whole label, that of a module its whole row.
SMALL = """() => [...document.querySelectorAll(
    "a[href], button, select, summary, input:not([type=hidden])")].filter(one => {
  const field = one.matches("input[type=radio], input[type=checkbox]");
  const target = field && one.closest("label") || one.closest(".module") || one;
  const box = target.getBoundingClientRect();
  if (!box.width || !one.checkVisibility() || one.matches(".skip")) return false;
  const isRunning = one.closest("p, li, dd, td, th, caption, figcaption, strong")
    && getComputedStyle(one).display === "inline";
  return !isRunning && (box.height < 43.9 || box.width < 43.9);
}).map(one => { const box = one.getBoundingClientRect();
  return `${box.width.toFixed()} x ${box.height.toFixed()} ${one.outerHTML.slice(0, 110)}`; })"""


def told(found):
    return "\n".join(f"\n{state}\n" + "\n".join(lines) for state, lines in found.items())


@pytest.mark.parametrize("walk", states.WALKS, ids=lambda walk: walk.__name__)
def test_small_screens(visit, server, walk):
    page = visit(390)
    found = {}
    for state in walk(page, server):
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 800})
            found[f"{state}: i sidled på {width} px"] = page.evaluate(SIDEWAYS)
            found[f"{state}: avklippt på {width} px"] = page.evaluate(CUT)
        found[f"{state}: under 44 px"] = page.evaluate(SMALL)
    found = {state: lines for state, lines in found.items() if lines}
    assert not found, told(found)


@pytest.mark.parametrize("walk", states.WALKS, ids=lambda walk: walk.__name__)
def test_text_at_200_percent(visit, server, walk):
    page = visit()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    found = {}
    for state in walk(page, server):
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            found[f"{state}: i sidled på {width} px"] = page.evaluate(SIDEWAYS)
            found[f"{state}: avklippt på {width} px"] = page.evaluate(CUT)
    found = {state: lines for state, lines in found.items() if lines}
    assert not found, told(found)
