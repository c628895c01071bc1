"""A refused form is answered with a redirect, so that Back never asks to send it again. What was
typed waits in the session, and the address says by ``?fel`` that it is to be shown.

    if request.method == "POST":
        form = make(request.POST)
        if not form.is_valid():
            return kept_forms.refuse(request)
        ...
        kept_forms.forget(request)
    else:
        form = kept_forms.again(request, make)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

KEPT, MARK = "people.kept_form", "fel"
MOST, MANY, LONGEST = 60, 20, 300
"""Fields, values of one, and characters in a value; no form of ours takes more."""
F = TypeVar("F", bound=forms.BaseForm)


def refuse(request: HttpRequest, reason: str = "", **query: object) -> HttpResponse:
    """Keep what was typed and show the form again. ``reason``: why, where the form itself finds
    no fault. ``query``: what else the address needs."""
    return redirect(_keep(request, reason, query))


def log_in_first(request: HttpRequest) -> HttpResponse:
    """The session has ended: what was typed is there again after log-in."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(_keep(request, "", {}))


def again(request: HttpRequest, make: Callable[[QueryDict | None], F]) -> F:
    """The form as it was when it was refused, if the address says so; otherwise a new one."""
    kept = request.session.get(KEPT) or {}
    if MARK not in request.GET or kept.get("path") != request.path:
        return make(None)
    values = QueryDict(mutable=True)
    for name, many in kept["values"].items():
        values.setlist(name, many)
    form = make(values)
    if form.is_valid() and not kept["reason"]:
        messages.info(request, "Det du skrev är inte sparat än. Kontrollera det och spara igen.")
    if kept["reason"]:
        form.add_error(None, kept["reason"])
    return form


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


def _keep(request: HttpRequest, reason: str, query: dict[str, object]) -> str:
    """The address at which it is shown."""
    typed = [pair for pair in request.POST.lists() if pair[0] != "csrfmiddlewaretoken"]
    request.session[KEPT] = {
        "path": request.path,
        "values": {
            name[:LONGEST]: [value[:LONGEST] for value in many[:MANY]]
            for name, many in typed[:MOST]
        },
        "reason": reason,
    }
    return f"{request.path}?{urlencode({**query, MARK: 1})}"
