"""A restore for practice: beside the site, in a database and a folder of its own.

The site is only read. Whatever is destroyed, and whoever goes on after it, is in the copy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from .errors import BackupError
from .fingerprint import differences, fingerprint
from .folder import ENGINES, Contents, make_backup, read_backup

Tell = Callable[[str, float], None]


def practise(connection: BaseDatabaseWrapper, *, folder: Path, media: Path, tell: Tell) -> None:
    """Back up, destroy, restore, compare, and let a learner go on. Raises BackupError with what
    went wrong. ``tell`` gets each step that went well, with its seconds."""
    scratch = Scratch(connection, folder)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        with _step(tell, "Säkerhetskopia av webbplatsen"):
            make_backup(connection, media=media, target=folder / "webbplatsen")
        _restore(scratch, folder / "webbplatsen", tell)
        with _step(tell, "En medarbetare börjar på förtestet"):
            scratch.run("-m", "config.backup.learner", "begin")
        with _step(tell, "Säkerhetskopia av övningen"):
            scratch.manage("backup", str(folder / "ovningen"))
        with _step(tell, "Övningens databas och filer raderade"):
            scratch.destroy()
        _restore(scratch, folder / "ovningen", tell)
        with _step(tell, "Medarbetaren fortsätter och blir klar"):
            scratch.run("-m", "config.backup.learner", "go-on")
    except OSError as error:
        raise BackupError(f"Övningen avbröts: {error.strerror or error}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        scratch.destroy()


class Scratch:
    """The practice database and its files, and the commands that know no other."""

    def __init__(self, connection: BaseDatabaseWrapper, folder: Path) -> None:
        self._site, self._engine = connection, ENGINES[connection.vendor]
        self.name: str = self._engine.scratch_name(connection, folder)
        self.connection = connection.copy()
        self.connection.settings_dict["NAME"] = self.name
        self.var = var = folder / "var"
        self._environment = {
            **os.environ,
            "DATABASE_URL": _address(connection, self.name),
            "VAR_DIR": str(var),
            "DEMO": str(settings.DEMO),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": ",".join(settings.ALLOWED_HOSTS),
            "BASE_URL": settings.BASE_URL,
            "EMAIL_URL": "dummymail://",
        }

    @property
    def media(self) -> Path:
        return self.var / "media"

    def create(self) -> None:
        """Empty, in place of one left from a drill that was cut off."""
        self.destroy()
        self._engine.create_scratch(self._site, self.name)

    def destroy(self) -> None:
        self.connection.close()
        self._engine.drop_scratch(self._site, self.name)
        shutil.rmtree(self.var, ignore_errors=True)

    def manage(self, *arguments: str) -> None:
        self.run(str(settings.SITE_DIR / "manage.py"), *arguments)

    def run(self, *arguments: str) -> None:
        command = [sys.executable, *arguments]
        result = subprocess.run(command, env=self._environment, capture_output=True, text=True)  # noqa: S603
        if result.returncode:
            lines = result.stderr.strip().splitlines()
            raise BackupError(lines[-1] if lines else f"{' '.join(arguments)} misslyckades.")


def _address(connection: BaseDatabaseWrapper, name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _restore(scratch: Scratch, source: Path, tell: Tell) -> None:
    scratch.create()
    with _step(tell, "Återställd i en tom databas"):
        scratch.manage("restore", str(source))
    contents = read_backup(source)
    with _step(tell, f"Jämförd med kopian: {contents}"):
        _compare(scratch, contents)


def _compare(scratch: Scratch, contents: Contents) -> None:
    wrong = differences(contents.tables, fingerprint(scratch.connection))
    executor = MigrationExecutor(scratch.connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        wrong.append(f"{len(missing)} migreringar saknas.")
    wrong += [
        f"Filen {name} finns i databasen men inte bland de uppladdade filerna."
        for name in sorted(_files_told_of(scratch.connection))
        if not (scratch.media / name).is_file()
    ]
    if wrong:
        raise BackupError(" ".join(wrong))


def _files_told_of(connection: BaseDatabaseWrapper) -> set[str]:
    """Every uploaded file that a row mentions, as a path within the media folder."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for field in _file_fields():
            table = connection.ops.quote_name(field.model._meta.db_table)
            column = connection.ops.quote_name(str(field.column))
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names from the models
            found.update(name for (name,) in cursor.fetchall() if name)
    return found


def _file_fields() -> Iterator[models.FileField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield field


@contextmanager
def _step(tell: Tell, what: str) -> Iterator[None]:
    began = time.monotonic()
    try:
        yield
    except BackupError as error:
        raise BackupError(f"{what}: {error}") from error
    tell(what, time.monotonic() - began)
