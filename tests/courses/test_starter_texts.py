"""How the texts read: short, plain, and done within an hour."""

from __future__ import annotations

from content.models import FamilyPage
from content.readability import WORDS_PER_MINUTE, lix, sentences, words
from courses.models import HomePage

from . import starter

MOST_LIX, MOST_LIX_FAMILIES, MOST_MINUTES = 40, 30, 60
HARDER_WITH_REASON: dict[str, str] = {}
"""Lesson → why it may be harder to read than the rest. None needs to be."""


def test_every_lesson_is_easy_enough_to_read(course):
    too_hard = {
        name: round(measured, 1)
        for page in starter.lessons()
        if (measured := lix(starter.prose(page))) > MOST_LIX
        and (name := starter.name_of(page)) not in HARDER_WITH_REASON
    }
    assert too_hard == {}


def test_the_page_for_families_is_easier_still(course):
    assert lix(starter.prose(FamilyPage.objects.get())) <= MOST_LIX_FAMILIES


def test_all_of_the_text_is_measured(course):
    """The blocks that are measured hold most of the words that a reader is said to read."""
    for page in starter.lessons():
        measured = sum(len(words(block)) for block in starter.prose(page))
        _, lesson = course.lesson_by_key[str(page.translation_key)]
        assert measured > 0.8 * lesson.word_count, starter.name_of(page)


def test_every_lesson_takes_two_or_three_minutes(course):
    minutes = {lesson.slug: lesson.minutes for _, lesson in course.lesson_by_key.values()}
    assert {slug: count for slug, count in minutes.items() if count not in (2, 3)} == {}


def test_all_modules_with_their_tests_take_at_most_an_hour(course):
    """With the lesson for chefer, so for the one who has most to read."""
    total = sum(module.words_of(module.lessons_for(is_manager=True)) for module in course.modules)
    assert total / WORDS_PER_MINUTE <= MOST_MINUTES


def test_the_times_shown_add_up_to_at_most_an_hour(course):
    assert sum(module.minutes_for(is_manager=True) for module in course.modules) <= MOST_MINUTES


def test_the_start_page_says_in_two_sentences_why_this_exists(course, client):
    reason = HomePage.objects.get().reason
    assert sentences(reason) == 2
    assert reason in client.get("/").content.decode()
