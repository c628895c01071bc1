"""How long a log-in lasts: idle and absolute limits, for shared computers and phones.

The times stand in the session and are refreshed at most once a minute, so that an ordinary page
costs no write. Whether somebody has rights is noted at log-in, so that no page asks for seats.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from . import access
from .models import Person

BEGAN, SEEN, PRIVILEGED = "people.began", "people.seen", "people.privileged"
READS, MANAGES = "people.reads_reports", "people.manages_seats"
REFRESH_SECONDS = 60
BY_ITSELF = "/cms/editing-sessions/"
"""What an open editor asks for every ten seconds, whether anybody sits there or not."""


def begin(request: HttpRequest, person: Person, *, at: date) -> None:
    """Start the clock of a log-in. Every log-in goes through here."""
    session = request.session
    session[BEGAN] = session[SEEN] = int(time.time())
    session[PRIVILEGED] = access.needs_second_factor(person, at=at)
    session[READS] = session[PRIVILEGED] and access.may_read_reports(person, at=at)
    session[MANAGES] = session[PRIVILEGED] and access.manages_seats(person, at=at)


def is_over(session: Mapping[str, Any], *, now: float) -> bool:
    """Whether the log-in has been idle too long, or has lasted the whole day it may."""
    privileged = session.get(PRIVILEGED, True)
    idle = settings.SESSION_IDLE_SECONDS_PRIVILEGED if privileged else settings.SESSION_IDLE_SECONDS
    return bool(
        now - session[SEEN] > idle or now - session[BEGAN] > settings.SESSION_ABSOLUTE_SECONDS
    )


class IdleSessionMiddleware:
    """Ends what is over, and keeps every page of somebody logged in out of caches and Back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended = SESSION_KEY in request.session and self._ended(request, now=time.time())
        response = self.get_response(request)
        if ended:
            _tell_why(response)
        if SESSION_KEY in request.session:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def _ended(self, request: HttpRequest, *, now: float) -> bool:
        session = request.session
        if BEGAN not in session:
            if isinstance(request.user, Person):
                begin(request, request.user, at=timezone.localdate())
        elif is_over(session, now=now):
            logout(request)
            return True
        elif now - session[SEEN] >= REFRESH_SECONDS and not request.path.startswith(BY_ITSELF):
            session[SEEN] = int(now)
        return False


def _tell_why(response: HttpResponse) -> None:
    """A page that now asks for log-in says that it was the time, not a fault."""
    target = response.headers.get("Location", "")
    if urlsplit(target).path == settings.LOGIN_URL:
        response.headers["Location"] = f"{target}{'&' if '?' in target else '?'}info=borta"
