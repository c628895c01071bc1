"""The product's own server: gunicorn with `site/gunicorn.conf.py`, as docs/drift.md starts it."""

from __future__ import annotations

import random
import subprocess
import sys
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from . import RigError
from .processes import children, comes_true, free_port, kill, living

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
WORKERS = 2


class Server:
    """``application``: what gunicorn serves; anything else than the product is a seeded fault."""

    def __init__(
        self, environment: dict[str, str], log: Path, *, application: str = "config.wsgi"
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = environment | {
            "BIND": f"127.0.0.1:{self.port}",
            "BASE_URL": self.url,
            "WEB_CONCURRENCY": str(WORKERS),
        }
        self._log = log
        self._application = application
        self._process: subprocess.Popen[bytes] | None = None
        self._left: set[int] = set()
        """Workers of a master that was killed."""

    def start(self) -> None:
        self._spawn()
        if not comes_true(self.is_ready, seconds=START_SECONDS):
            raise RigError(f"Servern startade inte:\n{self.log()}")

    def _spawn(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", "site/gunicorn.conf.py"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, self._application],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_ready(self) -> bool:
        # A server that is killed while it replies may leave half a line.
        broken = suppress(URLError, OSError, HTTPException)
        with broken, urlopen(f"{self.url}/status/redo", timeout=5) as reply:
            return bool(reply.status == 200)
        return False

    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def workers(self) -> list[int]:
        return children(self._process.pid) if self._process else []

    def kill_worker(self, rng: random.Random) -> None:
        """Nothing, when all have ended by themselves: then it is they who must come back."""
        workers = self.workers()
        self._left = {rng.choice(workers)} if workers else set()
        kill(self._left)

    def kill_master(self) -> None:
        """Its workers are left to notice that they are alone."""
        self._left = set(self.workers())
        self._end()

    def kill_everything(self) -> None:
        self._left = set(self.workers())
        kill(self._left)
        self._end()

    def _end(self) -> None:
        assert self._process is not None
        kill([self._process.pid])
        self._process.wait()

    def revive(self) -> bool:
        """Start the master again at once when it is gone, as a supervisor does. Whether the old
        workers are gone and all the new ones are there."""
        if self._process is None or self._process.poll() is not None:
            self._spawn()
        return not living(self._left) and len(self.workers()) == WORKERS

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._left |= set(self.workers())
                self._end()
        kill(living(self._left))

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
