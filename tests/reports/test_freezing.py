"""The figures of the first of a month: counted once, never made twice, never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection

from people.models import DistrictLayer, Person
from reports import freezing
from reports.freezing import (
    NotAReportDateError,
    find_snapshot,
    first_of_month,
    freeze,
    months_before,
    report_date,
)
from reports.models import ReportSnapshot
from tests.conftest import TODAY

from .conftest import AT
from .published import in_document

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


def frozen(at=AT, today=TODAY):
    return freeze(at=at, today=today)[0]


@pytest.fixture
def calls(monkeypatch):
    """What each freezing was protected against, and the gap it was compared with."""
    seen = []
    protect, write = freezing.suppress, freezing.report_document

    def suppress(counts, previous=None, following=None):
        seen.append({"at": counts.at, "previous": previous, "following": following})
        return protect(counts, previous, following)

    def report_document(counts, suppressed, **named):
        seen[-1]["gap_before_pp"] = named["gap_before_pp"]
        return write(counts, suppressed, **named)

    monkeypatch.setattr(freezing, "suppress", suppress)
    monkeypatch.setattr(freezing, "report_document", report_document)
    return seen


@pytest.fixture
def staffed(town):
    """Thirty at the preschools in Angered, of whom twelve are klar."""
    people = town.staff(30, "angered")
    town.headcount("angered", "forskola", 40, as_of=date(2026, 1, 1))
    town.complete(people[:12], at=datetime(2026, 8, 20, tzinfo=UTC))
    return people


def klara(snapshot):
    return in_document(snapshot.document, "angered")["completed_current"]


def test_a_month_is_frozen_with_its_figures(staffed):
    snapshot, is_new = freeze(at=AT, today=TODAY)
    assert is_new
    assert (snapshot.at, snapshot.layer, snapshot.definition) == (AT, "sdn10", "1")
    assert snapshot.document["at"] == "2026-11-01"
    assert klara(snapshot) == 12
    assert in_document(snapshot.document, "angered")["completion_rate"] == 0.3
    assert len(snapshot.document["districts"]) == 10


def test_it_is_never_made_twice(staffed):
    first, is_new = freeze(at=AT, today=TODAY)
    again, is_new_again = freeze(at=AT, today=TODAY)
    assert (is_new, is_new_again) == (True, False)
    assert again.pk == first.pk
    assert ReportSnapshot.objects.count() == 1


def test_nobody_waits_for_the_counting(staffed, monkeypatch):
    """SQLite has one writer: the counting of a month must not be it."""
    count = freezing.gather
    depth = len(connection.savepoint_ids)

    def watched(**named):
        assert len(connection.savepoint_ids) == depth
        return count(**named)

    monkeypatch.setattr(freezing, "gather", watched)
    assert klara(frozen()) == 12


def test_what_is_entered_late_does_not_change_a_frozen_month(town, staffed):
    before = frozen().document
    town.complete(staffed[12:24], at=datetime(2026, 10, 30, tzinfo=UTC), way="meeting")
    town.headcount("angered", "forskola", 60, as_of=OCTOBER)
    assert frozen().document == before
    assert klara(frozen(at=date(2026, 12, 1), today=date(2026, 12, 1))) == 24
    assert frozen().document == before


def test_the_first_of_this_month_may_be_frozen_on_the_day(staffed):
    assert frozen(today=AT).at == AT


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (date(2026, 11, 2), "den första i en månad, inte för 2026-11-02"),
        (date(2026, 10, 31), "inte för 2026-10-31"),
        (date(2026, 12, 1), "2026-12-01 har inte varit än"),
        (date(2001, 1, 1), "Ingen utgåva av riktlinjerna gällde 2001-01-01"),
    ],
)
def test_a_date_that_there_can_be_no_figures_of_is_refused(town, at, told):
    with pytest.raises(NotAReportDateError, match=told):
        freeze(at=at, today=TODAY)
    assert not ReportSnapshot.objects.exists()


def test_before_seed_there_is_no_layer_to_report_on(db):
    with pytest.raises(DistrictLayer.DoesNotExist):
        freeze(at=AT, today=TODAY)


# Protected against the month that a reader has beside it


def test_the_first_report_has_nothing_before_it(staffed, calls):
    frozen()
    assert [call["previous"] for call in calls] == [None]


def test_a_report_is_protected_against_the_month_before(staffed, calls):
    frozen(at=OCTOBER)
    frozen(at=AT)
    previous = calls[1]["previous"]
    assert previous.counts.at == OCTOBER
    assert previous.counts.cell("angered", "forskola").completed_current == 12
    assert previous.suppressed.hidden == freezing.suppress(previous.counts, None).hidden


def test_where_a_month_was_left_out_it_is_the_newest_earlier_one(staffed, calls):
    for at in (date(2026, 8, 1), SEPTEMBER, AT):
        frozen(at=at)
    assert calls[2]["previous"].counts.at == SEPTEMBER


def test_a_later_month_and_another_layer_or_definition_is_not_the_one_before(staffed, calls):
    frozen(at=AT)
    ReportSnapshot.objects.create(at=SEPTEMBER, layer="sdn10", definition="0", document={})
    ReportSnapshot.objects.create(at=SEPTEMBER, layer="stadsomrade", definition="1", document={})
    frozen(at=OCTOBER)
    assert calls[1]["previous"] is None
    assert calls[1]["gap_before_pp"] is None


def test_a_report_made_late_is_protected_against_the_months_on_both_sides(staffed, calls):
    for at in (AT, date(2026, 8, 1), SEPTEMBER, OCTOBER):
        frozen(at=at)
    beside = [
        tuple(published and published.counts.at for published in (c["previous"], c["following"]))
        for c in calls
    ]
    assert beside == [(None, None), (None, AT), (date(2026, 8, 1), AT), (SEPTEMBER, AT)]


@pytest.mark.parametrize(
    ("at", "gap", "expected"),
    [
        (date(2026, 5, 1), 49.5, 49.5),
        (date(2026, 5, 1), 44, 44),
        (date(2026, 5, 1), None, None),
        (date(2026, 4, 1), 49.5, None),
        (date(2026, 6, 1), 49.5, None),
    ],
)
def test_the_gap_is_compared_with_that_of_six_months_before(
    staffed, calls, monkeypatch, at, gap, expected
):
    monkeypatch.setattr(freezing, "_published_before", lambda at, layer: None)
    document = {"equity": {"gap_pp": gap}}
    ReportSnapshot.objects.create(at=at, layer="sdn10", definition="1", document=document)
    frozen()
    assert calls[-1]["gap_before_pp"] == expected


# Two that freeze at once


def test_of_two_that_freeze_at_once_the_first_holds(staffed, monkeypatch):
    count = freezing.gather

    def overtaken(**named):
        ReportSnapshot.objects.create(at=AT, layer="sdn10", definition="1", document={"first": 1})
        return count(**named)

    monkeypatch.setattr(freezing, "gather", overtaken)
    snapshot, is_new = freeze(at=AT, today=TODAY)
    assert (snapshot.document, is_new) == ({"first": 1}, False)
    assert ReportSnapshot.objects.count() == 1


def test_another_fault_of_the_database_is_not_hidden(town, monkeypatch):
    def broken(snapshot, **named):
        raise IntegrityError("something else")

    monkeypatch.setattr(ReportSnapshot, "save", broken)
    with pytest.raises(IntegrityError, match="something else"):
        freeze(at=AT, today=TODAY)


# Finding what is frozen


def test_the_newest_is_found_unless_a_date_is_given(registers):
    for at in (OCTOBER, AT, SEPTEMBER):
        ReportSnapshot.objects.create(at=at, layer="sdn10", definition="1", document={})
    ReportSnapshot.objects.create(at=TODAY, layer="stadsomrade", definition="1", document={})
    ReportSnapshot.objects.create(at=TODAY, layer="sdn10", definition="0", document={})
    assert find_snapshot().at == AT
    assert find_snapshot(at=SEPTEMBER).at == SEPTEMBER
    assert find_snapshot(at=TODAY) is None


def test_what_it_was_made_of_is_not_read_with_it(staffed):
    frozen()
    found = find_snapshot()
    assert found.get_deferred_fields() == {"basis"}
    assert "basis" not in found.document


def test_nothing_frozen_is_none(registers):
    assert find_snapshot() is None


# Fictional figures say so


@pytest.mark.parametrize(
    ("demo", "is_fictional", "expected"),
    [(False, False, False), (False, True, True), (True, False, True)],
)
def test_figures_of_a_demo_or_of_fictional_people_are_marked(
    town, settings, demo, is_fictional, expected
):
    settings.DEMO = demo
    town.staff(2, "angered")
    if is_fictional:
        Person.objects.filter(pk=town.staff(1, "lundby")[0].pk).update(is_fictional=True)
    assert frozen().document["fictional"] is expected


# Dates


def test_the_first_of_a_month_that_has_been_is_a_report_date():
    assert report_date("2026-11-01", today=TODAY) == AT
    assert report_date("2026-11-01", today=AT) == AT


@pytest.mark.parametrize(
    "text",
    ["", "i dag", "2026-11", "2026-11-1", "20261101", "2026-W44-7", "2026-13-01", " 2026-11-01"],
)
def test_what_is_not_written_as_a_date_is_refused_with_an_example(text):
    with pytest.raises(NotAReportDateError, match="inget datum") as error:
        report_date(text, today=TODAY)
    assert "till exempel 2026-11-01" in str(error.value)


@pytest.mark.parametrize("text", ["2026-11-02", "2026-12-01"])
def test_another_day_and_one_that_has_not_been_are_refused(text):
    with pytest.raises(NotAReportDateError, match=text):
        report_date(text, today=TODAY)


@pytest.mark.parametrize(
    ("at", "months", "expected"),
    [
        (AT, 1, OCTOBER),
        (AT, 6, date(2026, 5, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 6, 1), 6, date(2025, 12, 1)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_back_over_new_year(at, months, expected):
    assert months_before(at, months) == expected


def test_the_first_of_the_month_of_a_day():
    assert first_of_month(TODAY) == AT
    assert first_of_month(AT) == AT
