"""`snapshot` freezes, `report` gives the frozen figures as JSON; both refuse with a sentence.

The keys are those of DESIGN §5, and the worked example of domain.md G.3 comes out to the digit.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import ReportSnapshot

from .conftest import AT, OLDER
from .published import EXAMPLE, MODULES, in_document, of_type

pytestmark = pytest.mark.usefixtures("clock")

HEADLINE = {
    "code", "name", "headcount", "headcount_as_of", "headcount_missing", "registered",
    "completed_current", "completed_older", "completed_by_way", "completion_rate",
    "current_coverage", "left_to_target",
}  # fmt: skip
FIGURES = HEADLINE - {"code", "name"}


def run(name, *arguments, **options):
    out = StringIO()
    call_command(name, *arguments, stdout=out, **options)
    return out.getvalue()


def report(**options):
    return json.loads(run("report", **options))


def refused(name, **options):
    """What was said of a command that changed nothing."""
    before = ReportSnapshot.objects.count()
    with pytest.raises(CommandError) as error:
        run(name, **options)
    assert error.value.returncode == 1
    assert ReportSnapshot.objects.count() == before
    return str(error.value)


# snapshot


def test_snapshot_freezes_a_month_once(town):
    assert run("snapshot", at="2026-10-01") == "Frös siffrorna per den 2026-10-01.\n"
    again = run("snapshot", at="2026-10-01")
    assert again == "Inget nytt: siffrorna är redan frysta per den 2026-10-01.\n"
    assert [row.at.isoformat() for row in ReportSnapshot.objects.all()] == ["2026-10-01"]


@pytest.mark.parametrize("name", ["snapshot", "report"])
def test_without_a_date_it_is_the_first_of_this_month(town, name):
    run(name)
    assert ReportSnapshot.objects.get().at == AT


@pytest.mark.parametrize("name", ["snapshot", "report"])
@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-02", "Siffror finns bara för den första i en månad, inte för 2026-11-02"),
        ("2026-12-01", "2026-12-01 har inte varit än"),
        ("november", "”november” är inget datum"),
        ("2026-11-31", "”2026-11-31” är inget datum"),
        ("20261101", "Skriv den första i en månad, till exempel 2026-11-01"),
        ("1999-01-01", "Ingen utgåva av riktlinjerna gällde 1999-01-01"),
    ],
)
def test_a_date_that_there_can_be_no_figures_of_is_refused(town, name, at, told):
    assert told in refused(name, at=at)


@pytest.mark.parametrize("name", ["snapshot", "report"])
def test_before_seed_it_says_what_to_do(db, name):
    assert "Kör manage.py seed först" in refused(name)


# report


def test_report_makes_a_missing_snapshot_and_gives_it_again(town):
    town.staff(20, "angered")
    first = report(at="2026-11-01")
    assert ReportSnapshot.objects.get().document == first
    town.staff(20, "angered")
    assert report(at="2026-11-01") == first
    assert ReportSnapshot.objects.count() == 1


def test_report_of_one_district_has_it_and_the_city(town):
    whole = report()
    single = report(district="lundby")
    assert [place["code"] for place in single["districts"]] == ["lundby"]
    assert {**single, "districts": whole["districts"]} == whole


@pytest.mark.parametrize("code", ["mars", "Angered", "stadsovergripande", "omr-nordost"])
def test_an_unknown_district_is_refused_and_the_valid_ones_named(town, code):
    run("snapshot")
    said = refused("report", district=code)
    assert f"Stadsdelen ”{code}” finns inte" in said
    assert all(known in said for known in EXAMPLE)


def test_every_district_is_listed_also_with_nobody(town):
    document = report()
    assert [place["code"] for place in document["districts"]] == list(EXAMPLE)
    for place in document["districts"]:
        assert place["registered"] == place["completed_current"] == 0
        assert place["headcount"] is place["completion_rate"] is place["left_to_target"] is None
    assert document["equity"] == {
        "gap_pp": None, "highest": None, "lowest": None, "min_max_ratio": None, "status": None,
        "excluded": 10,
    }  # fmt: skip


def test_the_keys_are_those_that_others_rely_on(town):
    people = town.staff(40, "angered")
    town.headcount("angered", "forskola", 60)
    town.complete(people[:20])
    document = report()
    assert set(document) == {
        "at", "definition", "layer", "target", "fictional", "districts", "all", "unknown",
        "citywide", "equity",
    }  # fmt: skip
    assert set(document["equity"]) == {
        "gap_pp", "highest", "lowest", "min_max_ratio", "status", "excluded",
    }  # fmt: skip
    parts = {"workplace_types", "modules", "misconceptions"}
    for place in (*document["districts"], document["unknown"], document["citywide"]):
        assert set(place) == HEADLINE | parts
        assert set(place["completed_by_way"]) == {"self", "meeting", "prior"}
        assert [set(row) for row in place["modules"]] == [
            {"slug", "completed_current", "completion_rate"}
        ] * 4
        for row in place["misconceptions"]:
            assert set(row) == {"code", "before", "after", "change_pp"}
            assert set(row["before"]) == {"n", "share"}
            assert row["after"] is row["change_pp"] is None
    assert set(document["all"]) == HEADLINE | parts
    for place in document["districts"]:
        for row in place["workplace_types"]:
            assert set(row) == FIGURES | {"code", "priority", "others"}
            assert set(row["others"]) == FIGURES


def test_a_hidden_prioritised_type_says_what_stands_in_for_it(town):
    """The one key beyond those of DESIGN §5, for what §4 asks for."""
    town.headcount("angered", "bvc", 12)
    town.complete(town.staff(7, "angered", "bvc"))
    town.headcount("lundby", "bvc", 60)
    town.staff(40, "lundby", "bvc")
    document = report()
    row = of_type(in_document(document, "angered"), "bvc")
    assert row["completed_current"] == row["completion_rate"] == ".."
    assert set(row) == FIGURES | {"code", "priority", "others", "fallback"}


# The worked example

_HALVES = ("forskola", "grundskola")


@pytest.fixture
def example(town, tmp_path):
    """The population of G.3: half of a district at its preschools and half at its schools, 16 of
    them klar with an older edition only, and in Angered 240 who have taken the förtest."""
    path = tmp_path / "antal.csv"
    rows = [("district", "workplace_type", "count", "as_of", "source")]
    for code, (_, completed, headcount, _) in EXAMPLE.items():
        for number, kind in enumerate(_HALVES):
            heads, klara = (headcount + number) // 2, (completed + number) // 2
            rows.append((code, kind, heads, "2026-10-01", "Personalsystemet"))
            people = town.staff(min(heads, klara + 30), code, kind)
            town.complete(people[: klara - 12])
            town.complete(people[klara - 12 : klara - 6], way="meeting")
            town.complete(people[klara - 6 : klara], way="prior")
            older = people[klara : klara + 8]
            town.complete(older, edition=OLDER, way="prior", at=datetime(2022, 3, 1, tzinfo=UTC))
            town.complete(older, "sip")
            if code == "angered":
                asked = people + town.staff(120 - len(people), code, kind)
                town.pretest(asked[:56], M01="stammer")
                town.pretest(asked[56:], M01="stammer-inte")
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    run("import_headcounts", str(path))


def test_the_worked_example_comes_out_to_the_digit(example, settings):
    settings.DEMO = False
    document = report(at="2026-11-01")
    found = {
        place["code"]: (
            place["name"], place["completed_current"], place["headcount"], place["left_to_target"],
        )
        for place in document["districts"]
    }  # fmt: skip
    assert found == EXAMPLE
    rates = [place["completion_rate"] for place in document["districts"]]
    assert rates == [0.36, 0.7, 0.77, 0.65, 0.761, 0.53, 0.451, 0.721, 0.8, 0.381]
    assert document["equity"] == {
        "gap_pp": 44.0, "highest": "orgryte-harlanda", "lowest": "angered",
        "min_max_ratio": 0.449, "status": "not_equal", "excluded": 0,
    }  # fmt: skip
    everyone = document["all"]
    assert (everyone["completed_current"], everyone["headcount"]) == (1985, 3290)
    assert (everyone["completion_rate"], everyone["left_to_target"]) == (0.603, 647)
    assert {name: document[name] for name in ("at", "definition", "layer", "target")} == {
        "at": "2026-11-01", "definition": "1", "layer": "sdn10", "target": 0.8,
    }  # fmt: skip
    assert document["fictional"] is False


def test_the_worked_example_in_one_district(example):
    angered = in_document(report(at="2026-11-01", district="angered"), "angered")
    assert angered["registered"] == 240
    assert angered["completed_older"] == 16
    assert angered["completed_by_way"] == {"self": 127, "meeting": 12, "prior": 12}
    assert angered["current_coverage"] == 0.904
    assert (angered["headcount_as_of"], angered["headcount_missing"]) == ("2026-10-01", [])
    assert angered["modules"] == [
        {
            "slug": slug,
            "completed_current": 167 if slug == "sip" else 151,
            "completion_rate": 0.398 if slug == "sip" else 0.36,
        }
        for slug in MODULES
    ]
    first = angered["misconceptions"][0]
    assert first["code"] == "M01"
    assert first["before"] == {"n": 240, "share": 0.467}
    school = of_type(angered, "grundskola")
    assert (school["completed_current"], school["headcount"]) == (76, 210)
    assert (school["others"]["completed_current"], school["others"]["headcount"]) == (919, 1435)


def test_temagruppen_reads_the_same_worked_example_on_the_web(example, client, tora):
    client.force_login(tora)
    assert client.get("/rapporter/?format=json").status_code == 404
    document = report()
    on_the_web = client.get("/rapporter/?format=json").json()
    for apart in ("unknown", "citywide"):
        assert on_the_web.pop(apart) == _headline(document.pop(apart))
    assert on_the_web == document


def _headline(place):
    return {name: place[name] for name in HEADLINE}
