"""A learner's own things: certificate, stored data and its export."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from people.access import own
from people.csv_files import not_a_formula
from people.models import Person

from ..models import Completion
from ..my_data import my_data, my_rows
from .finding import course_or_404


@never_cache
@login_required
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate when every module is klar in the edition it now teaches, to print."""
    outline = course_or_404()
    held = own(request.user, Completion.objects.filter(test_passed=True))
    newest = {(row.module, row.edition.code): row for row in held.select_related("edition")}
    rows = [(module, newest.get((module.slug, module.edition))) for module in outline.modules]
    dates = [row.completed_at for _, row in rows if row]
    context = {
        "rows": rows,
        "is_all_done": len(dates) == len(rows) and bool(rows),
        "issued_on": max(dates, default=None),
        "edition": outline.modules[0].edition_title if outline.modules else "",
    }
    return render(request, "courses/certificate.html", context)


@never_cache
@login_required
@require_safe
def my_data_page(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, Person)  # noqa: S101 - login_required
    data = my_data(request.user, outline=course_or_404(), at=timezone.now())
    wanted = request.GET.get("format", "")
    if wanted == "json":
        return _download(JsonResponse(data, json_dumps_params={"ensure_ascii": False}), "json")
    if wanted == "csv":
        return _download(_csv(data), "csv")
    return render(request, "courses/my_data.html", {"data": data, "unknown_format": bool(wanted)},
                  status=404 if wanted else 200)  # fmt: skip


def _csv(data: dict[str, Any]) -> HttpResponse:
    """UTF-8 with BOM and semicolons, as Swedish spreadsheets want it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["slag", "vad", "uppgift", "när"])
    writer.writerows([not_a_formula(cell) for cell in row] for row in my_rows(data))
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _download(response: HttpResponse, extension: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="mina-uppgifter.{extension}"'
    return response
