"""The denominators from a file: what is entered, what is refused, and that nothing is half done."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from people.models import AuditEvent, District, DistrictLayer
from reports.models import Headcount
from tests.conftest import LONG_AGO, TODAY

HEADER = "district,workplace_type,count,as_of,source\n"
GOOD = "angered,forskola,120,2026-10-01,Personalsystemet\n"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture(autouse=True)
def _registers(angered, centrum, preschool, bvc):
    citywide = {"code": "stadsovergripande", "name": "Hela staden", "is_citywide": True}
    District.objects.create(layer=angered.layer, valid_from=LONG_AGO, order=11, **citywide)
    other = DistrictLayer.objects.create(
        code="stadsomrade", name="Stadsområden", valid_from=date(2021, 1, 1)
    )
    District.objects.create(
        layer=other, code="omr-nordost", name="Nordost", valid_from=date(2021, 1, 1)
    )


@pytest.fixture
def load(tmp_path):
    """Imports a file with this content; gives what the command said."""

    def run(content, *, name="antal.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        call_command("import_headcounts", str(path), stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def refused(load):
    """Imports a file that must be refused; gives what was said of it."""

    def run(content):
        with pytest.raises(CommandError) as error:
            load(content)
        assert error.value.returncode == 1
        assert Headcount.objects.count() == 0
        assert AuditEvent.objects.count() == 0
        return str(error.value)

    return run


def entered():
    rows = Headcount.objects.order_by("pk")
    return list(
        rows.values_list("district__code", "workplace_type__code", "count", "as_of", "source")
    )


def test_every_row_is_entered_and_logged(load):
    said = load(HEADER + GOOD + "stadsovergripande,bvc,0,2026-11-21,Budget\n")
    assert entered() == [
        ("angered", "forskola", 120, date(2026, 10, 1), "Personalsystemet"),
        ("stadsovergripande", "bvc", 0, date(2026, 11, 21), "Budget"),
    ]
    assert "nya antal: 2 (rader: 2)" in said
    event = AuditEvent.objects.get(action="import-headcounts")
    assert (event.subject, event.details) == ("antal.csv", {"rows": 2, "new": 2})


def test_the_same_file_again_is_nothing_new(load):
    load(HEADER + GOOD)
    assert "inget nytt" in load(HEADER + GOOD)
    assert Headcount.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_a_correction_is_a_later_entry_and_holds(load, angered):
    load(HEADER + GOOD)
    load(HEADER + GOOD.replace("120", "125"))
    assert Headcount.objects.count() == 2
    assert [row.count for row in Headcount.objects.latest(at=TODAY)] == [125]


def test_a_file_that_has_been_corrected_since_says_that_it_does_not_hold(load):
    load(HEADER + GOOD)
    load(HEADER + GOOD.replace("120", "125"))
    said = load(HEADER + GOOD)
    assert "inget nytt" in said
    assert "1 av raderna fanns redan, men ett senare inlagt antal gäller" in said
    assert [row.count for row in Headcount.objects.latest(at=TODAY)] == [125]


def test_the_same_row_twice_in_a_file_is_one_entry(load):
    assert "nya antal: 1 (rader: 1)" in load(HEADER + GOOD + GOOD)


def test_a_space_between_the_thousands_is_read(load):
    load(HEADER + "angered,forskola,1\u00a0200,2026-10-01,Budget\n")
    assert entered() == [("angered", "forskola", 1200, date(2026, 10, 1), "Budget")]


def test_semicolons_a_byte_order_mark_and_another_order_of_columns_are_read(load):
    load("\ufeffsource;count;as_of;district;workplace_type\nBudget;7;2026-10-01;centrum;bvc\n")
    assert entered() == [("centrum", "bvc", 7, date(2026, 10, 1), "Budget")]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("angered,forskola,12 00,2026-10-01,B", ["rad 3, kolumn count", "”12 00”", "ett heltal"]),
        ('angered,forskola,"12,5",2026-10-01,B', ["kolumn count", "”12,5”", "ett heltal"]),
        ("angered,forskola,-1,2026-10-01,B", ["kolumn count", "”-1”", "0 eller större"]),
        ("angered,forskola,,2026-10-01,B", ["kolumn count", "””", "ett heltal"]),
        ("angered,forskola,9,1/10 2026,B", ["kolumn as_of", "”1/10 2026”", "ÅÅÅÅ-MM-DD"]),
        ("angered,forskola,9,2026-02-30,B", ["kolumn as_of", "ett datum som finns"]),
        ("angered,forskola,9,2026-11-22,B", ["kolumn as_of", "inte ligger efter 2026-11-21"]),
        ("angered,dagis,9,2026-10-01,B", ["kolumn workplace_type", "”dagis”", "forskola, bvc"]),
        ("biskopsgarden,bvc,9,2026-10-01,B", ["kolumn district", "”biskopsgarden”", "centrum"]),
        (
            "omr-nordost,bvc,9,2026-10-01,B",
            ["kolumn district", "”omr-nordost”", "angered, centrum, stadsovergripande",
             "hör till indelningen Stadsområden", "rapporterna följer Stadsdelar"],
        ),
        ("angered,bvc,9,2026-10-01,", ["kolumn source", "något ifyllt"]),
        ("angered,bvc,9,2026-10-01," + "x" * 201, ["kolumn source", "högst 200 tecken"]),
        ("angered,bvc,9", ["rad 3", "5 celler"]),
        (
            "angered,forskola,121,2026-10-01,Personalsystemet",
            ["rad 3, kolumn count", "”121”", "120 som på rad 2"],
        ),
        (
            "angered,forskola,120,2026-10-01,Budget",
            ["rad 3, kolumn source", "”Budget”", "Personalsystemet som på rad 2"],
        ),
    ],
)  # fmt: skip
def test_a_faulty_row_refuses_the_whole_file(refused, row, told):
    said = refused(HEADER + GOOD + row + "\n")
    for part in told:
        assert part in said


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "filen är tom"),
        (HEADER, "inga rader under den"),
        ("district,workplace_type,count,as_of\nangered,bvc,1,2026-10-01\n", "source; den saknas"),
        (HEADER.replace("source", "källa") + GOOD, "”källa”"),
        ((HEADER + GOOD).replace("Personalsystemet", "Räknat").encode("latin-1"), "UTF-8"),
    ],
)
def test_a_file_that_is_not_such_a_file_is_refused(refused, content, told):
    assert told in refused(content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="går inte att läsa"):
        call_command("import_headcounts", str(tmp_path / "saknas.csv"))


def test_the_first_ten_faults_are_listed_and_the_rest_counted(refused):
    said = refused(HEADER + "angered,forskola,x,2026-10-01,B\n" * 13)
    assert said.count("kolumn count") == 10
    assert "rad 2," in said
    assert "rad 12," not in said
    assert "och 3 fel till" in said


def test_before_seed_it_says_what_to_do(load):
    DistrictLayer.objects.update(is_reporting=False)
    with pytest.raises(CommandError, match="seed"):
        load(HEADER + GOOD)
