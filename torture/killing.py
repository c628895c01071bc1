"""Kills with -9, and how long it takes until the service is whole again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from rig import RigError
from rig.postgres import Cluster
from rig.processes import comes_true
from rig.server import Server

BACK_SECONDS = 60
"""After this nobody waits any longer; the limit that is held is in `trial`."""
ATTENDING = ("arbetsprocess", "huvudprocess", "hela servern")
STORING = ("postmaster", "hela databasen")


@dataclass(frozen=True)
class Kill:
    kind: str
    seconds: float
    """From the kill until nothing of the killed is left, all that should be there is, and
    `/status/redo` says 200; or until nobody waited any longer."""
    is_back: bool = True

    def __str__(self) -> str:
        return f"{'igång' if self.is_back else 'inte igång'} efter {self.seconds:.1f} s"


class Killer:
    def __init__(
        self, server: Server, cluster: Cluster | None, kinds: tuple[str, ...], rng: random.Random
    ) -> None:
        self._server = server
        self._cluster = cluster
        self._kinds = kinds
        self._rng = rng
        self._bag: list[str] = []

    def kill(self) -> Kill:
        """Kill one thing and put it up again; every kind once before any is repeated.

        A service that does not come back is a finding. Raises RigError when it is the database
        that does not, since the rig is what starts it.
        """
        if not self._bag:
            self._bag = self._rng.sample(self._kinds, len(self._kinds))
        kind = self._bag.pop()
        start = time.monotonic()
        self._acts()[kind]()
        is_back = comes_true(self._is_back, seconds=BACK_SECONDS)
        seconds = time.monotonic() - start
        if not is_back and not self._has_database():
            raise RigError(f"PostgreSQL kom inte igång efter: {kind}")
        return Kill(kind, seconds, is_back)

    def _acts(self) -> dict[str, Callable[[], None]]:
        server = self._server
        acts = {
            "arbetsprocess": lambda: server.kill_worker(self._rng),
            "huvudprocess": server.kill_master,
            "hela servern": server.kill_everything,
        }
        if self._cluster:
            acts["postmaster"] = self._cluster.kill_postmaster
            acts["hela databasen"] = self._cluster.kill_everything
        return acts

    def _is_back(self) -> bool:
        has_database = self._has_database()
        return self._server.revive() and has_database and self._server.is_ready()

    def _has_database(self) -> bool:
        return self._cluster is None or self._cluster.revive()
