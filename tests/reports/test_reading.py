"""Every report read leaves one row in the audit, in the same transaction: no row, no figures."""

from __future__ import annotations

import ast
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client

from people.models import AuditEvent, GroupSeat
from reports import views
from tests.conftest import seat

from .published import EXAMPLE

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]
OVERVIEW, OWN = "/rapporter/", "/rapporter/angered/"
READINGS = [
    (OVERVIEW, "read-report", "alla", "html"),
    (OVERVIEW + "?format=json", "export-report", "alla", "json"),
    (OVERVIEW + "?format=csv", "export-report", "alla", "csv"),
    (OWN, "read-report", "angered", "html"),
    (OWN + "?format=json&at=2026-11-01", "export-report", "angered", "json"),
    (OWN + "?format=csv", "export-report", "angered", "csv"),
]


@pytest.mark.parametrize(("address", "action", "subject", "as_format"), READINGS)
def test_a_reading_is_one_row(client, freeze_document, nils, address, action, subject, as_format):
    freeze_document()
    client.force_login(nils)
    response = client.get(address)
    assert response.status_code == 200
    row = AuditEvent.objects.get()
    assert (row.actor, row.action, row.subject) == (nils, action, subject)
    assert row.details == {
        "format": as_format,
        "at": "2026-11-01",
        "districts": ["angered"],
        "seats": ["nosam-angered: coordinator"],
    }
    assert row.request_id == response["X-Request-ID"] != ""


def test_the_row_says_in_which_seats_and_how_much(client, freeze_document, tora, nosam_angered):
    seat(tora, nosam_angered, GroupSeat.Role.MEMBER)
    freeze_document()
    client.force_login(tora)
    client.get(OVERVIEW)
    details = AuditEvent.objects.get().details
    assert details["districts"] == sorted(EXAMPLE)
    assert details["seats"] == ["nosam-angered: member", "temagrupp-barn-och-unga: member"]


@pytest.mark.parametrize(("district", "scope"), [(None, sorted(EXAMPLE)), ("lundby", ["lundby"])])
def test_the_command_leaves_a_row_too(town, district, scope):
    call_command("report", district=district, stdout=StringIO())
    row = AuditEvent.objects.get()
    assert (row.actor, row.action, row.subject) == (None, "export-report", district or "alla")
    assert row.details == {
        "format": "json", "at": "2026-11-01", "districts": scope, "seats": [],
    }  # fmt: skip
    assert row.request_id == ""


@pytest.mark.parametrize(
    "address",
    ["/rapporter/centrum/", "/rapporter/mars/", OVERVIEW + "?format=pdf", OWN + "?format=pdf",
     OWN + "?at=2026-09-01", OWN + "?at=i-gar"],
)  # fmt: skip
def test_what_is_refused_leaves_no_row(client, freeze_document, nils, address):
    freeze_document()
    client.force_login(nils)
    assert client.get(address).status_code in (400, 404)
    assert not AuditEvent.objects.exists()


def test_nothing_is_noted_before_there_are_figures(client, registers, nils):
    client.force_login(nils)
    assert client.get(OVERVIEW).status_code == 200
    assert not AuditEvent.objects.exists()


@pytest.fixture
def _no_audit(monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("går inte att skriva")

    monkeypatch.setattr(AuditEvent.objects, "create", fail)


@pytest.mark.usefixtures("_no_audit")
@pytest.mark.parametrize("address", [reading[0] for reading in READINGS])
def test_without_its_row_no_figures_are_given(freeze_document, nils, address):
    freeze_document()
    client = Client(raise_request_exception=False)
    client.force_login(nils)
    response = client.get(address)
    assert response.status_code == 500
    assert "Content-Disposition" not in response
    assert "Något gick fel hos oss" in response.content.decode()


@pytest.mark.usefixtures("_no_audit")
def test_without_its_row_the_command_gives_nothing(town):
    out = StringIO()
    with pytest.raises(DatabaseError):
        call_command("report", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_the_row_is_written_in_the_transaction_that_reads(
    client, freeze_document, nils, monkeypatch, address
):
    blocks = []

    def noting(name):
        real = getattr(views, name)

        def run(*args, **kwargs):
            blocks.append(list(connection.savepoint_ids))
            return real(*args, **kwargs)

        monkeypatch.setattr(views, name, run)

    noting("find_snapshot")
    noting("record_reading")
    freeze_document()
    client.force_login(nils)
    outside = list(connection.savepoint_ids)
    client.get(address)
    read, noted = blocks
    assert read == noted != outside


@pytest.mark.parametrize("fails", ["overview_context", "as_csv"])
def test_a_page_that_fails_leaves_no_row(freeze_document, nils, monkeypatch, fails):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(views, fails, fail)
    freeze_document()
    client = Client(raise_request_exception=False)
    client.force_login(nils)
    address = OVERVIEW + ("?format=csv" if fails == "as_csv" else "")
    assert client.get(address).status_code == 500
    assert not AuditEvent.objects.exists()


def test_what_is_exported_is_what_the_command_gives(client, town, tora):
    """Both ways out are one reading each."""
    out = StringIO()
    call_command("report", stdout=out)
    client.force_login(tora)
    exported = client.get(OVERVIEW + "?format=json").json()
    assert exported["districts"] == json.loads(out.getvalue())["districts"]
    assert AuditEvent.objects.filter(action="export-report").count() == 2


CHANGES = {"update", "delete", "bulk_update", "update_or_create", "save"}


def changes_audit(source: str) -> list[str]:
    """Calls by which a piece of code could change or remove rows of the audit."""
    return [
        f"{node.func.attr} (rad {node.lineno})"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CHANGES
        and "AuditEvent" in ast.unparse(node.func)
    ]


def test_no_code_changes_what_is_noted():
    folders = ("site/config", "site/people", "site/reports", "courses", "quizzes", "content")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 100
    assert {str(path): found for path in files if (found := changes_audit(path.read_text()))} == {}


def test_a_change_of_what_is_noted_would_be_seen():
    assert changes_audit("AuditEvent.objects.filter(pk=1).update(subject='')")
    assert changes_audit("AuditEvent.objects.all().delete()")


def test_a_row_outlives_its_actor(nils):
    row = AuditEvent.objects.create(actor=nils, action="read-report", subject="alla")
    nils.delete()
    row.refresh_from_db()
    assert (row.actor, row.subject) == (None, "alla")
