"""A site with the starter content and a small fictional population, made once on each database and
copied for every trial. All of it stands in one folder, which is removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import RigError
from .postgres import Cluster

ROOT = Path(__file__).resolve().parents[1]
PREPARED = "prepared"
POPULATION = 300
SQLITE, POSTGRES = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Account:
    """Somebody fictional who is logged in: ``session`` is the value of their cookie."""

    person: int
    session: str


class Site:
    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder = folder
        self.cluster = cluster
        self.var = folder / "var"

    def environment(self, url: str) -> dict[str, str]:
        """What the processes of a trial on the database at ``url`` get to see."""
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        return kept | {
            "VAR_DIR": str(self.var),
            "DATABASE_URL": url,
            "DEMO": "True",
            "DEBUG": "False",
            "LOG_LEVEL": "ERROR",
        }

    def run(self, url: str, *command: str) -> str:
        """What a Python program of the project prints when it works on the database at ``url``."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment(url),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RigError(f"{' '.join(command)} misslyckades:\n{done.stderr.strip()[-2000:]}")
        return done.stdout

    def fill(self, url: str) -> None:
        self.run(url, "site/manage.py", "migrate", "--verbosity", "0")
        self.run(url, "site/manage.py", "seed")
        self.run(url, "site/manage.py", "simulate", "--learners", str(POPULATION), "--seed", "1")

    def copy(self, database: str, name: str) -> str:
        """The address of a new database of kind ``database``, filled."""
        if database == POSTGRES:
            return self.cluster.copy(PREPARED, name)
        shutil.copy(self.folder / f"{PREPARED}.sqlite3", self.folder / f"{name}.sqlite3")
        return self._sqlite(name)

    def _sqlite(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"

    def prepare(self) -> None:
        self.var.mkdir()
        self.fill(self._sqlite(PREPARED))
        self.run(self._sqlite(PREPARED), "site/manage.py", "collectstatic", "--noinput", "-v", "0")

    def prepare_cluster(self) -> None:
        self.cluster.start()
        self.cluster.execute(f'CREATE DATABASE "{PREPARED}"')
        self.fill(self.cluster.url(PREPARED))

    def accounts(self, url: str, count: int) -> list[Account]:
        """New logged-in learners on the database at ``url``."""
        return [
            Account(**one) for one in json.loads(self.run(url, "-m", "rig.accounts", str(count)))
        ]


@contextmanager
def prepared_site(*, with_cluster: bool = True) -> Iterator[Site]:
    # So that whoever is asked to end also clears up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    folder = Path(tempfile.mkdtemp(prefix="vastbus-"))
    folder.chmod(0o755)
    site = None
    try:
        site = Site(folder, Cluster(folder / "cluster"))
        site.prepare()
        if with_cluster:
            site.prepare_cluster()
        yield site
    finally:
        if site:
            site.cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
