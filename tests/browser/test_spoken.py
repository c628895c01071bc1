"""A question, an error, a verdict and a report, as they are heard and as the Tab key walks them:
word for word against golden files."""

from __future__ import annotations

import pytest

from .golden import same_as_golden
from .screen_reader import read_aloud, walk_with_tab
from .spoken_states import ALL

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", ALL)
def test_it_is_heard_and_walked_as_kept(visit, server, state):
    page = visit()
    ALL[state](page, server)
    walked = walk_with_tab(page)
    same_as_golden(f"spoken/{state}", read_aloud(page))
    same_as_golden(f"keyboard/{state}", walked)
