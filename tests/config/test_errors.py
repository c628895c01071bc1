"""400, 403, 404, 413 and 500 are pages in Swedish that say what happened and lose nothing."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client, RequestFactory

from config import errors

pytestmark = pytest.mark.django_db


def heading(response) -> str:
    text = response.content.decode()
    assert '<html lang="sv"' in text
    return text.split("<h1>")[1].split("</h1>")[0]


def test_not_found(client):
    response = client.get("/finns-inte/")
    assert response.status_code == 404
    assert heading(response) == "Sidan finns inte"


@pytest.mark.parametrize("check", [True, False])
def test_too_large_a_post(check):
    client = Client(enforce_csrf_checks=check)
    response = client.post(
        "/logga-in/", "email=" + "a" * 2_000_000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert heading(response) == "Det du skickade är för stort"


def test_a_method_that_an_address_does_not_take(client):
    response = client.get("/prova/medarbetare/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert heading(response) == "Sidan kan inte öppnas så"


def test_bad_csrf():
    response = Client(enforce_csrf_checks=True).post("/logga-in/", {"email": "a@b.example"})
    assert response.status_code == 403
    assert heading(response) == "Formuläret var för gammalt"


def test_bad_request():
    request = RequestFactory().get("/")
    assert heading(errors.bad_request(request, ValueError())).startswith("Adressen eller")


def test_forbidden(client, samira):
    client.force_login(samira)
    response = client.get("/cms/")
    assert response.status_code == 403
    assert heading(response) == "Du har inte behörighet hit"


def test_server_error():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert heading(response) == "Något gick fel hos oss"


def break_the_database(monkeypatch, error):
    """Every statement fails, from the one that reads the session."""

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)


@pytest.mark.parametrize("error", [OperationalError("server closed"), InterfaceError("closed")])
@pytest.mark.parametrize("path", ["/", "/utbildning/organisation/kunskapstest/1/1/", "/cms/"])
def test_a_database_that_is_away_is_a_page_to_try_again(client, samira, monkeypatch, error, path):
    client.force_login(samira)
    client.raise_request_exception = False
    break_the_database(monkeypatch, error)
    for response in (client.get(path), client.post(path, {"svar": "a"})):
        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
        assert heading(response) == "Vi är strax tillbaka"
        assert f'href="{path}"' in response.content.decode()


def test_another_fault_of_the_database_is_ours(client, samira, monkeypatch):
    client.force_login(samira)
    client.raise_request_exception = False
    break_the_database(monkeypatch, ProgrammingError("no such column"))
    response = client.get("/")
    assert response.status_code == 500
    assert heading(response) == "Något gick fel hos oss"


def test_alive_and_ready(client):
    assert client.get("/status/igang").status_code == 200
    assert client.get("/status/redo").status_code == 200


def test_not_ready_while_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr(
        "config.status.MigrationExecutor.migration_plan", lambda self, targets: [("x", False)]
    )
    response = client.get("/status/redo")
    assert response.status_code == 503
    assert "1 migreringar saknas" in response.content.decode()


def test_not_ready_without_a_database(client, monkeypatch):
    from django.db import OperationalError

    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("config.status.MigrationExecutor", fail)
    assert client.get("/status/redo").status_code == 503
