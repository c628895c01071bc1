from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from .errors import bad_request

FORM = "application/x-www-form-urlencoded"


class TooLargeMiddleware:
    """Refuses a form that is too large by what it says of itself, before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if (
            request.content_type == FORM
            and length.isdecimal()
            and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        ):
            return bad_request(request, RequestDataTooBig())
        return self.get_response(request)
