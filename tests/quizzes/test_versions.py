from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Page

from content.models import GuidelineEdition
from courses.models import LessonPage
from quizzes.models import QuizPage, QuizVersion
from quizzes.versions import digest_of, freeze, snapshot_of

from .conftest import make_quiz
from .samples import key, option_key, raw_single


def rewrite(page, *prompts, **fields):
    """The page with other questions under the same keys."""
    page.questions = [raw_single(f"fraga-{n}", prompt=text) for n, text in enumerate(prompts)]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    return page


def numbers(page):
    versions = QuizVersion.objects.filter(page_key=page.translation_key)
    return list(versions.values_list("number", flat=True))


def test_a_version_holds_all_that_the_quiz_says(quiz):
    version = freeze(quiz)
    assert version.number == 1
    assert version.page_key == quiz.translation_key
    assert {name: version.snapshot[name] for name in ("title", "kind", "draw", "pass_mark")} == {
        "title": "Kunskapstest", "kind": "kunskapstest", "draw": 3, "pass_mark": 60,
    }  # fmt: skip
    assert version.snapshot["scoring"] == "all_or_nothing"
    assert list(version.questions) == [key(f"fraga-{n}") for n in range(4)]


def test_freezing_what_has_not_changed_gives_the_same_version(quiz):
    assert freeze(quiz) == freeze(QuizPage.objects.get())
    assert numbers(quiz) == [1]


def test_going_back_to_an_older_text_is_a_version_of_its_own(quiz):
    for text in ("A", "B", "A"):
        freeze(rewrite(quiz, text))
    versions = list(QuizVersion.objects.filter(page_key=quiz.translation_key))
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[0].digest == versions[2].digest != versions[1].digest


@pytest.mark.parametrize(
    "change", [{"title": "Nytt"}, {"intro": "Läs först."}, {"draw": 2}, {"pass_mark": 80}]
)
def test_all_that_a_learner_meets_makes_a_new_version(quiz, change):
    freeze(rewrite(quiz, "A"))
    freeze(rewrite(quiz, "A", **change))
    assert numbers(quiz) == [1, 2]


def test_a_draft_is_not_frozen(quiz):
    freeze(quiz)
    draft = QuizPage.objects.get()
    draft.questions = [raw_single("fraga-0", prompt="Utkast")]
    draft.save_revision()
    freeze(QuizPage.objects.get())
    assert numbers(quiz) == [1]


def test_the_digest_does_not_hang_on_the_order_of_keys(quiz):
    snapshot = snapshot_of(quiz)
    assert digest_of(snapshot) == digest_of(dict(reversed(snapshot.items())))


def test_a_number_is_used_once_per_page(quiz):
    version = freeze(quiz)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        QuizVersion.objects.create(
            page=quiz, page_key=version.page_key, number=1, digest="x", snapshot={}
        )


@pytest.fixture
def lesson(db):
    edition = GuidelineEdition.objects.create(
        code="OK2021", title="OK2021", short_title="OK2021", valid_from=date(2021, 1, 1)
    )
    page = LessonPage(
        title="Kalla", slug="kalla", goal="Du kan kalla.", lead="Så kallar du.", edition=edition,
        source="Sammanfattning", reviewed_on=date(2026, 11, 1), review_due=date(2027, 11, 1),
        body=[("text", "<p>Kalla.</p>")],
    )  # fmt: skip
    return Page.get_first_root_node().add_child(instance=page)


def test_a_question_tells_which_lesson_to_reread_by_its_lasting_key(lesson):
    quiz = make_quiz(questions=[raw_single("a", lesson=lesson.pk), raw_single("b")])
    first, second = freeze(quiz).snapshot["questions"]
    assert first["lesson"] == str(lesson.translation_key)
    assert second["lesson"] is None


def test_a_lesson_that_is_gone_is_no_longer_named(lesson):
    quiz = make_quiz(questions=[raw_single("a", lesson=lesson.pk)])
    lesson.delete()
    (question,) = freeze(QuizPage.objects.get(pk=quiz.pk)).snapshot["questions"]
    assert question["lesson"] is None


def test_a_copied_quiz_has_versions_of_its_own(quiz, elsewhere):
    freeze(quiz)
    copy = quiz.copy(to=elsewhere)
    assert copy.translation_key != quiz.translation_key
    version = freeze(copy)
    assert version.number == 1
    assert numbers(quiz) == [1]
    assert option_key("fraga-0", 1) in str(version.snapshot), "blocks keep their ids"


def test_versions_outlive_their_page(quiz):
    version = freeze(quiz)
    quiz.delete()
    version.refresh_from_db()
    assert version.page is None
    assert len(version.questions) == 4


def test_a_version_says_which_it_is(quiz):
    assert str(freeze(quiz)) == "Kunskapstest 1"
