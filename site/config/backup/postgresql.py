"""Copying a PostgreSQL database with its own tools: pg_dump, pg_restore and psql."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper

from .errors import BackupError
from .fingerprint import Fingerprint, fingerprint

NAME = "PostgreSQL"
# Of the newest version last, as Debian installs them.
INSTALLED = "/usr/lib/postgresql"
UNCHANGED_OWNER = ("--no-owner", "--no-privileges")
LOCK_TIMEOUT = "10s"


def dump(connection: BaseDatabaseWrapper, file: Path) -> Fingerprint:
    """Copy the database into ``file``; the fingerprint is of the very moment that was copied."""
    reader = connection.copy()
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (moment,) = cursor.fetchone()
        command, environment = _command(connection, "pg_dump")
        command += ["--format=custom", *UNCHANGED_OWNER, f"--snapshot={moment}", f"--file={file}"]
        result = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
        if result.returncode:
            raise BackupError(f"pg_dump misslyckades: {_last_line(result.stderr)}")
        return fingerprint(reader)
    finally:
        reader.close()


def load(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Replace all there is in the database with ``file``, in one transaction: all or nothing."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    connection.close()
    psql, environment = _command(connection, "psql")
    psql += ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", "--file=-"]
    unpack = [_tool("pg_restore"), *UNCHANGED_OWNER, "--file=-", str(file)]
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as said_of_file:
        writer = subprocess.Popen(  # noqa: S603
            psql, env=environment, stdin=subprocess.PIPE, stderr=said, text=True
        )
        assert writer.stdin  # noqa: S101 - it is a pipe
        _say(writer.stdin, _emptying(connection, tables))
        unpacked = subprocess.run(unpack, stdout=writer.stdin, stderr=said_of_file)  # noqa: S603
        # Without COMMIT the database stays as it was.
        _say(writer.stdin, "" if unpacked.returncode else "\nCOMMIT;\n", close=True)
        if writer.wait() or unpacked.returncode:
            raise BackupError(_why(_text(said), _text(said_of_file)))


def scratch_name(connection: BaseDatabaseWrapper, folder: Path) -> str:
    """That of a database beside the site's."""
    return f"{connection.settings_dict['NAME']}_ovning"


def create_scratch(connection: BaseDatabaseWrapper, name: str) -> None:
    _manage(connection, f"CREATE DATABASE {connection.ops.quote_name(name)} TEMPLATE template0")


def drop_scratch(connection: BaseDatabaseWrapper, name: str) -> None:
    _manage(connection, f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)}")


def _manage(connection: BaseDatabaseWrapper, statement: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        raise BackupError(
            f"Övningsdatabasen går inte att skapa eller ta bort: {_last_line(str(error))} Rollen "
            "behöver rätten CREATEDB (ALTER ROLE … CREATEDB), och ingen annan övning får pågå."
        ) from error


def _command(connection: BaseDatabaseWrapper, name: str) -> tuple[list[str], dict[str, str]]:
    """The tool with where to connect; the password goes by the environment."""
    arguments, secrets = connection.client.settings_to_cmd_args_env(connection.settings_dict, [])
    _, *where, database = arguments
    return [_tool(name), *where, "--dbname", database], {**os.environ, **(secrets or {})}


def _tool(name: str) -> str:
    installed = sorted(Path(INSTALLED).glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    found = shutil.which(name) or (str(installed[-1]) if installed else None)
    if found is None:
        raise BackupError(
            f"Verktyget {name} saknas: installera paketet postgresql-client i samma version som "
            "servern."
        )
    return found


def _emptying(connection: BaseDatabaseWrapper, tables: list[str]) -> str:
    names = map(connection.ops.quote_name, tables)
    drops = "".join(f"DROP TABLE IF EXISTS {name} CASCADE;\n" for name in names)
    return (
        f"SET client_min_messages = warning;\nSET lock_timeout = '{LOCK_TIMEOUT}';\nBEGIN;\n{drops}"
    )


def _say(pipe: IO[str], text: str, *, close: bool = False) -> None:
    try:
        pipe.write(text)
        pipe.close() if close else pipe.flush()
    except BrokenPipeError:
        pass  # psql has already stopped, and says why


def _why(said: str, said_of_file: str) -> str:
    if "lock timeout" in said:
        return "Databasen används. Stoppa webbplatsen och försök igen. Inget är ändrat."
    return (
        f"Databasen gick inte att återställa och är oförändrad: {_last_line(said or said_of_file)}"
    )


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip()


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "verktyget sade inget."
