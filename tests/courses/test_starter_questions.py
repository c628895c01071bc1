"""The forty questions and the eight statements."""

from __future__ import annotations

import pytest

from courses.models import LessonPage
from courses.seeding.files import key
from quizzes.models import QuizPage
from quizzes.questions import frozen

from . import starter

LETTERS = {"organisation": "O", "funktion": "F", "praktiskt-arbete": "P", "sip": "S"}
PRETEST = ["M01", "M02", "M04", "M05", "M06", "M08", "M13", "M17"]


def bank(slug):
    return QuizPage.objects.get(url_path__endswith=f"/{slug}/kunskapstest/")


def banks():
    return {slug: bank(slug) for slug in LETTERS}


@pytest.mark.parametrize("slug", LETTERS)
def test_a_module_has_ten_questions_of_which_eight_are_drawn(course, slug):
    quiz = bank(slug)
    path = f"utbildning/{slug}/kunskapstest.yaml"
    assert [str(child.id) for child in quiz.questions] == [
        str(key(f"{path}#{LETTERS[slug]}{number}")) for number in range(1, 11)
    ]
    assert (quiz.kind, quiz.draw, quiz.pass_mark) == ("kunskapstest", 8, 75)


def test_no_two_questions_ask_the_same(course):
    asked = [
        (child.value["scene"], child.value["prompt"])
        for quiz in banks().values()
        for child in quiz.questions
    ]
    assert len(set(asked)) == len(asked) == 40


def diagnosed_rows(child):
    """Every wrong answer that a question foresees."""
    value = child.value
    if "options" in value:
        return [option for option in value["options"] if not option["correct"]]
    if "mistakes" in value:
        return list(value["mistakes"])
    return list(value["rules"]) if "rules" in value else [value]


def every_question():
    tested = [child for quiz in banks().values() for child in quiz.questions]
    return tested + [child for page in starter.lessons() for child in starter.checks(page)]


def test_every_wrong_answer_names_a_misconception_or_is_a_plain_factual_error(course):
    for child in every_question():
        rows = diagnosed_rows(child)
        assert rows, child.value["prompt"]
        for row in rows:
            assert bool(row["misconception"]) != bool(row["fact_error"]), child.value["prompt"]


def shown_by(question):
    rows = [*question.get("options", ()), *question.get("mistakes", ()), *question.get("rules", ())]
    return {row.get(name) for row in rows for name in ("misconception", "left_out")} - {None}


def test_every_misconception_is_tagged_on_a_question(course):
    tagged = set().union(*(shown_by(frozen(child)) for child in every_question()))
    assert tagged == {f"M{number:02}" for number in range(1, 27)}


def test_every_answer_has_its_reason(course):
    for child in every_question():
        question = frozen(child)
        rows = question.get("options") or question.get("pairs") or question["steps"]
        wrong = [*question.get("mistakes", ()), *question.get("rules", ())]
        assert all(row["feedback"].strip() for row in [*rows, *wrong]), question["prompt"]


def test_every_kind_of_question_is_in_use(course):
    kinds = {child.block_type for quiz in banks().values() for child in quiz.questions}
    assert kinds == {"single", "multiple", "true_false", "pair", "order"}


def test_every_question_names_a_lesson_of_its_module_to_reread(course):
    for slug, quiz in banks().items():
        lessons = set(LessonPage.objects.child_of(quiz.get_parent()).values_list("pk", flat=True))
        assert {child.value["lesson"].pk for child in quiz.questions} <= lessons, slug


def test_every_question_knows_its_edition_and_source(course):
    quizzes = [*banks().values(), QuizPage.objects.get(slug="fortest")]
    for origin in (child.value["origin"] for quiz in quizzes for child in quiz.questions):
        assert origin["edition"] == "OK2021r2023"
        assert origin["source"].startswith(("Sammanfattning av", "Ordalydelse"))
        assert origin["review_due"] > origin["reviewed_on"]


def test_leaving_out_preschool_bvc_or_vardcentral_shows_m13(course):
    options = bank("organisation").questions[1].value["options"]
    left_out = {option["text"] for option in options if option["left_out"] == "M13"}
    assert left_out == {"Förskola", "Barnavårdscentral (BVC)", "Vårdcentral"}
    assert all(option["correct"] for option in options if option["left_out"])


def statements():
    return [child.value for child in QuizPage.objects.get(slug="fortest").questions]


def test_the_fortest_has_the_eight_statements(course):
    assert [value["misconception"] for value in statements()] == PRETEST


def test_every_statement_has_two_wordings(course):
    wordings = [value[name] for value in statements() for name in ("wording_a", "wording_b")]
    assert len(set(wordings)) == 16


def test_three_of_the_statements_are_true(course):
    assert [value["answer"] for value in statements()].count("stammer") == 3


def test_the_fortest_gives_no_points_and_asks_all(course):
    quiz = QuizPage.objects.get(slug="fortest")
    assert (quiz.kind, quiz.draw, quiz.pass_mark) == ("fortest", 8, 0)
    assert course.pretest.title == "Vad tror du om Västbus?"
