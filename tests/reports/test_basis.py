"""What a report was made of survives being stored: the next month is protected against that."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reports import basis
from reports.counts import Counts, Group
from reports.figures import RATED, REGISTERED, Figure, Suppressed
from reports.suppression import Published

from .published import SMALL_HIDDEN, cell, example_counts


@pytest.fixture
def stored():
    """What comes back of a report's basis after a turn through the database's JSON."""
    return lambda published: basis.from_json(json.loads(json.dumps(basis.to_json(published))))


def test_counts_and_what_was_hidden_come_back_the_same(stored):
    published = Published(example_counts(), SMALL_HIDDEN)
    assert stored(published) == published


def test_what_was_permitted_comes_back(stored):
    permitted = frozenset(
        {Figure(Group("angered"), RATED), Figure(Group("all", "bvc"), REGISTERED)}
    )
    published = Published(example_counts(), replace(SMALL_HIDDEN, permitted=permitted))
    assert stored(published).suppressed.permitted == permitted


def test_a_missing_headcount_comes_back_as_none_and_zero_as_zero(stored):
    counts = replace(
        example_counts(),
        cells={("lundby", "bvc"): cell(3, None), ("lundby", "forskola"): cell(0, 0, as_of=None)},
    )
    found = stored(Published(counts, Suppressed(frozenset()))).counts
    assert found.cell("lundby", "bvc").headcount is None
    assert found.cell("lundby", "forskola").headcount == 0


def test_a_report_of_nothing_comes_back(stored):
    empty = example_counts()
    counts = Counts(
        at=empty.at, layer=empty.layer, districts=(), workplace_types=(), modules=(), cells={}
    )
    published = Published(counts, Suppressed(frozenset()))
    assert stored(published) == published
