"""No correct answer leaves the server before the answer is in (DESIGN §3 rule 8)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from wagtail.models import Page

from courses.models import LessonPage
from courses.questions import asked, check_order
from quizzes.models import Attempt, QuizPage

from . import learning
from .test_checks import every_check, kinds


def said_only_after(question):
    """Texts that a reader meets when the answer is in."""
    rows = [
        row
        for name in ("options", "pairs", "steps", "mistakes", "rules")
        for row in question.get(name, ())
    ]
    return [text for text in [*(row["feedback"] for row in rows), question["note"]] if text]


def assert_says_nothing(html, question):
    html = unescape(html)
    assert [text for text in said_only_after(question) if text in html] == []
    drawn = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    assert not re.search(r"\bM\d\d\b", drawn), "a misconception is named"
    assert_alike(html)


def assert_alike(html):
    """Nothing but its own text and id tells one option from another."""
    labels = re.findall(r'<label class="choice">(.*?)</label>', html, re.DOTALL)
    shapes = {re.sub(r'(id|value)="[^"]*"|<span>.*?</span>', "", label) for label in labels}
    assert len(shapes) <= 1
    options = re.findall(r"<option[^>]*>", html)
    assert all(re.fullmatch(r'<option value="\d*">', option) for option in options)


def test_no_lesson_gives_its_check_away(course, client):
    for module, lesson, question in every_check(course):
        html = client.get(f"/utbildning/{module.slug}/{lesson.slug}/").content.decode()
        assert unescape(html).count(question["prompt"]) >= 1
        assert_says_nothing(html, question)


def test_no_question_page_gives_its_answer_away(course, client, samira):
    client.force_login(samira)
    learning.draw_the_whole_bank(course)
    for module in course.modules:
        items = learning.items_of(learning.begin(samira, module))
        assert len(items) == 10
        for item in items:
            html = client.get(learning.question_url(module, item)).content.decode()
            assert item.question["prompt"] in unescape(html)
            for other in items:
                assert_says_nothing(html, other.question)


def test_the_answer_is_there_once_it_is_in(client, samira, organisation):
    client.force_login(samira)
    item = learning.items_of(learning.begin_in_browser(client, organisation))[0]
    html = learning.answer_in_browser(client, organisation, item, right=False, follow=True)
    assert any(text in unescape(html.content.decode()) for text in said_only_after(item.question))


def test_the_fortest_tells_nothing_until_all_is_answered(course, client, samira):
    client.force_login(samira)
    client.post("/utbildning/fortest/")
    items = learning.items_of(Attempt.objects.get())
    for item in items:
        address = f"/utbildning/fortest/{item.attempt_id}/{item.position}/"
        html = client.get(address).content.decode()
        for other in items:
            assert_says_nothing(html, other.question)
        client.post(address, {"svar": "vet-inte"})


def test_no_value_in_a_form_is_the_key_of_a_half(course):
    question = kinds(course)["pair"]
    shown = asked(question, check_order(question))
    keys = {row["key"] for row in question["pairs"]}
    values = {one.value for row in shown.rows for one in row.options}
    assert values == {str(place) for place in range(1, len(keys) + 1)}
    assert not values & keys


def test_steps_are_asked_for_in_another_order_than_the_right_one(course):
    question = kinds(course)["order"]
    shown = asked(question, check_order(question))
    right = [step["text"] for step in question["steps"]]
    assert [row.label for row in shown.rows] != right
    assert sorted(row.label for row in shown.rows) == sorted(right)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/utbildning/",
        "/utbildning/organisation/",
        "/utbildning/organisation/kunskapstest/",
        "/utbildning/fortest/",
        "/mina-uppgifter/?format=json",
    ],
)
def test_no_other_page_gives_anything_away(course, client, samira, address):
    client.force_login(samira)
    html = unescape(client.get(address).content.decode())
    for quiz in QuizPage.objects.all():
        for child in quiz.questions:
            reason = child.value.get("feedback") or child.value.get("feedback_right")
            reasons = [reason] if reason else [row["feedback"] for row in rows_of(child.value)]
            assert [text for text in reasons if text in html] == []


def rows_of(value):
    return next(value[name] for name in ("options", "pairs", "steps") if name in value)


@pytest.mark.parametrize("model", [QuizPage, LessonPage])
def test_questions_are_not_among_what_is_searched(course, model):
    fields = {field.field_name for field in model.search_fields}
    assert fields.isdisjoint({"questions", "body"})


MARK = "zebrafinksgryning"


def marked(raw):
    """The raw blocks with a word of its own in every reason and every right option."""
    if isinstance(raw, list):
        return [marked(part) for part in raw]
    if not isinstance(raw, dict):
        return raw
    told = {name: marked(part) for name, part in raw.items()}
    hidden = {"feedback", "feedback_right", "feedback_wrong", "note"} & told.keys()
    told |= dict.fromkeys(hidden, MARK)
    return told | ({"text": f"{MARK} {raw['text']}"} if raw.get("correct") else {})


@pytest.mark.parametrize(("model", "field"), [(QuizPage, "questions"), (LessonPage, "body")])
def test_no_reason_and_no_right_option_can_be_searched_for(course, model, field):
    page = model.objects.live().first()
    raw = marked(list(getattr(page, field).raw_data))
    assert MARK in str(raw)
    setattr(page, field, raw)
    page.title = "Solnedgångstimmen"
    page.save_revision().publish()
    assert MARK in str(list(getattr(model.objects.get(pk=page.pk), field).raw_data))
    assert [found.pk for found in Page.objects.search("Solnedgångstimmen")] == [page.pk]
    assert not Page.objects.search(MARK).count()
    assert not Page.objects.autocomplete(MARK[:5]).count()
