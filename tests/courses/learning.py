"""What learners do: read lessons and take tests, by verbs and through the browser."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from courses.actions import answer_question, finish_lesson
from people.access import snapshot_of
from quizzes.attempts import start_attempt
from quizzes.models import Attempt, AttemptItem, QuizPage
from quizzes.questions import CHOICE_KINDS


def right_choice(question):
    if question["kind"] in CHOICE_KINDS:
        return [option["key"] for option in question["options"] if option["correct"]]
    if question["kind"] == "pair":
        return {row["key"]: row["key"] for row in question["pairs"]}
    return [step["key"] for step in question["steps"]]


def wrong_choice(question):
    if question["kind"] in CHOICE_KINDS:
        return [next(option["key"] for option in question["options"] if not option["correct"])]
    if question["kind"] == "pair":
        keys = [row["key"] for row in question["pairs"]]
        return dict(zip(keys, [*keys[1:], keys[0]], strict=True))
    return [step["key"] for step in reversed(question["steps"])]


def form(question, choice, shown):
    """The fields that a reader who means ``choice`` posts."""
    if question["kind"] in CHOICE_KINDS:
        return {"svar": choice}
    if question["kind"] == "pair":
        return {f"par-{left}": str(shown.index(right) + 1) for left, right in choice.items()}
    return {f"plats-{key}": str(place) for place, key in enumerate(choice, 1)}


def read(person, module, *, lessons=None, at=None):
    for lesson in module.lessons_for(is_manager=person.is_manager) if lessons is None else lessons:
        finish_lesson(
            person,
            lesson_key=UUID(lesson.key),
            version_number=module.version_number,
            at=at or timezone.now(),
        )


def begin(person, module, *, at=None):
    at = at or timezone.now()
    page = QuizPage.objects.get(pk=module.quiz.pk)
    return start_attempt(person, page=page, snapshot=snapshot_of(person, at=at.date()), at=at)


def draw_the_whole_bank(course):
    """Let every test ask all of its questions, so that none is left out by chance."""
    pks = [module.quiz.pk for module in course.modules]
    QuizPage.objects.filter(pk__in=pks).update(draw=10)


def take(person, module, *, wrong=0, at=None):
    """A whole test, with ``wrong`` questions answered wrongly; completes what can be completed."""
    attempt = begin(person, module, at=at)
    for number, item in enumerate(attempt.items.order_by("position")):
        choice = (wrong_choice if number < wrong else right_choice)(item.question)
        answer_question(item, choice=choice, module=module, at=at or timezone.now())
    attempt.refresh_from_db()
    return attempt


def start_url(module):
    return f"/utbildning/{module.slug}/kunskapstest/"


def question_url(module, item):
    return f"{start_url(module)}{item.attempt_id}/{item.position}/"


def begin_in_browser(client, module):
    client.post(start_url(module))
    return Attempt.objects.latest("pk")


def items_of(attempt):
    return list(AttemptItem.objects.filter(attempt=attempt).select_related("version", "attempt"))


def answer_in_browser(client, module, item, *, right=True, follow=False):
    choice = (right_choice if right else wrong_choice)(item.question)
    data = form(item.question, choice, item.shown_keys)
    return client.post(question_url(module, item), data, follow=follow)


def take_in_browser(client, module, *, wrong=0):
    attempt = begin_in_browser(client, module)
    for number, item in enumerate(items_of(attempt)):
        answer_in_browser(client, module, item, right=number >= wrong)
    attempt.refresh_from_db()
    return attempt


def read_in_browser(client, module, *, is_manager=False):
    for lesson in module.lessons_for(is_manager=is_manager):
        client.post(f"/utbildning/{module.slug}/{lesson.slug}/")
