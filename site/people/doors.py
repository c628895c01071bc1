"""One door in, and three that ask for more: the CMS, the reports and the seats want a second
factor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from . import access
from .actions import keep_to_seats
from .models import Person

CMS, REPORTS, SEATS, SECOND_FACTOR = "/cms/", "/rapporter/", "/uppdrag/", "/andra-steget/"
LOGGED_OUT = {
    "success": False,
    "error_code": "locked",
    "error_message": "Du är utloggad. Logga in i en annan flik och kom tillbaka hit, så sparas det "
    "du har skrivit. Stäng inte den här sidan.",
}
"""To the script that saves a draft. It shows the message of this code, and tries again."""


def safe_target(request: HttpRequest, target: str) -> str:
    """``target`` if it is an address of this site, otherwise nothing."""
    if url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return ""


def to_the_one_door(request: HttpRequest) -> HttpResponse:
    """Every other log-in page leads to ours and keeps where the visitor was going."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    target = safe_target(request, wanted) or (CMS if request.path.startswith(CMS) else "")
    query = f"?{urlencode({'next': target})}" if target else ""
    return redirect(settings.LOGIN_URL + query)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very log-in was confirmed with a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


class SecondFactorMiddleware:
    """Who has a seat that opens more confirms it with a second factor first (never in demo).

    The CMS is closed here to those without an open seat: the auth group alone opens nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith((CMS, REPORTS, SEATS)) or _is_door(request.path):
            return self.get_response(request)
        at = timezone.localdate()
        person = request.user
        if not isinstance(person, Person):
            if request.path.startswith(CMS):
                door = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
                return _told(request) or door
            return self.get_response(request)
        if request.path.startswith(CMS):
            keep_to_seats(person, at=at)
            if not _may_enter_cms(person, at=at):
                raise PermissionDenied
        if not (settings.DEMO or has_second_factor(request)) and access.needs_second_factor(
            person, at=at
        ):
            return _told(request) or _confirm_first(request)
        return self.get_response(request)


def _is_door(path: str) -> bool:
    return path.startswith(("/cms/login/", "/cms/logout/", "/cms/password_reset/"))


def _told(request: HttpRequest) -> HttpResponse | None:
    """The answer to a script of the editor, which can show a sentence but no page."""
    if not request.path.startswith(CMS) or request.accepts("text/html"):
        return None
    response = JsonResponse(LOGGED_OUT, status=400)
    add_never_cache_headers(response)
    return response


def _may_enter_cms(person: Person, *, at: date) -> bool:
    """Both the open seat and the group's permission; Wagtail alone would send in circles."""
    return access.may_edit(person, at=at) and person.has_perm("wagtailadmin.access_admin")


def _confirm_first(request: HttpRequest) -> HttpResponse:
    target = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponseRedirect(f"{SECOND_FACTOR}?{urlencode({'next': target})}")
