from __future__ import annotations

import io
import sys
from datetime import date, timedelta

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
    Organisation,
    Person,
    Workplace,
)

HEADER = "email,name,organisation,workplace,workplace_type,district,valid_from"
SAMIRA = "samira.ali@goteborg.example"
ANNA = f"anna.berg@x.example,Anna Berg,Månens AB,Månens BVC,bvc,centrum,{date(2026, 1, 1)}"


@pytest.fixture
def put(tmp_path, angered, centrum, preschool, bvc):
    def run(*lines, header=HEADER, args=()):
        path = tmp_path / "personal.csv"
        path.write_text("\n".join([header, *lines]) + "\n")
        out = io.StringIO()
        call_command("import_people", str(path), *args, stdout=out, stderr=io.StringIO())
        return out.getvalue()

    return run


def work(email):
    rows = Membership.objects.filter(person__email=email).order_by("valid_from", "pk")
    return [(row.workplace.name, str(row.valid_from), str(row.valid_to or "")) for row in rows]


def refused(put, *lines, **kwargs):
    people, workplaces = Person.objects.count(), Workplace.objects.count()
    with pytest.raises(CommandError) as error:
        put(*lines, **kwargs)
    assert error.value.returncode == 1
    assert (Person.objects.count(), Workplace.objects.count()) == (people, workplaces)
    assert not AuditEvent.objects.exists()
    return str(error.value)


def row(
    email=SAMIRA, *, place="Solrosens förskola", kind="forskola", area="angered", since="2020-01-01"
):
    return f"{email},Samira Ali,Göteborgs Stad,{place},{kind},{area},{since}"


def test_people_organisations_and_workplaces_are_made(put):
    told = put(
        ANNA + ",privat_vardgivare,sjuksköterska,",
        header=HEADER + ",organisation_kind,occupation,valid_to",
    )
    assert "1 nya personer, 1 nya organisationer, 1 nya arbetsplatser, 1 nya anställningar" in told
    person = Person.objects.get()
    assert (person.email, person.name) == ("anna.berg@x.example", "Anna Berg")
    assert not person.has_usable_password()
    membership = person.memberships.get()
    assert (membership.occupation, membership.is_primary) == ("sjuksköterska", True)
    workplace = membership.workplace
    assert workplace.organisation.kind == "privat_vardgivare"
    assert [served.district.code for served in workplace.served.all()] == ["centrum"]
    assert AuditEvent.objects.get().action == "import-people"


def test_the_same_file_again_changes_nothing(put):
    lines = [ANNA, row(), row("bo@x.example", since="2021-01-01")]
    put(*lines)
    with CaptureQueriesContext(connection) as queries:
        assert "inget nytt" in put(*lines)
    assert all(q["sql"].startswith("SELECT") for q in queries)
    assert AuditEvent.objects.count() == 1


def test_what_exists_is_used_whatever_its_case(put, samira, solrosen):
    told = put(
        "SAMIRA.ALI@goteborg.example,,göteborgs  stad,SOLROSENS förskola,"
        "forskola,angered,2020-01-01"
    )
    assert "inget nytt" in told
    assert Organisation.objects.count() == 1


def test_an_unknown_kind_of_organisation_is_ovrig(put):
    put(ANNA)
    assert Organisation.objects.get().kind == "ovrig"


def test_a_name_is_filled_in_but_never_replaced(put, samira, solrosen):
    put(f"{SAMIRA},Sam,Göteborgs Stad,Solrosens förskola,forskola,angered,2020-01-01")
    samira.refresh_from_db()
    assert samira.name == "Samira Ali"
    Person.objects.update(name="")
    assert "1 ändrade" in put(row())
    samira.refresh_from_db()
    assert samira.name == "Samira Ali"


def test_an_empty_district_is_not_known(put):
    put(row(area=""))
    assert not Workplace.objects.get().served.exists()


def test_a_workplace_is_one_per_district(put):
    put(row(), row("bo@x.example", area="centrum"))
    assert Workplace.objects.count() == 2


def test_a_later_workplace_closes_and_opens(put, samira):
    put(row(place="Månens förskola", since="2026-08-01"))
    assert work(SAMIRA) == [
        ("Solrosens förskola", "2020-01-01", "2026-08-01"),
        ("Månens förskola", "2026-08-01", ""),
    ]


def test_history_in_one_file_in_any_order_and_again(put):
    lines = [row(place="B", since="2024-01-01"), row(place="A", since="2022-01-01")]
    put(*lines)
    assert work(SAMIRA) == [("A", "2022-01-01", "2024-01-01"), ("B", "2024-01-01", "")]
    assert "inget nytt" in put(*lines)


def test_the_same_workplace_from_another_day_is_nothing_new(put, samira, solrosen):
    assert "inget nytt" in put(row(since="2019-01-01"))
    assert "inget nytt" in put(row(since="2023-01-01"))


def test_somebody_who_has_left_may_come_back(put, samira, solrosen):
    Membership.objects.update(valid_to=date(2022, 1, 1))
    put(row(since="2024-01-01"))
    assert work(SAMIRA)[1] == ("Solrosens förskola", "2024-01-01", "")


def test_valid_to_and_occupation_are_taken_over(put, samira, solrosen):
    header, until = HEADER + ",occupation,valid_to", timezone.localdate() + timedelta(days=30)
    lines = [row() + f",rektor,{until}"]
    assert "1 ändrade" in put(*lines, header=header)
    membership = Membership.objects.get()
    assert (membership.occupation, membership.valid_to) == ("rektor", until)
    assert "inget nytt" in put(*lines, header=header)


def test_the_same_line_twice_is_one(put):
    put(row(), row())
    assert Membership.objects.count() == 1


def test_two_people_in_the_same_new_place(put):
    put(row(since="2021-01-01"), row("bo@x.example", since="2019-01-01"))
    workplace = Workplace.objects.get()
    assert str(workplace.valid_from) == "2019-01-01"


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


def test_a_change_made_meanwhile_stops_it(put, samira, monkeypatch):
    from people.management.commands import import_people

    original = import_people.write

    def write(*args, **kwargs):
        Membership.objects.update(valid_to=timezone.localdate())
        return original(*args, **kwargs)

    monkeypatch.setattr(import_people, "write", write)
    assert "Kör kommandot igen" in refused(put, row(place="Ny", since="2026-01-01"))


# --complete


def test_complete_ends_who_is_missing(put, samira, bo, city):
    put(row("karin@x.example"))
    args = ["--complete", "Göteborgs Stad", "--yes"]
    assert "varav 1 avslutade" in put(row("karin@x.example"), args=args)
    assert work(SAMIRA) == [("Solrosens förskola", "2020-01-01", str(timezone.localdate()))]
    assert work("karin@x.example")[0][2] == ""
    assert work(bo.email)[0][2] == ""
    assert "inget nytt" in put(row("karin@x.example"), args=args)


def test_complete_asks_first_and_without_a_terminal_refuses(put, samira, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    args = ["--complete", "Göteborgs Stad"]
    assert "Lägg till --yes" in refused(put, row("karin@x.example"), args=args)


@pytest.mark.parametrize(("answer", "ended"), [("ja", True), ("", False), ("nej", False)])
def test_complete_on_a_terminal(put, samira, monkeypatch, answer, ended):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda _: answer)
    args = ["--complete", "Göteborgs Stad"]
    if ended:
        put(row("karin@x.example"), args=args)
    else:
        refused(put, row("karin@x.example"), args=args)
    assert bool(work(SAMIRA)[0][2]) == ended


def test_complete_of_an_unknown_organisation(put, samira):
    assert "Okänd organisation ”Solna”" in refused(
        put, row(), args=["--complete", "Solna", "--yes"]
    )


def test_progress_is_shown_on_a_terminal_only(put, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    put(*[row(f"p{number}@x.example") for number in range(600)])
    assert "Läser" in screen.getvalue()
    assert "500 av" in screen.getvalue()
    silent = io.StringIO()
    monkeypatch.setattr(sys, "stderr", silent)
    put(*[row(f"q{number}@x.example") for number in range(600)])
    assert silent.getvalue() == ""


def test_nothing_grows_with_the_file_but_the_number_of_chunks(put):
    with CaptureQueriesContext(connection) as queries:
        put(*[row(f"p{number}@x.example") for number in range(900)])
    assert len(queries) < 60
