"""What `manage.py check --deploy` looks for beyond Django's own checks."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.http.request import validate_host

STAYS_HERE = ("console", "dummy", "filebased", "locmem")
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")


@register("vastbus", deploy=True)
def addresses(**kwargs: Any) -> list[CheckMessage]:
    base = urlsplit(settings.BASE_URL)
    found: list[CheckMessage] = []
    if base.scheme != "https":
        found.append(
            Warning(
                f"BASE_URL är {settings.BASE_URL}: länkar i mejl leder fel och formulär nekas.",
                hint="Sätt BASE_URL till webbplatsens adress, med https.",
                id="vastbus.W001",
            )
        )
    elif settings.SECURE_PROXY_SSL_HEADER is None:
        found.append(
            Warning(
                "TRUSTED_PROXIES är 0: bakom en proxy omdirigeras varje sida till sig själv.",
                hint="Sätt TRUSTED_PROXIES till antalet proxyservrar framför.",
                id="vastbus.W002",
            )
        )
    if not validate_host(base.hostname or "", settings.ALLOWED_HOSTS):
        found.append(
            Warning(
                f"ALLOWED_HOSTS saknar {base.hostname}, som BASE_URL leder till.",
                hint="Lägg till värdnamnet i ALLOWED_HOSTS.",
                id="vastbus.W003",
            )
        )
    return found


@register("vastbus", deploy=True)
def mail(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.split(".")[-2] in STAYS_HERE:
        found.append(
            Warning(
                "Mejl lämnar inte servern: ingen får sin kod och ingen kan logga in.",
                hint="Sätt EMAIL_URL till en mejlserver, till exempel smtp+tls://….",
                id="vastbus.W004",
            )
        )
    if "example.org" in settings.DEFAULT_FROM_EMAIL:
        found.append(
            Warning(
                "DEFAULT_FROM_EMAIL är en påhittad adress: mejlen fastnar som skräppost.",
                hint="Sätt DEFAULT_FROM_EMAIL till en adress i en domän som ni får skicka från.",
                id="vastbus.W005",
            )
        )
    return found


@register("vastbus", deploy=True)
def database_kind(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO or connections["default"].vendor != "sqlite":
        return []
    return [
        Warning(
            "Databasen är SQLite: om strömmen går kan det sista som en medarbetare har fått "
            "kvitterat försvinna.",
            hint="Sätt DATABASE_URL till en databas i PostgreSQL.",
            id="vastbus.W006",
        )
    ]


@register(Tags.database, deploy=True)
def durability(databases: Collection[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An answer that has been acknowledged must outlive a crash of the database's machine."""
    return [
        Error(
            f"PostgreSQL kör med {name}=off: det en medarbetare har fått kvitterat kan försvinna.",
            hint=f"Ta bort {name} ur postgresql.conf, eller ur rollens eller databasens "
            "inställningar, och läs om dem.",
            id="vastbus.E001",
        )
        for alias in databases or ()
        if connections[alias].vendor == "postgresql"
        for name in _switched_off(alias)
    ]


def _switched_off(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
            [list(DURABLE)],
        )
        return [name for (name,) in cursor.fetchall()]
