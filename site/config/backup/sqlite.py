"""Copying a SQLite database while it is in use, by SQLite's own online backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from .errors import BackupError
from .fingerprint import Fingerprint, fingerprint

NAME = "SQLite"


def dump(connection: BaseDatabaseWrapper, file: Path) -> Fingerprint:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(file)) as target:
            connection.connection.backup(target)
    except sqlite3.Error as error:
        raise BackupError(f"SQLite kunde inte kopiera databasen: {error}") from error
    copy = connection.copy()
    copy.settings_dict["NAME"] = str(file)
    try:
        return fingerprint(copy)
    finally:
        copy.close()


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Replace all there is in the database with ``file``, in one transaction: all or nothing."""
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"file:{file}?immutable=1", uri=True)) as source:
            source.backup(connection.connection)
    except sqlite3.Error as error:
        raise BackupError(f"Databasen gick inte att återställa: {error}") from error
    connection.close()


def scratch_name(connection: BaseDatabaseWrapper, folder: Path) -> str:
    """That of a file of its own."""
    return str(folder / "vastbus_ovning.sqlite3")


def create_scratch(connection: BaseDatabaseWrapper, name: str) -> None:
    """SQLite makes the file when it is first written."""


def drop_scratch(connection: BaseDatabaseWrapper, name: str) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)
