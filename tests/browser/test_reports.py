"""The report of a NOSAM-samordnare: what it says, in words and numbers, and what it never says."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from playwright.sync_api import expect

from .hands import Keyboard
from .server import LEARNERS

pytestmark = pytest.mark.browser

OWN = "/rapporter/angered/"
PRIORITISED = {"Förskola": "forskola", "BVC": "bvc", "Vårdcentral": "vardcentral"}


@pytest.fixture
def report(visit):
    """Angered's report, reached the way anybody reaches it: one click on the start page."""
    page = visit()
    page.goto("/")
    page.get_by_role("button", name="Prova som NOSAM-samordnare").click()
    expect(page).to_have_url(re.compile(f"{OWN}$"))
    expect(page.get_by_role("heading", level=1, name="Läget i Angered")).to_be_visible()
    return page


def exported(page, kind, *, at=OWN):
    """The file that the link on the page ``at`` leads to."""
    link = page.get_by_role("link", name=kind)
    reply = page.context.request.get(f"{at}{link.get_attribute('href')}")
    assert reply.ok
    assert "attachment" in reply.headers["content-disposition"]
    return reply


def percent(share):
    """A share as the screen says it; None for what it shows in words."""
    if not isinstance(share, int | float):
        return None
    return f"{share * 100:.1f}".replace(".", ",") + "\u00a0%"


def shown_in(table):
    """Row heading → the row's percentage, as shown."""
    return {
        row.locator("th").inner_text(): row.locator(".pct").inner_text()
        for row in table.locator("tbody tr").all()
    }


def test_the_prioritised_are_beside_the_other_nine(report):
    table = report.locator("table.bars").first
    for name in PRIORITISED:
        expect(table.get_by_role("rowheader", name=name, exact=True)).to_have_count(1)
        expect(table.get_by_role("rowheader", name=f"{name}, de andra nio")).to_have_count(1)


def test_the_most_common_misconception_is_named(report):
    table = report.locator(".misconceptions table")
    shares = [one.inner_text() for one in table.locator(".pct").all()]
    numbers = [float(one[:-2].replace(",", ".")) for one in shares if one.endswith("%")]
    assert numbers, "ingen missuppfattning har siffror"
    assert numbers == sorted(numbers, reverse=True)
    first = table.get_by_role("rowheader").first.inner_text()
    assert first.rstrip(".").casefold() in table.locator("caption").inner_text().casefold()


def test_every_chart_says_its_finding_and_is_a_table_of_its_numbers(report):
    assert report.locator("main svg:not(.icon, table svg)").count() == 0
    charts = report.locator("main table:has(svg)").all()
    assert len(charts) >= 4
    for chart in charts:
        finding = chart.locator("caption b").inner_text()
        assert len(finding.split()) >= 3, finding
        for row in chart.locator("tbody tr:has(svg)").all():
            shown = row.locator(".pct").inner_text()
            width = row.locator(".bar").get_attribute("width")
            if shown.endswith("%"):
                assert abs(float(width[:-1]) - float(shown[:-2].replace(",", "."))) < 0.11
            else:
                assert width == "0%"


def agree(shown, rates):
    """Every rate that may be shown stands on the screen as it does in the file."""
    said = {name: percent(rate) for name, rate in rates.items() if percent(rate)}
    assert said
    assert said == {name: shown[name] for name in said}


def test_screen_and_files_agree(report):
    document = exported(report, "JSON").json()
    assert document["fictional"] is True
    (own,) = document["districts"]
    types = {row["code"]: row["completion_rate"] for row in own["workplace_types"]}
    rates = {name: types[code] for name, code in PRIORITISED.items()}
    rates |= {own["name"]: own["completion_rate"]}
    rates |= {"Hela staden": document["all"]["completion_rate"]}
    charts = report.locator("table.bars")
    agree(shown_in(charts.first) | shown_in(charts.filter(has_text="per stadsdel")), rates)

    text = exported(report, "CSV").body().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert "angered" in {row["code"] for row in rows}

    report.goto("/rapporter/")
    document = exported(report, "JSON", at="/rapporter/").json()
    assert len(document["districts"]) == 10
    districts = shown_in(report.locator("table.bars").filter(has_text="per stadsdel"))
    agree(districts, {row["name"]: row["completion_rate"] for row in document["districts"]})


def test_other_districts_reports_do_not_exist_for_the_reader(report):
    report.goto("/rapporter/centrum/")
    expect(report.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    assert "centrum" not in {
        row["code"]
        for row in exported(at_own(report), "JSON").json()["districts"]
        if "workplace_types" in row
    }


def at_own(page):
    page.goto(OWN)
    return page


def test_no_person_is_named_anywhere(report, server):
    script = (
        "import json; from people.models import Person;"
        "print(json.dumps(list(Person.objects.values_list('name', 'email'))))"
    )
    people = json.loads(server.manage("shell", "-v0", "-c", script))
    assert len(people) >= LEARNERS
    main = report.locator("main").inner_html()
    overview = report.context.request.get("/rapporter/").text()
    overview = overview[overview.index("<main") :]
    said = (main, overview, exported(report, "JSON").text(), exported(report, "CSV").text())
    for text in said:
        assert "@" not in text
        for words in (word for person in people for word in person if word):
            assert words not in text


def test_the_district_is_one_page_on_paper(report):
    pages = re.findall(rb"/Type\s*/Page\b", report.pdf(format="A4"))
    assert len(pages) == 1


def test_definitions_are_one_click_away_with_the_keyboard_alone(report):
    hands = Keyboard(report)
    summary = report.locator("summary", has_text="Så räknar vi")
    hands.activate(summary)
    expect(report.get_by_text("genomförandegrad")).to_be_visible()
    hands.tab_to(report.get_by_role("link", name="Tillgänglighet"))


def test_figures_of_a_day_that_is_no_first_of_a_month_are_refused(report):
    report.goto(f"{OWN}?at=2026-11-02")
    expect(report.get_by_role("heading", level=1)).to_contain_text("gick inte att förstå")
