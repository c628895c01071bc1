"""`check --deploy` is silent about settings that are right, and names what is wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection

from config import checks

MANAGE = Path(__file__).resolve().parents[2] / "site" / "manage.py"
PRODUCTION = {
    "DEMO": "False",
    "DEBUG": "False",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "vastbus.example",
    "BASE_URL": "https://vastbus.example",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp+tls://vastbus:hemligt@mejl.example:587",
    "DEFAULT_FROM_EMAIL": "Västbus <vastbus@goteborg.example>",
}


@pytest.fixture
def deserved(db):
    """What is to be said of the database of the run; bin/test starts PostgreSQL with fsync=off."""
    if connection.vendor == "sqlite":
        return ["vastbus.W006"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        return ["vastbus.E001"] if cursor.fetchone() == ("off",) else []


def test_of_a_site_set_up_for_production_only_its_database_is_spoken_of(tmp_path, deserved):
    command = [sys.executable, str(MANAGE), "check", "--deploy"]
    command += ["--database", "default", "--fail-level", "WARNING"]
    environment = {**os.environ, **PRODUCTION, "VAR_DIR": str(tmp_path)}
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert re.findall(r"\((\w+\.[A-Z]\d+)\)", result.stderr) == deserved
    if deserved:
        assert result.returncode == 1
        assert "identified 1 issue" in result.stderr
    else:
        assert (result.returncode, result.stderr) == (0, "")
        assert result.stdout == "System check identified no issues (0 silenced).\n"


@pytest.fixture
def production(settings):
    settings.BASE_URL = PRODUCTION["BASE_URL"]
    settings.ALLOWED_HOSTS = [PRODUCTION["ALLOWED_HOSTS"]]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = PRODUCTION["DEFAULT_FROM_EMAIL"]
    return settings


def said():
    return run_checks(tags=["vastbus"], include_deployment_checks=True)


@pytest.mark.parametrize(
    ("name", "value", "number", "told"),
    [
        ("BASE_URL", "http://vastbus.example", "W001", "BASE_URL är http://vastbus.example"),
        ("SECURE_PROXY_SSL_HEADER", None, "W002", "TRUSTED_PROXIES är 0"),
        ("ALLOWED_HOSTS", ["x.example"], "W003", "ALLOWED_HOSTS saknar vastbus.example"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "W004",
         "Mejl lämnar inte servern"),
        ("DEFAULT_FROM_EMAIL", "Västbus <vastbus@example.org>", "W005",
         "DEFAULT_FROM_EMAIL är en påhittad adress"),
    ],
)  # fmt: skip
def test_each_thing_that_is_wrong_is_named_alone(production, name, value, number, told):
    assert said() == []
    setattr(production, name, value)
    (message,) = said()
    assert message.id == f"vastbus.{number}"
    assert message.msg.startswith(told)
    assert message.hint


@pytest.mark.parametrize(
    ("vendor", "demo", "numbers"),
    [
        ("sqlite", False, ["vastbus.W006"]),
        ("sqlite", True, []),
        ("postgresql", False, []),
    ],
)
def test_only_a_site_with_real_people_is_warned_of_sqlite(
    production, monkeypatch, vendor, demo, numbers
):
    production.DEMO = demo
    monkeypatch.setattr(connection, "vendor", vendor)
    messages = said()
    assert [message.id for message in messages] == numbers
    for message in messages:
        assert message.msg.startswith("Databasen är SQLite: om strömmen går")
        assert "PostgreSQL" in message.hint


@pytest.fixture
def forgets(db):
    """Has PostgreSQL acknowledge what it has not kept; SQLite has nothing of the kind."""

    def set_to(value):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL synchronous_commit = {value}")
        return [
            message.msg.split(":")[0]
            for message in checks.durability(databases=["default"])
            if "synchronous_commit" in message.msg and message.is_serious()
        ]

    return set_to


def test_a_database_that_forgets_is_an_error(forgets):
    assert forgets("on") == []
    said = forgets("off")
    if connection.vendor == "postgresql":
        assert said == ["PostgreSQL kör med synchronous_commit=off"]
    else:
        assert said == []


def test_the_database_is_left_alone_unless_it_is_named():
    assert checks.durability(databases=None) == []
