"""How many questions a page asks the database, the second time it is shown.

The limits are those of the issue; BEGIN, SAVEPOINT and their ends do not count.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quizzes.models import Answer, Attempt

from . import learning

LESSON, HOME, QUESTION = 5, 6, 8
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "COMMIT")


@pytest.fixture
def reader(client, samira, organisation):
    client.force_login(samira)
    client.get("/")
    learning.read(samira, organisation, lessons=organisation.lessons[:2])
    return client


@pytest.fixture
def items(reader, organisation):
    return learning.items_of(learning.begin_in_browser(reader, organisation))


def asked(action):
    with CaptureQueriesContext(connection) as captured:
        response = action()
    queries = [query["sql"] for query in captured]
    return response, [sql for sql in queries if not sql.startswith(NOT_COUNTED)]


def second_get(client, address):
    client.get(address)
    response, queries = asked(lambda: client.get(address))
    assert response.status_code == 200
    return queries


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/utbildning/organisation/vad-ar-vastbus/", LESSON),
        ("/utbildning/sip/allas-plan/", LESSON),
        ("/utbildning/organisation/", LESSON),
        ("/utbildning/", LESSON),
        ("/", HOME),
    ],
)
def test_reading(reader, address, limit):
    queries = second_get(reader, address)
    assert len(queries) <= limit, queries


@pytest.mark.parametrize("address", ["/", "/utbildning/organisation/vad-ar-vastbus/"])
def test_reading_without_log_in(client, course, address):
    queries = second_get(client, address)
    assert len(queries) <= LESSON, queries


def test_a_question(reader, organisation, items):
    queries = second_get(reader, learning.question_url(organisation, items[0]))
    assert len(queries) <= QUESTION, queries


def test_a_verdict(reader, organisation, items):
    learning.answer_in_browser(reader, organisation, items[0])
    queries = second_get(reader, learning.question_url(organisation, items[0]))
    assert len(queries) <= QUESTION, queries


def test_an_answer(reader, organisation, items):
    learning.answer_in_browser(reader, organisation, items[0])
    response, queries = asked(
        lambda: learning.answer_in_browser(reader, organisation, items[1], right=False)
    )
    assert response.status_code == 302
    assert Answer.objects.count() == 2
    assert len(queries) <= QUESTION, queries


def test_an_answer_of_the_fortest(reader, course):
    reader.post("/utbildning/fortest/")
    attempt = Attempt.objects.get()
    reader.post(f"/utbildning/fortest/{attempt.pk}/1/", {"svar": "stammer"})
    address = f"/utbildning/fortest/{attempt.pk}/2/"
    response, queries = asked(lambda: reader.post(address, {"svar": "stammer"}))
    assert response.status_code == 302
    assert len(queries) <= QUESTION, queries


def test_a_refused_answer(reader, organisation, items):
    address = learning.question_url(organisation, items[0])
    _, queries = asked(lambda: reader.post(address, {}))
    assert len(queries) <= QUESTION, queries


def test_a_page_costs_the_same_however_much_has_been_done(reader, samira, course):
    few = len(second_get(reader, "/"))
    for module in course.modules:
        learning.read(samira, module)
        learning.take(samira, module)
    assert len(second_get(reader, "/")) <= few
