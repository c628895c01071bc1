from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from content.readability import minutes
from people.models import Person
from quizzes.answering import ChoiceError, kept, read_choice

from ..actions import complete_if_done, finish_lesson, start_lesson
from ..outline import LessonOutline, ModuleOutline, Segment
from ..progress import SESSION_KEY, Progress, load_progress
from ..questions import answered, asked, check_order
from .finding import course_or_404, lesson_or_404, module_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """GET shows the lesson and notes that it is started; POST is the button that finishes it."""
    outline = course_or_404()
    found = module_or_404(outline, module)
    one = lesson_or_404(found, lesson)
    if request.method == "POST":
        return _finish(request, found, one)
    progress = load_progress(request)
    if not progress.is_started(one):
        _note_started(request, one)
    reading = reading_of(found, one, progress)
    if "kontroll" in request.GET:
        article = render_article(reading, answers=request.GET)
    else:
        article = _kept_article(outline.stamp, reading)
    return render(request, "courses/lesson.html", {"reading": reading, "article": article})


@dataclass(frozen=True)
class Reading:
    """A lesson as one reader meets it. Equal readings look the same, so they are rendered once."""

    module: ModuleOutline = field(compare=False)
    lesson: LessonOutline = field(compare=False)
    lessons: tuple[LessonOutline, ...] = field(compare=False)
    key: str
    finished: tuple[bool, ...]
    is_completed: bool
    workplace: tuple[str, str]
    """Where the reader works, and how the lesson's matter is met there; see ``for_workplace``."""

    @property
    def number(self) -> int:
        return self.lessons.index(self.lesson) + 1

    @property
    def steps(self) -> list[tuple[LessonOutline, bool]]:
        return list(zip(self.lessons, self.finished, strict=True))

    @property
    def previous(self) -> LessonOutline | None:
        return self.lessons[self.number - 2] if self.number > 1 else None

    @property
    def is_last(self) -> bool:
        return self.number == len(self.lessons)

    @property
    def minutes_left(self) -> int:
        return minutes(self.module.words_of(self.lessons[self.number - 1 :]))


def reading_of(module: ModuleOutline, lesson: LessonOutline, progress: Progress) -> Reading:
    lessons = progress.lessons_of(module)
    if lesson not in lessons:
        lessons = module.lessons
    return Reading(
        module=module,
        lesson=lesson,
        lessons=lessons,
        key=lesson.key,
        finished=tuple(progress.is_finished(one) for one in lessons),
        is_completed=progress.is_completed(module),
        workplace=lesson.for_workplace(progress.workplace_type),
    )


def render_article(reading: Reading, *, answers: QueryDict | None = None) -> dict[str, str]:
    """The parts of the page around the button. ``answers``: to a check, from the address."""
    body = [_shown(reading, segment, answers or QueryDict()) for segment in reading.lesson.segments]
    context = {"reading": reading, "body": body}
    return {
        "opening": render_to_string("courses/lesson_opening.html", context),
        "closing": render_to_string("courses/lesson_closing.html", context),
    }


@lru_cache(maxsize=512)
def _kept_article(stamp: int, reading: Reading) -> dict[str, str]:
    """Rendered once per process, publication and kind of reader; holds nothing personal."""
    return render_article(reading)


def _shown(reading: Reading, segment: Segment, answers: QueryDict) -> Any:
    if segment.question is None:
        return mark_safe(segment.html)
    url = reverse("lesson", args=[reading.module.slug, reading.lesson.slug])
    return render_to_string("courses/check.html", {"url": url, **check_context(segment, answers)})


def check_context(segment: Segment, answers: QueryDict) -> dict[str, Any]:
    """The check as it stands: unanswered, or with the answer in the address and nowhere else."""
    question = segment.question
    assert question is not None  # noqa: S101 - callers have looked
    shown = check_order(question)
    context = {"id": f"kontroll-{question['key'][:8]}", "key": question["key"]}
    if answers.get("kontroll") != question["key"]:
        return {**context, "asked": asked(question, shown)}
    try:
        choice = read_choice(question, answers, shown=shown)
    except ChoiceError as error:
        return {
            **context,
            "asked": asked(
                question,
                shown,
                kept=kept(question, answers),
                error=error.message,
                error_at=error.field,
            ),
        }
    return {**context, "answered": answered(question, choice)}


def _note_started(request: HttpRequest, lesson: LessonOutline) -> None:
    if isinstance(request.user, Person):
        start_lesson(request.user, lesson_key=UUID(lesson.key), at=timezone.now())
    else:
        _keep_in_session(request, lesson, -1)


def _keep_in_session(request: HttpRequest, lesson: LessonOutline, version: int) -> None:
    held = dict(request.session.get(SESSION_KEY, {}))
    held[lesson.key] = max(version, held.pop(lesson.key, -1))
    request.session[SESSION_KEY] = held


def _finish(request: HttpRequest, module: ModuleOutline, lesson: LessonOutline) -> HttpResponse:
    at = timezone.now()
    if isinstance(request.user, Person):
        finish_lesson(
            request.user,
            lesson_key=UUID(lesson.key),
            version_number=module.version_number,
            at=at,
        )
        complete_if_done(request.user, module=module, at=at)
        is_manager = request.user.is_manager
    else:
        _keep_in_session(request, lesson, module.version_number)
        is_manager = False
    lessons = module.lessons_for(is_manager=is_manager)
    later = [one for one in lessons if one.number > lesson.number]
    if later:
        return redirect("lesson", module.slug, later[0].slug)
    return redirect(reverse("module", args=[module.slug]) + "#kunskapstest")
