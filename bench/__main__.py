"""`make bench`, or a part of it: `make bench PART=telefon`. Every limit that is passed makes it
fail: exit code 1. Code 2: the rig failed, so nothing is known."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from bench import crowd, phone, writers
from rig import RigError
from rig.server import ROOT
from rig.site import SQLITE, Site, prepared_site

FAILED, UNKNOWN = 1, 2


def module(name: str) -> Callable[[Site], list[str]]:
    """A part that measures in a process of its own, where the product is imported."""

    def run(site: Site) -> list[str]:
        url = site.copy(SQLITE, name)
        command = [sys.executable, "-m", f"bench.{name}"]
        done = subprocess.run(
            command, cwd=ROOT, env=site.environment(url), stderr=subprocess.PIPE, text=True
        )
        print()
        return [done.stderr.strip() or name] if done.returncode else []

    return run


PARTS: dict[str, Callable[[Site], list[str]]] = {
    "sidor": module("pages"),
    "rapport": module("report"),
    "skrivare": writers.run,
    "last": crowd.run,
    "telefon": phone.run,
}
ON_POSTGRES = {"skrivare", "last"}


def main() -> int:
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        print(f"Det finns ingen del {', '.join(unknown)}. Välj bland {', '.join(PARTS)}.")
        return UNKNOWN
    print("Förbereder …", file=sys.stderr)
    try:
        with prepared_site(with_cluster=bool(ON_POSTGRES & set(wanted))) as site:
            failures = [f"{part}: {failure}" for part in wanted for failure in PARTS[part](site)]
    except RigError as error:
        print(f"Mätningen kunde inte genomföras: {error}", file=sys.stderr)
        return UNKNOWN
    if failures:
        print("Håller inte:\n  " + "\n  ".join(failures))
        return FAILED
    print("Alla gränser håller.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
