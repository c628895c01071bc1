"""One trial: a server on a database of its own, learners who answer, kills, and the reckoning."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass

from rig import RigError
from rig.server import Server
from rig.site import POSTGRES, Account, Site

from .killing import Kill, Killer
from .learner import Learner, StuckError
from .ledger import Event, Findings, Ledger

READY_SECONDS = 10
CALM_SECONDS = (0.5, 2.0)
"""At least so long a calm lasts between that all is up again and the next kill."""
PAUSE_SECONDS = 0.1
LAST_SECONDS = 180
"""How long the learners get to finish what they began, after the last kill."""


@dataclass(frozen=True)
class Plan:
    name: str
    database: str
    kinds: tuple[str, ...]
    learners: int
    answers: int
    kills: int
    seconds: int
    """Bound for reaching ``answers`` and ``kills``."""
    application: str = "config.wsgi"
    statement: str = ""
    """Done on the database first, with {} for its name."""


@dataclass
class Outcome:
    plan: Plan
    seconds: float
    kills: list[Kill]
    seen: Counter[int]
    """Replies by status, 0 for lost ones."""
    stuck: list[str]
    findings: Findings
    vanished: int
    """Attempts that were gone when their learner went on."""

    @property
    def slowest(self) -> float:
        return max((kill.seconds for kill in self.kills), default=0.0)

    @property
    def errors(self) -> int:
        """Replies that nobody should see: server errors other than 503."""
        return sum(n for status, n in self.seen.items() if status >= 500 and status != 503)


def run(plan: Plan, site: Site, *, seed: int) -> Outcome:
    """Raises RigError when the trial itself does not work."""
    name = plan.name.lower().replace(" ", "_")
    url = site.copy(plan.database, name)
    if plan.statement:
        site.cluster.execute(plan.statement.format(f'"{name}"'))
    accounts = site.accounts(url, plan.learners)
    ledger = Ledger(site.folder / f"{name}.jsonl")
    log = site.folder / f"{name}.log"
    server = Server(site.environment(url), log, application=plan.application)
    cluster = site.cluster if plan.database == POSTGRES else None
    start = time.monotonic()
    try:
        server.start()
        killer = Killer(server, cluster, plan.kinds, random.Random(seed))
        kills, learners, stuck, seen = asyncio.run(
            _shake(plan, accounts, server, killer, ledger, seed)
        )
    finally:
        server.stop()
        ledger.close()
    seconds = time.monotonic() - start
    people = json.dumps([account.person for account in accounts])
    said = site.run(url, "-m", "torture.reading", str(ledger.path), people)
    vanished = sum(learner.vanished for learner in learners)
    return Outcome(plan, seconds, kills, seen, stuck, Findings(**json.loads(said)), vanished)


async def _shake(
    plan: Plan, accounts: list[Account], server: Server, killer: Killer, ledger: Ledger, seed: int
) -> tuple[list[Kill], list[Learner], list[str], Counter[int]]:
    seen: Counter[int] = Counter()
    is_over = False
    learners = [
        Learner(account, number, server.port, ledger, seed, seen)
        for number, account in enumerate(accounts)
    ]
    studying = [asyncio.create_task(learner.study(lambda: is_over)) for learner in learners]
    try:
        kills = await _kill(plan, killer, ledger, studying, random.Random(seed))
        is_over = True
        _, late = await asyncio.wait(studying, timeout=LAST_SECONDS)
    finally:
        for task in studying:
            task.cancel()
        ended = await asyncio.gather(*studying, return_exceptions=True)
    stuck = [str(error) for error in ended if isinstance(error, StuckError)]
    stuck += ["blev inte färdig i tid"] * len(late)
    _raise_others(ended)
    return kills, learners, stuck, seen


def _raise_others(ended: list[BaseException | None]) -> None:
    expected = StuckError | asyncio.CancelledError
    for error in ended:
        if error is not None and not isinstance(error, expected):
            raise RigError("En medarbetare i provet gick sönder") from error


async def _kill(
    plan: Plan,
    killer: Killer,
    ledger: Ledger,
    studying: list[asyncio.Task[None]],
    rng: random.Random,
) -> list[Kill]:
    """Kill now and then while the answers come in, until there are kills and answers enough.

    Sooner, when the service or every learner has stopped for good. Raises RigError when time runs
    out and nothing has shown that the product does not hold.
    """
    deadline = time.monotonic() + plan.seconds
    kills: list[Kill] = []

    async def reach(answers: float) -> bool:
        """Wait for so many; False when it is of no use to wait or kill any longer."""
        while (count := ledger.count[Event.ACKNOWLEDGED]) < answers:
            if all(task.done() for task in studying):
                return False
            if time.monotonic() > deadline:
                if _has_shown(kills, ledger, studying):
                    return False
                raise RigError(
                    f"{plan.name}: bara {len(kills)} avbrott och {count} kvitterade svar på "
                    f"{plan.seconds} s. Provet behöver en lugnare dator eller mer tid."
                )
            await asyncio.sleep(PAUSE_SECONDS)
        return True

    while len(kills) < plan.kills:
        if not await reach(plan.answers * (len(kills) + rng.random()) / plan.kills):
            return kills
        await asyncio.sleep(rng.uniform(*CALM_SECONDS))
        kills.append(await asyncio.to_thread(killer.kill))
        _tell(kills, ledger.count[Event.ACKNOWLEDGED])
        if not kills[-1].is_back:
            return kills
    await reach(plan.answers)
    return kills


def _has_shown(kills: list[Kill], ledger: Ledger, studying: list[asyncio.Task[None]]) -> bool:
    """Whether it is plain already that the product does not hold. Nobody has ended but in vain."""
    is_slow = any(kill.seconds > READY_SECONDS for kill in kills)
    return is_slow or bool(ledger.count[Event.LOST]) or any(task.done() for task in studying)


def _tell(kills: list[Kill], answers: int) -> None:
    last = kills[-1]
    line = f"  avbrott {len(kills)}: {last.kind}, {last}; {answers} svar"
    print(line, file=sys.stderr, flush=True)
