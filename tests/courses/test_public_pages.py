"""Pages for families, about personal data and about accessibility: public, and complete."""

from __future__ import annotations

import pytest
from django.utils.formats import date_format
from django.utils.html import escape

from content.models import AccessibilityStatementPage, Checklist, FamilyPage
from courses.models import LessonPage

from . import starter


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", ["/for-familjer/", "/tillganglighet/", "/personuppgifter/"])
def test_the_page_is_open_to_everybody(course, client, address):
    assert "<h1>" in page(client, address)


def test_staff_read_the_same_checklist_as_families(course, client):
    checklist = Checklist.objects.get(code="infor-motet")
    assert checklist.title == "Inför mötet"
    families = page(client, "/for-familjer/")
    (lesson,) = [
        lesson for lesson in starter.lessons()
        if any(value["code"] == "infor-motet" for value in starter.values(lesson, "checklist"))
    ]  # fmt: skip
    staff = page(client, lesson.url)
    for item in checklist.items:
        assert f"<li>{escape(item)}</li>" in families
        assert f"<li>{escape(item)}</li>" in staff


def test_the_checklist_is_written_once_and_referred_to_twice(course):
    codes = [
        {child.value["code"] for child in page.body if child.block_type == "checklist"}
        for page in [FamilyPage.objects.get(), *LessonPage.objects.live()]
    ]
    assert sum("infor-motet" in found for found in codes) == 2


def test_the_page_for_families_can_be_printed(course, client):
    assert "data-print" in page(client, "/for-familjer/")


STATEMENT = ["intro", "actor", "service", "contact_text", "contact_email", "report_text",
             "report_url"]  # fmt: skip


@pytest.fixture
def statement(course):
    found = AccessibilityStatementPage.objects.get()
    row = {"what": "Filmer från förr", "why": "De visas inte längre."}
    found.disproportionate = [("shortcoming", row)]
    found.save_revision().publish()
    return found


@pytest.mark.parametrize("field", STATEMENT)
def test_the_statement_says_who_what_and_where_to_turn(statement, client, field):
    assert escape(getattr(statement, field)) in page(client, "/tillganglighet/")


def test_the_statement_says_how_accessible_the_service_is(statement, client):
    assert "<b>delvis förenlig</b>" in page(client, "/tillganglighet/")


def test_the_statement_lists_what_is_lacking_and_why(statement, client):
    html = page(client, "/tillganglighet/")
    assert statement.known_issues
    for row in [*statement.known_issues, *statement.disproportionate]:
        assert escape(row.value["what"]) in html
        assert escape(row.value["why"]) in html


def test_the_statement_lists_what_the_law_leaves_out(statement, client):
    html = page(client, "/tillganglighet/")
    assert statement.not_covered
    assert all(escape(row) in html for row in statement.not_covered)


def test_the_statement_says_when_and_how_it_was_assessed(statement, client):
    html = page(client, "/tillganglighet/")
    assert f"Bedömd {date_format(statement.assessed_on)}" in html
    assert f"uppdaterad {date_format(statement.updated_on)}" in html
    assert "axe-core" in html


def test_every_page_leads_to_the_statement(course, client):
    for address in ("/", "/utbildning/", "/for-familjer/", "/logga-in/"):
        assert 'href="/tillganglighet/"' in page(client, address)
