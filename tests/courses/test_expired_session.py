"""The session has ended: what was handed in stands, and the refused choice is not lost."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from people.sessions import SEEN
from quizzes.models import Answer

from ..people.door import log_in
from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


@pytest.fixture
def items(reader, organisation):
    items = learning.items_of(learning.begin_in_browser(reader, organisation))
    return [item for item in items if item.question["kind"] == "single"]


def end_session(client):
    """As when nobody has touched the page for longer than a log-in lasts."""
    session = client.session
    session[SEEN] = 0
    session.save()


def page(client, address):
    return unescape(client.get(address).content.decode())


@pytest.fixture
def refused(reader, organisation, items):
    """An answer to the second question, sent after the session had ended."""
    learning.answer_in_browser(reader, organisation, items[0])
    end_session(reader)
    return learning.answer_in_browser(reader, organisation, items[1])


def preselected(item):
    (chosen,) = learning.right_choice(item.question)
    return f'value="{chosen}" checked'


def test_the_answer_is_not_taken_but_log_in_is_asked_for(refused, organisation, items):
    address = urlsplit(refused["Location"])
    assert address.path == "/logga-in/"
    assert parse_qs(address.query)["next"] == [learning.question_url(organisation, items[1])]
    assert Answer.objects.count() == 1, "what was handed in before stands"


def test_after_log_in_the_same_person_finds_the_choice(
    refused, reader, samira, organisation, items
):
    reader.force_login(samira)
    html = page(reader, learning.question_url(organisation, items[1]))
    assert preselected(items[1]) in html
    assert "Ditt val finns kvar här nedanför" in html
    assert Answer.objects.count() == 1, "it is for the person to hand it in"
    learning.answer_in_browser(reader, organisation, items[1])
    assert Answer.objects.count() == 2


def test_it_survives_the_log_in_with_a_code(
    refused, reader, samira, organisation, items, mailoutbox
):
    address = learning.question_url(organisation, items[1])
    log_in(reader, mailoutbox, samira.email, next=address)
    assert preselected(items[1]) in page(reader, address)


def test_it_is_offered_until_an_answer_is_in(refused, reader, samira, organisation, items):
    reader.force_login(samira)
    address = learning.question_url(organisation, items[1])
    for _ in range(2):
        assert "Ditt val finns kvar" in page(reader, address)
    learning.answer_in_browser(reader, organisation, items[1])
    assert "vantande_svar" not in reader.session


def test_no_more_than_a_form_has_is_kept(client, organisation):
    address = f"/utbildning/{organisation.slug}/kunskapstest/1/1/"
    client.post(address, {f"svar{number}": "x" * 1000 for number in range(200)})
    kept = client.session["vantande_svar"]["kept"]
    assert len(kept) == 50
    assert {len(value) for values in kept.values() for value in values} == {50}


def test_nothing_is_kept_of_a_test_that_is_not_there(client, organisation):
    assert client.post("/utbildning/finns-inte/kunskapstest/1/1/", {"svar": "x"}).status_code == 404
    assert "vantande_svar" not in client.session


def test_only_the_question_it_belongs_to_shows_it(refused, reader, samira, organisation, items):
    reader.force_login(samira)
    assert " checked" not in page(reader, learning.question_url(organisation, items[2]))
    assert preselected(items[1]) in page(reader, learning.question_url(organisation, items[1]))


def test_the_next_person_at_the_computer_never_meets_it(refused, reader, bo, organisation, items):
    reader.force_login(bo)
    response = reader.get(learning.question_url(organisation, items[1]))
    assert response.status_code == 404
    for item in learning.items_of(learning.begin_in_browser(reader, organisation)):
        html = page(reader, learning.question_url(organisation, item))
        assert " checked" not in html
        assert "Ditt val finns kvar" not in html


def test_a_question_only_looked_at_just_asks_for_log_in(reader, organisation, items, samira):
    end_session(reader)
    reader.get(learning.question_url(organisation, items[1]))
    reader.force_login(samira)
    assert " checked" not in page(reader, learning.question_url(organisation, items[1]))


@pytest.mark.parametrize("kind", ["multiple", "pair", "order"])
def test_every_kind_of_choice_is_kept(reader, course, samira, kind):
    learning.draw_the_whole_bank(course)
    module, item = next(
        (module, item)
        for module in course.modules
        for item in learning.items_of(learning.begin_in_browser(reader, module))
        if item.question["kind"] == kind
    )
    end_session(reader)
    learning.answer_in_browser(reader, module, item)
    reader.force_login(samira)
    html = page(reader, learning.question_url(module, item))
    expected = len(learning.right_choice(item.question))
    assert html.count(" checked") + html.count(" selected") == expected


def test_nothing_but_the_choice_is_kept(reader, organisation, items):
    end_session(reader)
    address = learning.question_url(organisation, items[0])
    reader.post(address, {"svar": "x", "personnummer": "hemligt"})
    assert "hemligt" not in str(dict(reader.session.items()))
