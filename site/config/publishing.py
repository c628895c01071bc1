from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse


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

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if _changes_the_cms(request):
            transaction.set_rollback(True)


def _changes_the_cms(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path.startswith("/cms/")
