"""Who reads which report, at which date, in which format, and that nobody is given more."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import GroupSeat
from reports.document import HEADLINE_KEYS
from reports.freezing import freeze
from reports.models import ReportSnapshot
from tests.conftest import TODAY, make_person, seat

from .conftest import AT
from .published import EXAMPLE, document, in_document

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]

OVERVIEW, OWN, OTHER, UNKNOWN = (
    "/rapporter/", "/rapporter/angered/", "/rapporter/centrum/", "/rapporter/mars/",
)  # fmt: skip
FORMATS = ("", "?format=json", "?format=csv")
TOMORROW = TODAY + timedelta(days=1)
SECRET = 98765


@pytest.fixture
def visit(client):
    """What somebody gets of an address; nobody logged in if None."""

    def run(person, address):
        client.logout()
        if person:
            client.force_login(person)
        return client.get(address)

    return run


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("query", FORMATS)
@pytest.mark.parametrize("address", [OVERVIEW, OWN, UNKNOWN])
def test_somebody_not_logged_in_is_sent_to_the_door_and_back(
    visit, freeze_document, address, query
):
    freeze_document()
    response = visit(None, address + query)
    assert response.status_code == 302
    assert response["Location"] == f"/logga-in/?next={address}{query}".replace(
        "?format=", "%3Fformat%3D"
    )


@pytest.mark.parametrize("query", FORMATS)
@pytest.mark.parametrize("address", [OVERVIEW, OWN, OTHER, UNKNOWN])
def test_there_are_no_reports_for_a_learner_or_an_editor(
    visit, freeze_document, samira, rut, address, query
):
    freeze_document()
    assert visit(samira, address + query).status_code == 404
    assert visit(rut, address + query).status_code == 404


@pytest.mark.parametrize("query", FORMATS)
def test_a_samordnare_reads_the_own_district_and_no_other(visit, freeze_document, nils, query):
    freeze_document()
    assert visit(nils, OWN + query).status_code == 200
    other, unknown = visit(nils, OTHER + query), visit(nils, UNKNOWN + query)
    assert (other.status_code, unknown.status_code) == (404, 404)
    assert other.content == unknown.content


@pytest.mark.parametrize("query", FORMATS)
def test_temagruppen_reads_every_district_but_not_one_that_does_not_exist(
    visit, freeze_document, tora, query
):
    freeze_document()
    for code in EXAMPLE:
        assert visit(tora, f"/rapporter/{code}/{query}").status_code == 200
    assert visit(tora, UNKNOWN + query).status_code == 404


def test_a_seat_in_two_districts_reads_both(visit, freeze_document, nils, nosam_centrum):
    seat(nils, nosam_centrum, GroupSeat.Role.MEMBER)
    freeze_document()
    assert visit(nils, OWN).status_code == visit(nils, OTHER).status_code == 200
    assert visit(nils, "/rapporter/lundby/").status_code == 404


@pytest.mark.parametrize(
    ("since", "until", "status"),
    [
        (date(2020, 1, 1), TODAY - timedelta(days=1), 404),
        (date(2020, 1, 1), TODAY, 404),
        (date(2020, 1, 1), TOMORROW, 200),
        (TODAY, None, 200),
        (TOMORROW, None, 404),
    ],
)
def test_a_seat_opens_the_reports_from_its_first_day_to_its_last(
    visit, freeze_document, nosam_angered, since, until, status
):
    freeze_document()
    person = seat(
        make_person("lo@goteborg.example", "Lo Ek"), nosam_angered, GroupSeat.Role.COORDINATOR,
        since=since, until=until,
    )  # fmt: skip
    assert visit(person, OVERVIEW).status_code == visit(person, OWN).status_code == status


def test_a_second_factor_is_asked_for_outside_demo_and_not_in_one(
    visit, freeze_document, nils, settings
):
    freeze_document()
    settings.DEMO = True
    assert visit(nils, OWN).status_code == 200
    settings.DEMO = False
    for query in FORMATS:
        response = visit(nils, OWN + query)
        assert response.status_code == 302
        assert response["Location"].startswith("/andra-steget/?next=%2Frapporter%2Fangered%2F")


def test_reports_are_only_read(client, nils):
    client.force_login(nils)
    assert client.post(OWN).status_code == client.delete(OVERVIEW).status_code == 405


@pytest.mark.parametrize("query", FORMATS)
def test_no_report_is_kept_by_the_browser(visit, freeze_document, nils, query):
    freeze_document()
    assert "no-store" in visit(nils, OWN + query)["Cache-Control"]


# How much


@pytest.fixture
def marked(freeze_document):
    """A frozen report where every inner figure of Centrum, of those who are nowhere and of the
    whole city is a number found nowhere else."""
    made = document()
    for place in (in_document(made, "centrum"), made["unknown"], made["citywide"]):
        for part in ("workplace_types", "modules"):
            for row in place[part]:
                row["completed_current"] = row["registered"] = SECRET
        for row in place["misconceptions"]:
            row["before"] = {"n": SECRET, "share": 0.98765}
    freeze_document(made)
    return made


@pytest.mark.parametrize("query", FORMATS)
@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_of_another_district_a_samordnare_gets_the_headline_alone(
    visit, marked, nils, address, query
):
    page = text(visit(nils, address + query))
    assert str(SECRET) not in page
    assert "98\xa0765" not in page
    assert "98,8" not in page


def test_the_headline_of_all_is_there_and_the_own_district_in_full(visit, marked, nils):
    cut = json.loads(text(visit(nils, OVERVIEW + "?format=json")))
    assert [place["code"] for place in cut["districts"]] == list(EXAMPLE)
    for place in cut["districts"]:
        whole = in_document(marked, place["code"])
        if place["code"] == "angered":
            assert place == whole
        else:
            assert place == {name: whole[name] for name in HEADLINE_KEYS}
    assert cut["all"] == marked["all"]
    assert cut["equity"] == marked["equity"]


def test_temagruppen_gets_every_district_in_full(visit, marked, tora):
    cut = json.loads(text(visit(tora, OVERVIEW + "?format=json")))
    assert cut["districts"] == marked["districts"]
    assert f"{SECRET}" in text(visit(tora, OTHER + "?format=csv"))


def test_one_district_as_json_is_that_district_and_the_city(visit, marked, nils):
    cut = json.loads(text(visit(nils, OWN + "?format=json")))
    assert cut["districts"] == [in_document(marked, "angered")]
    assert (cut["all"], cut["equity"]) == (marked["all"], marked["equity"])


# When


@pytest.fixture
def two_months(freeze_document):
    return freeze_document(document(at="2026-10-01")), freeze_document()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "Siffror per den 1 november 2026"),
        ("?at=2026-11-01", "Siffror per den 1 november 2026"),
        ("?at=2026-10-01", "Siffror per den 1 oktober 2026"),
    ],
)
@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_the_newest_figures_are_shown_unless_a_date_is_asked_for(
    visit, two_months, nils, address, query, told
):
    assert told in text(visit(nils, address + query))


def test_files_are_of_the_date_and_named_by_it(visit, two_months, nils):
    response = visit(nils, OWN + "?format=json&at=2026-10-01")
    assert response.json()["at"] == "2026-10-01"
    named = 'attachment; filename="vastbus-angered-2026-10-01.json"'
    assert response["Content-Disposition"] == named
    response = visit(nils, OVERVIEW + "?format=csv")
    assert response["Content-Disposition"] == 'attachment; filename="vastbus-alla-2026-11-01.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("at", ["2026-11-02", "2026-10-31", "2026-12-01", "i-gar", "", "20261101"])
@pytest.mark.parametrize("address", [OVERVIEW, OWN, OWN + "?format=json"])
def test_a_date_that_figures_cannot_be_of_is_a_bad_request(visit, two_months, nils, address, at):
    response = visit(nils, f"{address}{'&' if '?' in address else '?'}at={at}")
    assert response.status_code == 400
    assert "Adressen eller formuläret gick inte att förstå" in text(response)
    assert '<html lang="sv"' in text(response)


@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_a_month_without_figures_is_not_found(visit, two_months, nils, address):
    response = visit(nils, address + "?at=2026-09-01")
    assert response.status_code == 404
    assert "Sidan finns inte" in text(response)


def test_reading_a_month_without_figures_freezes_nothing(visit, town, nils):
    visit(nils, OVERVIEW)
    visit(nils, OVERVIEW + "?at=2026-10-01")
    assert not ReportSnapshot.objects.exists()


# In which format


@pytest.mark.parametrize("wanted", ["xlsx", "pdf", "xml", "JSON", "../etc"])
@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_a_format_that_is_unknown_or_not_built_is_not_found(
    visit, freeze_document, nils, address, wanted
):
    freeze_document()
    assert visit(nils, f"{address}?format={wanted}").status_code == 404


# Before anything is frozen


@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_before_the_first_figures_a_page_says_when_they_come(visit, registers, nils, address):
    response = visit(nils, address)
    assert response.status_code == 200
    assert "Inga siffror är frysta än. De kommer den första i nästa månad." in text(response)
    for query in ("?format=json", "?format=csv", "?format=pdf", "?at=2026-11-01"):
        assert visit(nils, address + query).status_code == 404


def test_hela_staden_is_no_district_to_read_on_its_own(visit, registers, tora):
    assert visit(tora, OVERVIEW).status_code == 200
    assert visit(tora, "/rapporter/stadsovergripande/").status_code == 404


def test_figures_of_another_layer_are_not_shown(visit, freeze_document, nils):
    freeze_document(document(layer="stadsomrade"))
    assert "Inga siffror är frysta än" in text(visit(nils, OVERVIEW))


# At what cost


def test_a_report_costs_the_same_for_ten_people_and_three_hundred(client, town, nils, tora):
    costs = []
    for month, number in ((date(2026, 10, 1), 10), (AT, 300)):
        town.complete(town.staff(number, "angered")[: number // 2])
        freeze(at=month, today=TODAY)
        for person, address in ((nils, OWN), (nils, OVERVIEW), (tora, OVERVIEW)):
            client.force_login(person)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{address}?at={month}").status_code == 200
            costs.append(len(queries))
    assert costs[:3] == costs[3:]
