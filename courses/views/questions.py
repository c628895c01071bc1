"""One question a page: asking, handing in, verdict.

The address names the attempt and the question's place, so a stale tab, Back or another device
never points at something else than it shows.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.access import own
from people.models import Person
from quizzes.answering import ChoiceError, kept, read_choice
from quizzes.attempts import AlreadyAnsweredError, answer_to, mark_seen, next_position
from quizzes.models import AttemptItem

from ..actions import answer_question
from ..outline import ModuleOutline
from ..questions import answered, asked
from .places import Place, place_or_404

PENDING = "vantande_svar"
"""Session key of a choice that was refused because the session had ended."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(
    request: HttpRequest, attempt: int, position: int, module: str | None = None
) -> HttpResponse:
    """GET shows one question, or its verdict when it is answered; POST hands the answer in."""
    if not isinstance(request.user, Person):
        return _log_in_first(request)
    place = place_or_404(module)
    item = _own_item(request.user, place, attempt, position)
    item.attempt.person = request.user
    if answer_to(item) is None and item.attempt.is_finished:
        return redirect(place.url("result", attempt))
    if request.method == "POST":
        if item.attempt.is_finished and not _finished_it(item):
            messages.warning(request, "Testet var redan klart. Svaren du lämnade då gäller.")
            return redirect(place.url("result", attempt))
        return _hand_in(request, place, item)
    if answer_to(item) is not None:
        return _verdict(request, place, item)
    mark_seen(item, at=timezone.now())
    return _ask(request, place, item, choice=_pending(request))


def _log_in_first(request: HttpRequest) -> HttpResponse:
    """The session has ended. Keep the choice, so that the same person finds it after log-in."""
    if request.method == "POST":
        values = {k: v for k, v in request.POST.lists() if k.startswith(("svar", "par-", "plats-"))}
        request.session[PENDING] = {"path": request.path, "kept": values}
    return redirect_to_login(request.path)


def _pending(request: HttpRequest) -> dict[str, list[str]]:
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    if pending.get("path") != request.path:
        return {}
    del request.session[PENDING]
    messages.info(
        request,
        "Du hade loggats ut innan svaret hann lämnas in. Ditt val finns kvar här nedanför. "
        "Kontrollera det och svara igen.",
    )
    values: dict[str, list[str]] = pending["kept"]
    return values


def _own_item(person: Person, place: Place, attempt: int, position: int) -> AttemptItem:
    """The item of the person's own attempt; 404 for anybody else's, as for one that never was."""
    items = own(person, AttemptItem.objects.all(), path="attempt__person").select_related(
        "attempt", "version", "answer"
    )
    return get_object_or_404(
        items,
        attempt=attempt,
        attempt__page_key=place.quiz.key,
        attempt__purpose=place.purpose,
        position=position,
    )


def _finished_it(item: AttemptItem) -> bool:
    """Whether it was the answer to this that finished the attempt, so that it may be sent again."""
    answer = answer_to(item)
    return answer is not None and answer.answered_at == item.attempt.finished_at


def _wording(item: AttemptItem) -> str:
    if item.attempt.wording == "B":
        return str(item.question.get("prompt_b", ""))
    return ""


def _frame(place: Place, item: AttemptItem) -> dict[str, Any]:
    count = item.attempt.rules["draw"] if place.module else len(item.version.questions)
    return {
        "place": place,
        "module": place.module,
        "quiz": place.quiz,
        "position": item.position,
        "count": min(count, len(item.version.questions)),
        "start_url": place.url("start"),
    }


def _ask(
    request: HttpRequest,
    place: Place,
    item: AttemptItem,
    *,
    choice: dict[str, list[str]],
    error: ChoiceError | None = None,
) -> HttpResponse:
    shown = asked(
        item.question,
        item.shown_keys,
        kept=error.kept if error else choice,
        error=error.message if error else "",
        error_at=error.field if error else "",
        prompt=_wording(item),
    )
    context = {**_frame(place, item), "asked": shown}
    return render(request, "courses/question.html", context)


def _hand_in(request: HttpRequest, place: Place, item: AttemptItem) -> HttpResponse:
    try:
        choice = read_choice(item.question, request.POST, shown=item.shown_keys)
    except ChoiceError as error:
        if answer_to(item) is not None:
            return redirect(request.path)
        return _ask(request, place, item, choice=kept(item.question, request.POST), error=error)
    try:
        answer_question(item, choice=choice, module=place.module, at=timezone.now())
    except AlreadyAnsweredError as error:
        if not error.same_choice:
            messages.warning(
                request,
                "Frågan var redan besvarad, kanske i en annan flik. "
                "Det svar du lämnade först gäller och visas här nedanför.",
            )
            return redirect(request.path)
    if place.module:
        return redirect(request.path)
    return redirect(_next_url(place, item))


def _next_url(place: Place, item: AttemptItem) -> str:
    if item.attempt.is_finished:
        return place.url("result", item.attempt.pk)
    position = next_position(item.attempt)
    if position is None:
        return place.url("result", item.attempt.pk)
    return place.url("question", item.attempt.pk, position)


def _verdict(request: HttpRequest, place: Place, item: AttemptItem) -> HttpResponse:
    if not place.module:
        return redirect(_next_url(place, item))
    answer = item.answer
    context = {
        **_frame(place, item),
        "answered": answered(item.question, answer.chosen, prompt=_wording(item)),
        "next_url": _next_url(place, item),
        "is_last": item.attempt.is_finished,
        "lesson": _lesson_to_reread(place.module, item.question.get("lesson")),
    }
    return render(request, "courses/question.html", context)


def _lesson_to_reread(module: ModuleOutline, key: str | None) -> Any:
    return next((lesson for lesson in module.lessons if lesson.key == key), None)
