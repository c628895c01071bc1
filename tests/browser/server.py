"""A real server for the browser: `site/serve.py` with a process group, folder and database of its
own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = os.environ.get("DATABASE_URL", "")
"""The PostgreSQL cluster that the run uses, empty on SQLite."""
LEARNERS = 300
START_SECONDS = 300
PREPARED = "vastbus_browser_prepared"


class Server:
    """``var``: its folder; ``database``: its name on the cluster, not used on SQLite."""

    def __init__(self, var: Path, *, database: str) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "VAR_DIR": str(var),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "DEMO": "True",
            "DEBUG": "False",
            "DEMO_LEARNERS": str(LEARNERS),
            # The order of the options in a lesson's check hangs on the key.
            "SECRET_KEY": "bara-testerna-har-den-har-nyckeln-och-den-ar-lagom-lang",
        }
        if CLUSTER:
            self.environment["DATABASE_URL"] = urlsplit(CLUSTER)._replace(path=database).geturl()
        self._log = var.with_suffix(".log")

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "site/serve.py"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                pytest.fail(f"Servern startade inte:\n{self.log()}", pytrace=False)
            time.sleep(0.2)

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/status/redo") as reply:
                return reply.status == 200
        except HTTPError as answer:
            if answer.code == 500:
                self.kill()
            return False
        except (URLError, OSError):
            return False

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        """Ask the server to end and wait for it; nothing of its group is left."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(30)
        self.kill()

    def kill(self) -> None:
        """Kill -9 of every process of the group, at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints when it works on this server's database."""
        done = subprocess.run(
            [sys.executable, "site/manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(run: Path, *, worker: str):
    """A started server of this worker's own, filled once in the whole run and then copied."""
    prepared = _prepared(run)
    server = Server(run / f"browser-{worker}", database=f"vastbus_browser_{worker}")
    _copy(prepared, server.var)
    _make_database(f"vastbus_browser_{worker}", template=PREPARED)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        _drop_database(f"vastbus_browser_{worker}")


def _copy(prepared: Path, folder: Path) -> None:
    """All but the static files, which nobody writes again: the stamp in `done/static` is copied,
    so that two workers never collect into the one folder they share."""
    top = str(prepared)
    shutil.copytree(prepared, folder, ignore=lambda of, _: {"static"} if of == top else set())
    (folder / "static").symlink_to(prepared / "static")
    assert (folder / "done" / "static").read_text() == (prepared / "done" / "static").read_text()


def _prepared(run: Path) -> Path:
    """The folder of a server that has been started once, made by the first worker to ask."""
    folder = run / "browser-prepared"
    with (run / "browser.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not (folder / "done" / "static").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            _drop_database(PREPARED)
            _make_database(PREPARED, template="template0")
            server = Server(folder, database=PREPARED)
            server.start()
            server.stop()
    return folder


def _make_database(name: str, *, template: str) -> None:
    if CLUSTER:
        _drop_database(name)
        _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop_database(name: str) -> None:
    if CLUSTER:
        _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(statement: str) -> None:
    with psycopg.connect(CLUSTER, autocommit=True) as connection:
        connection.execute(statement)
