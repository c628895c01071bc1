"""axe, IBM's engine and the Nu Html Checker find nothing in any state of any page, on a phone and
on a desktop, in light, dark and forced colours. What is Wagtail's own is listed, and nothing else.

The looks of a page do not hang on the database: these run once, on SQLite (bin/test).
"""

from __future__ import annotations

import pytest

from . import states, states_cms
from .engines import LOOKS, ONE_LOOK, Sent, findings_in_looks, nu_checker
from .golden import FOLDER, same_as_golden
from .wagtails_own import LISTED

pytestmark = [pytest.mark.browser, pytest.mark.looks]

WALKS = [*states.WALKS, *states.ALONE, states_cms.cms]


@pytest.fixture(scope="module")
def nu():
    with nu_checker() as check:
        yield check


def found_in(walk, page, server, nu, *, looks=LOOKS):
    """Finding → where: state and looks, or the state alone for what is of the HTML."""
    sent, found, met = Sent(page), {}, []
    for state in walk(page, server):
        met.append(state)
        for finding in nu(sent.html()):
            found.setdefault(finding, []).append(state)
        for finding, where in findings_in_looks(page, looks).items():
            found.setdefault(finding, []).append(f"{state} ({', '.join(where)})")
    same_as_golden(f"states/{walk.__name__}", met)
    return found


def told(found):
    return "\n".join(f"\n{finding}\n    " + "\n    ".join(at) for finding, at in found.items())


@pytest.mark.parametrize("walk", [*states.WALKS, *states.ALONE], ids=lambda walk: walk.__name__)
def test_the_engines_find_nothing(visit, server, nu, walk):
    found = found_in(walk, visit(), server, nu)
    assert not found, told(found)


def test_the_engines_find_nothing_in_any_lesson(visit, server, nu):
    found = found_in(states.every_lesson, visit(), server, nu, looks=ONE_LOOK)
    assert not found, told(found)


def test_in_the_cms_the_engines_find_only_what_is_wagtails_own(visit, server, nu):
    found = found_in(states_cms.cms, visit(), server, nu)
    ours = {one: at for one, at in found.items() if not any(own.is_of(one) for own in LISTED)}
    assert not ours, told(ours)
    always = [own for own in LISTED if own.is_always_met]
    gone = [own for own in always if not any(own.is_of(one) for one in found)]
    assert not gone, f"finns inte längre, stryk ur listan: {gone}"


def test_at_least_sixty_states_are_met():
    files = {walk.__name__: FOLDER / "states" / f"{walk.__name__}.txt" for walk in WALKS}
    met = [line for file in files.values() for line in file.read_text().splitlines()]
    assert len(met) == len(set(met))
    assert len(met) >= 60
