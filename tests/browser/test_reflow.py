"""Small screens and large text: nothing to scroll sideways for, nothing cut, nothing too small to
hit with a thumb."""

from __future__ import annotations

import pytest

from . import states

pytestmark = [pytest.mark.browser, pytest.mark.looks]

# What sticks out to the right, data tables with a scroller of their own excepted.
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const out = [...document.body.querySelectorAll("*")].filter(one =>
    !one.closest(".scroll, .vh") && one.getBoundingClientRect().right > room + 0.5);
  return [`sidan är ${document.scrollingElement.scrollWidth} px bred`,
    ...out.filter(one => !out.some(other => other !== one && one.contains(other)))
      .slice(0, 6).map(one => one.outerHTML.slice(0, 90))];
}"""

# Text that its own box hides, the words for screen readers alone excepted.
CUT = """() => [...document.body.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one);
  const hides = ["hidden", "clip"].includes(style.overflowX)
    || ["hidden", "clip"].includes(style.overflowY);
  return hides && !one.closest("svg, .vh, select, input") && style.clipPath === "none"
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


SIZES = [(16, 320), (16, 390), (32, 390), (32, 1280)]
"""The reader's own text size and the width of the window, both in px."""


def read_at(page, devtools, text, width):
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": text}})
    page.set_viewport_size({"width": width, "height": 800})
    size = page.evaluate("getComputedStyle(document.documentElement).fontSize")
    assert size == f"{text}px"


def faults(page, devtools):
    """What does not fit, per size; what is too small to hit on a phone."""
    for text, width in SIZES:
        read_at(page, devtools, text, width)
        for fault, script in (("i sidled", SIDEWAYS), ("avklippt", CUT)):
            yield f"{fault}, {width} px, text {text} px", page.evaluate(script)
    read_at(page, devtools, 16, 390)
    yield "under 44 px", page.evaluate(SMALL)


@pytest.mark.parametrize("walk", states.WALKS, ids=lambda walk: walk.__name__)
def test_everything_fits_and_can_be_hit(visit, server, walk):
    page = visit(390)
    devtools = page.context.new_cdp_session(page)
    found = [
        "\n".join([f"\n{state}: {fault}", *places])
        for state in walk(page, server)
        for fault, places in faults(page, devtools)
        if places
    ]
    assert not found, "\n".join(found)
