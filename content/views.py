from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.documents.views.serve import serve as serve_document

from .models import Checklist

NOTHING_RUNS = "default-src 'none'; sandbox"
"""For what somebody uploaded, should it be opened as a page."""
RENDITION = re.compile(r"[\w.-]+\.(?:jpe?g|png|webp)", re.ASCII)
AN_HOUR = 60 * 60


@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """One checklist by itself, to print and take along (R58)."""
    found = get_object_or_404(Checklist, code=code)
    return render(request, "content/checklist.html", {"checklist": found})


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """An uploaded document, to save, for who may read its collection."""
    response: HttpResponseBase = serve_document(request, document_id, document_filename)
    if response.status_code == HTTPStatus.FOUND and request.user.is_authenticated:
        # Wagtail sends whoever may not read to the log-in, which sends who is logged in back.
        raise PermissionDenied
    response["Content-Security-Policy"] = NOTHING_RUNS
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    """An image as a page shows it, made by us. What was uploaded itself is never served."""
    if not RENDITION.fullmatch(name):
        raise Http404
    response: HttpResponseBase = serve_file(
        request, name, document_root=str(Path(settings.MEDIA_ROOT) / "images")
    )
    response["Content-Security-Policy"] = NOTHING_RUNS
    patch_cache_control(response, public=True, max_age=AN_HOUR)
    return response
