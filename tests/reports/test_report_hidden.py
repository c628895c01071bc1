"""What a report hides, what stands there instead, and that nobody is in it by name."""

from __future__ import annotations

import pytest

from people.models import Person
from reports.counts import Group
from reports.freezing import freeze
from tests.conftest import TODAY

from .conftest import AT
from .page_reading import table, words
from .published import document, hiding

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]

OVERVIEW, OWN = "/rapporter/", "/rapporter/angered/"


def test_a_hidden_figure_is_two_dots_and_words_for_who_listens(read, freeze_document, nils):
    freeze_document()
    district = read(nils, OWN)
    rows = table(district, "prioriterade verksamheterna").tbody.find_all("tr")
    (bvc,) = [row for row in rows if words(row.th) == "BVC"]
    (rate,) = bvc.find(class_="pct").find_all(class_="vh")
    assert rate.get_text() == "för få personer för att visas"
    assert rate.find_previous_sibling(attrs={"aria-hidden": "true"}).get_text() == ".."
    assert words(bvc.find(class_="count")).endswith("för få personer för att visas av 12")
    assert bvc.find(class_="bar")["width"] == "0%"
    assert ".. betyder för få personer för att visas" in words(district.main)


def test_what_is_hidden_is_two_dots_in_the_files(client, freeze_document, nils):
    freeze_document()
    client.force_login(nils)
    own = client.get(OWN + "?format=json").json()["districts"][0]
    bvc = next(row for row in own["workplace_types"] if row["code"] == "bvc")
    assert (bvc["completed_current"], bvc["completion_rate"], bvc["headcount"]) == ("..", "..", 12)
    line = next(
        line
        for line in client.get(OWN + "?format=csv").content.decode().splitlines()
        if "districts.workplace_types;angered;bvc;" in line
    )
    assert line.count(";..") == 9


@pytest.mark.parametrize(
    ("address", "name", "told"),
    [
        (OWN, "BVC och vårdcentral tillsammans", "46,2 %"),
        ("/rapporter/centrum/", "BVC i hela staden", "41,7 %"),
        ("/rapporter/centrum/", "Förskola i hela staden", "61,4 %"),
    ],
)
def test_something_stands_in_for_a_hidden_prioritised_type(
    read, freeze_document, tora, address, name, told
):
    freeze_document()
    rows = table(read(tora, address), "prioriterade verksamheterna").select("tr.instead")
    shown = {words(row.th): words(row.find(class_="pct")) for row in rows}
    assert shown[name] == told


def test_nothing_stands_in_for_a_type_that_is_shown(read, freeze_document, tora):
    freeze_document(document(suppressed=hiding()))
    assert read(tora, OWN).select("tr.instead") == []


def test_a_district_that_is_hidden_is_listed_last_without_figures(read, freeze_document, tora):
    freeze_document(document(suppressed=hiding(Group("lundby"))))
    page = read(tora, OVERVIEW)
    rows = table(page, "Andel klara, per stadsdel").tbody.find_all("tr")
    assert words(rows[-2].th) == "Lundby"
    assert "för få personer för att visas" in words(rows[-2])
    assert "Stadsdelar utan andel att jämföra: 1." in words(page.main)


@pytest.mark.parametrize("address", [OVERVIEW, OWN])
def test_no_name_or_address_of_anybody_is_in_a_report(client, town, nils, tora, address):
    people = town.staff(12, "angered", "forskola")
    town.headcount("angered", "forskola", 20)
    town.complete(people[:9])
    town.pretest(people, M01="stammer")
    town.staff(1, "lundby", "bvc")
    freeze(at=AT, today=TODAY)
    client.force_login(nils)
    held = Person.objects.exclude(pk=nils.pk).values_list("name", "email")
    for query in ("", "?format=json", "?format=csv"):
        page = client.get(address + query).content.decode()
        assert [one for one in held if one[0] in page or one[1] in page] == []
        assert "Testsson" not in page
        assert "@" not in page
