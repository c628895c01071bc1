"""400, 403, 404, 413 and 500 are pages in Swedish that say what happened and lose nothing."""

from __future__ import annotations

import pytest
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


def test_policy_for_content_is_strict_outside_the_cms(client):
    policy = client.get("/logga-in/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
