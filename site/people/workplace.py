"""Where do you work? Search and confirm, or describe it; and pass on what is missing."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from . import access, kept_forms, onboarding
from .actions import report_missing, set_workplace, workplace_for
from .forms import NO_DISTRICT, AboutMeForm, MissingForm, WorkplaceForm
from .models import Membership, Person, Workplace, WorkplaceDistrict

SHOWN = 20
_METHODS = ["GET", "HEAD", "POST"]


def found(query: str, *, at: date) -> QuerySet[Workplace]:
    """Named workplaces where every word occurs in name, organisation, type or district.

    The identity is in small letters, so å, ä and ö match whatever their case, on SQLite too.
    """
    workplaces = Workplace.objects.current(at=at).exclude(name="")
    for word in query.casefold().replace("|", " ").split():
        workplaces = workplaces.filter(identity__contains=word)
    return with_place(workplaces, at=at).order_by("name", "pk")


def with_place(workplaces: QuerySet[Workplace], *, at: date) -> QuerySet[Workplace]:
    """Adds what a hit shows: organisation, type and, as ``places``, the reporting district."""
    places = (
        WorkplaceDistrict.objects.current(at=at)
        .filter(is_primary=True, layer__is_reporting=True)
        .select_related("district")
    )
    return workplaces.select_related("organisation", "workplace_type").prefetch_related(
        Prefetch("served", queryset=places, to_attr="places")
    )


@login_required
@require_http_methods(_METHODS)
def search(request: HttpRequest) -> HttpResponse:
    at = timezone.localdate()
    chosen = request.POST.get("arbetsplats") or request.GET.get("arbetsplats")
    if chosen or request.method == "POST":
        return _confirm(request, _chosen(chosen or "", at=at), at=at)
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:120]
    hits = list(found(query, at=at)[: SHOWN + 1]) if query else []
    now = access.primary_membership(request.user, at=at)
    context = {"query": query, "hits": hits[:SHOWN], "more": len(hits) > SHOWN, "now": now}
    return render(request, "people/workplace_search.html", context)


def _chosen(chosen: str, *, at: date) -> Workplace:
    workplace = None
    if chosen.isdecimal() and len(chosen) < 19:
        workplaces = Workplace.objects.current(at=at).filter(pk=int(chosen))
        workplace = with_place(workplaces, at=at).first()
    if workplace is None:
        raise Http404
    return workplace


def _confirm(request: HttpRequest, workplace: Workplace, *, at: date) -> HttpResponse:
    person = _person(request)
    make = partial(AboutMeForm, initial=_about(person, at=at))
    if request.method == "POST":
        form = make(request.POST)
        if form.is_valid():
            return _save(request, workplace, form, at=at)
        return kept_forms.refuse(request, arbetsplats=workplace.pk)
    context = {"form": kept_forms.again(request, make), "workplace": workplace}
    return render(request, "people/workplace_confirm.html", context)


@login_required
@require_http_methods(_METHODS)
def describe(request: HttpRequest) -> HttpResponse:
    at = timezone.localdate()
    person = _person(request)
    initial = {**_described(request), **_about(person, at=at)}
    make = partial(WorkplaceForm, at=at, initial=initial)
    if request.method == "POST":
        form = make(request.POST)
        if not form.is_valid():
            return kept_forms.refuse(request)
        workplace = workplace_for(
            organisation=form.organisation(),
            name="",
            workplace_type=form.workplace_type(),
            district=form.district(),
            at=at,
        )
        return _save(request, workplace, form, at=at)
    context = {"form": kept_forms.again(request, make), "passed_on": "tack" in request.GET}
    return render(request, "people/workplace_form.html", context)


@login_required
@require_http_methods(_METHODS)
def missing(request: HttpRequest) -> HttpResponse:
    at = timezone.localdate()
    make = partial(MissingForm, at=at, initial={"namn": request.GET.get("q", "")})
    if request.method == "POST":
        form = make(request.POST)
        if not form.is_valid():
            return kept_forms.refuse(request)
        district, workplace_type = form.district(), form.workplace_type()
        report_missing(
            form.cleaned_data["namn"],
            organisation=form.cleaned_data["arbetsgivare"],
            workplace_type=workplace_type,
            district=district,
            at=at,
        )
        kept_forms.forget(request)
        area = district.code if district else NO_DISTRICT
        query = f"?tack=1&omrade={area}&verksamhet={workplace_type.code}"
        return redirect(f"{onboarding.WORKPLACE}uppgifter/{query}")
    form = kept_forms.again(request, make)
    return render(request, "people/workplace_missing.html", {"form": form})


def _save(
    request: HttpRequest, workplace: Workplace, form: AboutMeForm, *, at: date
) -> HttpResponse:
    set_workplace(
        _person(request),
        workplace=workplace,
        occupation=form.cleaned_data["befattning"],
        is_manager=form.cleaned_data["chef"],
        at=at,
    )
    kept_forms.forget(request)
    return redirect(onboarding.onward(request, at=at))


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - login_required has seen to it
    return request.user


def _about(person: Person, *, at: date) -> dict[str, object]:
    now: Membership | None = access.primary_membership(person, at=at)
    return {"befattning": now.occupation if now else "", "chef": person.is_manager}


def _described(request: HttpRequest) -> dict[str, str]:
    """What was said about the missing workplace, so that nobody types it twice."""
    return {name: request.GET[name] for name in ("omrade", "verksamhet") if name in request.GET}
