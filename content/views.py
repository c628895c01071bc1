from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import Checklist


@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """One checklist by itself, to print and take along (R58)."""
    found = get_object_or_404(Checklist, code=code)
    return render(request, "content/checklist.html", {"checklist": found})
