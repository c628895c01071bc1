"""Nobody can work out a hidden value from what is published: two months, every format's source."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
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


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(circumstances, st.integers(0, 2**16))
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


def test_a_report_that_forgets_the_month_before_gives_it_away():
    """Angered's ten become eleven, and with nine registered in the type elsewhere unchanged, what
    was hidden could be subtracted had the month before not been kept in mind."""
    random = Random(11)
    first = population(random, TYPICAL)
    second = a_month_later(random, first, 0.0)
    hidden = suppress(first)
    alone = document_of(second, suppress(second, Published(first, hidden)))
    assert Attack(document_of(first, hidden), alone).told() == []
