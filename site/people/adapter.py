"""What django-allauth asks us: mails, Swedish errors, and where to go after log-in."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import onboarding, sessions
from .models import Person

_WAIT = "Du har försökt för många gånger. Vänta en stund och försök igen."


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Koden stämmer inte. Kontrollera den i mejlet och skriv den igen.",
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
    }

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """allauth's flash messages are left out: every page of ours says itself what happened."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return onboarding.next_step(request.user, at=_today()) or "/"

    def post_login(
        self, request: HttpRequest, user: Person, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        """Start the idle clock, and go by way of the notice and the workplace where needed."""
        at = _today()
        sessions.begin(request, user, at=at)
        step = onboarding.next_step(user, at=at)
        if step and redirect_url:
            onboarding.remember_onward(request, redirect_url)
        return super().post_login(request, user, redirect_url=step or redirect_url, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        from .login import back_to_login

        return back_to_login(request, "stangt")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Only enrolment and showing the codes once are mounted; both have their own guards."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Koden stämmer inte. Vänta på nästa kod i appen och försök igen.",
    }


def _today() -> date:
    return timezone.localdate()
