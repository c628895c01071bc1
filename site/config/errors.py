"""Error pages in Swedish. They load nothing from the database, which may be what is broken."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from people.request_id import current_request_id

RETRY_SECONDS = 5
AWAY = (OperationalError, InterfaceError)
"""What a database raises that was killed, is starting, takes no more connections or is too slow."""


def _page(request: HttpRequest, status: int, *, template: str = "") -> HttpResponse:
    """Without context processors, which read the session."""
    context = {
        "anonymous": True,
        "demo": settings.DEMO,
        "request": request,
        "request_id": current_request_id(),
    }
    page = render_to_string(f"{template or status}.html", context)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _page(request, 413)
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    return _page(request, 405)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database did not answer: it comes back, and then the same request works."""
    if not isinstance(sys.exception(), AWAY):
        return _page(request, 500)
    response = _page(request, 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    return _page(request, 403, template="403_csrf")
