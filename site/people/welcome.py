"""The first thing a person meets: what is stored about them, and why."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from . import onboarding
from .actions import read_notice
from .models import Person


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - login_required has seen to it
    if request.method == "POST":
        read_notice(person, at=timezone.now())
        return redirect(onboarding.onward(request, at=timezone.localdate()))
    return render(request, "people/welcome.html")
