"""The ungraded question of a lesson: answered in the address, and stored nowhere."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.utils.html import escape

from courses.models import LessonPage
from courses.progress import SESSION_KEY
from courses.questions import answered, asked, check_order
from quizzes.models import Answer, Attempt, QuizPage
from quizzes.questions import frozen

from . import learning, starter


def every_check(course):
    return [
        (module, lesson, question)
        for module in course.modules
        for lesson in module.lessons
        for question in lesson.questions.values()
    ]


def address(module, lesson, question=None, **values):
    query = urlencode({"kontroll": question["key"], **values}, doseq=True) if question else ""
    return f"/utbildning/{module.slug}/{lesson.slug}/?{query}"


def answer(client, found, choice):
    module, lesson, question = found
    form = learning.form(question, choice, check_order(question))
    return client.get(address(module, lesson, question, **form)).content.decode()


@pytest.fixture
def check(course):
    return every_check(course)[0]


def test_a_right_answer_is_said_to_be_right_with_its_reason(client, check):
    question = check[2]
    html = answer(client, check, learning.right_choice(question))
    (right,) = [option for option in question["options"] if option["correct"]]
    assert "Det stämmer" in html
    assert "Ditt svar, och det är rätt" in html
    assert escape(right["feedback"]) in html


def test_a_wrong_answer_gives_the_reason_for_it_and_for_the_right_one(client, check):
    question = check[2]
    choice = learning.wrong_choice(question)
    html = answer(client, check, choice)
    assert "Inte riktigt" in html
    for option in question["options"]:
        if option["correct"] or option["key"] in choice:
            assert escape(option["feedback"]) in html


def test_every_check_of_the_course_can_be_answered_right_and_wrong(course, client):
    for found in every_check(course):
        question = found[2]
        assert "Det stämmer" in answer(client, found, learning.right_choice(question))
        assert "Inte riktigt" in answer(client, found, learning.wrong_choice(question))


def test_an_answer_is_stored_nowhere(client, check, samira):
    answer(client, check, learning.right_choice(check[2]))
    assert set(client.session.keys()) == {SESSION_KEY}
    assert list(client.session[SESSION_KEY].values()) == [-1]
    client.force_login(samira)
    answer(client, check, learning.right_choice(check[2]))
    assert not Attempt.objects.exists()
    assert not Answer.objects.exists()


def test_the_next_reader_meets_the_question_unanswered(client, check):
    answer(client, check, learning.right_choice(check[2]))
    html = client.get(address(*check[:2])).content.decode()
    assert "Kontrollera svaret" in html
    assert "Ditt svar" not in html


def test_an_answer_can_be_given_again(client, check):
    html = answer(client, check, learning.wrong_choice(check[2]))
    assert "Svara igen" in html


@pytest.mark.parametrize(
    ("choose", "said", "kept"),
    [
        (lambda keys: [], "Välj ett av svaren", 0),
        (lambda keys: ["nagon-annans"], "Svaret hör inte till den här frågan", 0),
        (lambda keys: keys[:2], "Välj bara ett av svaren", 2),
    ],
    ids=["nothing", "foreign", "two"],
)
def test_a_refused_answer_is_explained_and_the_choice_kept(client, check, choose, said, kept):
    question = check[2]
    chosen = choose([option["key"] for option in question["options"]])
    html = client.get(address(*check, svar=chosen)).content.decode()
    assert said in html
    assert "Du behöver göra en sak till" in html
    assert f'href="#kontroll-{question["key"][:8]}-svar-1"' in html
    assert html.count(" checked") == kept


def test_an_answer_to_a_question_of_another_lesson_is_ignored(client, course):
    checks = every_check(course)
    module, lesson, _ = checks[0]
    html = client.get(address(module, lesson, checks[1][2], svar="x")).content.decode()
    assert "Du behöver göra en sak till" not in html
    assert "Kontrollera svaret" in html


def test_the_order_shown_is_the_same_for_everybody_and_not_that_of_the_key(course):
    for _, _, question in every_check(course):
        assert check_order(question) == check_order(question)
        if question["kind"] in ("pair", "order"):
            rows = question["pairs" if question["kind"] == "pair" else "steps"]
            assert check_order(question) != [row["key"] for row in rows]


def kinds(course):
    """A question of each kind, from lessons and tests."""

    pages = [*QuizPage.objects.all(), *LessonPage.objects.all()]
    children = [
        c for page in pages for c in getattr(page, "questions", None) or starter.checks(page)
    ]
    return {child.block_type: frozen(child) for child in children}


def test_every_kind_explains_a_right_and_a_wrong_answer(course):
    found = kinds(course)
    assert set(found) == {"single", "multiple", "true_false", "pair", "order", "statement"}
    for question in found.values():
        right = answered(question, learning.right_choice(question))
        wrong = answered(question, learning.wrong_choice(question))
        assert right.is_correct
        assert not wrong.is_correct
        assert right.verdict
        assert wrong.verdict
        assert {row.state for row in right.rows} <= {"right", "other"}
        assert "chosen" in {row.state for row in wrong.rows}


def test_every_kind_can_be_shown_again_with_what_was_chosen(course):
    for question in kinds(course).values():
        shown = check_order(question)
        form = learning.form(question, learning.right_choice(question), shown)
        kept = {name: value if isinstance(value, list) else [value] for name, value in form.items()}
        again = asked(question, shown, kept=kept)
        chosen = [one for one in again.inputs if one.is_chosen]
        chosen += [one for row in again.rows for one in row.options if one.is_chosen]
        assert len(chosen) == sum(map(len, kept.values()))
