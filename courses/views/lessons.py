from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
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
from ..progress import SESSION_KEY, Progress, load_progress, workplace_type_of
from ..questions import answered, asked, check_order
from .finding import course_or_404, lesson_or_404, module_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, module: str, lesson: str) -> HttpResponse:
    """GET shows the lesson and notes that it is started; POST is the button that finishes it."""
    found = module_or_404(course_or_404(), module)
    one = lesson_or_404(found, lesson)
    if request.method == "POST":
        return _finish(request, found, one)
    progress = load_progress(request)
    if not progress.is_started(one):
        _note_started(request, one)
    return render(request, "courses/lesson.html", lesson_context(request, found, one, progress))


def lesson_context(
    request: HttpRequest, module: ModuleOutline, lesson: LessonOutline, progress: Progress
) -> dict[str, Any]:
    lessons = progress.lessons_of(module)
    if lesson not in lessons:
        lessons = module.lessons
    place = lessons.index(lesson)
    return {
        "module": module,
        "lesson": lesson,
        "steps": [(one, progress.is_finished(one)) for one in lessons],
        "number": place + 1,
        "count": len(lessons),
        "previous": lessons[place - 1] if place else None,
        "is_last": place + 1 == len(lessons),
        "is_finished": progress.is_finished(lesson),
        "is_completed": progress.is_completed(module),
        "minutes_left": minutes(module.words_of(lessons[place:])),
        "workplace_text": lesson.for_workplace(workplace_type_of(request)),
        "body": [_shown(request, segment) for segment in lesson.segments],
    }


def _shown(request: HttpRequest, segment: Segment) -> Any:
    if segment.question is None:
        return mark_safe(segment.html)
    return render_to_string("courses/check.html", check_context(request, segment), request=request)


def check_context(request: HttpRequest, segment: Segment) -> dict[str, Any]:
    """The check as it stands: unanswered, or with the answer in the address and nowhere else."""
    question = segment.question
    assert question is not None  # noqa: S101 - callers have looked
    shown = check_order(question)
    context = {"id": f"kontroll-{question['key'][:8]}", "key": question["key"]}
    if request.GET.get("kontroll") != question["key"]:
        return {**context, "asked": asked(question, shown)}
    try:
        choice = read_choice(question, request.GET, shown=shown)
    except ChoiceError as error:
        return {
            **context,
            "asked": asked(
                question,
                shown,
                kept=kept(question, request.GET),
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
    held[lesson.key] = max(version, held.get(lesson.key, -1))
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
