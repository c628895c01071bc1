"""How much a first visit costs somebody on a phone with poor coverage, in bytes over the wire."""

from __future__ import annotations

import pytest

from .states import LESSON

pytestmark = pytest.mark.browser

FIRST_VISIT, SECOND_PAGE = 30_000, 8_000
"""Bytes, headers included; one visit of anything on a cold and a warm cache."""


class Meter:
    """Counts what comes over the wire, whatever it is."""

    def __init__(self, page) -> None:
        self.loaded: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._begin)
        devtools.on("Network.loadingFinished", self._end)

    def _begin(self, event) -> None:
        self._addresses[event["requestId"]] = event["response"]["url"]

    def _end(self, event) -> None:
        address = self._addresses[event["requestId"]]
        self.loaded[address] = self.loaded.get(address, 0) + int(event["encodedDataLength"])

    def total(self) -> int:
        return sum(self.loaded.values())

    def told(self) -> str:
        return "\n".join(f"{size:7} {address}" for address, size in self.loaded.items())


def test_first_visit_of_a_lesson(visit):
    page = visit(390)
    meter = Meter(page)
    page.goto(LESSON, wait_until="networkidle")
    assert any(address.endswith(".woff2") for address in meter.loaded), meter.told()
    assert meter.total() <= FIRST_VISIT, meter.told()


def test_second_page(visit):
    page = visit(390)
    page.goto(LESSON, wait_until="networkidle")
    meter = Meter(page)
    page.goto("/utbildning/funktion/en-gemensam-bild/", wait_until="networkidle")
    assert meter.total() <= SECOND_PAGE, meter.told()
