"""axe finds nothing on any kind of page, in light and in dark, on a phone and on a desktop."""

from __future__ import annotations

from collections import defaultdict

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import states

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def violations(page, axe, *, looks=LOOKS):
    """One line per rule and place that axe minds on the page as it stands, with in which looks."""
    found = defaultdict(list)
    page.evaluate(axe.axe_script)
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("options => axe.run(options)", OPTIONS)
        for row in result["violations"]:
            for node in row["nodes"]:
                found[row["id"], str(node["target"]), row["help"]].append(f"{width} {scheme}")
    return [
        f"{rule} på {target}: {help_text} ({', '.join(where)})"
        for (rule, target, help_text), where in found.items()
    ]


def told(found):
    return "\n".join(f"\n{state}\n" + "\n".join(lines) for state, lines in found.items())


@pytest.mark.parametrize(
    "walk", [*states.WALKS, states.unpublished], ids=lambda walk: walk.__name__
)
def test_axe_finds_nothing(visit, server, walk):
    page, axe = visit(), Axe()
    found = {state: lines for state in walk(page, server) if (lines := violations(page, axe))}
    assert not found, told(found)


def test_axe_finds_nothing_in_any_lesson(visit, server):
    page, axe = visit(), Axe()
    found = {
        state: lines
        for state in states.every_lesson(page, server)
        if (lines := violations(page, axe, looks=LOOKS[:1]))
    }
    assert not found, told(found)
