"""An id for every request, and a line in the log about it that says nothing of who asked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from people.request_id import LENGTH, served

HEADER = "X-Request-ID"
# Hexadecimal, as proxies make them: a name or an address can not be passed off as an id.
WELL_FORMED = re.compile(rf"[0-9a-fA-F-]{{16,{LENGTH}}}")

log = logging.getLogger("vastbus.request")


class RequestLogMiddleware:
    """Outermost, so that the line tells what was sent and how long it took in all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # Not sooner: Django logs what was not found after the last middleware.
        request_finished.connect(_forget, dispatch_uid="config.request_log")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        served.set(request_id(request))
        response = self.get_response(request)
        response[HEADER] = served.get()
        log.info("request", extra={"fields": _fields(request, response, began)})
        return response


def _forget(sender: object, **kwargs: object) -> None:
    served.set("")


def request_id(request: HttpRequest) -> str:
    """That of a proxy we trust, if it is well-formed; otherwise one of our own."""
    given = request.headers.get(HEADER, "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT and WELL_FORMED.fullmatch(given):
        return given
    return uuid4().hex


def _fields(
    request: HttpRequest, response: HttpResponse, began: float
) -> dict[str, str | int | None]:
    """The route in place of the path, which may hold ids; never the query."""
    match, length = request.resolver_match, response.get("Content-Length")
    return {
        "method": request.method,
        "route": match.route if match else None,
        "status": response.status_code,
        "ms": round((time.monotonic() - began) * 1000),
        "bytes": int(length) if length else None,
    }
