"""The förtest: eight statements, without points, and it may be skipped."""

from __future__ import annotations

from html import unescape

import pytest

from courses.models import Completion
from quizzes.models import Answer, Attempt, Marking

from . import learning

START = "/utbildning/fortest/"


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


@pytest.fixture
def items(reader, course):
    reader.post(START)
    return learning.items_of(Attempt.objects.get())


def address(item):
    return f"{START}{item.attempt_id}/{item.position}/"


def page(client, where):
    response = client.get(where)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_start_page_offers_it_until_it_is_done(reader, course, items):
    assert "Gör förtestet" in page(reader, "/")
    for item in items:
        reader.post(address(item), {"svar": "stammer"})
    assert "Gör förtestet" not in page(reader, "/")


def test_it_may_be_skipped(reader, course):
    assert "Hoppa över förtestet" in page(reader, START)
    assert not Attempt.objects.exists()
    assert page(reader, "/utbildning/organisation/vad-ar-vastbus/")


def test_it_may_be_left_halfway(reader, items):
    reader.post(address(items[0]), {"svar": "stammer"})
    assert "Hoppa över resten" in page(reader, address(items[1]))
    assert "Fortsätt där du var" in page(reader, START)


def test_every_statement_has_three_answers(reader, items):
    html = page(reader, address(items[0]))
    assert [html.count(f"<span>{text}</span>") for text in
            ("Stämmer", "Stämmer inte", "Vet inte")] == [1, 1, 1]  # fmt: skip


def test_an_answer_leads_straight_on_without_a_verdict(reader, items):
    response = reader.post(address(items[0]), {"svar": "stammer"})
    assert response["Location"] == address(items[1])
    assert reader.get(address(items[0]))["Location"] == address(items[1])


def test_each_half_of_the_people_meets_its_wording(client, course, samira, bo):
    wordings = {}
    for person in (samira, bo):
        client.force_login(person)
        client.post(START)
        attempt = Attempt.objects.get(person=person)
        item = learning.items_of(attempt)[0]
        shown = item.question["prompt" if attempt.wording == "A" else "prompt_b"]
        other = item.question["prompt_b" if attempt.wording == "A" else "prompt"]
        html = page(client, address(item))
        assert shown in html
        assert other not in html
        wordings[person.pk % 2] = attempt.wording
    assert wordings == {person.pk % 2: "A" if person.pk % 2 else "B" for person in (samira, bo)}


def test_the_end_tells_how_it_is_without_points(reader, items):
    for item in items[:-1]:
        reader.post(address(item), {"svar": learning.right_choice(item.question)})
    response = reader.post(address(items[-1]), {"svar": "vet-inte"})
    assert response["Location"] == f"{START}{items[0].attempt_id}/"
    html = page(reader, response["Location"])
    assert html.count("och det är rätt") == 7
    assert html.count("Du visste inte. Rätt svar: ") == 1
    assert "procent" not in html
    for item in items:
        (right,) = [option for option in item.question["options"] if option["correct"]]
        assert right["feedback"] in html


def test_not_knowing_shows_no_misconception_but_being_wrong_does(reader, items):
    reader.post(address(items[0]), {"svar": "vet-inte"})
    reader.post(address(items[1]), {"svar": learning.wrong_choice(items[1].question)})
    unsure, wrong = Marking.objects.order_by("pk")
    assert (unsure.is_correct, unsure.misconceptions) == (False, [])
    assert (wrong.is_correct, wrong.misconceptions) == (False, ["M02"])


def test_it_completes_nothing(reader, samira, course, organisation, items):
    learning.read(samira, organisation)
    for item in items:
        reader.post(address(item), {"svar": learning.right_choice(item.question)})
    assert not Completion.objects.exists()


def test_an_answer_of_it_stands(reader, items):
    reader.post(address(items[0]), {"svar": "stammer"})
    response = reader.post(address(items[0]), {"svar": "vet-inte"}, follow=True)
    assert "redan besvarad" in response.content.decode()
    assert Answer.objects.get().chosen == ["stammer"]
