"""The start and the result of a knowledge test or the förtest, for the learner alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.access import own, snapshot_of
from people.models import Person
from people.onboarding import next_step, remember_onward
from quizzes.attempts import next_position, open_attempt, result_of, results_of, start_attempt
from quizzes.models import Attempt, QuizPage

from ..actions import close_attempt, complete_if_done
from ..outline import ModuleOutline
from ..progress import progress_of
from ..results import item_results
from .finding import course_or_404
from .places import Place, place_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, module: str | None = None) -> HttpResponse:
    """GET tells what the test is; POST begins an attempt or goes on with the open one."""
    place = place_or_404(module)
    assert isinstance(request.user, Person)  # noqa: S101 - login_required
    if step := next_step(request.user, at=timezone.localdate()):
        remember_onward(request, request.path)
        return redirect(step)
    if place.module and _is_now_done(request, request.user, place.module):
        return redirect("module", place.module.slug)
    if request.method == "POST":
        return _begin(request.user, place, at=timezone.now())
    attempt = open_attempt(
        request.user, page_key=UUID(place.quiz.key), purpose=place.purpose, since=place.since
    )
    finished = own(request.user, Attempt.objects.all()).filter(
        page_key=place.quiz.key, purpose=place.purpose, finished_at__isnull=False
    )
    latest = list(finished.order_by("-pk")[:5])
    results = results_of(latest)
    context = {
        "place": place,
        "quiz": place.quiz,
        "module": place.module,
        "attempt": attempt,
        "answered": attempt.items.filter(answer__isnull=False).count() if attempt else 0,
        "earlier": [(one, results[one.pk], place.url("result", one.pk)) for one in latest],
        "unread": _unread(request.user, place.module),
        "start_url": place.url("start"),
    }
    return render(request, "courses/test_start.html", context)


def _unread(person: Person, module: ModuleOutline | None) -> int:
    if module is None:
        return 0
    progress = progress_of(person)
    return len(progress.lessons_of(module)) - progress.finished_in(module)


def _is_now_done(request: HttpRequest, person: Person, module: ModuleOutline) -> bool:
    """Whether a test passed before has become enough, since a lesson was left out or is not for
    the person any longer. Writes the completion, as the last lesson would have."""
    progress = progress_of(person)
    if progress.is_completed(module) or not progress.is_read(module):
        return False
    if complete_if_done(person, module=module, at=timezone.now()) is None:
        return False
    messages.success(request, "Du har redan godkänt på testet. Modulen är klar.")
    return True


def _begin(person: Person, place: Place, *, at: datetime) -> HttpResponse:
    page = get_object_or_404(QuizPage.objects.live(), pk=place.quiz.pk)
    snapshot = snapshot_of(person, at=timezone.localdate(at))
    attempt = start_attempt(person, page=page, snapshot=snapshot, at=at, since=place.since)
    position = next_position(attempt)
    if position is None:
        return redirect(place.url("result", attempt.pk))
    return redirect(place.url("question", attempt.pk, position))


@never_cache
@login_required
@require_safe
def result(request: HttpRequest, attempt: int, module: str | None = None) -> HttpResponse:
    """How the attempt went, for its owner alone; an unfinished one leads to its next question."""
    place = place_or_404(module)
    mine = own(request.user, Attempt.objects.select_related("version"))
    found = get_object_or_404(mine, pk=attempt, page_key=place.quiz.key, purpose=place.purpose)
    if not found.is_finished:
        position = next_position(found)
        if position is not None:
            return redirect(place.url("question", found.pk, position))
        close_attempt(found, module=place.module, at=timezone.now())
    context = {
        "place": place,
        "module": place.module,
        "quiz": place.quiz,
        "attempt": found,
        "result": result_of(found),
        "items": item_results(found, course_or_404()),
        "start_url": place.url("start"),
        "is_outdated": place.since is not None and found.started_at < place.since,
        **_after(request.user, place),  # type: ignore[arg-type]
    }
    template = "courses/test_result.html" if place.module else "courses/pretest_result.html"
    return render(request, template, context)


def _after(person: Person, place: Place) -> dict[str, Any]:
    """What comes next: the module's state and the next module that is not klar."""
    outline = course_or_404()
    progress = progress_of(person)
    unfinished = [m for m in outline.modules if not progress.is_completed(m)]
    return {
        "is_completed": bool(place.module and progress.is_completed(place.module)),
        "next_lesson": progress.next_lesson(place.module) if place.module else None,
        "next_module": next((m for m in unfinished if m != place.module), None),
        "shares": [progress.share_of(m) for m in outline.modules],
        "done_count": len(outline.modules) - len(unfinished),
        "is_all_done": not unfinished,
        "first_lesson": outline.modules[0] if outline.modules else None,
    }
