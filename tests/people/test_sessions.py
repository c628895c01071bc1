from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import sessions

MINE = "/min-arbetsplats/"


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_800_000_000.0

        def pass_by(self, seconds):
            self.now += seconds

    the = Clock()
    monkeypatch.setattr(sessions.time, "time", lambda: the.now)
    return the


def as_(person):
    client = Client()
    client.force_login(person)
    client.get(MINE)
    return client


def test_samira_stays_logged_in_while_she_works(clock, samira):
    client = as_(samira)
    for _ in range(10):
        clock.pass_by(29 * 60)
        assert client.get(MINE).status_code == 200


def test_after_half_an_hour_away_samira_is_told_and_comes_back_where_she_was(clock, samira):
    client = as_(samira)
    clock.pass_by(31 * 60)
    response = client.get(MINE + "?q=sol")
    assert response["Location"] == "/logga-in/?next=/min-arbetsplats/%3Fq%3Dsol&info=borta"
    page = client.get(response["Location"]).content.decode()
    assert "Du har varit borta en stund" in page
    assert 'value="/min-arbetsplats/?q=sol"' in page
    assert "_auth_user_id" not in client.session


def test_an_expired_session_leaves_open_pages_open(clock, samira):
    client = as_(samira)
    clock.pass_by(31 * 60)
    assert client.get("/logga-in/").status_code == 200


def test_who_has_rights_is_logged_out_after_a_quarter(clock, nils):
    client = as_(nils)
    clock.pass_by(16 * 60)
    assert client.get(MINE).status_code == 302


def test_an_editor_left_open_does_not_keep_anybody_logged_in(clock, rut):
    client = as_(rut)
    for _ in range(8):
        clock.pass_by(2 * 60)
        client.post("/cms/editing-sessions/release/1/")
    assert client.get(MINE).status_code == 302


def test_nobody_stays_for_more_than_twelve_hours(clock, samira):
    client = as_(samira)
    for _ in range(36):
        clock.pass_by(20 * 60)
        assert client.get(MINE).status_code == 200
    clock.pass_by(20 * 60)
    assert client.get(MINE).status_code == 302


def test_the_clock_costs_no_query_and_asks_for_no_seats(clock, samira):
    client = as_(samira)
    clock.pass_by(30)
    with CaptureQueriesContext(connection) as queries:
        client.get("/valkommen/")
    asked = [query["sql"] for query in queries]
    assert len(asked) == 2, asked
    assert "django_session" in asked[0]
    assert "people_person" in asked[1]


def test_the_clock_is_moved_at_most_once_a_minute(clock, samira):
    client = as_(samira)

    def writes():
        with CaptureQueriesContext(connection) as queries:
            client.get("/valkommen/")
        return [q for q in queries if q["sql"].startswith("UPDATE")]

    clock.pass_by(59)
    assert not writes()
    clock.pass_by(2)
    assert len(writes()) == 1
    assert not writes()


def test_pages_of_somebody_logged_in_are_never_stored(samira):
    client = as_(samira)
    for path in [MINE, "/valkommen/", "/logga-ut/"]:
        assert "no-store" in client.get(path)["Cache-Control"]


def test_log_out_ends_the_session_and_leaves_nothing_behind(client, samira):
    client.force_login(samira)
    key = client.session.session_key
    page = client.get("/logga-ut/").content.decode()
    assert '<form method="post" action="/logga-ut/"' in page
    response = client.post("/logga-ut/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response["Cache-Control"]
    assert "Du är utloggad" in client.get(response["Location"]).content.decode()
    client.cookies["sessionid"] = key
    assert client.get(MINE)["Location"].startswith("/logga-in/")


def test_looking_at_the_log_out_page_does_not_log_out(client, samira):
    client.force_login(samira)
    client.get("/logga-ut/")
    assert client.get(MINE).status_code == 200


def test_log_out_of_the_cms_is_the_same(client, rut):
    client.force_login(rut)
    assert client.post("/cms/logout/")["Location"] == "/logga-in/?info=utloggad"
    assert "_auth_user_id" not in client.session


def test_log_out_without_being_logged_in(client, db):
    assert client.get("/logga-ut/")["Location"] == "/logga-in/"
    assert client.post("/logga-ut/").status_code == 302


def test_a_closed_account_is_out_at_once(client, samira):
    client.force_login(samira)
    samira.is_active = False
    samira.save()
    assert client.get(MINE)["Location"].startswith("/logga-in/")


def test_an_anonymous_session_has_no_clock(client, db, clock):
    session = client.session
    session["progress"] = [1]
    session.save()
    clock.pass_by(10 * 60 * 60)
    client.get("/logga-in/")
    assert client.session["progress"] == [1]
