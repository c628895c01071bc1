"""Nobody can work out a hidden value from what is published: two months, every format's source."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reports.document import report_document
from reports.suppression import Published, suppress

from .attacker import Attack
from .populations import Circumstances, a_month_later, population
from .published import NAMES

OTHER_TYPES = ("forskola", "familjecentral", "socialtjanst", "ungdomsmottagning", "elevhalsa")

circumstances = st.builds(
    Circumstances,
    districts=st.integers(2, 4),
    workplace_types=st.sampled_from(OTHER_TYPES).map(lambda t: ("bvc", "vardcentral", t)),
    registered=st.sampled_from([0.4, 0.75, 0.95]),
    completed=st.sampled_from([(0.0, 0.05), (0.1, 0.8), (0.5, 0.9)]),
    without_headcount=st.sampled_from([0.0, 0.05, 0.3]),
    unknown=st.sampled_from([0, 1, 4, 25]),
    growth=st.sampled_from([0.0, 0.03, 0.15]),
)


def document_of(counts, suppressed):
    return report_document(counts, suppressed, names=NAMES, fictional=True)


def two_months(like, seed, *, complementary=True):
    """The documents of two consecutive months."""
    random = Random(seed)
    first = population(random, like)
    second = a_month_later(random, first, like.growth)
    hidden = suppress(first, complementary=complementary)
    hidden_next = suppress(second, Published(first, hidden), complementary=complementary)
    return document_of(first, hidden), document_of(second, hidden_next)


NOBODY_IN_A_PLACE = Circumstances(
    districts=4,
    workplace_types=("bvc", "vardcentral", "familjecentral"),
    registered=0.75,
    completed=(0.0, 0.05),
    without_headcount=0.3,
    unknown=0,
    growth=0.0,
)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(circumstances, st.integers(0, 2**16))
@example(NOBODY_IN_A_PLACE, 30)
def test_no_hidden_value_can_be_worked_out(like, seed):
    assert Attack(*two_months(like, seed)).told() == []


TYPICAL = Circumstances(
    districts=4,
    workplace_types=("bvc", "vardcentral", "socialtjanst"),
    registered=0.75,
    completed=(0.1, 0.8),
    without_headcount=0.05,
    unknown=4,
    growth=0.1,
)


def test_without_the_complementary_step_hidden_values_are_worked_out():
    told = Attack(*two_months(TYPICAL, 1, complementary=False)).told()
    assert len(told) > 10
    assert {secret.month for secret in told} == {0, 1}


@pytest.mark.parametrize("seed", [11, 12])
def test_figures_that_stay_the_same_from_month_to_month(seed):
    random = Random(seed)
    first = population(random, TYPICAL)
    second = a_month_later(random, first, 0.0)
    hidden = suppress(first)
    hidden_next = suppress(second, Published(first, hidden))
    assert Attack(document_of(first, hidden), document_of(second, hidden_next)).told() == []


@pytest.mark.parametrize("seed", [27, 34])
def test_a_month_made_late_beside_those_already_read(seed):
    """The first and the third month are published when the second is made."""
    random = Random(seed)
    first = population(random, TYPICAL)
    second = a_month_later(random, first, TYPICAL.growth)
    third = a_month_later(random, second, TYPICAL.growth)
    hidden = suppress(first)
    hidden_third = suppress(third, Published(first, hidden))
    late = suppress(second, Published(first, hidden), Published(third, hidden_third))
    document = document_of(second, late)
    assert Attack(document_of(first, hidden), document).told() == []
    assert Attack(document, document_of(third, hidden_third)).told() == []


def test_a_month_made_late_gives_others_away_if_it_is_not_protected():
    random = Random(34)
    first = population(random, TYPICAL)
    second = a_month_later(random, first, TYPICAL.growth)
    hidden = suppress(second)
    known = document_of(second, hidden)
    careful = suppress(first, None, Published(second, hidden))
    assert Attack(document_of(first, suppress(first)), known).told() != []
    assert Attack(document_of(first, careful), known).told() == []
