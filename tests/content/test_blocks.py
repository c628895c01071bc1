from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from content.blocks import (
    ChecklistBlock,
    KeyFactsBlock,
    LawBlock,
    MythBlock,
    OriginBlock,
    TellingBlock,
    WorkplaceTextBlock,
)
from content.code_blocks import law_choices
from content.models import Checklist, LawReference, Misconception

pytestmark = pytest.mark.django_db

ORIGIN = {
    "edition": "OK2021", "section": "", "source": "Sammanfattning av riktlinjerna",
    "unconfirmed": True, "reviewed_on": "2026-11-01", "review_due": "2027-11-01",
}  # fmt: skip


@pytest.fixture
def m01():
    return Misconception.objects.create(
        code="M01", belief="Bara tunga ärenden", truth="Även tidigt", source="NOSAM 2019"
    )


@pytest.fixture
def laws():
    row = {"code": "sip", "matter": "SIP", "summary": "Plan"}
    LawReference.objects.create(
        **row, reference="2 kap. 7 §", valid_from=date(2010, 1, 1), valid_to=date(2025, 7, 1)
    )
    LawReference.objects.create(**row, reference="10 kap. 8 §", valid_from=date(2025, 7, 1))
    LawReference.objects.create(
        code="oro", matter="Oro", reference="19 kap. 1 §", valid_from=date(2025, 7, 1), summary="–"
    )


def test_reading_a_page_asks_no_register(m01, django_assert_num_queries):
    raw = [{"type": "myth", "value": {"misconception": "M01", "claim": "a", "truth": "b",
                                      "text": "c"}, "id": "1"}]  # fmt: skip
    with django_assert_num_queries(0):
        (child,) = TellingBlock().to_python(raw)
        assert child.value["misconception"] == "M01"
    with django_assert_num_queries(0):
        value = WorkplaceTextBlock().to_python({"types": ["forskola", "bvc"], "text": "x"})
        assert value["types"] == ["forskola", "bvc"]


def test_a_misconception_must_stand_in_the_register(m01):
    block = MythBlock()
    value = {"misconception": "M01", "claim": "a", "truth": "b", "text": "c"}
    assert block.clean(block.to_python(value))["misconception"] == "M01"
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({**value, "misconception": "M99"}))
    assert set(refused.value.block_errors) == {"misconception"}


def test_an_edition_and_a_section_must_stand_in_the_register():
    block = OriginBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({**ORIGIN, "section": "9"}))
    assert set(refused.value.block_errors) == {"edition", "section"}


def test_a_workplace_text_for_all_others_names_no_type(preschool):
    block = WorkplaceTextBlock()
    assert block.clean(block.to_python({"types": [], "text": "x"}))["types"] == []
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"types": ["tandvard"], "text": "x"}))


def test_a_fact_box_holds_one_to_three_facts():
    block = KeyFactsBlock()
    fact = {"term": "Tid", "text": "Tre veckor"}
    block.clean(block.to_python({"facts": [fact] * 3, "origin": []}))
    for count in (0, 4):
        with pytest.raises(ValidationError):
            block.clean(block.to_python({"facts": [fact] * count, "origin": []}))


def test_a_checklist_is_shown_from_the_register():
    Checklist.objects.create(code="fore", title="Före mötet", items=["Fråga barnet."])
    html = ChecklistBlock().render({"code": "fore"})
    assert "Före mötet" in html
    assert "<li>Fråga barnet.</li>" in html


def test_a_checklist_that_is_not_there_is_left_out():
    assert ChecklistBlock().render({"code": "borta"}).strip() == ""


@pytest.mark.parametrize(
    ("today", "reference"),
    [(date(2025, 6, 30), "2 kap. 7 §"), (date(2025, 7, 1), "10 kap. 8 §")],
)
def test_a_law_box_shows_the_wording_in_force(laws, monkeypatch, today, reference):
    monkeypatch.setattr("content.blocks.timezone.localdate", lambda: today)
    rows = LawBlock().get_context({"codes": ["sip"]})["laws"]
    assert [row.reference for row in rows] == [reference]


def test_a_law_box_keeps_the_order_of_the_page(laws):
    rows = LawBlock().get_context({"codes": ["oro", "sip"]})["laws"]
    assert [row.code for row in rows] == ["oro", "sip"]


def test_a_law_to_refer_to_is_one_in_force(laws):
    block = LawBlock()
    assert list(block.clean(block.to_python({"codes": ["sip"]}))["codes"]) == ["sip"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"codes": ["borttagen"]}))


def test_a_law_is_offered_once_however_many_periods_it_has(laws, monkeypatch):
    _, new = LawReference.objects.filter(code="sip")
    monkeypatch.setattr("content.code_blocks.timezone.localdate", lambda: date(2026, 11, 21))
    LawReference.objects.filter(pk=new.pk).update(valid_to=date(2027, 1, 1), matter="SIP i dag")
    later = {"code": "sip", "matter": "SIP sedan", "summary": "–", "reference": "1 §"}
    assert law_choices() == [("oro", "Oro"), ("sip", "SIP i dag")]
    LawReference.objects.create(**later, valid_from=date(2027, 1, 1))
    assert law_choices() == [("oro", "Oro"), ("sip", "SIP sedan")]


def test_a_law_that_has_ended_is_not_offered(laws, monkeypatch):
    monkeypatch.setattr("content.code_blocks.timezone.localdate", lambda: date(2026, 11, 21))
    LawReference.objects.filter(code="oro").update(valid_to=date(2026, 11, 21))
    assert law_choices() == [("sip", "SIP")]
