"""The checks see what they are for: ten faults put into pages are caught, ten of ten, by checks
that pass on the same pages without them."""

from __future__ import annotations

import pytest

from .faults import FAULTS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_seeded_fault_is_caught(visit, server, fault):
    fault.check(visit(), server)

    page = visit()
    seeded = fault.put_into(page)
    with pytest.raises(AssertionError):
        fault.check(page, server)
    assert sum(seeded) > 0


def test_there_are_ten():
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) == 10
