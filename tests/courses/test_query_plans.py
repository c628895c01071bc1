"""Nothing a learner waits for grows with the number of learners: queries find their rows by a key.

The plan is SQLite's own, which knows no figures of the tables: what it chooses here it chooses
among 100 000 too. PostgreSQL reads through a table this small whatever its indexes.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection

from . import learning
from .test_query_counts import asked

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's own")

FOUND_BY = re.compile(r"\((?:id|rowid|\w+_id|session_key|subject)=\?")
READ_THROUGH = {"SCAN people_workplace"}
"""Searched in for a part of a name; there are as many as there are workplaces."""


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    return [step for step in steps if step.startswith(("SCAN", "SEARCH"))]


def steps_of(queries):
    return [step for sql in queries if sql.lstrip().startswith("SELECT") for step in plan(sql)]


def grows(step):
    return step not in READ_THROUGH and not FOUND_BY.search(step)


@pytest.fixture
def reader(client, samira, organisation):
    client.force_login(samira)
    learning.read(samira, organisation, lessons=organisation.lessons[:2])
    learning.take(samira, organisation)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/utbildning/",
        "/utbildning/organisation/",
        "/utbildning/organisation/vad-ar-vastbus/",
        "/utbildning/organisation/kunskapstest/",
        "/utbildning/fortest/",
        "/intyg/",
        "/mina-uppgifter/",
        "/min-arbetsplats/?q=forskola",
    ],
)
def test_every_query_finds_its_rows_by_a_key(reader, address):
    reader.get(address)
    _, queries = asked(lambda: reader.get(address))
    steps = steps_of(queries)
    assert steps
    assert [step for step in steps if grows(step)] == []


def test_so_do_those_of_an_answer(reader, samira, course):
    module = course.modules[1]
    items = learning.items_of(learning.begin_in_browser(reader, module))
    _, queries = asked(lambda: learning.answer_in_browser(reader, module, items[0]))
    steps = steps_of(queries)
    assert steps
    assert [step for step in steps if grows(step)] == []
