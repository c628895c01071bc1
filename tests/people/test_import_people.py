from __future__ import annotations

import io
import sys
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import (
    AuditEvent,
    Membership,
    Organisation,
    Person,
    Workplace,
)

from .staff_lines import ANNA, HEADER, SAMIRA, refused, row, work


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


@pytest.mark.parametrize("before", ["", "Samira Ek"])
def test_a_name_is_filled_in_and_a_new_one_taken_over(put, samira, solrosen, before):
    Person.objects.update(name=before)
    told = put(row())
    assert "0 ändrade, 1 ändrade namn." in told
    samira.refresh_from_db()
    assert samira.name == "Samira Ali"
    assert "inget nytt" in put(row())


def test_an_empty_name_says_nothing(put, samira, solrosen):
    assert "inget nytt" in put(row().replace("Samira Ali", ""))
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


def test_the_same_workplace_from_a_later_day_closes_and_opens(put, samira, solrosen):
    put(row(since="2023-01-01"))
    assert work(SAMIRA) == [
        ("Solrosens förskola", "2020-01-01", "2023-01-01"),
        ("Solrosens förskola", "2023-01-01", ""),
    ]
    for since in ["2020-01-01", "2023-01-01"]:
        assert "inget nytt" in put(row(since=since))


def test_the_same_workplace_from_a_later_day_keeps_what_the_row_leaves_out(put, samira, solrosen):
    Membership.objects.update(valid_to=date(2999, 1, 1), occupation="rektor")
    put(row(since="2023-01-01"))
    assert work(SAMIRA)[1] == ("Solrosens förskola", "2023-01-01", "2999-01-01")
    assert Membership.objects.get(valid_from="2023-01-01").occupation == "rektor"


def test_an_end_to_come_stands_when_the_row_says_nothing_of_it(put, samira, solrosen):
    Membership.objects.update(valid_to=timezone.localdate() + timedelta(days=1))
    assert "inget nytt" in put(row())


@pytest.mark.parametrize("until", ["2021-06-01", "2021-12-31", "2024-01-01"])
def test_a_corrected_end_of_an_older_period_is_taken_over(put, samira, solrosen, until):
    Membership.objects.update(valid_to=date(2022, 1, 1))
    put(row(place="Månens förskola", since="2024-01-01"))
    line, header = row() + f",{until}", HEADER + ",valid_to"
    assert "1 ändrade." in put(line, header=header)
    assert work(SAMIRA) == [
        ("Solrosens förskola", "2020-01-01", until),
        ("Månens förskola", "2024-01-01", ""),
    ]
    assert "inget nytt" in put(line, header=header)


@pytest.mark.parametrize("until", ["2021-01-01", "2023-01-01"])
def test_a_corrected_end_of_somebody_who_has_left(put, samira, solrosen, until):
    Membership.objects.update(valid_to=date(2022, 1, 1))
    assert "1 ändrade." in put(row() + f",{until}", header=HEADER + ",valid_to")
    assert work(SAMIRA) == [("Solrosens förskola", "2020-01-01", until)]


def test_workplaces_whose_names_hold_the_separator_stay_apart(put):
    lines = [
        "a@x.example,A,Bo|Li,Ek,bvc,centrum,2020-01-01",
        "b@x.example,B,Bo,Li|Ek,bvc,centrum,2020-01-01",
    ]
    put(*lines)
    assert sorted(Workplace.objects.values_list("organisation__name", "name")) == [
        ("Bo", "Li|Ek"),
        ("Bo|Li", "Ek"),
    ]
    assert "inget nytt" in put(*lines)


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
