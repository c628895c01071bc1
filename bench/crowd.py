"""Two thousand learners at once, each thinking 30–90 s between clicks, on PostgreSQL.

The server, PostgreSQL and the learners share this machine. Their style sheets and scripts are
cached, as they are from the second page on.
"""

from __future__ import annotations

import asyncio
import random
import time

from bench.clicks import Clock, Learner, click_through, percentile
from rig.server import Server
from rig.site import POSTGRES, Account, Site
from rig.visitor import Visitor

LEARNERS = 2_000
THINK_SECONDS = (30, 90)
RAMP_SECONDS, SECONDS = 90, 180
LIMIT_MS = 500


def run(site: Site) -> list[str]:
    url = site.copy(POSTGRES, "crowd")
    accounts = site.accounts(url, LEARNERS)
    with Server(site.environment(url), site.folder / "crowd.log") as server:
        clock = asyncio.run(learn(accounts, server.port))
    times = clock.pages
    p50, p95, p99 = (percentile(times, percent) for percent in (50, 95, 99))
    least, most = THINK_SECONDS
    print(
        f"\n{LEARNERS} medarbetare samtidigt, {least}–{most} s mellan klicken, på PostgreSQL. "
        "Tiden från klick till sida, i ms"
    )
    print(f"{'klick/s':>8}{'median':>8}{'p95':>8}{'p99':>8}{'värst':>8}{'fel':>6}   gräns")
    print(
        f"{len(times) / SECONDS:8.1f}{p50:8.0f}{p95:8.0f}{p99:8.0f}{max(times):8.0f}"
        f"{len(clock.errors):6}   p95 {LIMIT_MS} ms, 0 fel",
        flush=True,
    )
    failures = []
    if p95 >= LIMIT_MS:
        failures.append(f"p95 är {p95:.0f} ms")
    if clock.errors:
        failures.append(f"{len(clock.errors)} fel: {clock.errors[0]}")
    return failures


async def learn(accounts: list[Account], port: int) -> Clock:
    """Clicks of everybody once they all have begun."""
    clock = Clock()
    end = time.monotonic() + RAMP_SECONDS + SECONDS

    async def study(account: Account, number: int) -> None:
        rng = random.Random(number)
        await asyncio.sleep(rng.uniform(0, RAMP_SECONDS))
        clicks = Learner(Visitor(port, account.session), rng, clock).learn()
        async for _ in click_through(clicks, clock, until=end):
            pause = rng.uniform(*THINK_SECONDS)
            if time.monotonic() + pause >= end:
                return  # Not a click at the end: that would be everybody's at once.
            await asyncio.sleep(pause)

    learning = [asyncio.create_task(study(one, number)) for number, one in enumerate(accounts)]
    await asyncio.sleep(RAMP_SECONDS)
    clock.forget()
    await asyncio.gather(*learning)
    return clock
