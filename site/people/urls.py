"""The addresses of the door. Only what is listed here exists of allauth; the names are its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import demo, login, seats, second_factor, welcome, workplace

urlpatterns: list[URLPattern] = [
    path("logga-in/", login.request_code, name="account_login"),
    path("logga-in/", login.request_code, name="account_request_login_code"),
    path("logga-in/kod/", login.confirm_code, name="account_confirm_login_code"),
    path("logga-in/andra-steget/", second_factor.at_login, name="mfa_authenticate"),
    path("logga-ut/", login.log_out, name="account_logout"),
    path("andra-steget/", second_factor.confirm, name="mfa_activate_totp"),
    path("andra-steget/reservkoder/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("valkommen/", welcome.notice, name="notice"),
    path("min-arbetsplats/", workplace.search, name="workplace"),
    path("min-arbetsplats/uppgifter/", workplace.describe, name="workplace_form"),
    path("min-arbetsplats/saknas/", workplace.missing, name="workplace_missing"),
    path("uppdrag/", seats.overview, name="seats"),
    path("uppdrag/nytt/", seats.give, name="seat-new"),
    path("uppdrag/<int:seat>/", seats.change, name="seat"),
    path("uppdrag/<int:seat>/avsluta/", seats.end, name="seat-end"),
    path("prova/<slug:role>/", demo.try_as, name="try_as"),
]
