"""A knowledge test from its start to the completion, in a browser without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Completion
from people.models import Person
from quizzes.models import Answer, Attempt, AttemptItem, QuizPage

from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


@pytest.fixture
def items(reader, organisation):
    return learning.items_of(learning.begin_in_browser(reader, organisation))


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def result_url(module, attempt):
    return f"{learning.start_url(module)}{attempt.pk}/"


def test_the_start_says_what_it_is_and_writes_nothing(reader, organisation):
    html = page(reader, learning.start_url(organisation))
    assert "8 frågor, en i taget" in html
    assert "75 procent rätt ger godkänt" in html
    assert "Bara du ser dina svar" in html
    assert "Du har 5 lektioner kvar att läsa" in html
    assert "Börja testet" in html
    assert not Attempt.objects.exists()


def test_the_button_begins_with_the_first_question(reader, organisation):
    response = reader.post(learning.start_url(organisation))
    attempt = Attempt.objects.get()
    assert response["Location"] == f"{result_url(organisation, attempt)}1/"
    assert attempt.workplace_type == "forskola"


def test_a_question_is_shown_with_its_options_in_the_order_drawn(reader, organisation, items):
    item = next(one for one in items if one.question["kind"] == "single")
    html = page(reader, learning.question_url(organisation, item))
    assert item.question["prompt"] in html
    assert f"Fråga {item.position} av 8" in html
    assert re.findall(r'name="svar" id="svar-\d" value="([^"]+)"', html) == item.shown_keys


def test_showing_a_question_notes_that_it_was_seen(reader, organisation, items):
    page(reader, learning.question_url(organisation, items[0]))
    assert AttemptItem.objects.get(pk=items[0].pk).seen_at is not None
    assert AttemptItem.objects.get(pk=items[1].pk).seen_at is None


def test_a_wrong_answer_shows_the_reason_for_it_and_for_the_right_one(reader, organisation, items):
    item = next(one for one in items if one.question["kind"] == "single")
    learning.answer_in_browser(reader, organisation, item, right=False)
    html = page(reader, learning.question_url(organisation, item))
    assert "Inte riktigt" in html
    chosen = learning.wrong_choice(item.question)
    for option in item.question["options"]:
        if option["correct"] or option["key"] in chosen:
            assert option["feedback"] in html
    assert "Läs om: " in html


def test_every_kind_of_question_is_answered_by_its_form(reader, course):
    learning.draw_the_whole_bank(course)
    answered = set()
    for module in course.modules:
        for item in learning.items_of(learning.begin_in_browser(reader, module)):
            learning.answer_in_browser(reader, module, item)
            assert "Det stämmer" in page(reader, learning.question_url(module, item))
            answered.add(item.question["kind"])
    assert answered == {"single", "multiple", "true_false", "pair", "order"}


def test_the_verdict_leads_to_the_next_question_and_the_last_to_the_result(
    reader, organisation, items
):
    for item in items[:-1]:
        learning.answer_in_browser(reader, organisation, item)
        html = page(reader, learning.question_url(organisation, item))
        assert f'href="{result_url(organisation, item.attempt)}{item.position + 1}/">Nästa' in html
    learning.answer_in_browser(reader, organisation, items[-1])
    html = page(reader, learning.question_url(organisation, items[-1]))
    assert f'href="{result_url(organisation, items[0].attempt)}">Visa resultatet' in html


def test_passing_with_everything_read_makes_the_module_klar(reader, organisation):
    learning.read_in_browser(reader, organisation)
    attempt = learning.take_in_browser(reader, organisation)
    html = page(reader, result_url(organisation, attempt))
    assert "Modulen är klar" in html
    assert "Du svarade rätt på 8 av 8 frågor" in html
    assert organisation.takeaways[0] in html
    assert "Fortsätt till Funktion" in html
    assert Completion.objects.get().module == "organisation"


def test_passing_with_lessons_left_leads_to_them(reader, organisation):
    attempt = learning.take_in_browser(reader, organisation)
    html = page(reader, result_url(organisation, attempt))
    assert "Testet är godkänt" in html
    assert f"Läs {organisation.lessons[0].title}" in html
    assert not Completion.objects.exists()


def test_failing_says_what_to_reread_and_leads_there(reader, organisation):
    learning.read_in_browser(reader, organisation)
    attempt = learning.take_in_browser(reader, organisation, wrong=3)
    html = page(reader, result_url(organisation, attempt))
    assert "Inte godkänt än" in html
    assert "Du svarade rätt på 5 av 8 frågor" in html
    assert "Gör testet igen" in html
    slugs = {lesson.key: lesson.slug for lesson in organisation.lessons}
    for item in learning.items_of(attempt)[:3]:
        address = f'href="/utbildning/organisation/{slugs[item.question["lesson"]]}/"'
        assert address in html.split("Att läsa om")[1]


def test_a_failed_test_may_be_taken_again(reader, organisation):
    learning.take_in_browser(reader, organisation, wrong=8)
    learning.take_in_browser(reader, organisation)
    html = page(reader, learning.start_url(organisation))
    assert "0 av 8 rätt, inte godkänt" in html
    assert "8 av 8 rätt, godkänt" in html


def test_closing_the_browser_loses_nothing(reader, organisation, items, samira):
    for item in items[:3]:
        learning.answer_in_browser(reader, organisation, item)
    other = type(reader)()
    other.force_login(samira)
    html = page(other, learning.start_url(organisation))
    assert "Fortsätt där du var" in html
    assert "3 svar är sparade" in html
    response = other.post(learning.start_url(organisation))
    assert response["Location"] == learning.question_url(organisation, items[3])
    assert Attempt.objects.count() == 1


def test_back_to_an_answered_question_shows_its_verdict(reader, organisation, items):
    learning.answer_in_browser(reader, organisation, items[0], right=False)
    learning.answer_in_browser(reader, organisation, items[1])
    html = page(reader, learning.question_url(organisation, items[0]))
    assert "Inte riktigt" in html
    assert "<form" not in html.split("<main")[1]


def test_the_questions_may_be_answered_in_any_order(reader, organisation, items):
    for item in reversed(items):
        learning.answer_in_browser(reader, organisation, item)
    assert Attempt.objects.get().is_finished


def test_an_unfinished_attempt_has_no_result_but_leads_on(reader, organisation, items):
    learning.answer_in_browser(reader, organisation, items[0])
    response = reader.get(result_url(organisation, items[0].attempt))
    assert response["Location"] == learning.question_url(organisation, items[1])


def test_the_result_is_not_kept_by_the_browser(reader, organisation):
    attempt = learning.take_in_browser(reader, organisation)
    response = reader.get(result_url(organisation, attempt))
    assert "no-store" in response["Cache-Control"]


def test_the_questions_stay_those_of_the_start(reader, organisation, items, tora):

    quiz = QuizPage.objects.get(pk=organisation.quiz.pk)
    quiz.questions = quiz.questions.get_prep_value()[:1]
    quiz.save_revision(user=tora).publish(user=tora)
    for item in items:
        assert item.question["prompt"] in page(reader, learning.question_url(organisation, item))
        learning.answer_in_browser(reader, organisation, item)
    assert Answer.objects.count() == 8
    assert Attempt.objects.get().is_finished


def test_the_verdict_says_what_it_builds_on_and_what_is_not_confirmed(reader, organisation, items):
    for item in items:
        learning.answer_in_browser(reader, organisation, item)
        html = page(reader, learning.question_url(organisation, item))
        assert f"Bygger på: {item.question['origin']['source']}" in html
        is_marked = "Ska granskas av temagruppen" in html
        assert is_marked is item.question["origin"]["unconfirmed"]


@pytest.mark.parametrize(
    ("field", "value", "step"),
    [
        ("notice_read_at", None, "/valkommen/"),
        ("workplace_confirmed_on", None, "/min-arbetsplats/"),
        ("workplace_confirmed_on", date(2020, 1, 1), "/min-arbetsplats/"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_begins_before_the_notice_and_the_workplace(
    reader, samira, organisation, method, field, value, step
):
    Person.objects.filter(pk=samira.pk).update(**{field: value})
    assert getattr(reader, method)(learning.start_url(organisation))["Location"] == step
    assert not Attempt.objects.exists()
    assert reader.session["people.onward"] == learning.start_url(organisation)


def test_earlier_attempts_cost_no_more_queries_however_many(
    reader, samira, organisation, django_assert_max_num_queries
):
    learning.take(samira, organisation, wrong=8)
    address = learning.start_url(organisation)
    with CaptureQueriesContext(connection) as one:
        page(reader, address)
    for _ in range(4):
        learning.take(samira, organisation, wrong=8)
    with django_assert_max_num_queries(len(one)):
        page(reader, address)
