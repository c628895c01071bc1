from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.sessions import MANAGES, READS


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a demo, and what the reader may go to beside the training."""
    session = getattr(request, "session", {})
    return {
        "demo": settings.DEMO,
        "reads_reports": session.get(READS, False),
        "manages_seats": session.get(MANAGES, False),
    }
