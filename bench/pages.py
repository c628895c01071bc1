"""What pages cost, as ratios to a control measured in the same run: `make bench PART=sidor`.

In-process CPU (process_time) through the whole middleware, the second and later visits, in
interleaved rounds; the median of the rounds. Queries leave out BEGIN, SAVEPOINT and COMMIT.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable

import django

ROUNDS, REPEATS = 9, 20
ATTEMPTS = 2
"""Whole attempts are long: so many in a round."""
LIMITS = {
    "lektion": (2.5, 5),
    "startsida": (None, 6),
    "fråga": (None, 8),
    "svar": (None, 8),
    "helt försök": (None, 200),
}
OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
Visit = Callable[[], object]


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["*"]


def stop_if(failures: list[str]) -> None:
    if failures:
        sys.exit("Över gränsen: " + "; ".join(failures))


def main() -> None:
    set_up()
    stop_if(pages())


def pages() -> list[str]:
    from bench.learner import Learner

    learner, taker = Learner.enter(), Learner.enter()
    visits: dict[str, Visit] = {
        "kontroll": lambda: learner.get("/kontroll/"),
        "lektion": lambda: learner.get("/utbildning/organisation/vad-ar-vastbus/"),
        "startsida": lambda: learner.get("/"),
        "modul": lambda: learner.get("/utbildning/organisation/"),
        "fråga": lambda: learner.get(learner.question_url),
        "helt försök": taker.take_test,
    }
    cost = costs(visits, repeats={"helt försök": ATTEMPTS})
    failures = []
    head()
    for name, visit in visits.items():
        failures += row(name, cost[name], cost[name] / cost["kontroll"], queries(visit))
    failures += row("svar", None, None, queries(learner.answer))
    return failures


def costs(visits: dict[str, Visit], *, repeats: dict[str, int]) -> dict[str, float]:
    """Milliseconds of CPU of each visit, the median of interleaved rounds."""
    for visit in visits.values():
        visit()
    rounds: dict[str, list[float]] = {name: [] for name in visits}
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            rounds[name].append(cpu_ms(visit, repeats.get(name, REPEATS)))
    return {name: statistics.median(values) for name, values in rounds.items()}


def head() -> None:
    print(f"{'sida':<28}{'CPU ms':>8}{'× kontroll':>12}{'frågor':>8}   gräns")


def row(name: str, ms: float | None, ratio: float | None, count: int) -> list[str]:
    most_ratio, most_queries = LIMITS.get(name.partition(",")[0], (None, None))
    limit = ", ".join(
        text
        for text in (
            f"{most_ratio:g} × kontroll" if most_ratio else "",
            f"{most_queries} frågor" if most_queries else "",
        )
        if text
    )
    shown = f"{ms:8.2f}{ratio:12.2f}" if ms is not None and ratio is not None else " " * 20
    print(f"{name:<28}{shown}{count:8}   {limit}", flush=True)
    failures = []
    if most_ratio and ratio and ratio > most_ratio:
        failures.append(f"{name} kostar {ratio:.2f} × kontroll")
    if most_queries and count > most_queries:
        failures.append(f"{name} ställer {count} frågor")
    return failures


def cpu_ms(visit: Visit, repeats: int) -> float:
    start = time.process_time()
    for _ in range(repeats):
        visit()
    return (time.process_time() - start) * 1000 / repeats


def queries(visit: Visit) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        visit()
    return sum(not query["sql"].startswith(OUTSIDE) for query in captured.captured_queries)


if __name__ == "__main__":
    main()
