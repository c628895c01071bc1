"""Mina uppgifter: everything stored about the person, and nothing about anybody else."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.actions import grant
from people.models import Membership, Person
from quizzes.models import Attempt

from . import learning

ADDRESS = "/mina-uppgifter/"


@pytest.fixture
def reader(client, samira, organisation, course):
    """Samira has worked, read, tested and become klar; she has done the förtest by half."""
    Membership.objects.filter(person=samira).update(occupation="Barnskötare-märke")
    client.force_login(samira)
    client.get("/utbildning/sip/sip-och-vastbus/")
    learning.read(samira, organisation)
    learning.take(samira, organisation, wrong=2)
    client.post("/utbildning/fortest/")
    attempt = Attempt.objects.get(purpose="pre")
    client.post(f"/utbildning/fortest/{attempt.pk}/1/", {"svar": "vet-inte"})
    return client


@pytest.fixture
def markers(reader, samira, organisation, course):
    """What must stand in every form the data is given in."""
    final = Attempt.objects.get(person=samira, purpose="final")
    pre = Attempt.objects.get(person=samira, purpose="pre")
    asked = [item.question["prompt"] for item in learning.items_of(final)]
    statement = learning.items_of(pre)[0].question
    return [
        "Samira Ali",
        "samira.ali@goteborg.example",
        "Solrosens förskola",
        "Göteborgs Stad",
        "Angered",
        "Barnskötare-märke",
        "2020-01-01",
        *(lesson.title for lesson in organisation.lessons_for(is_manager=False)),
        course.by_slug["sip"].lessons[0].title,
        organisation.title,
        "Kunskapstest: Organisation",
        "6 rätt av 8, godkänt",
        *asked,
        "Vad tror du om Västbus?",
        statement["prompt" if pre.wording == "A" else "prompt_b"],
        "Vet inte",
        "utan poäng",
        f"{timezone.localtime(final.finished_at):%H:%M:%S}",
    ]


@pytest.fixture
def others(bo, organisation):
    """What Bo has done, and must not stand in Samira's data."""
    learning.read(bo, organisation)
    learning.take(bo, organisation, wrong=8)
    return ["Bo Ek", "bo.ek@vgregion.example", "BVC Centrum", "Västra Götalandsregionen",
            "0 rätt av 8", "För dig som är chef"]  # fmt: skip


def get(client, format=""):
    response = client.get(f"{ADDRESS}?format={format}" if format else ADDRESS)
    assert response.status_code == 200
    return response


def test_json_holds_all_that_is_mine_and_nothing_of_others(reader, markers, others):
    response = get(reader, "json")
    assert response["Content-Type"] == "application/json"
    assert 'filename="mina-uppgifter.json"' in response["Content-Disposition"]
    text = json.dumps(response.json(), ensure_ascii=False)
    assert [marker for marker in markers if json.dumps(marker, ensure_ascii=False)[1:-1]
            not in text] == []  # fmt: skip
    assert [marker for marker in others if marker in text] == []


def rows(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def test_csv_holds_the_same(reader, markers, others):
    response = get(reader, "csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert 'filename="mina-uppgifter.csv"' in response["Content-Disposition"]
    table = rows(response)
    assert table[0] == ["slag", "vad", "uppgift", "när"]
    assert {len(row) for row in table} == {4}
    text = "\n".join(" ".join(row) for row in table)
    assert [marker for marker in markers if marker not in text] == []
    assert [marker for marker in others if marker in text] == []


def test_no_cell_is_read_as_a_formula(reader):
    Person.objects.update(name="@Samira")
    cells = [cell for row in rows(get(reader, "csv")) for cell in row]
    assert "'@Samira" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "-"))]


def test_the_page_shows_it_and_who_sees_what(reader, others):
    html = unescape(get(reader).content.decode()).split("<main")[1].split("</main>")[0]
    for text in ("Samira Ali", "Solrosens förskola", "6 rätt av 8, godkänt", "Vem ser vad?"):
        assert text in html
    assert [marker for marker in others if marker in html] == []


def test_times_are_in_swedish_words_and_swedish_time(reader, samira):
    then = datetime(2026, 11, 21, 22, 49, 13, tzinfo=UTC)
    Person.objects.filter(pk=samira.pk).update(notice_read_at=then)
    assert "21 november 2026 kl. 23.49" in get(reader).content.decode()
    assert (
        get(reader, "json").json()["person"]["läst om personuppgifter"][:16] == "2026-11-21T23:49"
    )
    assert "2026-11-21 23:49:13" in get(reader, "csv").content.decode()


def test_every_kind_of_row_is_in_the_csv(reader):
    kinds = {row[0] for row in rows(get(reader, "csv"))[1:]}
    assert kinds == {"person", "arbetsplats", "lektion", "prov", "svar", "klar modul"}


def test_every_answer_is_there_with_what_was_noted_about_it(reader):
    answers = [row for row in rows(get(reader, "csv")) if row[0] == "svar"]
    assert len(answers) == 9
    assert sum("(rätt" in row[2] for row in answers) == 6
    assert sum("(inte rätt" in row[2] for row in answers) == 3


def test_what_was_noted_about_the_workplace_then_is_there(reader):
    data = get(reader, "json").json()
    assert data["klara moduler"][0]["arbetade då"] == "angered, forskola, kommun"
    assert {row["arbetade då"] for row in data["prov"]} == {"angered, forskola, kommun"}


def test_workplaces_of_before_are_there(reader, samira, bvc_centrum):
    Membership.objects.filter(person=samira).update(valid_to=date(2026, 1, 1), is_primary=False)
    Membership.objects.create(person=samira, workplace=bvc_centrum, valid_from=date(2026, 1, 1))
    data = get(reader, "json").json()
    assert [row["till"] for row in data["arbetsplatser"]].count("2026-01-01") == 1
    assert len(data["arbetsplatser"]) == 2


def test_a_seat_is_there(client, tora, course):
    client.force_login(tora)
    data = get(client, "json").json()
    assert data["uppdrag"][0]["grupp"] == "Temagrupp barn och unga"


def test_what_i_did_to_somebody_else_is_there_without_naming_them(client, tora, course):
    grant("bo@exempel.example", role="redaktion", by=tora, at=timezone.localdate())
    client.force_login(tora)
    data = json.loads(client.get("/mina-uppgifter/?format=json").content)
    done = [row for row in data["händelser"] if row["gjort av dig"]]
    assert [row["uppgifter"] for row in done] == ["editor, temagrupp-barn-och-unga"]
    assert "bo@exempel.example" not in json.dumps(data)


def test_a_lesson_no_longer_published_is_still_said_to_be_read(reader, organisation_page):
    organisation_page.unpublish()
    data = get(reader, "json").json()
    gone = [row for row in data["lektioner"] if "inte längre är publicerad" in row["lektion"]]
    assert len(gone) == 5
    assert data["klara moduler"][0]["modul"] == "organisation"


def test_somebody_new_has_an_empty_page(client, bo, course):
    client.force_login(bo)
    html = get(client).content.decode()
    assert "Ingen modul är klar än" in html
    assert "Du har inte öppnat någon lektion än" in html


@pytest.mark.parametrize("format", ["xml", "xlsx", "pdf", "JSON"])
def test_an_unknown_format_is_not_found(client, samira, course, format):
    client.force_login(samira)
    response = client.get(f"{ADDRESS}?format={format}")
    assert response.status_code == 404
    assert "Det formatet finns inte" in response.content.decode()


@pytest.mark.parametrize("format", ["", "json", "csv"])
def test_nothing_of_it_is_kept_by_browser_or_proxy(client, samira, course, format):
    client.force_login(samira)
    assert "no-store" in get(client, format)["Cache-Control"]


def test_the_time_of_the_export_stands_in_it(reader):
    assert get(reader, "json").json()["hämtat"][:10] == timezone.localdate().isoformat()


def test_it_costs_no_more_queries_however_many_attempts(reader, samira, organisation):
    def queries():
        with CaptureQueriesContext(connection) as found:
            get(reader)
        return len(found)

    before = queries()
    for _ in range(3):
        learning.take(samira, organisation, wrong=4)
    assert queries() == before
