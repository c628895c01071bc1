"""Whether this database may be served with these settings."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import SiteMark


def refuse_mismatch() -> None:
    """Refuse to serve real people as a demo, or a demo as real. An unseeded database may start."""
    mark = SiteMark.objects.filter(pk=1).first()
    if mark is None or mark.is_demo == settings.DEMO:
        return
    if mark.is_demo:
        raise ImproperlyConfigured(
            "Databasen är fylld som demo, men DEMO är False. Sätt DEMO=True eller använd en "
            "tom databas (DATABASE_URL)."
        )
    raise ImproperlyConfigured(
        "Databasen är fylld för skarp drift, men DEMO är True. Sätt DEMO=False eller använd en "
        "egen databas för demon (DATABASE_URL)."
    )
