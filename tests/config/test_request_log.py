"""Every request has an id and a line in the log, and the log says nothing of who it was."""

from __future__ import annotations

import io
import json
import logging
import re
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError
from django.http import HttpRequest
from django.test import Client

from config.log_lines import JsonLines
from config.request_log import request_id
from people.models import Person
from reports.models import ReportSnapshot
from tests.conftest import make_person
from tests.reports import published

pytestmark = pytest.mark.django_db

NAME, ADDRESS, NUMBER = "Kanariefågel Kvittersson", "kanarie@goteborg.example", "203.0.113.77"
SEARCHED = "kvitterhemlighet"
CANARIES = ("kanarie", "kvitter", NUMBER)
GIVEN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def log(monkeypatch):
    """All that is logged from here on, as it is in production."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in (None, "vastbus.request")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def browser():
    return Client(
        raise_request_exception=False, REMOTE_ADDR=NUMBER, headers={"user-agent": SEARCHED}
    )


def requests(lines):
    return [line for line in lines if line["logger"] == "vastbus.request"]


def test_a_line_tells_what_was_asked_for_and_how_it_went(log, browser):
    response = browser.get("/rapporter/angered/?format=csv")
    (line,) = requests(log())
    assert line.pop("ms") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line.pop("process") > 0
    assert line.pop("where").startswith("site/config/request_log.py:")
    assert line == {
        "level": "INFO", "logger": "vastbus.request", "message": "request",
        "request_id": response["X-Request-ID"], "method": "GET",
        "route": "rapporter/<slug:district>/", "status": 302, "bytes": 0,
    }  # fmt: skip


def test_an_address_that_does_not_exist_is_not_written_out(log, browser):
    browser.get(f"/{ADDRESS}/")
    (line,) = requests(log())
    assert (line["status"], line["route"]) == (404, None)


@pytest.mark.parametrize(
    ("given", "proxies", "is_kept"),
    [
        (GIVEN, 1, True),
        ("3f0c1a52-9f0e-4a8e-9c55-0a9f7d1c2b3a", 1, True),
        (GIVEN, 0, False),
        ("kort", 1, False),
        (GIVEN * 3, 1, False),
        ("anna.andersson@goteborg.example", 1, False),
        (f"{GIVEN}\nx", 1, False),
        ("", 1, False),
    ],
)
def test_the_id_is_a_trusted_proxys_or_our_own(settings, given, proxies, is_kept):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = HttpRequest()
    request.META["HTTP_X_REQUEST_ID"] = given
    assert (request_id(request) == given) is is_kept
    assert is_kept or UUID(request_id(request))


def test_two_requests_have_two_ids(browser):
    assert (
        browser.get("/status/igang")["X-Request-ID"] != browser.get("/status/igang")["X-Request-ID"]
    )


@pytest.fixture
def fails(monkeypatch):
    """A page that fails with what somebody's address is."""

    def fail(*args, **kwargs):
        try:
            raise IntegrityError(f"Key (email)=({ADDRESS}) already exists.")
        except IntegrityError as error:
            raise ValueError(f"{NAME} finns redan") from error

    monkeypatch.setattr("config.status.MigrationExecutor", fail)
    return "/status/redo"


def test_an_error_tells_its_id_on_the_page_and_its_kind_in_the_log(log, browser, fails):
    response = browser.get(fails)
    assert response.status_code == 500
    assert f"<code>{response['X-Request-ID']}</code>" in response.content.decode()
    (line,) = [line for line in log() if line["logger"] == "django.request"]
    assert line["request_id"] == response["X-Request-ID"]
    assert line["message"] == "%s: %s"
    kinds = [error["type"] for error in line["exceptions"]]
    assert kinds == ["builtins.ValueError", "django.db.utils.IntegrityError"]
    assert "site/config/status.py:" in json.dumps(line["exceptions"][0]["frames"])


def log_in(browser):
    browser.post("/logga-in/", {"email": ADDRESS})
    (message,) = mail.outbox
    code = re.search(r"\d{4}-\d{4}", message.body)[0]
    browser.post("/logga-in/kod/", {"code": code})


@pytest.fixture
def canary(layer, nosam_angered):
    from people.models import GroupSeat
    from tests.conftest import seat

    return seat(make_person(ADDRESS, NAME), nosam_angered, GroupSeat.Role.COORDINATOR)


@pytest.fixture
def _report():
    document = published.document()
    ReportSnapshot.objects.create(
        at=document["at"],
        layer=document["layer"],
        definition=document["definition"],
        document=document,
    )


@pytest.mark.usefixtures("_report")
def test_nothing_in_the_log_tells_who_it_was(log, browser, canary, fails, caplog):
    browser.get(f"/?q={SEARCHED}")
    browser.post("/logga-in/", {"email": f"fel-{ADDRESS}-"})
    log_in(browser)
    assert browser.session["_auth_user_id"] == str(Person.objects.get(email=ADDRESS).pk)
    assert browser.get("/rapporter/angered/").status_code == 200
    browser.get(f"/rapporter/angered/?at={SEARCHED}")
    browser.get(f"/min-arbetsplats/?q={SEARCHED}")
    browser.get(f"/{ADDRESS}/{NAME}/?q={SEARCHED}")
    browser.get("/", headers={"host": f"{SEARCHED}.example"})
    browser.get(fails)
    of_requests = log()
    assert all(line["request_id"] for line in of_requests)
    assert len(of_requests) > len(requests(of_requests))
    logging.getLogger("allauth").warning(f"code sent to {ADDRESS}")
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=%s: %s", NUMBER, ADDRESS)
    lines = log()
    assert len(requests(lines)) == 10
    assert {line["status"] for line in requests(lines)} >= {200, 302, 400, 404, 500}
    assert any(line["logger"].startswith("django.security") for line in lines)
    said = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).lower()
    assert [canary for canary in CANARIES if canary in said] == []
    as_others_would = caplog.text.lower()
    assert all(canary in as_others_would for canary in CANARIES)
