"""Where samordnare and temagruppen give the headcounts, the denominators of every share.

Shown as they are, also below ten: they are numbers of posts that the reader gives, and tell
nothing of what anybody has learnt. The reports read them suppressed (DESIGN §4). So only who may
give them sees the screens; for everybody else there are none (404).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from people import kept_forms
from people.access import districts_counted_by
from people.models import District, Person, WorkplaceType
from people.onboarding import a_year_before

from .actions import enter_headcounts
from .freezing import find_snapshot, next_freeze
from .headcount_form import HeadcountForm
from .models import Headcount


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request: HttpRequest, district: str) -> HttpResponse:
    """One district. Nothing is changed: what is given is a new entry, and the latest one holds."""
    if not isinstance(request.user, Person):
        return kept_forms.log_in_first(request)
    at = timezone.localdate()
    place = get_object_or_404(districts_counted_by(request.user, at=at), code=district)
    if request.method == "POST":
        return _save(request, request.user, place, at=at)
    form = kept_forms.again(request, partial(_form, place=place, at=at))
    context = {
        "form": form,
        "district": place,
        "counts_from": next_freeze(today=at, as_of=at),
        "rows": list(form.rows()),
    }
    return render(request, "reports/headcount_grid.html", context)


def _form(data: QueryDict | None, *, place: District, at: date) -> HeadcountForm:
    entries = Headcount.objects.filter(district=place).order_by("as_of", "pk")
    return HeadcountForm(
        data, kinds=list(WorkplaceType.objects.all()), entries=list(entries), at=at
    )


def _save(request: HttpRequest, by: Person, place: District, *, at: date) -> HttpResponse:
    with transaction.atomic():
        # One at a time in a district, so that the form sees what the one before has given.
        District.objects.select_for_update(no_key=True).get(pk=place.pk)
        form = _form(request.POST, place=place, at=at)
        if not form.is_valid():
            return kept_forms.refuse(request)
        as_of, source = form.cleaned_data["per_den"], form.cleaned_data["kalla"]
        counts = form.given()
        entered = enter_headcounts(
            {(place.pk, kind.pk, as_of): (count, source) for kind, count in counts.items()},
            action="enter-headcounts",
            subject=place.code,
            by=by,
            counts={kind.code: count for kind, count in counts.items()},
            as_of=str(as_of),
            source=source,
        )
    kept_forms.forget(request)
    if entered.new:
        counts_from = date_format(next_freeze(today=at, as_of=as_of))
        messages.success(
            request, f"Sparat. Nya antal räknas från nästa frysning, den {counts_from}."
        )
    elif counts:
        messages.info(request, "Inget nytt: antalen stod redan så.")
    else:
        messages.info(request, "Inget nytt: du skrev inte något antal.")
    return redirect(request.path)


@dataclass(frozen=True)
class Coverage:
    """How well a district's headcounts are kept. ``missing``: prioritised types, and types with
    people in the newest report, that have none. ``old``: those of more than a year ago."""

    district: District
    given: int
    oldest: date | None
    missing: list[str]
    old: list[str]


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The districts that the reader gives headcounts for, and what they lack."""
    at = timezone.localdate()
    districts = list(districts_counted_by(request.user, at=at))
    if not districts:
        raise Http404("målgrupp")
    kinds = list(WorkplaceType.objects.all())
    rows = _coverage(districts, kinds, at=at)
    context = {
        "rows": rows,
        "kinds": len(kinds),
        "lacking": sum(bool(row.missing) for row in rows),
        "outdated": sum(bool(row.old) for row in rows),
    }
    return render(request, "reports/headcount_overview.html", context)


def _coverage(districts: list[District], kinds: list[WorkplaceType], *, at: date) -> list[Coverage]:
    held: dict[int, dict[int, date]] = {district.pk: {} for district in districts}
    for row in Headcount.objects.filter(district__in=districts).latest(at=at):
        held[row.district_id][row.workplace_type_id] = row.as_of
    needed = _missing_in_report()
    return [
        _coverage_of(one, held[one.pk], kinds, needed.get(one.code, ()), old=a_year_before(at))
        for one in districts
    ]


def _coverage_of(
    district: District,
    held: dict[int, date],
    kinds: list[WorkplaceType],
    needed: Collection[str],
    *,
    old: date,
) -> Coverage:
    """``held``: workplace type → as-of date. ``old``: what is of before this day is."""
    lacked = [kind for kind in kinds if kind.pk not in held]
    if not district.is_citywide:
        needed = {*needed, *(kind.code for kind in lacked if kind.is_priority)}
    return Coverage(
        district=district,
        given=len(held),
        oldest=min(held.values(), default=None),
        missing=[kind.short_name for kind in lacked if kind.code in needed],
        old=[kind.short_name for kind in kinds if kind.pk in held and held[kind.pk] < old],
    )


def _missing_in_report() -> dict[str, list[str]]:
    """District → types that had people but no headcount when the figures were last frozen."""
    snapshot = find_snapshot()
    document = snapshot.document if snapshot else {"districts": []}
    return {place["code"]: place["headcount_missing"] for place in document["districts"]}
