"""Who has which seat: temagruppen's screen. Nobody else learns that it exists (404).

The one screen that shows somebody the names of others: those of officials, never of learners.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from . import access, kept_forms
from .actions import Refused, end_seat, grant, set_seat_end
from .models import CollaborationGroup, DatedQuerySet, GroupDistrict, GroupSeat, Person
from .onboarding import a_year_before
from .seat_forms import EndForm, SeatForm

_METHODS = ["GET", "HEAD", "POST"]
_ALWAYS_LISTED = (CollaborationGroup.Kind.TEMAGRUPP, CollaborationGroup.Kind.NOSAM)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Person):
        return kept_forms.log_in_first(request)
    at = timezone.localdate()
    seats = _managed(request, at=at)
    ended = seats.filter(valid_to__lte=at, valid_to__gt=a_year_before(at))
    held = seats.current(at=at).order_by("role", "person__name", "person__email")
    context = {
        "groups": _by_group(list(held), at=at),
        "ended": ended.order_by("-valid_to", "-pk"),
    }
    return render(request, "people/seats.html", context)


def _by_group(seats: list[GroupSeat], *, at: date) -> list[dict[str, Any]]:
    """Temagruppen first, then every NOSAM in order, also those where nobody has a seat."""
    groups = CollaborationGroup.objects.filter(
        Q(kind__in=_ALWAYS_LISTED) | Q(pk__in={seat.group_id for seat in seats})
    )
    areas = GroupDistrict.objects.current(at=at).of_nosam()
    district_of = {area.group_id: area.district.code for area in areas}
    return [
        {
            "group": group,
            "seats": [seat for seat in seats if seat.group_id == group.pk],
            "district": district_of.get(group.pk, ""),
        }
        for group in sorted(groups, key=lambda one: (one.kind not in _ALWAYS_LISTED[:1], one.name))
    ]


@require_http_methods(_METHODS)
def give(request: HttpRequest) -> HttpResponse:
    if not isinstance(request.user, Person):
        return kept_forms.log_in_first(request)
    at = timezone.localdate()
    _managed(request, at=at)
    areas = GroupDistrict.objects.current(at=at).of_nosam()
    names = {area.district.code: area.district.name for area in areas}
    make = partial(SeatForm, at=at, districts=names, initial=_wanted(request))
    if request.method != "POST":
        return render(request, "people/seat_new.html", {"form": kept_forms.again(request, make)})
    form = make(request.POST)
    if not form.is_valid():
        return kept_forms.refuse(request)
    try:
        granted = grant(
            form.cleaned_data["epost"],
            role=form.cleaned_data["uppdrag"],
            district=form.cleaned_data["stadsdel"] or None,
            until=form.until(),
            at=at,
            by=request.user,
        )
    except Refused as error:
        return kept_forms.refuse(request, str(error))
    kept_forms.forget(request)
    done = "är nu" if granted.changed else "var redan"
    messages.success(request, f"{granted.person} {done} {_role_in(granted.seat)}.")
    return redirect("seats")


def _wanted(request: HttpRequest) -> dict[str, str]:
    """What the link from a group without anybody asks for."""
    return {name: request.GET[name] for name in ("uppdrag", "stadsdel") if name in request.GET}


@require_http_methods(_METHODS)
def change(request: HttpRequest, seat: int) -> HttpResponse:
    """When the seat ends."""
    if not isinstance(request.user, Person):
        return kept_forms.log_in_first(request)
    at = timezone.localdate()
    found = get_object_or_404(_managed(request, at=at), pk=seat)
    make = partial(EndForm, at=at, initial={"till_och_med": found.last_day})
    if request.method != "POST":
        context = {"form": kept_forms.again(request, make), "seat": found}
        return render(request, "people/seat.html", context)
    form = make(request.POST)
    if not form.is_valid():
        return kept_forms.refuse(request)
    try:
        changed = set_seat_end(found, until=form.until(), at=at, by=request.user)
    except Refused as error:
        return kept_forms.refuse(request, str(error))
    kept_forms.forget(request)
    done = "Sparat" if changed else "Inget nytt"
    messages.success(request, f"{done}: {found.person} är {_role_in(found)}.")
    return redirect("seats")


@require_http_methods(_METHODS)
def end(request: HttpRequest, seat: int) -> HttpResponse:
    """GET asks whether to, POST ends the seat from today on."""
    if not isinstance(request.user, Person):
        return kept_forms.log_in_first(request)
    at = timezone.localdate()
    found = get_object_or_404(_managed(request, at=at), pk=seat)
    if request.method != "POST":
        context = {"seat": found, "is_open": found.is_current(at=at)}
        return render(request, "people/seat_end.html", context)
    try:
        ended = end_seat(found, at=at, by=request.user)
    except Refused as error:
        messages.warning(request, str(error))
        return redirect("seat-end", found.pk)
    role = f"{found.get_role_display()} i {found.group}"
    done = "är inte längre" if ended else "var redan inte längre"
    messages.success(request, f"{found.person} {done} {role}.")
    return redirect("seats" if access.manages_seats(request.user, at=at) else "/")


def _managed(request: HttpRequest, *, at: date) -> DatedQuerySet[GroupSeat]:
    """The seats; 404 for who does not manage them."""
    seats = access.managed_seats(request.user, at=at)
    if seats is None:
        raise Http404("uppdrag")
    return seats


def _role_in(seat: GroupSeat) -> str:
    role = f"{seat.get_role_display()} i {seat.group}"
    return f"{role} till och med den {date_format(seat.last_day)}" if seat.last_day else role
