"""Processes by their ids: whose children they are, whether they live, and killing them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

PAUSE = 0.05


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _table() -> list[tuple[int, int]]:
    """(process, parent) of all that live; a zombie does not."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = (line.split() for line in listed.stdout.splitlines())
    return [(int(pid), int(parent)) for pid, parent, state, *_ in rows if state[0] != "Z"]


def children(parent: int) -> list[int]:
    return [pid for pid, its_parent in _table() if its_parent == parent]


def living(pids: Iterable[int]) -> set[int]:
    return set(pids) & {pid for pid, _ in _table()}


def kill(pids: Iterable[int]) -> None:
    """Kill -9."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def comes_true(condition: Callable[[], object], *, seconds: float) -> bool:
    """Whether it does, within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True
