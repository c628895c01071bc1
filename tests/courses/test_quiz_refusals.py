"""Refused answers, stale tabs, and attempts that are somebody else's or over."""

from __future__ import annotations

from html import unescape

import pytest
from django.utils import timezone

from courses.models import Completion
from quizzes.attempts import finish_attempt
from quizzes.models import Answer, Attempt, Marking

from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


def items_of_kind(client, course, kind):
    """A question of the kind, in an attempt at its test."""
    learning.draw_the_whole_bank(course)
    for module in course.modules:
        for item in learning.items_of(learning.begin_in_browser(client, module)):
            if item.question["kind"] == kind:
                return module, item
    raise LookupError(kind)


@pytest.fixture
def items(reader, organisation):
    return learning.items_of(learning.begin_in_browser(reader, organisation))


@pytest.fixture
def single(items):
    return next(item for item in items if item.question["kind"] == "single")


def post(client, module, item, data):
    """The page after the answer was refused: a redirect, so that Back never asks to send again."""
    response = client.post(learning.question_url(module, item), data)
    assert response["Location"] == learning.question_url(module, item)
    return unescape(client.get(response["Location"]).content.decode())


def assert_refused(html, said, field):
    assert said in html
    assert "Du behöver göra en sak till" in html
    assert f'<a href="#{field}">' in html
    assert f'id="{field}"' in html, "the summary leads to an input that is there"
    assert "<title>Fel: " in html
    assert not Answer.objects.exists()


def test_nothing_chosen(reader, organisation, single):
    assert_refused(post(reader, organisation, single, {}), "Välj ett av svaren", "svar-1")


def test_an_option_of_another_question(reader, organisation, items, single):
    foreign = next(item for item in items if item != single)
    html = post(reader, organisation, single, {"svar": foreign.shown_keys[0]})
    assert_refused(html, "Svaret hör inte till den här frågan", "svar-1")


def test_two_values_where_one_is_right(reader, organisation, single):
    html = post(reader, organisation, single, {"svar": single.shown_keys[:2]})
    assert_refused(html, "Välj bara ett av svaren", "svar-1")
    assert html.count(" checked") == 2


def test_a_partner_twice(reader, course):
    module, item = items_of_kind(reader, course, "pair")
    data = {f"par-{row['key']}": "1" for row in item.question["pairs"]}
    html = post(reader, module, item, data)
    assert_refused(html, "har fått samma svar som en annan rad", "par-2")
    assert html.count(" selected") == len(data)


def test_a_place_twice(reader, course):
    module, item = items_of_kind(reader, course, "order")
    steps = [step["key"] for step in item.question["steps"]]
    data = {f"plats-{key}": "1" for key in steps}
    html = post(reader, module, item, data)
    assert_refused(html, "Två steg har plats 1", f"plats-{steps[1]}")
    assert html.count(" selected") == len(steps)


def test_half_of_the_places_given(reader, course):
    module, item = items_of_kind(reader, course, "order")
    steps = [step["key"] for step in item.question["steps"]]
    html = post(reader, module, item, {f"plats-{steps[0]}": "2"})
    assert_refused(html, "Välj en plats för varje steg", f"plats-{steps[1]}")
    assert html.count(" selected") == 1


def test_after_a_refusal_the_right_form_is_taken(reader, organisation, single):
    post(reader, organisation, single, {})
    learning.answer_in_browser(reader, organisation, single)
    assert Answer.objects.count() == 1


def test_a_double_submit_is_one_answer_and_says_nothing(reader, organisation, single):
    learning.answer_in_browser(reader, organisation, single)
    html = learning.answer_in_browser(reader, organisation, single, follow=True).content.decode()
    assert Answer.objects.count() == Marking.objects.count() == 1
    assert "Det stämmer" in html
    assert "redan besvarad" not in html


def test_a_stale_tab_is_told_and_overwrites_nothing(reader, organisation, single):
    learning.answer_in_browser(reader, organisation, single)
    response = learning.answer_in_browser(reader, organisation, single, right=False, follow=True)
    html = response.content.decode()
    assert "Frågan var redan besvarad, kanske i en annan flik" in html
    assert "Det stämmer" in html, "the first answer is the one shown"
    assert Answer.objects.get().chosen == learning.right_choice(single.question)
    assert Marking.objects.count() == 1


def test_an_empty_form_from_a_stale_tab_leads_to_the_verdict(reader, organisation, single):
    learning.answer_in_browser(reader, organisation, single)
    response = reader.post(learning.question_url(organisation, single), {})
    assert response["Location"] == learning.question_url(organisation, single)


def test_an_old_tab_after_the_attempt_is_over_changes_nothing(reader, organisation, samira):
    learning.read(samira, organisation)
    attempt = learning.take_in_browser(reader, organisation)
    item = learning.items_of(attempt)[0]
    response = learning.answer_in_browser(reader, organisation, item, right=False, follow=True)
    assert response.redirect_chain[-1][0].endswith(f"/kunskapstest/{attempt.pk}/")
    assert "Testet var redan klart" in response.content.decode()
    assert Completion.objects.count() == 1
    assert Answer.objects.count() == 8
    finished = Attempt.objects.get()
    assert finished.finished_at == attempt.finished_at


def test_the_last_answer_sent_twice_shows_its_verdict(reader, organisation, samira):
    attempt = learning.take_in_browser(reader, organisation)
    last = max(learning.items_of(attempt), key=lambda item: item.answer.answered_at)
    response = learning.answer_in_browser(reader, organisation, last)
    assert response["Location"] == learning.question_url(organisation, last)
    assert Answer.objects.count() == 8


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_question_left_in_a_finished_attempt_leads_to_the_result(
    reader, organisation, single, method
):
    finish_attempt(single.attempt, at=timezone.now())
    data = {"svar": single.shown_keys[0]}
    response = getattr(reader, method)(learning.question_url(organisation, single), data)
    assert response["Location"] == f"{learning.start_url(organisation)}{single.attempt_id}/"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_anothers_attempt_is_not_found(reader, organisation, single, bo, method):
    reader.force_login(bo)
    for address in (
        learning.question_url(organisation, single),
        f"{learning.start_url(organisation)}{single.attempt_id}/",
    ):
        response = getattr(reader, method)(address, {"svar": single.shown_keys[0]})
        assert response.status_code in (404, 405)
        assert single.question["prompt"] not in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "rest",
    [
        "999999/",
        "999999/1/",
        "{attempt}/9/",
        "{attempt}/0/",
        f"{2**63}/1/",
        f"{{attempt}}/{2**70}/",
    ],
)
def test_what_is_not_there_is_not_found(reader, organisation, single, rest):
    address = learning.start_url(organisation) + rest.format(attempt=single.attempt_id)
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("place", ["/utbildning/funktion/kunskapstest/", "/utbildning/fortest/"])
def test_an_attempt_is_found_only_under_its_own_test(reader, single, place):
    assert reader.get(f"{place}{single.attempt_id}/{single.position}/").status_code == 404
    assert reader.get(f"{place}{single.attempt_id}/").status_code == 404


def test_a_forged_form_is_refused_in_swedish(samira, organisation, client):
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(samira)
    response = strict.post(learning.start_url(organisation))
    assert response.status_code == 403
    assert 'lang="sv"' in response.content.decode()
    assert not Attempt.objects.exists()
