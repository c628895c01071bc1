from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from content.models import (
    Checklist,
    GuidelineEdition,
    GuidelineSection,
    LawReference,
    Misconception,
)

pytestmark = pytest.mark.django_db


def edition(code, valid_from, valid_to=None, *, main=True, supersedes=None):
    return GuidelineEdition.objects.create(
        code=code, title=code, short_title=code, valid_from=valid_from, valid_to=valid_to,
        is_main_line=main, supersedes=supersedes,
    )  # fmt: skip


@pytest.fixture
def line():
    old = edition("VB2012", date(2012, 1, 1), date(2021, 1, 1))
    new = edition("OK2021", date(2021, 1, 1), supersedes=old)
    source = edition("SIPVG2020", date(2020, 11, 3), main=False)
    return old, new, source


def test_the_current_edition_is_the_one_in_force_on_the_main_line(line):
    old, new, _ = line
    assert GuidelineEdition.objects.current_main(at=date(2020, 12, 31)) == old
    assert GuidelineEdition.objects.current_main(at=date(2021, 1, 1)) == new


def test_a_source_beside_the_main_line_is_current_but_never_taught(line):
    _, new, source = line
    at = date(2026, 11, 21)
    assert set(GuidelineEdition.objects.current(at=at)) == {new, source}
    assert list(GuidelineEdition.objects.main_line().current(at=at)) == [new]


def test_before_the_first_edition_there_is_no_current_one(line):
    with pytest.raises(GuidelineEdition.DoesNotExist):
        GuidelineEdition.objects.current_main(at=date(2011, 12, 31))


def test_an_edition_knows_whether_it_is_in_force(line):
    old, new, _ = line
    assert old.is_current(at=date(2020, 12, 31))
    assert not old.is_current(at=date(2021, 1, 1))
    assert not new.is_current(at=date(2020, 12, 31))
    assert new.is_current(at=date(2099, 1, 1))


def test_an_edition_ends_after_it_starts():
    with pytest.raises(IntegrityError, match="edition_ends_after_start"), transaction.atomic():
        edition("X", date(2021, 1, 1), date(2021, 1, 1))


def checked(start, end=None, *, main=True, row=None):
    row = row or GuidelineEdition(code="X", title="X", short_title="X")
    row.valid_from, row.valid_to, row.is_main_line = start, end, main
    row.full_clean()
    return row


FIRST, NEXT = date(2012, 1, 1), date(2021, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "field", "other"),
    [
        (date(2015, 1, 1), date(2016, 1, 1), "valid_from", "VB2012"),
        (date(2015, 1, 1), None, "valid_from", "VB2012"),
        (FIRST, NEXT, "valid_from", "VB2012"),
        (date(2030, 1, 1), None, "valid_from", "OK2021"),
        (date(2010, 1, 1), date(2012, 1, 2), "valid_to", "VB2012"),
        (date(2010, 1, 1), None, "valid_to", "VB2012"),
    ],
)
def test_two_editions_of_the_main_line_never_hold_at_once(line, start, end, field, other):
    with pytest.raises(ValidationError) as refused:
        checked(start, end)
    ((said,),) = refused.value.message_dict.values()
    assert list(refused.value.message_dict) == [field]
    assert said.startswith(f"”{other}” gäller också då. På huvudlinjen gäller en utgåva i taget.")


def test_editions_that_meet_and_sources_beside_the_line_are_fine(line):
    old, new, _ = line
    checked(date(2010, 1, 1), FIRST)
    checked(date(2015, 1, 1), main=False)
    for row in (old, new):
        checked(row.valid_from, row.valid_to, row=row)


def test_ending_the_edition_in_force_lets_the_next_one_in(line):
    _, new, _ = line
    checked(NEXT, date(2027, 1, 1), row=new).save()
    checked(date(2027, 1, 1)).save()
    assert GuidelineEdition.objects.current_main(at=date(2027, 1, 1)).code == "X"


def test_a_start_after_the_end_is_told_as_that_alone(line):
    with pytest.raises(ValidationError) as refused:
        checked(date(2030, 1, 1), date(2029, 1, 1))
    assert refused.value.messages == ["Slutdatumet måste ligga efter ”gäller från”."]


def test_an_edition_that_another_supersedes_is_not_deleted(line):
    old, _, _ = line
    with pytest.raises(IntegrityError):
        old.delete()


LAW = {"code": "sip", "matter": "SIP", "reference": "2 kap. 7 §", "summary": "–"}


def test_a_law_has_one_wording_per_date():
    LawReference.objects.create(**LAW, valid_from=date(2010, 1, 1))
    LawReference.objects.create(**LAW, valid_from=date(2025, 7, 1))
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        LawReference.objects.create(**LAW, valid_from=date(2025, 7, 1))


@pytest.mark.parametrize("end", [date(2009, 1, 1), date(2010, 1, 1)])
def test_a_law_ends_after_it_starts(end):
    row = LawReference(**LAW, valid_from=date(2010, 1, 1), valid_to=end)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.messages == ["Slutdatumet måste ligga efter ”gäller från”."]
    with pytest.raises(IntegrityError, match="law_ends_after_start"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2026, 1, 1), None, "valid_from"),
        (date(2010, 1, 1), None, "valid_from"),
        (date(2005, 1, 1), None, "valid_to"),
        (date(2005, 1, 1), date(2010, 1, 2), "valid_to"),
    ],
)
def test_two_laws_of_one_code_never_hold_at_once(start, end, field):
    held = LawReference.objects.create(**LAW, valid_from=date(2010, 1, 1))
    with pytest.raises(ValidationError) as refused:
        LawReference(**LAW, valid_from=start, valid_to=end).full_clean()
    assert list(refused.value.message_dict) == [field]
    (said,) = refused.value.messages
    assert said.startswith(f"”{held}” gäller också då. En kod har ett lagrum i taget.")


def test_laws_that_meet_and_laws_of_other_codes_are_fine():
    held = LawReference.objects.create(**LAW, valid_from=date(2010, 1, 1))
    LawReference(**{**LAW, "code": "oro"}, valid_from=date(2012, 1, 1)).full_clean()
    LawReference(**LAW, valid_from=date(2005, 1, 1), valid_to=date(2010, 1, 1)).full_clean()
    held.valid_to = date(2027, 1, 1)
    held.full_clean()
    held.save()
    LawReference(**LAW, valid_from=date(2027, 1, 1)).full_clean()


ROWS = [
    (GuidelineEdition, "code", {"code": "OK", "title": "x", "short_title": "x",
                                "valid_from": date(2021, 1, 1)}),
    (GuidelineSection, "number", {"number": 2, "title": "x"}),
    (Misconception, "code", {"code": "M03", "belief": "x", "truth": "x", "source": "x"}),
    (LawReference, "code", {**LAW, "valid_from": date(2010, 1, 1)}),
    (Checklist, "code", {"code": "fore", "title": "x", "items": ["x"]}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "key", "values"), ROWS)
def test_what_pages_refer_to_a_row_by_never_changes(model, key, values):
    row = model(**values)
    row.full_clean()
    row.save()
    row.full_clean()
    setattr(row, key, 7)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict == {
        key: [f"Låt {values[key]} stå kvar: sidor och resultat hänvisar till raden med det."]
    }


def test_rows_say_what_they_are(line):
    law = LawReference(matter="Orosanmälan", reference="19 kap. 1 §")
    assert str(line[0]) == "VB2012"
    assert str(GuidelineSection(number=2, title="Målgrupp")) == "2. Målgrupp"
    assert str(Misconception(code="M01", belief="Bara tunga ärenden")) == "M01 Bara tunga ärenden"
    assert str(law) == "Orosanmälan: 19 kap. 1 §"
    assert str(Checklist(title="Före mötet")) == "Före mötet"
