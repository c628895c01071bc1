"""Fifty learners who answer at once, as fast as they can, over HTTP on each database."""

from __future__ import annotations

import asyncio
import random
import time

from bench.clicks import MODULES, Clock, Learner, click_through, percentile
from rig.server import Server
from rig.site import POSTGRES, SQLITE, Account, Site
from rig.visitor import Visitor

WRITERS, WARM_SECONDS, SECONDS = 50, 5, 30


def run(site: Site) -> list[str]:
    print(f"\n{WRITERS} skriver samtidigt. Tiden för att lämna ett svar, i ms")
    print(f"{'databas':<16}{'svar/s':>8}{'median':>8}{'p95':>8}{'p99':>8}{'värst':>8}{'fel':>6}")
    failures = []
    for database in (SQLITE, POSTGRES):
        url = site.copy(database, "writers")
        accounts = site.accounts(url, WRITERS)
        with Server(site.environment(url), site.folder / f"writers-{database}.log") as server:
            clock = asyncio.run(write(accounts, server.port))
        times = clock.answers
        shown = "".join(f"{percentile(times, percent):8.0f}" for percent in (50, 95, 99))
        rate = len(times) / SECONDS
        print(f"{database:<16}{rate:8.0f}{shown}{max(times):8.0f}{len(clock.errors):6}", flush=True)
        if clock.errors:
            failures.append(f"{len(clock.errors)} fel på {database}: {clock.errors[0]}")
    return failures


async def write(accounts: list[Account], port: int) -> Clock:
    clock = Clock()
    end = time.monotonic() + WARM_SECONDS + SECONDS

    async def answer(account: Account, number: int) -> None:
        rng = random.Random(number)
        learner = Learner(Visitor(port, account.session), rng, clock)
        while time.monotonic() < end and not clock.errors:
            async for _ in click_through(learner.take_test(rng.choice(MODULES)), clock, until=end):
                pass

    writing = [asyncio.create_task(answer(one, number)) for number, one in enumerate(accounts)]
    await asyncio.sleep(WARM_SECONDS)
    clock.forget()
    await asyncio.gather(*writing)
    return clock
