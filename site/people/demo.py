"""The three ways into a demo. Does not exist unless the setting DEMO is on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib.auth import login
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from . import onboarding, sessions
from .actions import Refused, grant, open_account
from .models import Person

DOMAIN = "exempel.example"
DISTRICT = "angered"
_FIRST = (
    "Amina", "Anders", "Birgitta", "Carlos", "Dilan", "Elin", "Fatima", "Göran", "Hanna", "Ivan",
    "Jasmin", "Karin", "Lars", "Mahmoud", "Nadia", "Oskar", "Petra", "Rebin", "Sara", "Tove",
    "Ulf", "Vesna", "Yusuf", "Åsa", "Örjan",
)  # fmt: skip
_LAST = (
    "Ahmed", "Berg", "Dahlgren", "Ek", "Forsberg", "Haddad", "Holm", "Ivarsson", "Jansson",
    "Khalil", "Lind", "Månsson", "Nyström", "Olsson", "Petrovic", "Rosén", "Sjögren",
    "Wallin", "Åkesson",
)  # fmt: skip


@require_POST
def try_as(request: HttpRequest, role: str) -> HttpResponse:
    return redirect(log_in_as(request, role))


def log_in_as(request: HttpRequest, role: str) -> str:
    """Log in as somebody fictional, and say where they begin. 404 outside demo."""
    if not settings.DEMO or role not in _CAST:
        raise Http404
    at = timezone.localdate()
    try:
        person, start = _CAST[role](at)
    except Refused as error:
        raise Http404 from error
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    sessions.begin(request, person, at=at)
    return start


def _newcomer(at: date) -> tuple[Person, str]:
    """A new person each time, who meets the notice and the workplace form."""
    number = Person.objects.filter(email__startswith="medarbetare-").count() + 1
    while True:
        name = f"{_FIRST[number * 7 % len(_FIRST)]} {_LAST[number * 5 % len(_LAST)]}"
        email = f"medarbetare-{number}@{DOMAIN}"
        try:
            with transaction.atomic():
                person = Person.objects.create_user(email, name=name, is_fictional=True)
        except IntegrityError:
            number += 1
        else:
            return person, onboarding.next_step(person, at=at) or "/"


def _coordinator(at: date) -> tuple[Person, str]:
    person = _standing("nosam", "Nils Dahl", at=at)
    grant(person.email, role="samordnare", district=DISTRICT, at=at)
    return person, f"/rapporter/{DISTRICT}/"


def _editor(at: date) -> tuple[Person, str]:
    person = _standing("redaktor", "Rut Holm", at=at)
    grant(person.email, role="redaktion", at=at)
    grant(person.email, role="temagrupp", at=at)
    return person, "/cms/"


def _standing(local_part: str, name: str, *, at: date) -> Person:
    """The same fictional person every time, who has met the notice and is asked nothing."""
    email = f"{local_part}@{DOMAIN}"
    now = timezone.now()
    person = open_account(email, name=name, is_fictional=True, notice_read_at=now)
    if person.workplace_confirmed_on is None or onboarding.next_step(person, at=at):
        person.workplace_confirmed_on = at
        person.save(update_fields=["workplace_confirmed_on"])
    return person


_CAST: dict[str, Callable[[date], tuple[Person, str]]] = {
    "medarbetare": _newcomer,
    "nosam": _coordinator,
    "redaktor": _editor,
}
