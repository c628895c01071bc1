from __future__ import annotations

from typing import TextIO


class Progress:
    """A bar on a terminal; silent anywhere else."""

    def __init__(self, stream: TextIO, label: str, total: int) -> None:
        self.stream, self.label, self.total = stream, label, max(total, 1)
        self.shows = stream.isatty()

    def __call__(self, done: int) -> None:
        if self.shows:
            filled = min(30, 30 * done // self.total)
            bar = "█" * filled + "·" * (30 - filled)
            self.stream.write(f"\r{self.label} {bar} {done} av {self.total}")
            self.stream.flush()

    def finish(self) -> None:
        if self.shows:
            self.stream.write("\r\033[K")
            self.stream.flush()
