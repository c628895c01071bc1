"""What a report says in words: labels, findings that agree with their tables, what is hidden."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from people.models import Person
from reports.counts import Group
from reports.freezing import freeze
from tests.conftest import TODAY

from .conftest import AT
from .published import EXAMPLE, NAMES, document, hiding

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]

OVERVIEW, OWN = "/rapporter/", "/rapporter/angered/"
TERMS = ("genomförandegrad", "täckning", "likvärdighetsgap", "kvot", "headcount", "nämnare")


@pytest.fixture
def read(client):
    def run(person, address):
        client.force_login(person)
        return BeautifulSoup(client.get(address).content.decode(), "html.parser")

    return run


@pytest.fixture
def overview(read, freeze_document, course, tora):
    freeze_document()
    return read(tora, OVERVIEW)


@pytest.fixture
def district(read, freeze_document, course, nils):
    freeze_document()
    return read(nils, OWN)


def words(found):
    return " ".join(found.get_text(" ").split())


def table(page, about):
    """The table whose caption says this under its finding."""
    (found,) = [one for one in page.find_all("table") if about in words(one.caption)]
    return found


def finding(page, about):
    return words(table(page, about).caption.b)


def rates(page, about):
    """(name, percent) of the rows that show a percentage, in their order."""
    rows = table(page, about).tbody.find_all("tr")
    found = [(words(row.th), words(row.find(class_="pct"))) for row in rows]
    return [
        (name, float(rate.removesuffix("%").replace(",", ".")))
        for name, rate in found
        if rate.endswith("%")
    ]


# The labels


def test_the_city_in_plain_words(overview):
    said = words(overview.main)
    assert "Läget i stadsdelarna" in said
    assert "Siffror per den 1 november 2026" in said
    assert "Andel klara i hela staden: 1 985 av 3 290 medarbetare." in said
    assert "Inte likvärdigt." in said
    assert "Skillnad mellan högst och lägst: 44,0 procentenheter" in said
    assert "(Örgryte-Härlanda och Angered)" in said
    assert "Den lägsta når 45 procent av den högsta." in said
    assert "har nått målet att 80 procent ska vara klara" in said


def test_the_district_in_plain_words(district):
    said = words(district.main)
    assert "Läget i Angered" in said
    assert "Siffror per den 1 november 2026, med de andra nio stadsdelarna bredvid" in said
    assert "Andel klara: 151 av 420 medarbetare kan det som gäller nu" in said
    assert "I hela staden: 60,3 %" in said
    assert "185 personer Kvar till målet att 80 procent ska vara klara" in said
    assert "92,6 procent av dem som gått utbildningen kan gällande utgåva" in said
    assert "Skillnad mellan högst och lägst: 44,0 procentenheter" in said
    assert "Sätt att bli klar: på egen hand 151, vid möte 0, tidigare utbildning 0" in said


@pytest.mark.parametrize("page", ["overview", "district"])
def test_terms_stand_in_the_definitions_alone_and_those_are_one_click_away(request, page):
    shown = request.getfixturevalue(page)
    definitions = shown.find("details", id="sa-raknar-vi")
    assert words(definitions.summary) == "Så räknar vi"
    defined = words(definitions).lower()
    for term in ("genomförandegrad", "täckning av gällande utgåva", "likvärdighetsgap"):
        assert term in defined
    assert "Definition 1." in words(definitions)
    definitions.extract()
    said = words(shown.main).lower()
    assert [term for term in TERMS if term in said] == []


@pytest.mark.parametrize("page", ["overview", "district"])
def test_the_words_are_those_of_the_vocabulary(request, page):
    said = words(request.getfixturevalue(page).main).lower()
    for wrong in ("genomförd", "slutfrågor", " steg ", "sekretess"):
        assert wrong not in said


@pytest.mark.parametrize(("fictional", "count"), [(True, 1), (False, 0)])
def test_fictional_figures_say_so(read, freeze_document, tora, fictional, count):
    freeze_document(document(fictional=fictional))
    said = words(read(tora, OVERVIEW).main)
    assert said.count("Alla siffror är påhittade.") == count


def test_every_district_has_its_row_and_temagruppen_a_link_to_each(overview):
    rows = table(overview, "Andel klara, per stadsdel").tbody.find_all("tr")
    assert {words(row.th) for row in rows} == {*NAMES.values(), "Hela staden"}
    links = {link["href"] for row in rows for link in row.find_all("a")}
    assert links == {f"/rapporter/{code}/" for code in EXAMPLE}


def test_a_samordnare_has_a_link_to_the_own_district_alone(read, freeze_document, nils):
    freeze_document()
    page = read(nils, OVERVIEW)
    links = {link["href"] for link in page.main.find_all("a") if "/rapporter/" in link["href"]}
    assert links == {OWN}
    assert [words(row.th) for row in page.select("tr.is-own") if row.find("a")] == ["Angered"]


def test_unknown_and_citywide_stand_beside_the_districts(overview):
    rows = table(overview, "Så långt har varje stadsdel kommit").find_all("tr")
    names = [words(row.th) for row in rows]
    assert names[-3:] == ["Arbetar i hela staden", "Ej angivet", "Alla"]


def test_a_missing_headcount_is_told(read, freeze_document, tora):
    freeze_document()
    said = words(read(tora, "/rapporter/lundby/").main)
    assert "Målgruppsantal saknas för annan verksamhet. De räknas inte in i andelen klara." in said
    assert "Målgruppsantal saknas" not in words(read(tora, OWN).main)


@pytest.mark.parametrize("wanted", ["csv", "json"])
def test_the_files_are_of_the_figures_on_the_page(read, client, freeze_document, nils, wanted):
    freeze_document()
    link = read(nils, OWN).find("a", href=f"?format={wanted}&at=2026-11-01")
    assert client.get(OWN + link["href"]).status_code == 200


# Each chart says what its table says


@pytest.mark.parametrize("page", ["overview", "district"])
def test_the_finding_on_districts_agrees_with_the_table(request, page):
    shown = request.getfixturevalue(page)
    rows = rates(shown, "Andel klara, per stadsdel")[:-1]
    assert len(rows) == 10
    assert [rate for _, rate in rows] == sorted((rate for _, rate in rows), reverse=True)
    assert [name for name, rate in rows if rate >= 80] == ["Örgryte-Härlanda"]
    assert rows[-1] == ("Angered", 36.0)
    said = finding(shown, "Andel klara, per stadsdel")
    assert said == "En stadsdel har nått målet, och Angered ligger lägst"


def test_the_finding_on_types_agrees_with_the_table(overview):
    lowest, second = sorted(rates(overview, "per verksamhetstyp"), key=lambda row: row[1])[:2]
    assert (lowest[0], second[0]) == ("BVC prioriterad", "Vårdcentral prioriterad")
    assert finding(overview, "per verksamhetstyp") == "BVC och vårdcentral ligger lägst"


@pytest.mark.parametrize("page", ["overview", "district"])
def test_the_finding_on_misconceptions_agrees_with_the_table(request, page):
    shown = request.getfixturevalue(page)
    rows = rates(shown, "Andel fel svar")
    name, rate = max(rows, key=lambda row: row[1])
    assert rows[0] == (name, rate)
    told = f"{rate:.1f}".replace(".", ",")
    assert finding(shown, "Andel fel svar") == f"Vanligast: ”{name}” Det tror {told} procent"


@pytest.mark.parametrize("page", ["overview", "district"])
def test_the_finding_on_modules_agrees_with_the_table(request, page):
    shown = request.getfixturevalue(page)
    rows = rates(shown, "klar med varje modul")
    assert [name for name, _ in rows] == ["Organisation", "Funktion", "Praktiskt arbete", "SIP"]
    name, _ = min(rows, key=lambda row: row[1])
    assert finding(shown, "klar med varje modul") == f"{name} är den modul flest har kvar"


def test_the_finding_on_the_other_nine_agrees_with_the_table(read, freeze_document, tora):
    freeze_document(document(suppressed=hiding()))
    page = read(tora, OWN)
    about = "Andel klara i de prioriterade verksamheterna"
    rates_of = dict(rates(page, about))
    behind = {
        name: rates_of[f"{name}, de andra nio"] - rates_of[name]
        for name in ("Förskola", "BVC", "Vårdcentral")
    }
    name = max(behind, key=behind.__getitem__)
    told = f"{behind[name]:.1f}".replace(".", ",")
    expected = f"{name} i Angered ligger {told} procentenheter under de andra nio"
    assert finding(page, about) == expected


@pytest.mark.parametrize("page", ["overview", "district"])
def test_every_bar_is_as_long_as_the_number_beside_it(request, page):
    bars = 0
    for row in request.getfixturevalue(page).select("table.bars tbody tr"):
        rate = words(row.find(class_="pct"))
        shown = rate.removesuffix("%").strip().replace(",", ".") if "%" in rate else "0"
        assert float(row.find(class_="bar")["width"].removesuffix("%")) == float(shown)
        bars += 1
    assert bars > 15


# What is hidden


def test_a_hidden_figure_is_two_dots_and_words_for_who_listens(district):
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


# No person


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
