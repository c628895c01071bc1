from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import (
    AuditEvent,
    District,
    DistrictLayer,
    Membership,
    Person,
)

from .staff_lines import ANNA, HEADER, SAMIRA, refused, row, work

# What is refused


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (row("samira"), "email", "en e-postadress"),
        (row(""), "email", "en e-postadress"),
        (row(kind="dagis"), "workplace_type", "någon av forskola, bvc"),
        (row(kind=""), "workplace_type", "någon av"),
        (row(area="solna"), "district", "någon av angered, centrum"),
        (row(since="2020/01/01"), "valid_from", "ÅÅÅÅ-MM-DD"),
        (row(since="2999-01-01"), "valid_from", "inte ligger efter"),
        (row(since="0001-01-01"), "valid_from", "från och med 1900-01-01"),
        (row(place="Sol\0rosen"), "workplace", "text utan styrtecken"),
        (row(place="x" * 121), "workplace", "högst 120 tecken"),
        ("a@b.se,A,,B,forskola,angered,2020-01-01", "organisation", "något ifyllt"),
    ],
)
def test_a_wrong_cell_is_told_with_row_column_value_and_what_would_be_right(
    put, line, column, expected
):
    text = refused(put, row("bo@x.example"), line)
    assert f"personal.csv: rad 3, kolumn {column}: ”" in text
    assert expected in text
    assert "Ingenting har ändrats." in text


def test_a_district_of_another_layer_is_refused(put):
    other = DistrictLayer.objects.create(code="so", name="so", valid_from=date(2021, 1, 1))
    District.objects.create(
        layer=other, code="omr-nordost", name="Nordost", valid_from=date(2021, 1, 1)
    )
    assert "”omr-nordost” – rätt vore någon av angered, centrum" in refused(
        put, row(area="omr-nordost")
    )


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (",stat,,", "rätt vore någon av kommun, region, enskild"),
        (",,,2020-01-01", "rätt vore ett datum efter 2020-01-01"),
        (",,,i dag", "rätt vore ett datum som ÅÅÅÅ-MM-DD"),
        (f",,{'x' * 81},", "högst 80 tecken"),
    ],
)
def test_wrong_optional_cells(put, cells, text):
    header = HEADER + ",organisation_kind,occupation,valid_to"
    assert text in refused(put, row() + cells, header=header)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (HEADER.replace("district,", ""), "en kolumn som heter district"),
        (HEADER + ",personnummer", "kolumn personnummer"),
    ],
)
def test_missing_and_unknown_columns(put, header, text):
    assert text in refused(put, row(), header=header)


@pytest.mark.parametrize(
    ("content", "text"), [(b"", "filen är tom"), ("email\nå".encode("latin-1"), "kolumn")]
)
def test_files_that_cannot_be_read(tmp_path, db, content, text):
    path = tmp_path / "fil.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=text):
        call_command("import_people", str(path))


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (
            row(since="2021-01-01"),
            "rad 3, kolumn valid_from: ”2021-01-01” – rätt vore samma som på rad 2",
        ),
        (row().replace("Samira Ali", "Sam Ali"), "rad 3, kolumn name: ”Sam Ali”"),
        (row(place="Annan"), "rad 2 började på en annan arbetsplats"),
    ],
)
def test_the_same_person_twice_with_different_values(put, second, text):
    assert text in refused(put, row(), second)


def test_one_organisation_of_two_kinds(put, city):
    header = HEADER + ",organisation_kind"
    text = refused(put, ANNA + ",region", ANNA.replace("anna", "bo") + ",enskild", header=header)
    assert "rad 3, kolumn organisation_kind: ”enskild” – rätt vore region, som på rad 2" in text
    text = refused(put, row() + ",region", header=header)
    assert "rätt vore kommun, som det redan är sparat" in text


def test_an_earlier_start_somewhere_else_is_refused(put, samira):
    for since in ["2019-01-01", "2020-01-01"]:
        text = refused(put, row(place="Månens förskola", since=since))
        assert "rad 2, kolumn valid_from" in text
        assert "rätt vore ett datum efter 2020-01-01" in text
    assert len(work(SAMIRA)) == 1


def test_an_earlier_start_at_the_same_place_is_refused(put, samira):
    text = refused(put, row(since="2019-01-01"))
    assert "rad 2, kolumn valid_from: ”2019-01-01” – rätt vore 2020-01-01 eller senare" in text
    assert "enligt det som redan är sparat började där" in text
    assert len(work(SAMIRA)) == 1


def test_a_start_within_an_older_period_at_the_same_place_is_refused(put, samira, solrosen):
    put(row(place="Månens förskola", since="2024-01-01"))
    AuditEvent.objects.all().delete()
    text = refused(put, row(since="2022-01-01"))
    assert "”2022-01-01” – rätt vore ett datum efter 2024-01-01" in text


@pytest.mark.parametrize("since", ["2020-01-01", "2021-01-01"])
def test_somebody_who_has_left_is_not_there_again_without_a_new_start(put, samira, solrosen, since):
    Membership.objects.update(valid_to=date(2022, 1, 1))
    text = refused(put, row(since=since))
    assert "rad 2, kolumn valid_to: ”” – rätt vore 2022-01-01" in text
    assert "eller om personen är tillbaka ett valid_from från och med det datumet" in text
    assert work(SAMIRA) == [("Solrosens förskola", "2020-01-01", "2022-01-01")]
    put(row(since="2022-01-01"))
    assert work(SAMIRA)[1] == ("Solrosens förskola", "2022-01-01", "")


def test_a_corrected_end_that_runs_into_the_next_period_is_refused(put, samira, solrosen):
    put(row(place="Månens förskola", since="2024-01-01"))
    AuditEvent.objects.all().delete()
    text = refused(put, row() + ",2024-01-02", header=HEADER + ",valid_to")
    assert "kolumn valid_to: ”2024-01-02” – rätt vore ett datum till och med 2024-01-01" in text


def test_periods_that_overlap_in_the_file(put):
    header = HEADER + ",valid_to"
    lines = [
        row(place="A", since="2020-01-01") + ",2025-01-01",
        row(place="B", since="2024-01-01") + ",",
    ]
    assert "från och med 2025-01-01, då perioden på rad 2 slutar" in refused(
        put, *lines, header=header
    )


def test_one_wrong_row_among_many_changes_nothing(put):
    refused(put, *[row(f"p{number}@x.example") for number in range(500)], row("fel"))


def test_the_first_ten_faults(put):
    text = refused(put, *[row("fel")] * 12)
    assert text.count("kolumn email") == 10
    assert "… och 2 fel till." in text


def test_no_write_lock_is_taken_before_all_is_checked(put, samira):
    with CaptureQueriesContext(connection) as queries:
        refused(put, ANNA, row(place="Månens förskola", since="2019-01-01"))
    assert all(q["sql"].startswith("SELECT") for q in queries), [q["sql"] for q in queries]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Membership.objects.update(valid_to=timezone.localdate()),
        lambda: Person.objects.update(name="Samira Holm"),
    ],
    ids=["the work has ended", "another name"],
)
def test_a_change_made_meanwhile_stops_it(put, samira, monkeypatch, change):
    from people.management.commands import import_people

    original = import_people.write
    Person.objects.update(name="Samira Ek")

    def write(*args, **kwargs):
        change()
        return original(*args, **kwargs)

    monkeypatch.setattr(import_people, "write", write)
    assert "Kör kommandot igen" in refused(put, row(place="Ny", since="2026-01-01"))
