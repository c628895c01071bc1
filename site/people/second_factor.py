"""The second factor (TOTP): at log-in, at enrolment, and the recovery codes, shown once.

One address, ``/andra-steget/``, serves both who has no app yet and who has one but has not
confirmed this log-in with it.
"""

from __future__ import annotations

from io import BytesIO

import segno
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from . import access
from .adapter import MFAAdapter
from .doors import has_second_factor, safe_target
from .models import Person

TARGET = "people.second_factor_target"


def _ask_for_digits(form: Form, label: str) -> None:
    field = form.fields["code"]
    field.label = label
    field.error_messages["required"] = "Skriv koden från appen"
    field.widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}


@method_decorator(
    login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login"),
    name="dispatch",
)
class AtLoginView(AuthenticateView):
    """The last step of a log-in for who has an authenticator."""

    def _build_forms(self) -> AuthenticateForm:
        data = self.request.POST if self.request.method == "POST" else None
        self.auth_form, self.webauthn_form = self.form_class(user=_at_stage(self), data=data), None
        _ask_for_digits(self.auth_form, "Koden från appen, eller en reservkod")
        return self.auth_form

    def form_invalid(self, form: AuthenticateForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


def _at_stage(view: AtLoginView) -> Person:
    person: Person = view.stage.login.user
    return person


@never_cache
@login_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 - login_required has seen to it
    if not access.needs_second_factor(person, at=timezone.localdate()):
        raise PermissionDenied
    if target := safe_target(request, request.GET.get("next", "")):
        request.session[TARGET] = target
    if has_second_factor(request):
        return redirect(request.session.pop(TARGET, "/"))
    if is_mfa_enabled(person):
        return _confirm_with_app(request, person)
    return _enrol(request, person)


def _confirm_with_app(request: HttpRequest, person: Person) -> HttpResponse:
    form = ReauthenticateForm(request.POST or None, user=person)
    _ask_for_digits(form, "Koden från appen, eller en reservkod")
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(request.session.pop(TARGET, "/"))
    return render(request, "mfa/authenticate.html", {"form": form})


def _enrol(request: HttpRequest, person: Person) -> HttpResponse:
    form = ActivateTOTPForm(request.POST or None, user=person)
    _ask_for_digits(form, "Koden som appen visar")
    if request.method == "POST" and form.is_valid():
        authenticator, _ = activate_totp(request, form)
        record_authentication(request, person, "mfa", id=authenticator.pk, type="totp")
        return redirect("mfa_view_recovery_codes")
    url = MFAAdapter().build_totp_url(person, form.secret)
    context = {"form": form, "qr": qr(url), "secret": " ".join(_by_four(form.secret))}
    return render(request, "mfa/totp/activate_form.html", context)


@never_cache
@login_required
@require_safe
def codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, the first time only, to who has confirmed this very log-in."""
    if not has_second_factor(request):
        return redirect("mfa_activate_totp")
    recovery, may_view = view_recovery_codes(request)
    if recovery is None:
        return redirect("mfa_activate_totp")
    shown = [" ".join(_by_four(code)) for code in recovery.get_unused_codes()] if may_view else []
    context = {"codes": shown, "target": request.session.get(TARGET, "/")}
    return render(request, "mfa/recovery_codes/index.html", context)


def qr(text: str) -> SafeString:
    """``text`` as an inline SVG without style attributes, dark on light in dark mode too."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4,
        dark="#000", light="#fff", title="QR-kod för appen", svgclass="qr", lineclass=None,
    )  # fmt: skip
    svg = out.getvalue().decode().replace("<svg ", '<svg width="220" height="220" role="img" ', 1)
    return mark_safe(svg)


def _by_four(text: str) -> list[str]:
    return [text[i : i + 4] for i in range(0, len(text), 4)]


at_login = AtLoginView.as_view()
