"""A PostgreSQL cluster of its own, with the settings PostgreSQL comes with."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg

from . import RigError
from .processes import children, comes_true, free_port, kill, living

START_SECONDS = 60
USER = "vastbus"


def _programs() -> Path:
    """The folder with initdb and postgres."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise RigError("PostgreSQL saknas: installera paketet postgresql.")


def _somebody_else() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise RigError("PostgreSQL kör inte som root, och kontot postgres saknas.") from None
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Cluster:
    """``folder`` is made, and readable by others on its way down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder.with_suffix(".log")
        self._programs = _programs()
        self._runs_as = _somebody_else()
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._left: set[int] = set()
        """Processes of a postmaster that was killed, which must be gone before the next."""
        folder.mkdir()
        if self._runs_as:
            os.chown(folder, self._runs_as["user"], self._runs_as["group"])
        self._initialise()

    def _initialise(self) -> None:
        initdb = [str(self._programs / "initdb"), "-D", str(self._folder), "-U", USER]
        done = subprocess.run(
            [*initdb, "-A", "trust", "-E", "UTF8", "--no-locale"],
            cwd="/",
            capture_output=True,
            text=True,
            **self._runs_as,
        )
        if done.returncode:
            raise RigError(f"initdb misslyckades:\n{done.stderr.strip()[-2000:]}")

    def url(self, database: str) -> str:
        return f"postgres://{USER}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        self._spawn()
        if not comes_true(self._answers, seconds=START_SECONDS):
            said = self._log.read_text(errors="replace")
            raise RigError(f"PostgreSQL startade inte:\n{said[-2000:]}")

    def _spawn(self) -> None:
        settings = {"port": self._port, "listen_addresses": "127.0.0.1"}
        settings["unix_socket_directories"] = ""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    str(self._programs / "postgres"),
                    *("-D", str(self._folder)),
                    *(
                        part
                        for name, value in settings.items()
                        for part in ("-c", f"{name}={value}")
                    ),
                ],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._runs_as,
            )

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except RigError:
            return False
        return True

    def execute(self, statement: str) -> None:
        """Raises RigError when it can not be done, whatever the reason."""
        try:
            with psycopg.connect(
                self.url("postgres"), autocommit=True, connect_timeout=5
            ) as connection:
                connection.execute(statement)
        except psycopg.Error as error:
            raise RigError(f"PostgreSQL gjorde inte ”{statement}”: {error}") from error

    def copy(self, template: str, database: str) -> str:
        """The address of a new database with what ``template`` holds. Raises RigError."""
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def kill_postmaster(self) -> None:
        self._kill(everything=False)

    def kill_everything(self) -> None:
        """The postmaster and all its backends at once, as when the machine's memory ran out."""
        self._kill(everything=True)

    def _kill(self, *, everything: bool) -> None:
        assert self._process is not None
        self._left = set(children(self._process.pid))
        kill([self._process.pid, *(self._left if everything else ())])
        self._process.wait()
        self._process = None

    def revive(self) -> bool:
        """Start again what was killed, once nothing of it is left. Whether it runs and answers."""
        if self._process is None and not living(self._left):
            self._spawn()
        return self._process is not None and self._answers()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._kill(everything=True)
        kill(living(self._left))
