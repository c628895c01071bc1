from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from people.onboarding import a_year_before, next_step
from tests.conftest import TODAY

# next_step


def test_the_notice_comes_first_then_the_workplace_then_nothing(newcomer):
    assert next_step(newcomer, at=TODAY) == "/valkommen/"
    newcomer.notice_read_at = timezone.now()
    assert next_step(newcomer, at=TODAY) == "/min-arbetsplats/"
    newcomer.workplace_confirmed_on = TODAY
    assert next_step(newcomer, at=TODAY) is None


def test_the_workplace_is_asked_for_again_after_twelve_months(samira):
    samira.workplace_confirmed_on = date(2025, 11, 22)
    assert next_step(samira, at=date(2026, 11, 21)) is None
    assert next_step(samira, at=date(2026, 11, 22)) == "/min-arbetsplats/"


def test_a_leap_day_has_a_year_before_it():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_next_step_asks_the_database_nothing(samira, django_assert_num_queries):
    with django_assert_num_queries(0):
        next_step(samira, at=TODAY)


# The notice


def test_the_notice_is_short_and_is_met_once(as_newcomer, newcomer):
    page = as_newcomer.get("/valkommen/").content.decode()
    words = re.sub(r"<[^>]+>", " ", page.split("Dina uppgifter</h2>")[1].split("</div>")[0]).split()
    assert 60 < len(words) <= 120
    assert "Jag har läst" in page
    assert '<a href="/personuppgifter/">' in page
    response = as_newcomer.post("/valkommen/")
    assert response["Location"] == "/min-arbetsplats/"
    newcomer.refresh_from_db()
    first = newcomer.notice_read_at
    assert first is not None
    as_newcomer.post("/valkommen/")
    newcomer.refresh_from_db()
    assert newcomer.notice_read_at == first


@pytest.mark.parametrize(
    "path",
    ["/valkommen/", "/min-arbetsplats/", "/min-arbetsplats/uppgifter/", "/min-arbetsplats/saknas/"],
)
def test_the_steps_need_a_log_in(client, db, path):
    assert client.get(path)["Location"] == f"/logga-in/?next={path}"
    assert client.post(path)["Location"] == f"/logga-in/?next={path}"


# All the way


def test_who_was_going_somewhere_gets_there_after_the_steps(answers, client, mailoutbox):
    from .door import log_in

    response = log_in(client, mailoutbox, "ny2@goteborg.example", next="/utbildning/sip/")
    assert response["Location"] == "/valkommen/"
    assert client.post("/valkommen/")["Location"] == "/min-arbetsplats/"
    response = client.post("/min-arbetsplats/uppgifter/", answers)
    assert response["Location"] == "/utbildning/sip/"
