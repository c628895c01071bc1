"""The headcounts on a screen: who gives them, what is entered, and every refusal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import count

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import AuditEvent, District, GroupSeat
from reports.freezing import next_freeze
from reports.models import Headcount, ReportSnapshot
from tests.conftest import TODAY, make_person, seat

from .published import document

pytestmark = [pytest.mark.usefixtures("clock", "registers"), pytest.mark.django_db]

GRID, OVERVIEW = "/rapporter/angered/malgrupp/", "/rapporter/malgrupp/"
OCTOBER = date(2026, 10, 1)
NEW = {"antal-forskola": "430", "per_den": "2026-11-01", "kalla": "Personalsystemet"}


def entry(place, kind, number, *, as_of=OCTOBER, source="Budget"):
    return Headcount.objects.create(
        district=place, workplace_type=kind, count=number, as_of=as_of, source=source
    )


@pytest.fixture
def standing(angered, preschool):
    return entry(angered, preschool, 420)


@pytest.fixture
def as_nils(client, nils):
    client.force_login(nils)
    return client


def page_of(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def seen(client, address=GRID):
    return page_of(client.get(address)).select_one("[name=sett]")["value"]


def save(client, data, *, address=GRID, stamp=None):
    """Fills in the form as it is now and sends it; gives the page that it leads to."""
    stamp = seen(client, address) if stamp is None else stamp
    response = client.post(address, {**data, "sett": stamp})
    assert response.status_code == 302, "answered with a page: Back would ask to send it again"
    return page_of(client.get(response["Location"]))


def errors(page):
    """What the summary says; each line links to a field that says the same."""
    told = []
    for link in page.select("#fel li a"):
        spot = page.find(id=link["href"].removeprefix("#"))
        field = spot.find_parent(class_="has-error")
        assert link.text in field.select_one(".error-text").text
        assert field.select_one(".error-text")["id"] in spot["aria-describedby"].split()
        assert spot["aria-invalid"] == "true"
        told.append(link.text)
    return told


def held(place):
    return {
        row.workplace_type.code: row.count
        for row in Headcount.objects.filter(district=place).latest(at=TODAY)
    }


def notices(page):
    return [one.text.strip() for one in page.select(".notice[role=status]")]


# Who


def test_who_only_reads_the_report_gives_no_headcounts(client, nosam_angered):
    member = seat(make_person("lo@goteborg.example", "Lo"), nosam_angered, GroupSeat.Role.MEMBER)
    client.force_login(member)
    assert client.get(GRID).status_code == client.post(GRID, NEW).status_code == 404
    assert client.get(OVERVIEW).status_code == 404
    assert not Headcount.objects.exists()
    assert "malgrupp" not in client.get("/rapporter/").content.decode()


@pytest.mark.parametrize("code", ["centrum", "stadsovergripande", "mars"])
def test_a_samordnare_gives_those_of_the_own_district_alone(as_nils, code):
    address = f"/rapporter/{code}/malgrupp/"
    assert as_nils.get(address).status_code == as_nils.post(address, NEW).status_code == 404
    assert not Headcount.objects.exists()


def test_temagruppen_gives_those_of_every_district_and_of_the_whole_city(client, tora):
    client.force_login(tora)
    for place in District.objects.filter(layer__is_reporting=True):
        save(client, NEW, address=f"/rapporter/{place.code}/malgrupp/")
        assert held(place) == {"forskola": 430}


def test_a_seat_that_has_ended_gives_nothing(as_nils, nils):
    nils.seats.update(valid_to=TODAY)
    assert as_nils.get(GRID).status_code == as_nils.post(GRID, NEW).status_code == 404


@pytest.mark.parametrize("address", [GRID, OVERVIEW])
def test_a_second_factor_is_asked_for_outside_demo(as_nils, address, settings):
    settings.DEMO = False
    assert as_nils.get(address)["Location"].startswith("/andra-steget/")
    assert as_nils.post(address, NEW)["Location"].startswith("/andra-steget/")
    assert not Headcount.objects.exists()


# What is entered


def test_a_number_is_entered_and_logged_and_the_page_says_when_it_counts(
    as_nils, nils, standing, angered, freeze_document
):
    freeze_document()
    assert "den 1 december 2026" in page_of(as_nils.get(GRID)).select_one(".notice").text
    page = save(as_nils, NEW)
    assert notices(page) == ["Sparat. Nya antal räknas från nästa frysning, den 1 december 2026."]
    assert not errors(page)
    row = Headcount.objects.latest(at=TODAY)[0]
    assert (row.count, row.as_of, row.source) == (430, date(2026, 11, 1), "Personalsystemet")
    assert Headcount.objects.count() == 2
    event = AuditEvent.objects.get(action="enter-headcounts")
    assert (event.actor, event.subject) == (nils, "angered")
    assert event.details == {
        "rows": 1, "new": 1, "counts": {"forskola": 430}, "as_of": "2026-11-01",
        "source": "Personalsystemet",
    }  # fmt: skip
    assert "430" in page.select_one("#nu-forskola").text
    assert not page.select_one("#id_antal-forskola").get("value")


def test_an_empty_field_changes_nothing(as_nils, standing, angered, bvc):
    save(as_nils, {**NEW, "antal-forskola": "", "antal-bvc": "9"})
    assert held(angered) == {"forskola": 420, "bvc": 9}


def test_zero_is_a_number(as_nils, angered):
    save(as_nils, {**NEW, "antal-forskola": "0"})
    assert held(angered) == {"forskola": 0}


@pytest.mark.parametrize("text", ["1 234", "1\u00a0234", "1\u202f234", " 1234 "])
def test_a_number_is_written_as_people_write_it(as_nils, angered, text):
    save(as_nils, {**NEW, "antal-forskola": text})
    assert held(angered) == {"forskola": 1234}


def test_no_number_is_nothing_new_whatever_the_rest_says(as_nils, standing):
    page = save(as_nils, {"per_den": str(TODAY), "kalla": ""})
    assert notices(page) == ["Inget nytt: du skrev inte något antal."]
    assert Headcount.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_the_same_again_is_nothing_new_also_when_the_form_is_sent_twice(as_nils, angered):
    stamp = seen(as_nils)
    save(as_nils, NEW, stamp=stamp)
    page = save(as_nils, NEW, stamp=stamp)
    assert notices(page) == ["Inget nytt: antalen stod redan så."]
    assert Headcount.objects.count() == AuditEvent.objects.count() == 1


def test_the_same_number_of_a_later_day_is_new(as_nils, standing):
    save(as_nils, {**NEW, "antal-forskola": "420"})
    assert Headcount.objects.latest(at=TODAY)[0].as_of == date(2026, 11, 1)


def test_a_wrong_number_is_put_right_and_both_are_in_the_history(as_nils, angered):
    save(as_nils, NEW)
    page = save(as_nils, {**NEW, "antal-forskola": "440"})
    assert held(angered) == {"forskola": 440}
    told = [one.text for one in page.select("details li")]
    assert [re.match(r"\d+", line)[0] for line in told] == ["440", "430"]
    assert "per den 1 november 2026" in told[0]
    assert "Personalsystemet" in told[0]


def test_the_history_shows_the_latest_five_of_a_type(as_nils, angered, preschool):
    for number in range(100, 108):
        entry(angered, preschool, number)
    told = [one.text[:3] for one in page_of(as_nils.get(GRID)).select("details li")]
    assert told == ["107", "106", "105", "104", "103"]


def test_the_numbers_are_shown_as_they_are(as_nils, angered, preschool):
    entry(angered, preschool, 3)
    assert "3" in page_of(as_nils.get(GRID)).select_one("#nu-forskola b").text


def test_a_number_of_more_than_a_year_ago_is_marked(as_nils, angered, preschool, bvc):
    entry(angered, preschool, 420, as_of=date(2025, 11, 20))
    entry(angered, bvc, 20, as_of=date(2025, 11, 21))
    page = page_of(as_nils.get(GRID))
    assert "Mer än ett år gammalt" in page.select_one("#nu-forskola").text
    assert "gammalt" not in page.select_one("#nu-bvc").text
    assert page.select_one("#nu-vardcentral").text == "Saknas"


# What is refused


@pytest.mark.parametrize("text", ["12 00", "12,5", "12.5", "-1", "många", "1e3", "٣", "9" * 10])
def test_what_is_no_whole_number_is_refused_and_kept(as_nils, angered, text):
    page = save(as_nils, {**NEW, "antal-forskola": text, "antal-bvc": "9"})
    assert page.title.text.startswith("Fel: ")
    assert errors(page) == [
        "Förskola: skriv ett heltal, 0 eller större, med bara siffror, till exempel 1200"
    ]
    kept = {name: page.find(attrs={"name": name})["value"] for name in (*NEW, "antal-bvc")}
    assert kept == {**NEW, "antal-forskola": text, "antal-bvc": "9"}
    assert held(angered) == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1/11 2026", "Ange ett datum som ÅÅÅÅ-MM-DD, till exempel 2026-11-01"),
        ("2026-02-30", "Ange ett datum som finns, skrivet ÅÅÅÅ-MM-DD"),
        ("2026-11-22", "Ange ett datum som inte ligger efter 2026-11-21"),
        ("0026-11-01", "Ange ett datum från och med 1900-01-01"),
        ("", "Ange vilken dag antalen gäller"),
    ],
)
def test_a_day_that_cannot_be_is_refused(as_nils, angered, text, told):
    page = save(as_nils, {**NEW, "per_den": text})
    assert errors(page) == [told]
    assert page.find(attrs={"name": "antal-forskola"})["value"] == "430"
    assert held(angered) == {}


@pytest.mark.parametrize("text", ["", "   "])
def test_a_number_needs_a_source(as_nils, angered, text):
    assert errors(save(as_nils, {**NEW, "kalla": text})) == ["Skriv varifrån antalen kommer"]
    assert held(angered) == {}


def test_a_source_has_a_length(as_nils, angered):
    assert errors(save(as_nils, {**NEW, "kalla": "x" * 201})) == ["Ange högst 200 tecken"]
    save(as_nils, {**NEW, "kalla": "x" * 200})
    assert held(angered) == {"forskola": 430}


def test_all_faults_are_told_at_once_and_none_of_it_is_entered(as_nils, angered):
    page = save(as_nils, {"antal-forskola": "x", "antal-bvc": "9", "per_den": "x", "kalla": ""})
    assert len(errors(page)) == 3
    assert held(angered) == {}


def test_an_earlier_day_than_what_holds_is_refused(as_nils, angered, preschool, bvc):
    entry(angered, preschool, 420, as_of=date(2026, 11, 15))
    page = save(as_nils, {**NEW, "antal-bvc": "9"})
    assert errors(page) == [
        "Det finns nyare antal för Förskola. Ange den 15 november 2026 eller senare"
    ]
    assert held(angered) == {"forskola": 420}
    save(as_nils, {**NEW, "per_den": "2026-11-15"})
    assert held(angered) == {"forskola": 430}


def test_what_held_before_and_was_changed_the_same_day_needs_another_source(as_nils, angered):
    for number in ("430", "440"):
        save(as_nils, {**NEW, "antal-forskola": number})
    page = save(as_nils, NEW)
    assert "430 fanns redan för den dagen, men 440 angavs senare" in errors(page)[0]
    save(as_nils, {**NEW, "kalla": "Rättat"})
    assert held(angered) == {"forskola": 430}


# What is asked about


@pytest.mark.parametrize("number", ["209", "631", "0", "42"])
def test_a_large_change_is_asked_about_and_then_entered(as_nils, standing, angered, number):
    page = save(as_nils, {**NEW, "antal-forskola": number})
    assert f"från 420 till {number} är en stor ändring" in errors(page)[0]
    assert held(angered) == {"forskola": 420}
    box = page.select_one("[name=stammer]")
    assert not box.has_attr("checked")
    save(as_nils, {**NEW, "antal-forskola": number, "stammer": box["value"]})
    assert held(angered) == {"forskola": int(number)}


@pytest.mark.parametrize("number", ["210", "630", "421"])
def test_a_change_of_at_most_half_is_not_asked_about(as_nils, standing, angered, number):
    save(as_nils, {**NEW, "antal-forskola": number})
    assert held(angered) == {"forskola": int(number)}


def test_saying_that_one_number_is_right_says_nothing_of_another(as_nils, standing, angered):
    data = {**NEW, "antal-forskola": "43", "stammer": "forskola-42"}
    assert "från 420 till 43" in errors(save(as_nils, data))[0]
    assert held(angered) == {"forskola": 420}


def test_the_box_stays_ticked_when_something_else_is_wrong(as_nils, standing):
    data = {**NEW, "antal-forskola": "42", "stammer": "forskola-42", "kalla": ""}
    page = save(as_nils, data)
    assert errors(page) == ["Skriv varifrån antalen kommer"]
    assert page.select_one("[name=stammer]").has_attr("checked")


def test_the_first_number_of_a_type_is_not_asked_about(as_nils, angered):
    save(as_nils, {**NEW, "antal-forskola": "1200"})
    assert held(angered) == {"forskola": 1200}


# Two at once


def test_who_saves_last_is_told_what_has_been_changed_meanwhile(as_nils, tora, standing, angered):
    before = seen(as_nils)
    other = Client()
    other.force_login(tora)
    save(other, {**NEW, "antal-forskola": "425"})
    page = save(as_nils, {**NEW, "antal-forskola": "430", "antal-bvc": "9"}, stamp=before)
    assert errors(page) == [
        "Förskola: antalet ändrades till 425 medan du fyllde i. "
        "Kontrollera ditt antal och spara igen"
    ]
    assert page.select_one("#id_antal-forskola")["value"] == "430"
    assert page.select_one("#id_antal-bvc")["value"] == "9"
    assert held(angered) == {"forskola": 425}
    stamp = page.select_one("[name=sett]")["value"]
    save(as_nils, {**NEW, "antal-bvc": "9"}, stamp=stamp)
    assert held(angered) == {"forskola": 430, "bvc": 9}


def test_what_others_changed_in_another_row_is_no_hindrance(as_nils, tora, angered):
    before = seen(as_nils)
    other = Client()
    other.force_login(tora)
    save(other, {**NEW, "antal-forskola": "", "antal-bvc": "9"})
    save(as_nils, NEW, stamp=before)
    assert held(angered) == {"forskola": 430, "bvc": 9}


@pytest.mark.parametrize("stamp", ["", "x", "-1", "9" * 30, "²"])
def test_a_form_whose_stamp_says_nothing_is_looked_at_once_more(as_nils, standing, angered, stamp):
    page = save(as_nils, NEW, stamp=stamp)
    assert "ändrades till 420" in errors(page)[0]
    assert held(angered) == {"forskola": 420}


# When the session has ended


def test_what_was_typed_is_there_after_log_in(client, nils, angered):
    response = client.post(GRID, {**NEW, "sett": "0"})
    assert response["Location"].startswith(f"/logga-in/?next={GRID}")
    assert not Headcount.objects.exists()
    client.force_login(nils)
    page = page_of(client.get(f"{GRID}?fel=1"))
    assert not errors(page)
    assert notices(page) == ["Det du skrev är inte sparat än. Kontrollera det och spara igen."]
    assert page.select_one("#id_antal-forskola")["value"] == "430"


# When it counts


def test_a_number_counts_from_the_next_date_that_is_not_frozen(registers):
    first = date(2026, 11, 1)
    assert next_freeze(today=TODAY, as_of=first) == first
    assert next_freeze(today=TODAY, as_of=TODAY) == date(2026, 12, 1)
    ReportSnapshot.objects.create(at=first, layer="sdn10", definition="1", document={})
    assert next_freeze(today=TODAY, as_of=first) == date(2026, 12, 1)
    assert next_freeze(today=date(2026, 12, 31), as_of=first) == date(2026, 12, 1)
    december = date(2026, 12, 1)
    ReportSnapshot.objects.create(at=december, layer="sdn10", definition="1", document={})
    assert next_freeze(today=date(2026, 12, 31), as_of=first) == date(2027, 1, 1)


# The overview


def coverage(client):
    page = page_of(client.get(OVERVIEW))
    return {
        row.th.text: " ".join(row.find_all("td")[2].text.split())
        for row in page.select(".coverage tbody tr")
    }


def test_the_overview_tells_what_is_missing_and_what_is_old(
    client, tora, angered, preschool, bvc, freeze_document
):
    made = document()
    next(one for one in made["districts"] if one["code"] == "angered")["headcount_missing"] = [
        "grundskola"
    ]
    freeze_document(made)
    entry(angered, preschool, 420, as_of=date(2025, 1, 1))
    entry(angered, bvc, 20)
    client.force_login(tora)
    told = coverage(client)
    assert told["Angered"] == "Saknas: Vårdcentral, Grundskola Gammalt: Förskola"
    assert told["Centrum"] == "Saknas: Förskola, BVC, Vårdcentral"
    assert told["Hela staden"] == "Klart"
    assert len(told) == 11


def test_a_samordnare_sees_the_own_districts(as_nils):
    assert list(coverage(as_nils)) == ["Angered"]


def test_the_report_leads_to_the_grid_for_who_gives_the_numbers(
    as_nils, client, tora, freeze_document
):
    freeze_document()
    assert page_of(as_nils.get("/rapporter/angered/")).find(href=GRID)
    assert page_of(as_nils.get("/rapporter/")).find(href=OVERVIEW)
    client.force_login(tora)
    assert page_of(client.get("/rapporter/centrum/")).find(href="/rapporter/centrum/malgrupp/")


def test_before_the_first_figures_the_way_is_there_too(as_nils):
    assert page_of(as_nils.get("/rapporter/")).find(href=OVERVIEW)


# At what cost


def test_the_screens_cost_the_same_however_much_there_is(client, tora, angered, preschool, bvc):
    client.force_login(tora)
    number = count(1)

    def costs():
        found = []
        for address in (GRID, OVERVIEW):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    entry(angered, preschool, next(number))
    before = costs()
    for place in District.objects.all():
        for kind in (preschool, bvc):
            for _ in range(4):
                entry(place, kind, next(number), as_of=TODAY - timedelta(days=next(number)))
    assert costs() == before


def test_a_saved_number_is_stored_before_it_is_acknowledged(as_nils, monkeypatch, angered):
    """No entry without its row in the audit."""

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(AuditEvent.objects, "create", fail)
    as_nils.raise_request_exception = False
    assert as_nils.post(GRID, {**NEW, "sett": "0"}).status_code == 500
    assert held(angered) == {}


def test_the_day_is_today_unless_another_is_chosen(as_nils):
    field = page_of(as_nils.get(GRID)).select_one("[name=per_den]")
    assert field["value"] == field["max"] == str(TODAY)
