from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import CommandError, call_command

from people.models import AuditEvent

from .door import ask_for_code, code_in, log_in

PAGE = "/andra-steget/"


@pytest.fixture(autouse=True)
def _in_earnest(settings, db):
    settings.DEMO = False
    cache.clear()


@pytest.fixture
def tora(tora):
    group = Group.objects.create(name="Temagrupp")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    tora.groups.add(group)
    return tora


def digits(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def with_app(tora):
    secret = generate_totp_secret()
    TOTP.activate(tora, secret)
    return secret


def enrol(client):
    page = client.get(PAGE).content.decode()
    secret = re.search(r"<p><code>([A-Z2-7 ]+)</code></p>", page)[1].replace(" ", "")
    return client.post(PAGE, {"code": digits(secret)})


@pytest.mark.parametrize("path", ["/cms/", "/cms/pages/", "/rapporter/", "/rapporter/angered/"])
def test_who_has_rights_is_led_to_enrolment(client, tora, path):
    client.force_login(tora)
    assert client.get(path)["Location"] == f"{PAGE}?next={path.replace('/', '%2F')}"
    assert client.post(path)["Location"].startswith(PAGE)


def test_a_coordinator_is_led_to_enrolment(client, nils):
    client.force_login(nils)
    assert client.get("/rapporter/angered/")["Location"].startswith(PAGE)


def test_in_demo_nothing_is_asked(client, tora, settings):
    settings.DEMO = True
    client.force_login(tora)
    assert client.get("/cms/").status_code == 200


def test_a_learner_is_never_led_to_enrolment(client, samira):
    client.force_login(samira)
    assert PAGE not in client.get("/rapporter/").headers.get("Location", "")
    assert client.get(PAGE).status_code == 403


def test_the_page_needs_a_log_in(client):
    for path in [PAGE, PAGE + "reservkoder/"]:
        assert client.get(path)["Location"] == f"/logga-in/?next={path}"


def test_tora_enrols_and_sees_her_recovery_codes_once(client, tora):
    client.force_login(tora)
    client.get(client.get("/cms/pages/")["Location"])
    response = enrol(client)
    assert response["Location"] == PAGE + "reservkoder/"
    page = client.get(response["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", page)
    assert len(codes) == 10
    assert 'href="/cms/pages/"' in page
    page = client.get(response["Location"]).content.decode()
    assert "har redan visats" in page
    assert not any(code in page for code in codes)
    assert client.get("/cms/").status_code == 200
    assert client.get(PAGE)["Location"] == "/cms/pages/"


def test_the_qr_code_holds_under_a_strict_policy(client, tora):
    client.force_login(tora)
    page = client.get(PAGE).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    assert "data:image" not in page
    assert "<script>" not in page


def test_the_recovery_codes_are_kept_from_a_log_in_that_was_not_confirmed(client, tora, with_app):
    RecoveryCodes.activate(tora)
    client.force_login(tora)
    assert client.get(PAGE + "reservkoder/")["Location"] == PAGE
    client.post(PAGE, {"code": digits(with_app)})
    assert "De visas bara nu" in client.get(PAGE + "reservkoder/").content.decode()


@pytest.mark.parametrize("code", ["", "000000", "abcdef"])
def test_a_wrong_code_enrols_nobody(client, tora, code):
    client.force_login(tora)
    client.get(PAGE)
    page = client.post(PAGE, {"code": code}).content.decode()
    assert 'role="alert"' in page
    assert not Authenticator.objects.exists()
    assert client.get("/cms/")["Location"].startswith(PAGE)


def test_log_in_asks_for_the_app_and_then_goes_on(client, tora, with_app, mailoutbox):
    response = log_in(client, mailoutbox, tora.email, next="/cms/pages/")
    assert response["Location"] == "/logga-in/andra-steget/"
    assert "_auth_user_id" not in client.session
    assert "Bekräfta att det är du" in client.get(response["Location"]).content.decode()
    response = client.post(response["Location"], {"code": digits(with_app)})
    assert response["Location"] == "/cms/pages/"
    assert client.get("/cms/").status_code == 200


def test_the_mail_code_is_spent_before_the_second_step(client, tora, with_app, mailoutbox):
    log_in(client, mailoutbox, tora.email)
    assert client.get("/logga-in/kod/")["Location"] == "/logga-in/"


def test_a_wrong_code_from_the_app_does_not_let_in(client, tora, with_app, mailoutbox):
    log_in(client, mailoutbox, tora.email)
    for code in ["", "000000", code_in(mailoutbox[0])]:
        page = client.post("/logga-in/andra-steget/", {"code": code}).content.decode()
        assert 'role="alert"' in page
    assert client.post("/logga-in/andra-steget/", {}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_limited_too(client, tora, with_app, mailoutbox):
    log_in(client, mailoutbox, tora.email)
    for _ in range(5):
        client.post("/logga-in/andra-steget/", {"code": "000000"})
    page = client.post("/logga-in/andra-steget/", {"code": digits(with_app)}).content.decode()
    assert "för många gånger" in page
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_works_once(client, tora, with_app, mailoutbox):
    code = RecoveryCodes.activate(tora).get_unused_codes()[0]
    log_in(client, mailoutbox, tora.email)
    client.post("/logga-in/andra-steget/", {"code": code})
    assert client.session["_auth_user_id"] == str(tora.pk)
    client.post("/logga-ut/")
    cache.clear()
    log_in(client, mailoutbox, tora.email)
    client.post("/logga-in/andra-steget/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_log_in_from_before_enrolment_is_asked_to_confirm(client, tora, with_app):
    client.force_login(tora)
    response = client.get("/cms/pages/")
    page = client.get(response["Location"]).content.decode()
    assert "Bekräfta att det är du" in page
    assert client.post(PAGE, {"code": "000000"}).status_code == 200
    assert client.post(PAGE, {"code": digits(with_app)})["Location"] == "/cms/pages/"
    assert client.get("/cms/").status_code == 200


def test_the_second_step_without_the_first(client, tora, with_app, mailoutbox):
    assert client.get("/logga-in/andra-steget/")["Location"] == "/logga-in/"
    ask_for_code(client, tora.email)
    assert client.get("/logga-in/andra-steget/")["Location"] == "/logga-in/"
    response = client.post("/logga-in/andra-steget/", {"code": digits(with_app)})
    assert response["Location"] == "/logga-in/"


def test_next_of_the_second_step_never_leads_away(client, tora, with_app):
    client.force_login(tora)
    client.get(PAGE + "?next=https://ond.example/")
    assert client.post(PAGE, {"code": digits(with_app)})["Location"] == "/"


def test_who_has_lost_the_app_gets_to_enrol_again(client, tora, with_app, capsys):
    client.force_login(tora)
    call_command("reset_second_factor", tora.email)
    assert "inte längre" in capsys.readouterr().out
    assert not Authenticator.objects.filter(user=tora).exists()
    assert AuditEvent.objects.get(action="reset-second-factor").subject == tora.email
    assert "<svg" in client.get(PAGE).content.decode()
    assert enrol(client).status_code == 302


def test_to_reset_twice_does_nothing_more(tora, capsys):
    call_command("reset_second_factor", tora.email)
    assert "hade inget andra steg" in capsys.readouterr().out
    assert not AuditEvent.objects.exists()


def test_the_app_of_an_unknown_address_can_not_be_reset(db):
    with pytest.raises(CommandError, match="inget konto med adressen"):
        call_command("reset_second_factor", "okand@exempel.example")
