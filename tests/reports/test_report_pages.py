"""What a report says in words: labels, and findings that agree with their tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .page_reading import finding, rates, table, words
from .published import EXAMPLE, NAMES, document, example_counts, hiding

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]

OVERVIEW, OWN = "/rapporter/", "/rapporter/angered/"
TERMS = ("genomförandegrad", "täckning", "likvärdighetsgap", "kvot", "headcount", "nämnare")


@pytest.fixture
def overview(read, freeze_document, course, tora):
    freeze_document()
    return read(tora, OVERVIEW)


@pytest.fixture
def district(read, freeze_document, course, nils):
    freeze_document()
    return read(nils, OWN)


# The labels


def test_the_city_in_plain_words(overview):
    said = words(overview.main)
    assert "Läget i stadsdelarna" in said
    assert "Siffror per den 1 november 2026" in said
    assert "Andel klara i hela staden, av målgruppen på 3 290 medarbetare." in said
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
    assert links == {OWN, "/rapporter/malgrupp/"}
    assert [words(row.th) for row in page.select("tr.is-own") if row.find("a")] == ["Angered"]


def test_unknown_and_citywide_stand_beside_the_districts(overview):
    rows = table(overview, "Så långt har varje stadsdel kommit").find_all("tr")
    names = [words(row.th) for row in rows]
    assert names[-3:] == ["Arbetar i hela staden", "Ej angivet", "Alla"]


def test_a_city_with_every_headcount_is_told_in_full(read, freeze_document, tora):
    counts = example_counts()
    cells = {key: cell for key, cell in counts.cells.items() if cell.headcount}
    freeze_document(document(replace(counts, cells=cells), hiding()))
    said = words(read(tora, OVERVIEW).main)
    assert "Andel klara i hela staden: 1 985 av 3 290 medarbetare." in said
    assert "Där målgruppsantal saknas" not in said


def test_a_missing_headcount_is_told(read, freeze_document, tora):
    freeze_document()
    said = words(read(tora, "/rapporter/lundby/").main)
    assert "Målgruppsantal saknas för annan verksamhet. De räknas inte in i andelen klara." in said
    assert "Andel klara av målgruppen på 260 medarbetare." in said
    assert "Målgruppsantal saknas" not in words(read(tora, OWN).main)


def test_counts_of_people_outside_the_rate_are_marked_and_the_mark_explained(overview):
    rows = table(overview, "Så långt har varje stadsdel kommit").tbody.find_all("tr")
    marked = {words(row.th) for row in rows if "*" in words(row)}
    assert marked == {"Lundby"}
    said = words(overview.main)
    assert (
        "* Målgruppsantal saknas för annan verksamhet och ej angivet. De som är klara där" in said
    )


@pytest.mark.parametrize("page", ["overview", "district"])
def test_on_paper_the_definition_and_what_is_measured_stand(request, page):
    line = words(request.getfixturevalue(page).find(class_="only-print"))
    assert line.startswith("Definition 1.")
    assert "Siffrorna mäter kunskap" in line


@pytest.mark.parametrize("page", ["overview", "district"])
def test_a_count_stands_out_of_a_headcount_only_when_they_are_of_the_same_people(request, page):
    shown = request.getfixturevalue(page)
    counted = dict.fromkeys((True, False), 0)
    for row in shown.select("table.bars tbody tr"):
        count, rate = words(row.find(class_="count")), words(row.find(class_="pct"))
        if "%" in rate and not count.startswith("av "):
            count, _, heads = count.replace(" ", "").partition("av")
            counted[bool(heads)] += 1
            if heads:
                assert rate == f"{100 * int(count) / int(heads):.1f} %".replace(".", ",")
    assert counted[True] > 10
    assert counted[False] > 1
    assert "Där målgruppsantal saknas för någon verksamhet står bara antalet klara" in words(shown)


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
