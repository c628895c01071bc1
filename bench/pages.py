"""What pages cost, as ratios to a control measured in the same run: `make bench`.

In-process CPU (process_time) of a GET through the whole middleware, the second and later ones,
in interleaved rounds; the median of the rounds. Queries leave out BEGIN, SAVEPOINT and COMMIT.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import django

ROUNDS, REPEATS = 9, 20
LIMITS = {"lektion": (2.5, 5), "startsida": (None, 6), "fråga": (None, 8), "svar": (None, 8)}
OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["*"]
    from bench.report import report_rows

    failures = pages() + report_rows()
    if failures:
        sys.exit("Över gränsen: " + "; ".join(failures))


def pages() -> list[str]:
    from bench.learner import Learner

    learner = Learner.enter()
    visits: dict[str, Callable[[], object]] = {
        "kontroll": lambda: learner.get("/kontroll/"),
        "lektion": lambda: learner.get("/utbildning/organisation/vad-ar-vastbus/"),
        "startsida": lambda: learner.get("/"),
        "modul": lambda: learner.get("/utbildning/organisation/"),
        "fråga": lambda: learner.get(learner.question_url),
    }
    for visit in visits.values():
        visit()
    cost = {name: [] for name in visits}
    for _ in range(ROUNDS):
        for name, visit in visits.items():
            cost[name].append(cpu_ms(visit))
    control = statistics.median(cost["kontroll"])
    failures = []
    print(f"{'sida':<12}{'CPU ms':>8}{'× kontroll':>12}{'frågor':>8}   gräns")
    for name, visit in visits.items():
        median = statistics.median(cost[name])
        failures += row(name, median, median / control, queries(visit))
    failures += row("svar", None, None, queries(learner.answer))
    return failures


def row(name: str, ms: float | None, ratio: float | None, count: int) -> list[str]:
    most_ratio, most_queries = LIMITS.get(name, (None, None))
    limit = ", ".join(
        text
        for text in (
            f"{most_ratio:g} × kontroll" if most_ratio else "",
            f"{most_queries} frågor" if most_queries else "",
        )
        if text
    )
    shown = f"{ms:8.2f}{ratio:12.2f}" if ms is not None and ratio is not None else " " * 20
    print(f"{name:<12}{shown}{count:8}   {limit}")
    failures = []
    if most_ratio and ratio and ratio > most_ratio:
        failures.append(f"{name} kostar {ratio:.2f} × kontroll")
    if most_queries and count > most_queries:
        failures.append(f"{name} ställer {count} frågor")
    return failures


def cpu_ms(visit: Callable[[], object]) -> float:
    start = time.process_time()
    for _ in range(REPEATS):
        visit()
    return (time.process_time() - start) * 1000 / REPEATS


def queries(visit: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        visit()
    return sum(not query["sql"].startswith(OUTSIDE) for query in captured.captured_queries)


def today() -> date:
    from django.utils import timezone

    return timezone.localdate()


if __name__ == "__main__":
    main()
