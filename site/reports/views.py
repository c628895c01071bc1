"""The situation in the districts: read from frozen figures, cut to the reader, never counted."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import districts_counted_by, districts_readable_by

from .document import restrict
from .excerpt import UnknownDistrictError, of_district
from .exports import as_csv
from .freezing import NotAReportDateError, find_snapshot, report_date
from .presentation import district_context, overview_context
from .reading import ALL, SCREEN, record_reading


@login_required
@require_safe
@transaction.atomic
def overview(request: HttpRequest) -> HttpResponse:
    """All districts: the headline of each, in full for those the reader answers for."""
    readable = _readable(request)
    document = _document(request, readable)
    if document is None:
        return render(request, "reports/none.html", _counting(request))
    if wanted := request.GET.get("format"):
        response = _export(document, wanted, name=ALL)
    else:
        context = {**overview_context(document, readable=readable), **_counting(request)}
        response = render(request, "reports/overview.html", context)
    _record(request, document, of=ALL, scope=readable)
    return response


@login_required
@require_safe
@transaction.atomic
def district(request: HttpRequest, district: str) -> HttpResponse:
    """One district in full. 404 for others' districts as for those that do not exist."""
    readable = _readable(request)
    if district not in readable:
        raise Http404(district)
    document = _document(request, {district})
    if document is None:
        return render(request, "reports/none.html", _counting(request))
    try:
        single = of_district(document, district)
    except UnknownDistrictError as error:
        raise Http404(district) from error
    if wanted := request.GET.get("format"):
        response = _export(single, wanted, name=district)
    else:
        context = {**district_context(document, district), **_counting(request)}
        response = render(request, "reports/district.html", context)
    _record(request, document, of=district, scope={district})
    return response


def _record(request: HttpRequest, document: dict[str, Any], *, of: str, scope: set[str]) -> None:
    as_format = request.GET.get("format") or SCREEN
    today = timezone.localdate()
    record_reading(document, of=of, as_format=as_format, scope=scope, by=request.user, on=today)


def _readable(request: HttpRequest) -> set[str]:
    """Codes of the districts the reader has in full; 404 for who may read none."""
    districts = districts_readable_by(request.user, at=timezone.localdate())
    codes = set(districts.filter(is_citywide=False).values_list("code", flat=True))
    if not codes:
        raise Http404("rapporter")
    return codes


def _counting(request: HttpRequest) -> dict[str, Any]:
    """The districts whose headcounts the reader gives: the way there is beside the figures."""
    districts = districts_counted_by(request.user, at=timezone.localdate())
    return {"counted": set(districts.values_list("code", flat=True))}


def _document(request: HttpRequest, districts: set[str]) -> dict[str, Any] | None:
    """The frozen document of the date asked for, or the newest; None before anything is frozen.

    A date that no figures can be of is a bad request, one without figures is not found; nor is a
    file before anything is frozen.
    """
    at = None
    if (given := request.GET.get("at")) is not None:
        try:
            at = report_date(given, today=timezone.localdate())
        except NotAReportDateError as error:
            raise SuspiciousOperation(str(error)) from error
    snapshot = find_snapshot(at=at)
    if snapshot is None and (at or request.GET.get("format")):
        raise Http404(f"siffror per den {at}")
    return restrict(snapshot.document, districts) if snapshot else None


def _export(document: dict[str, Any], wanted: str, *, name: str) -> HttpResponse:
    response: HttpResponse
    if wanted == "json":
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    elif wanted == "csv":
        response = HttpResponse(as_csv(document), content_type="text/csv; charset=utf-8")
    else:
        raise Http404(f"formatet {wanted}")
    file = f"vastbus-{name}-{document['at']}.{wanted}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
