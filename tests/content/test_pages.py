from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from content.blocks import TellingBlock
from content.fields import BodyField
from content.models import (
    AccessibilityStatementPage,
    Checklist,
    FamilyPage,
    GuidelineEdition,
    InfoPage,
)


@pytest.fixture
def family(db):
    edition = GuidelineEdition.objects.create(
        code="OK2021", title="OK2021", short_title="OK2021", valid_from=date(2021, 1, 1)
    )
    return FamilyPage(
        title="För familjer", slug="for-familjer", edition=edition, source="Sammanfattning av …",
        body=[("text", "<p>Hej</p>")],
        reviewed_on=date(2026, 11, 1), review_due=date(2027, 11, 1),
    )  # fmt: skip


def test_a_checklist_can_be_printed_by_itself(client, db):
    Checklist.objects.create(code="fore", title="Före mötet", lead="Gör så", items=["Ring", "Boka"])
    html = client.get("/checklistor/fore/").content.decode()
    assert "<h1>Före mötet</h1>" in html
    assert html.index("Ring") < html.index("Boka")
    assert client.get("/checklistor/finns-inte/").status_code == 404


def test_a_page_that_is_reviewed_later_than_it_was_reviewed_is_fine(family):
    Page.get_first_root_node().add_child(instance=family)
    assert FamilyPage.objects.get().review_due == date(2027, 11, 1)


@pytest.mark.parametrize("due", [date(2026, 11, 1), date(2026, 10, 31)])
def test_the_next_review_comes_after_the_last(family, due):
    family.review_due = due
    with pytest.raises(ValidationError) as refused:
        Page.get_first_root_node().add_child(instance=family)
    assert refused.value.message_dict == {
        "review_due": ["Nästa granskning måste ligga efter den senaste granskningen."]
    }


def test_blocks_stay_out_of_migrations():
    _, path, arguments, named = BodyField(TellingBlock(), verbose_name="x").deconstruct()
    assert path == "content.fields.BodyField"
    assert arguments == []
    assert set(named) == {"verbose_name"}


def test_there_is_one_accessibility_statement():
    assert AccessibilityStatementPage.max_count == 1


@pytest.mark.parametrize("model", [FamilyPage, InfoPage, AccessibilityStatementPage])
def test_pages_that_tell_stand_under_the_start_page_and_have_none_below(model):
    assert model.parent_page_types == ["courses.HomePage"]
    assert model.subpage_types == []
