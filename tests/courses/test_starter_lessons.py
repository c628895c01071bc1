"""What every lesson and module of the starter site holds."""

from __future__ import annotations

from collections import Counter

import pytest

from content.models import Misconception
from courses.models import FormerEditionPage, LessonPage, ModulePage

from . import starter


def lacking(rule):
    return [starter.name_of(page) for page in starter.lessons() if not rule(page)]


def test_there_are_four_modules_with_the_words_of_the_letter(course):
    titles = list(ModulePage.objects.live().order_by("path").values_list("slug", "title"))
    assert [slug for slug, _ in titles] == ["organisation", "funktion", "praktiskt-arbete", "sip"]
    words = ("Organisation: så är Västbus organiserat", "Funktion", "Praktiskt arbete", "SIP")
    assert all(title.startswith(word) for (_, title), word in zip(titles, words, strict=True))


def test_every_module_has_at_least_five_lessons_for_everybody(course):
    for module in course.modules:
        assert len(module.lessons_for(is_manager=False)) >= 5, module.slug


def test_every_lesson_has_one_goal_that_says_what_you_can_do(course):
    assert lacking(lambda page: page.goal.startswith("Du ") and page.goal.count(".") == 1) == []


@pytest.mark.parametrize("kind", ["text", "key_facts", "discussion"])
def test_every_lesson_has_text_key_facts_and_something_to_discuss(course, kind):
    assert lacking(lambda page: starter.values(page, kind)) == []


def test_every_lesson_has_one_question_to_discuss(course):
    assert lacking(lambda page: len(starter.values(page, "discussion")) == 1) == []


def test_every_lesson_has_a_check_with_a_reason_for_every_option(course):
    assert lacking(starter.checks) == []
    questions = [
        question for _, lesson in course.lesson_by_key.values()
        for question in lesson.questions.values()
    ]  # fmt: skip
    for question in questions:
        rows = question.get("options") or question.get("pairs") or question["steps"]
        assert all(row["feedback"].strip() for row in rows), question["prompt"]


def test_every_lesson_tells_its_edition_section_and_sources(course):
    assert lacking(lambda page: page.edition.code == "OK2021r2023") == []
    assert lacking(lambda page: page.sources) == []
    assert lacking(lambda page: any(row.value["edition"] for row in page.sources)) == [*ONLY_LAW]
    assert lacking(lambda page: page.section) == [*IN_NO_SECTION]


ONLY_LAW = {"sip/sip-ersatter-inte-orosanmalan": "builds on the law, which has no edition"}
IN_NO_SECTION = {"organisation/fran-2005-till-i-dag": "tells of the editions", **ONLY_LAW}


def test_every_source_is_a_summary_or_a_wording(course):
    assert lacking(lambda page: page.source.startswith(("Sammanfattning av", "Ordalydelse"))) == []
    assert lacking(lambda page: page.review_due > page.reviewed_on) == []


def test_every_lesson_opens_with_how_it_is_met_where_the_reader_works(course):
    for page in starter.lessons():
        types = [set(child.value["types"]) for child in page.workplaces]
        named = set().union(*types)
        assert {"forskola", "bvc", "vardcentral"} <= named, starter.name_of(page)
        assert types.count(set()) == 1, starter.name_of(page)
        assert sum(map(len, types)) == len(named), "no type has two texts"


def test_every_module_has_one_worked_case(course):
    cases = Counter(
        page.get_parent().slug for page in starter.lessons() for _ in starter.values(page, "case")
    )
    assert cases == {module.slug: 1 for module in course.modules}


def test_every_misconception_is_taught(course):
    taught = {
        value["misconception"]
        for page in starter.lessons()
        for value in starter.values(page, "myth")
    }
    assert taught == set(Misconception.objects.values_list("code", flat=True))
    assert taught == {f"M{number:02}" for number in range(1, 27)}


@pytest.mark.parametrize(
    "slug",
    [
        "nar-det-inte-ar-vastbus",
        "led-motet-sa-att-alla-hors",
        "barn-som-bor-i-familjehem-eller-hvb",
        "for-dig-som-ar-chef",
        "sip-ersatter-inte-orosanmalan",
    ],
)
def test_the_lessons_asked_for_by_name_are_there(course, slug):
    assert LessonPage.objects.live().filter(slug=slug).exists()


def test_one_lesson_is_for_those_who_are_chef(course):
    managers = [page.slug for page in starter.lessons() if page.managers_only]
    assert managers == ["for-dig-som-ar-chef"]


def test_a_table_compares_the_ways_to_meet(course):
    (table,) = [value for page in starter.lessons() for value in starter.values(page, "comparison")]
    cells = " ".join([*table["columns"], *(cell for row in table["rows"] for cell in row)])
    for form in ("Västbusmöte", "onsultation", "SSPF", "ndra möten"):
        assert form in cells
    assert all(len(row) == len(table["columns"]) for row in table["rows"])


def test_there_are_checklists_for_before_during_and_after_the_meeting(course):
    used = {
        value["code"] for page in starter.lessons() for value in starter.values(page, "checklist")
    }
    assert used >= {"fore", "under", "efter", "infor-motet"}


def test_what_is_not_confirmed_is_marked_in_the_lesson(course, client):
    marked = [page for page in starter.lessons() if page.unconfirmed]
    assert marked
    html = client.get(marked[0].url).content.decode()
    assert "Ska granskas av temagruppen" in html


def test_every_module_has_one_page_of_how_it_was_before(course, client):
    for module in course.modules:
        page = FormerEditionPage.objects.get(path__startswith=path_of(module))
        assert page.edition.code == "VB2012"
        assert page.edition.valid_to is not None
        html = client.get(f"/utbildning/{module.slug}/sa-var-det-forut/").content.decode()
        assert "som har ersatts och gällde till" in html
        assert "<b>Ersatt.</b>" in html
        assert "<fieldset" not in html, "it has no test"


def path_of(module):
    return ModulePage.objects.get(slug=module.slug).path
