from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from people.models import Person

from .door import ask_for_code, code_in, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def in_earnest(settings):
    settings.DEMO = False
    settings.ALLOWED_EMAIL_DOMAINS = ["goteborg.example"]


def test_samira_logs_in_with_a_code(client, samira, mailoutbox):
    response = ask_for_code(client, "Samira.Ali@Goteborg.example")
    assert response.status_code == 302
    assert response["Location"] == "/logga-in/kod/"
    assert mailoutbox[0].to == [samira.email]
    page = client.get("/logga-in/kod/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    response = client.post("/logga-in/kod/", {"code": f" {code_in(mailoutbox[0])} "})
    assert response["Location"] == "/"
    assert client.session["_auth_user_id"] == str(samira.pk)


def test_the_mail_is_plain_swedish_and_keeps_the_code_out_of_the_subject(
    client, samira, mailoutbox
):
    ask_for_code(client, samira.email)
    mail = mailoutbox[0]
    assert mail.subject == "Din kod till Västbus webbutbildning"
    assert "gäller i 10 minuter och bara en gång" in mail.body
    assert not mail.alternatives


def test_the_code_may_be_pasted_without_its_dash(client, samira, mailoutbox):
    ask_for_code(client, samira.email)
    code = code_in(mailoutbox[0]).replace("-", " ")
    assert client.post("/logga-in/kod/", {"code": code}).status_code == 302
    assert "_auth_user_id" in client.session


def test_next_is_kept_all_the_way(client, samira, mailoutbox):
    page = client.get("/logga-in/?next=/utbildning/sip/").content.decode()
    assert '<input type="hidden" name="next" value="/utbildning/sip/">' in page
    response = ask_for_code(client, samira.email, next="/utbildning/sip/")
    page = client.get(response["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/utbildning/sip/">' in page
    data = {"code": code_in(mailoutbox[0]), "next": "/utbildning/sip/"}
    assert client.post("/logga-in/kod/", data)["Location"] == "/utbildning/sip/"


@pytest.mark.parametrize(
    "address", ["https://ond.example/", "//ond.example", "javascript:alert(1)"]
)
def test_next_never_leads_away(client, samira, mailoutbox, address):
    assert "ond.example" not in client.get("/logga-in/", {"next": address}).content.decode()
    response = log_in(client, mailoutbox, samira.email, next=address)
    assert response["Location"] == "/"


def test_somebody_new_becomes_a_person_when_the_code_is_entered(client, mailoutbox):
    ask_for_code(client, "ny.person@goteborg.example")
    assert not Person.objects.exists()
    response = client.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert response["Location"] == "/valkommen/"
    person = Person.objects.get()
    assert person.email == "ny.person@goteborg.example"
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified


def test_a_new_address_of_an_allowed_domain_gets_a_code(client, mailoutbox, in_earnest):
    log_in(client, mailoutbox, "ny@goteborg.example")
    assert Person.objects.get().email == "ny@goteborg.example"


@pytest.mark.parametrize("email", ["ny@gmail.example", "ny@goteborg.example.ond.example"])
def test_a_new_address_of_another_domain_gets_a_mail_that_says_why(
    client, mailoutbox, in_earnest, email
):
    ask_for_code(client, email)
    assert "kan inte logga in" in mailoutbox[0].body
    assert not re.search(r"\d{4}-\d{4}", mailoutbox[0].body)
    for code in ["", "0000-0000"]:
        client.post("/logga-in/kod/", {"code": code})
    assert not Person.objects.exists()


def test_without_a_list_of_domains_nobody_new_enters_in_earnest(
    client, mailoutbox, in_earnest, settings
):
    settings.ALLOWED_EMAIL_DOMAINS = []
    ask_for_code(client, "ny@goteborg.example")
    assert "kan inte logga in" in mailoutbox[0].body


def test_an_account_of_another_domain_still_gets_a_code(client, bo, mailoutbox, in_earnest):
    log_in(client, mailoutbox, bo.email)
    assert client.session["_auth_user_id"] == str(bo.pk)


def test_the_screens_never_tell_who_has_an_account(samira, mailoutbox, in_earnest):
    Person.objects.create_user("stangd@goteborg.example", is_active=False)
    screens = set()
    for name in ["samira.ali@goteborg", "ny@goteborg", "ny@gmail", "stangd@goteborg"]:
        client, email = Client(), f"{name}.example"
        response = ask_for_code(client, email)
        page = client.get(response["Location"]).content.decode()
        wrong = client.post("/logga-in/kod/", {"code": "0000-0001"})
        texts = (response.status_code, response["Location"], page, wrong.content.decode())
        screens.add(
            tuple(
                re.sub(r'(csrfmiddlewaretoken" value=)"[^"]*"', r"\1", str(text)).replace(email, "")
                for text in texts
            )
        )
    assert len(screens) == 1
    assert len(mailoutbox) == 4


def test_the_same_queries_for_those_with_and_without_an_account(
    samira, mailoutbox, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = set()
    for email in [samira.email, "ny@goteborg.example"]:
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            ask_for_code(client, email)
        counts.add(len(queries))
    assert len(counts) == 1


def test_a_closed_account_gets_no_code(client, samira, mailoutbox):
    Person.objects.filter(pk=samira.pk).update(is_active=False)
    ask_for_code(client, samira.email)
    assert "kan inte logga in" in mailoutbox[0].body


def test_an_account_closed_while_the_code_was_on_its_way(client, samira, mailoutbox):
    ask_for_code(client, samira.email)
    Person.objects.filter(pk=samira.pk).update(is_active=False)
    response = client.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert response["Location"] == "/logga-in/?info=stangt"
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client, samira, mailoutbox):
    log_in(client, mailoutbox, samira.email)
    client.post("/logga-ut/")
    response = client.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert response["Location"] == "/logga-in/"
    assert "_auth_user_id" not in client.session


def test_a_code_works_only_in_the_browser_that_asked(client, samira, mailoutbox):
    ask_for_code(client, samira.email)
    other = Client()
    other.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert "_auth_user_id" not in other.session


def test_a_new_code_ends_the_old_one(client, samira, mailoutbox):
    ask_for_code(client, samira.email)
    ask_for_code(client, samira.email)
    response = client.post("/logga-in/kod/", {"code": code_in(mailoutbox[0])})
    assert "Koden stämmer inte" in response.content.decode()


def test_a_code_lasts_ten_minutes(client, samira, mailoutbox, monkeypatch):
    import time

    ask_for_code(client, samira.email)
    later = time.time() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    response = client.post(
        "/logga-in/kod/", {"code": code_in(mailoutbox[0]), "next": "/mina-uppgifter/"}
    )
    assert response["Location"] == "/logga-in/?info=gammal&next=%2Fmina-uppgifter%2F"
    assert "gäller inte längre" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("email", "text"),
    [("", "Skriv din e-postadress"), ("samira", "Skriv hela e-postadressen")],
)
def test_a_mistyped_address_is_kept_with_a_summary(client, email, text, mailoutbox):
    page = ask_for_code(client, email).content.decode()
    assert 'role="alert"' in page
    assert page.count(text) >= 2  # in the summary and at the spot
    assert "<title>Fel: Logga in" in page
    assert f'value="{email}"' in page or not email
    assert 'href="#id_email"' in page
    assert not mailoutbox


@pytest.mark.parametrize(("length", "is_sent"), [(254, True), (255, False), (320, False)])
def test_an_address_longer_than_an_account_can_have_gets_no_code(
    client, mailoutbox, length, is_sent
):
    domain = "@goteborg.example"
    response = ask_for_code(client, "x" * (length - len(domain)) + domain)
    assert (response.status_code == 302) == is_sent
    assert len(mailoutbox) == is_sent
    told = "Skriv en e-postadress med högst 254 tecken" in response.content.decode()
    assert told != is_sent


def test_an_empty_code_is_told(client, samira):
    ask_for_code(client, samira.email)
    page = client.post("/logga-in/kod/", {"code": ""}).content.decode()
    assert page.count("Skriv koden från mejlet") == 2


def test_mail_that_cannot_be_sent_is_told(client, samira, monkeypatch):
    def fail(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    response = ask_for_code(client, samira.email)
    assert "Just nu går det inte att skicka mejl" in response.content.decode()


def test_the_code_page_without_having_asked(client):
    assert client.get("/logga-in/kod/")["Location"] == "/logga-in/"


def test_going_back_to_correct_the_address(client, samira):
    ask_for_code(client, "fel@goteborg.example")
    assert client.get("/logga-in/").status_code == 200


def test_who_is_logged_in_is_sent_on(client, samira):
    client.force_login(samira)
    assert client.get("/logga-in/")["Location"] == "/"
    assert client.get("/logga-in/?next=/mina-uppgifter/")["Location"] == "/mina-uppgifter/"


def test_in_demo_the_page_says_where_the_mail_is(client, settings):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, "/srv/var/mail"
    ask_for_code(client, "ny@exempel.example")
    assert "/srv/var/mail" in client.get("/logga-in/kod/").content.decode()
    settings.DEMO = False
    assert "/srv/var/mail" not in client.get("/logga-in/kod/").content.decode()


def test_csrf_is_demanded(samira, mailoutbox):
    strict = Client(enforce_csrf_checks=True)
    assert ask_for_code(strict, samira.email).status_code == 403
    assert strict.post("/logga-in/kod/", {"code": "1"}).status_code in (302, 403)
    assert strict.post("/logga-ut/").status_code == 403
    assert not mailoutbox
