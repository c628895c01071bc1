"""One question a page: asking, handing in, verdict.

The address names the attempt and the question's place, so a stale tab, Back or another device
never points at something else than it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.access import own
from people.models import Person
from quizzes.answering import ChoiceError, read_choice
from quizzes.attempts import AlreadyAnsweredError, answer_to, mark_seen, next_position
from quizzes.models import AttemptItem

from ..actions import answer_question
from ..outline import ModuleOutline
from ..questions import answered, asked
from .places import Place, place_or_404

LARGEST_KEY = 2**63 - 1
"""What a database takes for a key. Addresses may hold any number."""
PENDING = "vantande_svar"
"""Session key of a choice that was not handed in: it was refused, or the session had ended."""
MOST = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(
    request: HttpRequest, attempt: int, position: int, module: str | None = None
) -> HttpResponse:
    """GET shows one question, or its verdict when it is answered; POST hands the answer in."""
    if not isinstance(request.user, Person):
        return _log_in_first(request, module)
    if attempt > LARGEST_KEY or position > LARGEST_KEY:
        raise Http404
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
    return _ask(request, place, item)


def _log_in_first(request: HttpRequest, module: str | None) -> HttpResponse:
    """The session has ended. Keep the choice, so that the same person finds it after log-in."""
    place_or_404(module)
    if request.method == "POST":
        values = {k: v for k, v in request.POST.lists() if k.startswith(("svar", "par-", "plats-"))}
        _keep(request, values)
    return redirect_to_login(request.path)


def _keep(
    request: HttpRequest, values: Mapping[str, list[str]], error: ChoiceError | None = None
) -> None:
    """Keep a choice that was not handed in, for the next look at the same question. No form of
    ours has more or longer values than these."""
    request.session[PENDING] = {
        "path": request.path,
        "kept": {
            name[:MOST]: [value[:MOST] for value in many[:MOST]]
            for name, many in list(values.items())[:MOST]
        },
        "error": error.message if error else "",
        "error_at": error.field if error else "",
    }


def _kept(request: HttpRequest) -> dict[str, Any]:
    pending: dict[str, Any] = request.session.get(PENDING) or {}
    return pending if pending.get("path") == request.path else {}


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


def _ask(request: HttpRequest, place: Place, item: AttemptItem) -> HttpResponse:
    pending = _kept(request)
    if pending and not pending["error"]:
        messages.info(
            request,
            "Du hade loggats ut innan svaret hann lämnas in. Ditt val finns kvar här nedanför. "
            "Kontrollera det och svara igen.",
        )
    shown = asked(
        item.question,
        item.shown_keys,
        kept=pending.get("kept"),
        error=pending.get("error", ""),
        error_at=pending.get("error_at", ""),
        prompt=_wording(item),
    )
    context = {**_frame(place, item), "asked": shown}
    return render(request, "courses/question.html", context)


def _hand_in(request: HttpRequest, place: Place, item: AttemptItem) -> HttpResponse:
    """Always answered with a redirect, so that Back never asks to send a form again."""
    try:
        choice = read_choice(item.question, request.POST, shown=item.shown_keys)
    except ChoiceError as error:
        if answer_to(item) is None:
            _keep(request, error.kept, error)
        return redirect(request.path)
    request.session.pop(PENDING, None)
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
