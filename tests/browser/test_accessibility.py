"""axe finds nothing on any kind of page, in light and in dark, on a phone and on a desktop."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import states

pytestmark = pytest.mark.browser

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LOOKS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


def violations(page, axe):
    """One line per rule and place, for the page as it stands, in every look."""
    found = set()
    page.evaluate(axe.axe_script)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate("options => axe.run(options)", OPTIONS)
        found |= {
            f"{row['id']} på {node['target']} ({width} px, {scheme}): {node['failureSummary']}"
            for row in result["violations"]
            for node in row["nodes"]
        }
    return sorted(found)


@pytest.mark.parametrize("walk", (*states.WALKS, states.lessons), ids=lambda one: one.__name__)
def test_axe_finds_nothing(visit, server, walk):
    page, axe = visit(), Axe()
    found = {
        state: lines for state in walk(page, server) if (lines := violations(page, axe))
    }
    assert not found, "\n\n".join(
        "\n".join([f"{state} {page.url}", *lines]) for state, lines in found.items()
    )
