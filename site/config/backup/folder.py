"""A backup is a folder: the database, the uploaded files, and what they are to be checked by."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from . import postgresql, sqlite
from .errors import BackupError
from .fingerprint import Fingerprint, differences, fingerprint

CONTENTS, DATABASE, MEDIA = "innehall.json", "databas", "media"
ENGINES: dict[str, ModuleType] = {"postgresql": postgresql, "sqlite": sqlite}


@dataclass(frozen=True)
class Contents:
    vendor: str
    made_at: str
    tables: Fingerprint
    # Path within the folder → SHA-256 of the file.
    files: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.tables.values())

    def __str__(self) -> str:
        media = len(self.files) - 1
        return f"{len(self.tables)} tabeller, {self.rows} rader, {media} uppladdade filer"


def make_backup(connection: BaseDatabaseWrapper, *, media: Path, target: Path) -> Contents:
    """Copy the database, then the files, into ``target``, which is there when all of it is."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupError(f"{target} finns redan. Ange en mapp som inte finns.")
    unfinished = target.with_name(f"{target.name}.halv")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir(mode=0o700)
        contents = _fill(unfinished, connection, media)
        unfinished.rename(target)
    except OSError as error:
        why = error.strerror or error
        raise BackupError(f"Säkerhetskopian gick inte att skriva i {target}: {why}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return contents


def _fill(folder: Path, connection: BaseDatabaseWrapper, media: Path) -> Contents:
    tables = ENGINES[connection.vendor].dump(connection, folder / DATABASE)
    # After the database: what it mentions was there before.
    if media.exists():
        shutil.copytree(media, folder / MEDIA)
    made_at = timezone.now().isoformat(timespec="seconds")
    contents = Contents(connection.vendor, made_at, tables, _digests(folder))
    (folder / CONTENTS).write_text(json.dumps(vars(contents), indent=1))
    return contents


def read_backup(source: Path) -> Contents:
    """What the folder holds, once every file of it has proved whole."""
    try:
        told = json.loads((source / CONTENTS).read_text())
        tables = {table: (rows, total) for table, (rows, total) in told.pop("tables").items()}
        contents = Contents(tables=tables, **told)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(
            f"{source} är ingen säkerhetskopia: {CONTENTS} saknas eller går inte att läsa."
        ) from error
    found = _digests(source)
    for name, digest in contents.files.items():
        if found.get(name) != digest:
            what = "har ändrats sedan den skrevs" if name in found else "saknas"
            raise BackupError(f"Säkerhetskopian är skadad: filen {name} {what}.")
    return contents


def restore_backup(
    connection: BaseDatabaseWrapper, *, media: Path, source: Path, overwrite: bool = False
) -> Contents:
    """Put back the database and the files, and check that they are what was copied."""
    contents = read_backup(source)
    if contents.vendor != connection.vendor:
        ours, theirs = ENGINES[connection.vendor].NAME, ENGINES[contents.vendor].NAME
        raise BackupError(f"Säkerhetskopian är från {theirs}, men DATABASE_URL är {ours}.")
    if not overwrite:
        _refuse_unless_empty(connection, media)
    staged = media.with_name(f"{media.name}.ny")
    try:
        _stage(source / MEDIA, staged)
        ENGINES[connection.vendor].load(connection, source / DATABASE)
        _put_in_place(staged, media)
    except OSError as error:
        why = error.strerror or error
        raise BackupError(f"Filerna gick inte att lägga tillbaka i {media}: {why}") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    if wrong := differences(contents.tables, fingerprint(connection)):
        raise BackupError(f"Det återställda är inte det som kopierades. {' '.join(wrong)}")
    return contents


def _refuse_unless_empty(connection: BaseDatabaseWrapper, media: Path) -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    what = "Databasen" if tables else f"Mappen {media}"
    if tables or (media.exists() and any(media.iterdir())):
        raise BackupError(
            f"{what} är inte tom. Ta först en säkerhetskopia av det som finns, om det behövs, och "
            "lägg sedan till --overwrite: då ersätts allt."
        )


def _stage(source: Path, staged: Path) -> None:
    shutil.rmtree(staged, ignore_errors=True)
    staged.parent.mkdir(parents=True, exist_ok=True)
    if source.exists():
        shutil.copytree(source, staged)
    else:
        staged.mkdir()


def _put_in_place(staged: Path, media: Path) -> None:
    old = media.with_name(f"{media.name}.gammal")
    shutil.rmtree(old, ignore_errors=True)
    if media.exists():
        media.rename(old)
    staged.rename(media)
    shutil.rmtree(old, ignore_errors=True)


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path != folder / CONTENTS:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = file_digest(file, "sha256").hexdigest()
    return found
