"""The accessibility statement in the CMS: its lists are blocks and lines, never JSON."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.models import AccessibilityStatementPage

ROW = {"what": "Filmer från förr", "why": "De visas inte längre."}
_migration = import_module("content.migrations.0003_statement_lists")


@pytest.fixture
def statement(course):
    return AccessibilityStatementPage.objects.get()


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


def entered(page, **changes):
    """What the editor's form sends, with the shortcomings as blocks."""
    rows = [("shortcoming", ROW)]
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "intro": page.intro,
            "actor": page.actor,
            "service": page.service,
            "compliance": page.compliance,
            "known_issues": streamfield(rows),
            "disproportionate": streamfield([]),
            "not_covered": "Länkar\r\n\r\n Äldre filer ",
            "assessed_on": "2026-11-01",
            "updated_on": "2026-11-02",
            "method": rich_text("<p>Med axe.</p>"),
            "contact_email": page.contact_email,
            "contact_text": page.contact_text,
            "report_text": page.report_text,
            "report_url": page.report_url,
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            **changes,
        }
    )


def test_an_editor_lists_shortcomings_without_writing_code(as_tora, statement):
    address = f"/cms/pages/{statement.pk}/edit/"
    page = BeautifulSoup(as_tora.get(address).content.decode(), "html.parser")
    assert page.select_one("[name=not_covered]").text.strip() == "\n".join(statement.not_covered)
    response = as_tora.post(address, {**entered(statement), "action-publish": "1"})
    assert response.status_code == 302
    statement.refresh_from_db()
    (row,) = statement.known_issues
    assert dict(row.value) == ROW
    assert statement.not_covered == ["Länkar", "Äldre filer"]
    html = as_tora.get("/tillganglighet/").content.decode()
    assert "<b>Filmer från förr</b> De visas inte längre." in html


def test_a_shortcoming_without_a_reason_is_not_published(as_tora, statement):
    rows = streamfield([("shortcoming", {"what": "Filmer", "why": ""})])
    fields = entered(statement, known_issues=rows)
    response = as_tora.post(f"/cms/pages/{statement.pk}/edit/", {**fields, "action-publish": "1"})
    assert response.status_code == 200
    statement.refresh_from_db()
    assert "Filmer" not in str(statement.known_issues.raw_data)


def test_what_was_json_becomes_blocks_and_back(statement):
    """Also in the revisions, from which an editor goes on."""
    AccessibilityStatementPage.objects.update(known_issues=[])
    revision = statement.save_revision()
    revision.content |= {"known_issues": [ROW], "disproportionate": []}
    revision.save()
    _migration.to_blocks(apps, None)
    revision.refresh_from_db()
    again = revision.as_object()
    assert [dict(row.value) for row in again.known_issues] == [ROW]
    _migration.to_rows(apps, None)
    revision.refresh_from_db()
    assert revision.content["known_issues"] == [ROW]


@pytest.mark.parametrize("change", ["as_blocks", "as_rows"])
def test_what_is_converted_already_is_left(change):
    blocks = [{"type": "shortcoming", "value": ROW}]
    result, other = {"as_blocks": (blocks, [ROW]), "as_rows": ([ROW], blocks)}[change]
    convert = getattr(_migration, change)
    assert convert(other) == convert(result) == result
    assert json.loads(json.dumps(result)) == result
