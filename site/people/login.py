"""Log in with a code by e-mail, and log out. Built on allauth's flow; the scheme is its own.

A new address of an allowed domain gets a code like everybody else, and the person is made when
the code is entered. Addresses that may not enter get a mail that says so. The screen and the work
done are the same in all cases, so nobody learns who has an account.
"""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import context, ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .actions import open_account
from .doors import safe_target
from .models import Person

NOTES = {
    "borta": "Du har varit borta en stund. Därför loggade vi ut dig. Logga in igen, "
    "så kan du fortsätta där du var.",
    "utloggad": "Du är utloggad.",
    "gammal": "Koden gäller inte längre. Skriv din e-postadress, så skickar vi en ny.",
    "forsok": "Det blev fel kod för många gånger. Vänta fem minuter och be sedan om en ny kod.",
    "stangt": "Ditt konto är stängt. Kontakta temagruppen om det är fel.",
}


def back_to_login(request: HttpRequest, note: str) -> HttpResponseRedirect:
    query = {"info": note}
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if target := safe_target(request, wanted):
        query["next"] = target
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode(query)}")


def may_enter(email: str) -> bool:
    """Whether the address gets a code: an active account, or a new one of an allowed domain."""
    person = Person.objects.filter(email=email).first()
    if person is not None:
        return person.is_active
    return domain_allowed(email)


def domain_allowed(email: str) -> bool:
    """No list means any domain in demo and none in earnest."""
    domains = settings.ALLOWED_EMAIL_DOMAINS
    if not domains:
        return bool(settings.DEMO)
    return email.rpartition("@")[2] in domains


class CodeProcess(LoginCodeVerificationProcess):
    """A code for an address, whether or not it has an account yet."""

    @classmethod
    def start(cls, request: HttpRequest, email: str) -> CodeProcess:
        login = Login(user=None, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=None, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> CodeProcess | None:
        process: CodeProcess | None = cls(stage=stage).abort_if_invalid()
        return process

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        from .adapter import AccountAdapter

        code = self.generate_code()
        allowed = may_enter(email)
        if not allowed:
            self.state["code"] = ""
        AccountAdapter(self.request).send_mail(
            "account/email/login_code" if allowed else "account/email/no_access",
            email,
            {"request": self.request, "code": code, "minutes": self.timeout // 60},
        )

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code was right: the account exists from now on. The code is spent."""
        email = self.state["email"]
        self.abort()
        person = open_account(email)
        record_authentication(self.request, person, method="code", email=email)
        login = Login(user=person, redirect_url=redirect_url, email=email)
        return perform_login(self.request, login)


class CodeRequestForm(RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = "Din e-postadress i jobbet"
        field.error_messages |= {
            "required": "Skriv din e-postadress",
            "invalid": "Skriv hela e-postadressen, till exempel namn@goteborg.se",
        }
        # The validator of an e-mail field carries a message of its own.
        field.validators = [EmailValidator(field.error_messages["invalid"])]
        field.widget.attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}

    def clean_email(self) -> str:
        email = Person.objects.normalize_email(self.cleaned_data["email"])
        longest = Person._meta.get_field("email").max_length or 0
        if len(email) > longest:  # after normalizing, which may make it longer
            raise ValidationError(f"Skriv en e-postadress med högst {longest} tecken")
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise ValidationError("Vi har nyss skickat flera koder. Vänta en minut och försök igen")
        return email


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = "Koden från mejlet"
        field.error_messages["required"] = "Skriv koden från mejlet"
        field.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
        }


class RequestCodeView(RequestLoginCodeView):
    form_class = CodeRequestForm

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Who comes back here wants to correct the address, not to be sent on."""

    def form_valid(self, form: CodeRequestForm) -> HttpResponse:
        try:
            CodeProcess.start(self.request, form.cleaned_data["email"])
        except (OSError, SMTPException):
            form.add_error("email", "Just nu går det inte att skicka mejl. Försök om en stund")
            return self.form_invalid(form)
        return HttpResponseRedirect(str(self.get_success_url()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = NOTES.get(self.request.GET.get("info", ""))
        return {**super().get_context_data(**kwargs), **_next(self.request), "note": note}


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login"),
    name="dispatch",
)
class ConfirmCodeView(ConfirmLoginCodeView):
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]
        process = CodeProcess.resume(self.stage)
        if process is None:
            return back_to_login(request, "gammal")
        self._process: CodeProcess = process
        return super(ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self._tries_left(dry_run=True):
            return self._stop()
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """A wrong code counts for this code, and for the account wherever it is tried."""
        may_go_on = self._tries_left(dry_run=False)
        if not self._process.record_invalid_attempt() or not may_go_on:
            return self._stop()
        return self.render_to_response(self.get_context_data(form=form))

    def _tries_left(self, *, dry_run: bool) -> bool:
        email = self._process.state["email"]
        return ratelimit.consume(self.request, action="login_failed", key=email, dry_run=dry_run)

    def _stop(self) -> HttpResponse:
        self._process.abort()
        return back_to_login(self.request, "forsok")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail_folder = getattr(settings, "EMAIL_FILE_PATH", None) if settings.DEMO else None
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        return {
            **super().get_context_data(**kwargs),
            **_next(self.request),
            "mail_folder": mail_folder,
            "minutes": minutes,
        }


def _next(request: HttpRequest) -> dict[str, str]:
    """Where to go afterwards, for a hidden field; empty when it is not an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return {"next": safe_target(request, wanted)}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def log_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on POST, and asks the browser to forget what it has kept."""
    if request.method != "POST":
        if not request.user.is_authenticated:
            return redirect(settings.LOGIN_URL)
        return render(request, "account/logout.html")
    logout(request)
    response = HttpResponseRedirect(f"{settings.LOGIN_URL}?info=utloggad")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


request_code = RequestCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
