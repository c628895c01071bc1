from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.models import Person

from .actions import hand_over
from .progress import SESSION_KEY
from .rendering import current_outline
from .views.finding import Unpublished, unpublished


class UnpublishedMiddleware:
    """Tells a learner inside a module that was unpublished that nothing of theirs is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unpublished(request, exception) if isinstance(exception, Unpublished) else None


class HandOverMiddleware:
    """Hands over what somebody read before log-in, on their first page after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(SESSION_KEY) and isinstance(request.user, Person):
            outline = current_outline()
            if outline is not None:
                kept = request.session.pop(SESSION_KEY)
                hand_over(request.user, kept=kept, outline=outline, at=timezone.now())
        return self.get_response(request)
