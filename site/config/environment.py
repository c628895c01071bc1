"""Settings from the environment, refused in one Swedish sentence when they are nonsense."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"true", "1", "yes", "on", "ja"})
FALSE = frozenset({"false", "0", "no", "off", "nej", ""})

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
)

env = environ.Env()


def boolean(name: str, *, default: bool) -> bool:
    value = env.str(name, default=str(default)).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} ska vara True eller False, inte ”{value}”.")


def whole_number(name: str, *, default: int) -> int:
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} ska vara ett heltal, inte ”{value}”.")
    return int(value)


def words(name: str, *, default: str = "") -> list[str]:
    return [word.strip() for word in env.str(name, default=default).split(",") if word.strip()]


def secret_key(var_dir: Path, *, may_be_made: bool) -> str:
    """SECRET_KEY, or one made once in ``var_dir`` where that is allowed (demo and debug)."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    if not may_be_made:
        raise ImproperlyConfigured("SECRET_KEY saknas. Sätt den till minst 50 slumpade tecken.")
    path = var_dir / "secret_key"
    if not path.exists():
        var_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database(var_dir: Path) -> dict[str, Any]:
    """DATABASE_URL, with what SQLite needs to serve many at once (`docs/drift.md`)."""
    try:
        settings: dict[str, Any] = env.db_url(
            "DATABASE_URL", default=f"sqlite:///{var_dir / 'vastbus.sqlite3'}"
        )
    except Exception as error:
        raise ImproperlyConfigured(f"DATABASE_URL går inte att tolka: {error}") from error
    settings |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        settings["CONN_HEALTH_CHECKS"] = False
    elif settings["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL ska börja med sqlite:// eller postgres://.")
    return settings
