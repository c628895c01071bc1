"""Two ways to work a page: with a mouse, or with the keyboard alone and the focus in sight."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from .answer_key import Pick

FOCUS = """wanted => {
  const at = document.activeElement, style = (of, part) => getComputedStyle(of, part);
  const drawn = (of, part) => style(of, part).outlineStyle !== "none"
    && parseFloat(style(of, part).outlineWidth) > 0;
  const label = at.closest("label"), box = [...at.getClientRects()].find(one => one.width) ;
  const onTop = box && document.elementFromPoint(
    (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return {
    isWanted: at === wanted, isBody: at === document.body, html: at.outerHTML.slice(0, 120),
    isDrawn: drawn(at) || drawn(at, "::after") || Boolean(label && drawn(label)),
    isUncovered: Boolean(onTop) && (at.contains(onTop) || Boolean(label?.contains(onTop))
      || onTop.contains(at)),
  };
}"""
STOPS = 120
"""More stops than any page has."""


class Mouse:
    """Also the finger on a phone: only what can be clicked is used."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def activate(self, target: Locator) -> None:
        target.click()

    def go(self, target: Locator) -> None:
        """Activate a link or a button that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            self.activate(target)

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()

    def mark(self, pick: Pick) -> None:
        target = self.page.locator(f'[id="{pick.id}"]')
        if pick.option:
            target.select_option(index=pick.option)
        else:
            target.check()


class Keyboard(Mouse):
    """Tab, Shift+Tab, space, Enter and arrows. Every stop must show where the focus is."""

    def activate(self, target: Locator) -> None:
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self.tab_to(target)
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        self.tab_to(target)
        self.page.keyboard.press("Space")
        assert target.is_checked()

    def mark(self, pick: Pick) -> None:
        target = self.page.locator(f'[id="{pick.id}"]')
        if pick.option:
            self.tab_to(target)
            for _ in range(pick.option):
                self.page.keyboard.press("ArrowDown")
        elif target.get_attribute("type") == "radio":
            self._mark_radio(target, pick)
        else:
            self.tick(target)

    def _mark_radio(self, target: Locator, pick: Pick) -> None:
        group = self.page.locator(f'input[name="{pick.name}"]')
        if group.and_(self.page.locator(":focus")).count() == 0:
            self.tab_to(group.and_(self.page.locator(":checked")).or_(group).first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert target.is_checked()
        self.look()

    def tab_to(self, target: Locator, *, back: bool = False) -> None:
        """Tab on from where the focus is, until ``target`` has it."""
        handle = target.element_handle()
        if self.look(handle, moved=False)["isWanted"]:
            return
        met = []
        for _ in range(STOPS):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            stop = self.look(handle)
            if stop["isWanted"]:
                return
            met.append(stop["html"])
        raise AssertionError(f"{target} nås inte med tangentbordet, bara:\n" + "\n".join(met))

    def look(self, target: Any = None, *, moved: bool = True) -> dict[str, Any]:
        """Where the focus is; after a move it must be drawn and under nothing else."""
        stop = self.page.evaluate(FOCUS, target)
        if moved and not stop["isBody"]:
            assert stop["isDrawn"], f"fokus syns inte på {stop['html']}"
            assert stop["isUncovered"], f"fokus är skymt på {stop['html']}"
        return stop
