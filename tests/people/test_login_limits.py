from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from .door import ask_for_code, code_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def test_five_wrong_codes_end_the_code(client, samira, mailoutbox):
    ask_for_code(client, samira.email)
    for _ in range(4):
        assert client.post("/logga-in/kod/", {"code": "1"}).status_code == 200
    response = client.post("/logga-in/kod/", {"code": "1"})
    assert response["Location"] == "/logga-in/?info=forsok"
    client.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert "_auth_user_id" not in client.session


def test_wrong_codes_count_for_the_account_in_whatever_browser(samira, mailoutbox):
    def attacker(number):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        ask_for_code(client, samira.email)
        return client

    cache.clear()
    first, second = attacker(1), attacker(2)
    for client in [first, second, first, second, first]:
        client.post("/logga-in/kod/", {"code": "1"})
    response = second.post("/logga-in/kod/", {"code": code_in(mailoutbox[1])})
    assert response["Location"] == "/logga-in/?info=forsok"


def test_one_account_from_many_addresses_is_stopped(samira, mailoutbox):
    for number in range(30):
        response = ask_for_code(Client(REMOTE_ADDR=f"10.0.1.{number}"), samira.email)
    assert len(mailoutbox) == 3
    assert response.status_code == 200
    assert "Vänta en minut" in response.content.decode()


def test_three_hundred_people_behind_one_address_all_get_in(db, mailoutbox, monkeypatch):
    for number in range(300):
        client = Client(REMOTE_ADDR="192.0.2.1")
        response = ask_for_code(client, f"person{number}@goteborg.example")
        assert response.status_code == 302, response.content.decode()
    assert len(mailoutbox) == 300
    # The limits of the first are still remembered after three hundred others.
    for _ in range(2):
        ask_for_code(Client(REMOTE_ADDR="192.0.2.1"), "person0@goteborg.example")
    refused = ask_for_code(Client(REMOTE_ADDR="192.0.2.1"), "person0@goteborg.example")
    assert "Vänta en minut" in refused.content.decode()
