"""Files that say what a page is to be, line by line. Renew them with RENEW_GOLDEN=1, and read what
changed before it is committed (docs/tillganglighet.md)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import unified_diff
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same_as_golden(name: str, lines: Iterable[str]) -> None:
    """Fails with the difference, or writes the file anew when that is asked for."""
    file, lines = FOLDER / f"{name}.txt", list(lines)
    if os.environ.get("RENEW_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n")
    difference = difference_from_golden(name, lines)
    assert not difference, difference


def difference_from_golden(name: str, lines: Iterable[str]) -> str:
    """Empty when there is none."""
    file = FOLDER / f"{name}.txt"
    wanted = file.read_text().splitlines() if file.exists() else []
    return "\n".join(unified_diff(wanted, list(lines), f"golden/{file.name}", "sidan", lineterm=""))
