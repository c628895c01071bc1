"""Learning done elsewhere, from a file: what is entered, what is refused, nothing half done."""

from __future__ import annotations

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page

from content.models import GuidelineEdition
from courses.models import Completion, CoursePage, HomePage, ModulePage
from people.models import AuditEvent, Membership
from tests.conftest import STOCKHOLM, TODAY

HEADER = "email,module,edition,completed_on,way,test_passed\n"
SAMIRA = "samira.ali@goteborg.example"
GOOD = f"{SAMIRA},organisation,OK2021r2023,2026-03-02,meeting,ja\n"


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda at=None: real(at) if at else TODAY)


@pytest.fixture(autouse=True)
def _editions(db):
    for code, since, until, is_main in (
        ("VB2012", date(2012, 1, 1), date(2021, 1, 1), True),
        ("OK2021", date(2021, 1, 1), date(2023, 1, 1), True),
        ("OK2021r2023", date(2023, 1, 1), None, True),
        ("SIPVG2020", date(2020, 11, 3), None, False),
    ):
        GuidelineEdition.objects.create(
            code=code, title=code, short_title=code, valid_from=since, valid_to=until,
            is_main_line=is_main,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _modules(db):
    home = HomePage(title="Hem", slug="hem", headline="Västbus", reason="För alla.")
    Page.get_first_root_node().add_child(instance=home)
    course = home.add_child(instance=CoursePage(title="Utbildning", slug="utbildning"))
    for slug, live in (("organisation", True), ("sip", True), ("gammal", False)):
        course.add_child(instance=ModulePage(title=slug, short_title=slug, slug=slug, live=live))


@pytest.fixture
def load(tmp_path):
    """Imports a file with this content; gives what the command said."""

    def run(content):
        path = tmp_path / "larande.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        call_command("import_completions", str(path), stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def refused(load, samira):
    """Imports a file that must be refused; gives what was said of it."""

    def run(content):
        before = Completion.objects.count()
        with pytest.raises(CommandError) as error:
            load(content)
        assert error.value.returncode == 1
        assert Completion.objects.count() == before
        return str(error.value)

    return run


def test_a_row_becomes_a_completion_with_where_the_person_worked_then(
    load, samira, bvc_centrum, region
):
    Membership.objects.filter(person=samira).update(valid_to=date(2026, 6, 1))
    Membership.objects.create(person=samira, workplace=bvc_centrum, valid_from=date(2026, 6, 1))
    said = load(HEADER + GOOD + f"{SAMIRA},sip,OK2021r2023,2026-06-01,prior,nej\n")
    assert "nya avklarade moduler: 2 (rader: 2)" in said
    first, second = Completion.objects.order_by("completed_at")
    assert (first.person, first.module, first.edition.code) == (
        samira, "organisation", "OK2021r2023",
    )  # fmt: skip
    assert (first.way, first.test_passed, first.version_number) == ("meeting", True, 0)
    assert first.module_version is None
    assert first.completed_at == datetime(2026, 3, 2, 12, tzinfo=STOCKHOLM)
    assert first.district_codes == {"sdn10": "angered"}
    assert (first.workplace_type, first.organisation_kind) == ("forskola", "kommun")
    assert (second.way, second.test_passed) == ("prior", False)
    assert second.district_codes == {"sdn10": "centrum"}
    assert (second.workplace_type, second.organisation_kind) == ("bvc", "region")
    event = AuditEvent.objects.get(action="import-completions")
    assert (event.subject, event.details) == ("larande.csv", {"rows": 2, "new": 2})


def test_what_was_learnt_before_the_person_worked_here_has_no_place(load, samira):
    load(HEADER + f"{SAMIRA},organisation,VB2012,2015-05-05,prior,ja\n")
    only = Completion.objects.get()
    assert (only.district_codes, only.workplace_type, only.organisation_kind) == ({}, "", "")


def test_the_same_file_again_is_nothing_new(load, samira):
    load(HEADER + GOOD)
    assert "inget nytt" in load(HEADER + GOOD)
    assert Completion.objects.count() == 1
    assert AuditEvent.objects.count() == 1


def test_only_the_new_rows_of_a_longer_file_are_entered(load, samira):
    load(HEADER + GOOD)
    said = load(HEADER + GOOD + f"{SAMIRA},sip,OK2021r2023,2026-03-02,meeting,ja\n")
    assert "nya avklarade moduler: 1 (rader: 2)" in said
    assert sorted(Completion.objects.values_list("module", flat=True)) == ["organisation", "sip"]


def test_the_same_row_twice_and_an_address_in_capitals_are_one_completion(load, samira):
    load(HEADER + GOOD + GOOD.replace(SAMIRA, SAMIRA.upper()))
    assert Completion.objects.get().person == samira


def test_a_completion_done_on_the_platform_stands_beside_the_imported_one(load, samira):
    edition = GuidelineEdition.objects.get(code="OK2021r2023")
    Completion.objects.create(
        person=samira, module="organisation", edition=edition, version_number=1,
        completed_at=datetime(2026, 1, 1, tzinfo=STOCKHOLM), way="self", test_passed=True,
    )  # fmt: skip
    load(HEADER + GOOD)
    assert set(Completion.objects.values_list("way", flat=True)) == {"self", "meeting"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            "okand@goteborg.example,sip,OK2021r2023,2026-03-02,prior,ja",
            ["rad 3, kolumn email", "”okand@goteborg.example”", "en person som finns"],
        ),
        (
            f"{SAMIRA},juridik,OK2021r2023,2026-03-02,prior,ja",
            ["kolumn module", "”juridik”", "organisation, sip"],
        ),
        (f"{SAMIRA},gammal,OK2021r2023,2026-03-02,prior,ja", ["kolumn module", "”gammal”"]),
        (
            f"{SAMIRA},sip,OK1999,2026-03-02,prior,ja",
            ["kolumn edition", "”OK1999”", "VB2012, OK2021, OK2021r2023"],
        ),
        (
            f"{SAMIRA},sip,SIPVG2020,2026-03-02,prior,ja",
            ["kolumn edition", "”SIPVG2020”", "VB2012, OK2021, OK2021r2023",
             "är en källa och ingen utgåva av Västbus"],
        ),
        (
            f"{SAMIRA},sip,OK2021,2023-01-01,prior,ja",
            ["kolumn completed_on", "”2023-01-01”", "från och med 2021-01-01 till och med 2022-"],
        ),
        (
            f"{SAMIRA},sip,OK2021r2023,2022-12-31,prior,ja",
            ["kolumn completed_on", "”2022-12-31”", "från och med 2023-01-01"],
        ),
        (
            f"{SAMIRA},sip,OK2021r2023,2026-11-22,prior,ja",
            ["kolumn completed_on", "inte ligger efter 2026-11-21"],
        ),
        (
            f"{SAMIRA},sip,OK2021r2023,2 mars 2026,prior,ja",
            ["kolumn completed_on", "”2 mars 2026”", "ÅÅÅÅ-MM-DD"],
        ),
        (
            f"{SAMIRA},sip,OK2021r2023,2026-03-02,self,ja",
            ["kolumn way", "”self”", "prior, meeting"],
        ),
        (
            f"{SAMIRA},sip,OK2021r2023,2026-03-02,prior,yes",
            ["kolumn test_passed", "”yes”", "ja, nej"],
        ),
        (
            f"{SAMIRA},organisation,OK2021r2023,2026-03-03,meeting,ja",
            ["rad 3, kolumn completed_on", "”2026-03-03”", "2026-03-02, som på rad 2"],
        ),
        (
            f"{SAMIRA},organisation,OK2021r2023,2026-03-02,meeting,nej",
            ["rad 3, kolumn test_passed", "”nej”", "ja, som på rad 2"],
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
        (HEADER.replace(",way", "") + GOOD.replace(",meeting", ""), "way; den saknas"),
        (HEADER.replace("way", "sätt") + GOOD, "”sätt”"),
        ((HEADER + GOOD.replace("ja", "jå")).encode("latin-1"), "UTF-8"),
    ],
)
def test_a_file_that_is_not_such_a_file_is_refused(refused, content, told):
    assert told in refused(content)


def test_what_stands_is_never_changed(load, refused, samira):
    load(HEADER + GOOD)
    said = refused(HEADER + GOOD.replace("2026-03-02", "2026-04-02"))
    assert "rad 2, kolumn completed_on" in said
    assert "2026-03-02, som redan är infört och aldrig ändras" in said


def test_the_first_ten_faults_are_listed_and_the_rest_counted(refused):
    said = refused(HEADER + GOOD.replace("meeting", "kurs") * 12)
    assert said.count("kolumn way") == 10
    assert "och 2 fel till" in said
