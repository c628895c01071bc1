from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.sessions import PRIVILEGED


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a demo, and whether the reader has rights to more than the training."""
    session = getattr(request, "session", {})
    return {"demo": settings.DEMO, "privileged": session.get(PRIVILEGED, False)}
