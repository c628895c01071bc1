"""Follows the links of the own site as somebody would who opens one page of every kind."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urlsplit

from django.urls import resolve
from playwright.sync_api import Page

FREE_PATH = "^((?:[\\w\\-]+/)*)$"
"""Wagtail's own route, which every editorial page shares: there the path is the kind."""
BY_SCRIPT = "/cms/bulk/"
"""Buttons there are given the chosen rows by a script; the bare link leads nowhere."""


def kind_of(address: str) -> str:
    """The route and, outside the CMS, the names in the query: what tells one kind of page from
    another. The registers share all of their views but the forms and the lists."""
    parts = urlsplit(address)
    route = resolve(parts.path).route
    if route.startswith("cms/"):
        return re.sub(r"snippets/\w+/\w+/(history|usage)", r"snippets/\1", route) + "?"
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return f"{parts.path if route == FREE_PATH else route}?{'&'.join(names)}"


def crawl(
    page: Page,
    starts: Iterable[str],
    *,
    at_most: int,
    kind: Callable[[str], str] = kind_of,
    look: Callable[[Page], None] = lambda page: None,
) -> set[str]:
    """Open one page of each kind that links lead to from ``starts``, breadth first, and ``look``
    at it. The kinds that could be opened. What is no page is only fetched."""
    waiting = deque(starts)
    met = {kind(address) for address in waiting}
    opened = set()
    while waiting:
        address = waiting.popleft()
        if not _is_page(page, address):
            continue
        if page.goto(address).ok:
            opened.add(kind(address))
        look(page)
        assert len(opened) <= at_most, f"fler än {at_most} slags sidor: {sorted(opened)}"
        for link in _links(page):
            if kind(link) not in met:
                met.add(kind(link))
                waiting.append(link)
    return opened


def _is_page(page: Page, address: str) -> bool:
    reply = page.context.request.get(address)
    assert reply.status < 500, f"{reply.status} {address}"
    assert "content-security-policy" in reply.headers, address
    return "text/html" in reply.headers["content-type"]


def _links(page: Page) -> list[str]:
    """The addresses that links of the page lead to on this site, each once, in their order."""
    found = page.locator("a[href]").evaluate_all(
        "all => all.filter(one => one.origin === location.origin)"
        ".map(one => one.pathname + one.search)"
    )
    return [link for link in dict.fromkeys(found) if not link.startswith(BY_SCRIPT)]
