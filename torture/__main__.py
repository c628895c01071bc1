"""`make torture`: nothing that was acknowledged may be lost, whatever is killed when.

Two true trials, then two with a seeded fault that must be noticed, then random schedules. Exit code
0: it holds, and both faults were noticed; 1: it does not hold; 2: the rig failed, so nothing is
known.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Iterator
from operator import attrgetter

from rig import RigError
from rig.site import POSTGRES, SQLITE, prepared_site

from . import schedules
from .killing import ATTENDING, STORING, Kill
from .trial import READY_SECONDS, Outcome, Plan, run

BROKEN, UNKNOWN = 1, 2
COLUMNS = (
    ("kvitterade", "acknowledged"),
    ("borta", "lost"),
    ("överskrivna", "overwritten"),
    ("dubbla", "duplicated"),
    ("okända", "unknown"),
    ("fel poäng", "wrong_points"),
    ("visades ej", "not_shown"),
)


def plans(wanted: argparse.Namespace) -> tuple[list[Plan], list[Plan]]:
    """The true trials, and those with a seeded fault."""
    full = {"learners": wanted.learners, "answers": wanted.answers, "kills": wanted.kills}
    short = {"learners": wanted.learners, "answers": wanted.answers // 8, "kills": 4}
    bound = {"seconds": wanted.seconds}
    true = [
        Plan("SQLite", SQLITE, ATTENDING, **full, **bound),
        Plan("PostgreSQL", POSTGRES, (*ATTENDING, *STORING), **full, **bound),
    ]
    seeded = [
        Plan(
            "Kvitterar före commit",
            SQLITE,
            ATTENDING[:1] + ATTENDING[2:],
            **short,
            **bound,
            application="torture.early",
        ),
        Plan(
            "synchronous_commit=off",
            POSTGRES,
            STORING[1:],
            **short,
            **bound,
            statement="ALTER DATABASE {} SET synchronous_commit = off",
        ),
    ]
    return true, seeded


def faults(outcome: Outcome) -> Iterator[str]:
    """Why a true trial did not hold, in Swedish."""
    found = outcome.findings
    for words, name in COLUMNS[1:]:
        if count := getattr(found, name):
            yield f"{count} svar {words}"
    if count := found.stuck + len(outcome.stuck):
        yield f"{count} försök satt fast"
    if outcome.vanished:
        yield f"{outcome.vanished} försök försvann"
    if outcome.errors:
        yield f"{outcome.errors} svar var serverfel andra än 503"
    if outcome.slowest > READY_SECONDS:
        yield f"tjänsten var borta i {outcome.slowest:.1f} s"


def head() -> None:
    shown = "".join(f"{words:>12}" for words, _ in COLUMNS)
    rest = f"{'fastnade':>10}{'nekade':>8}{'åter, s':>9}{'tid, s':>8}"
    print(f"\n{'prov':<24}{'avbrott':>8}{shown}{rest}")


def row(outcome: Outcome) -> None:
    found = outcome.findings
    shown = "".join(f"{getattr(found, name):>12}" for _, name in COLUMNS)
    stuck = found.stuck + len(outcome.stuck)
    print(
        f"{outcome.plan.name:<24}{len(outcome.kills):>8}{shown}{stuck:>10}{found.refused:>8}"
        f"{outcome.slowest:>9.1f}{outcome.seconds:>8.0f}"
    )


def details(outcome: Outcome) -> None:
    replies = ", ".join(
        f"{count} {'uteblivna' if status == 0 else f'med {status}'}"
        for status, count in sorted(outcome.seen.items())
    )
    print(f"\n{outcome.plan.name}. Svar från servern: {replies}.")
    kinds: dict[str, list[Kill]] = {}
    for kill in outcome.kills:
        kinds.setdefault(kill.kind, []).append(kill)
    for kind, kills in sorted(kinds.items()):
        longest = max(kills, key=attrgetter("seconds"))
        print(f"  {kind}: {len(kills)} avbrott, det längsta {longest}")
    for line in [*outcome.stuck, *outcome.findings.examples][:5]:
        print(f"  {line}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--answers", type=int, default=5500, help="kvitterade svar per databas")
    parser.add_argument("--kills", type=int, default=10, help="avbrott per databas")
    parser.add_argument("--schedules", type=int, default=1000, help="slumpade förlopp; 0: inga")
    parser.add_argument("--seconds", type=int, default=600, help="längsta tid per prov")
    return parser.parse_args()


def main() -> int:
    try:
        return torture(arguments())
    except RigError as error:
        print(f"Provet kunde inte genomföras: {error}", file=sys.stderr)
    except Exception:
        # Python's own exit code for this is the one that says that the product does not hold.
        traceback.print_exc()
        print("Provet kunde inte genomföras: det gick sönder självt.", file=sys.stderr)
    return UNKNOWN


def torture(wanted: argparse.Namespace) -> int:
    true, seeded = plans(wanted)
    outcomes: list[Outcome] = []
    try:
        carry_out([*true, *seeded], outcomes, seed=wanted.seed)
    except RigError as error:
        if not any(fault for one in outcomes[: len(true)] for fault in faults(one)):
            raise
        # What a trial has found is known, whatever becomes of the next.
        print(f"Resten av provet kunde inte genomföras: {error}", file=sys.stderr)
    head()
    for outcome in outcomes:
        row(outcome)
    for outcome in outcomes:
        details(outcome)
    held = verdict(outcomes[: len(true)], outcomes[len(true) :])
    return held or random_schedules(wanted.schedules)


def carry_out(plans: list[Plan], outcomes: list[Outcome], *, seed: int) -> None:
    """Adds an outcome for each plan as it ends."""
    print("Förbereder SQLite och PostgreSQL …", file=sys.stderr)
    with prepared_site() as site:
        for plan in plans:
            print(f"{plan.name} …", file=sys.stderr)
            outcomes.append(run(plan, site, seed=seed))


def random_schedules(number: int) -> int:
    if not number:
        return 0
    print(f"\n{number} slumpade förlopp …", file=sys.stderr)
    if not schedules.hold(number):
        print("Håller inte: ett slumpat förlopp slutade annorlunda än det som kvitterades.")
        return BROKEN
    print(f"Håller: {number} slumpade förlopp.")
    return 0


def verdict(true: list[Outcome], seeded: list[Outcome]) -> int:
    wrong = [f"{one.plan.name}: {fault}" for one in true for fault in faults(one)]
    for one in seeded:
        if not one.findings.lost:
            # The trial may have ended too soon to notice it; then it is this that tells why.
            unseen = ["felet upptäcktes inte", *faults(one)]
            wrong += [f"{one.plan.name}: {fault}" for fault in unseen]
    for one in seeded:
        if one.findings.lost:
            print(
                f"Det inlagda felet ”{one.plan.name}” upptäcktes: {one.findings.lost} svar borta."
            )
    answers = sum(one.findings.acknowledged for one in true)
    kills = sum(len(one.kills) for one in true)
    if not wrong:
        print(f"Håller: {kills} avbrott, {answers} kvitterade svar, inget borta.")
        return 0
    print("Håller inte: " + "; ".join(wrong) + ".")
    return BROKEN


if __name__ == "__main__":
    sys.exit(main())
