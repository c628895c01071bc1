"""Changes in the CMS: whole or not at all, and what cannot be published says why."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin import messages

from content.problems import NotReadyError

TOLD = 3
"""Problems that the message names; the rest are counted."""


class AtomicPublishingMiddleware:
    """Runs every change in the CMS in one transaction: publishing never parts from freezing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _changes_the_cms(request):
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not _changes_the_cms(request):
            return None
        transaction.set_rollback(True)
        return _refuse(request, exception) if isinstance(exception, NotReadyError) else None


def _changes_the_cms(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path.startswith("/cms/")


def _refuse(request: HttpRequest, error: NotReadyError) -> HttpResponse:
    """To the page's editor, with the reasons. Nothing may be asked of the database here."""
    editor = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    messages.error(request, _reasons(error, editor))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        # What a window on top of the page (a review's) understands.
        return JsonResponse({"step": "success", "redirect": editor})
    return redirect(editor)


def _reasons(error: NotReadyError, editor: str) -> SafeString:
    told = format_html_join(
        " ",
        '<a href="{}#{}">{}</a>',
        ((editor, problem.anchor, problem.sentence) for problem in error.problems[:TOLD]),
    )
    more = len(error.problems) - TOLD
    rest = f" Och {more} till." if more > 0 else ""
    return format_html(
        "”{}” går inte att publicera än, och inget är ändrat. {}{}", error.page.title, told, rest
    )
