"""Home and report among ever more learners: `make bench PART=rapport`. They ask the same queries
however many there are, and cost about the same. Populating 100 000 takes some minutes."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.test import Client

from bench.pages import Visit, costs, head, queries, row, set_up, stop_if

SIZES = (1_000, 10_000, 100_000)
GROWTH = 1.5
"""How many times as much CPU, in relation to the control, a page may cost at the largest size."""
HOME, REPORT = "startsida", "rapport"


def main() -> None:
    set_up()
    head()
    stop_if(among_many())


def among_many() -> list[str]:
    ratios: dict[str, list[float]] = {HOME: [], REPORT: []}
    counts: dict[str, list[int]] = {HOME: [], REPORT: []}
    failures = []
    for size in SIZES:
        populate(size)
        visits = visits_by_name()
        cost = costs(visits, repeats={})
        for name in ratios:
            ratios[name].append(cost[name] / cost["kontroll"])
            counts[name].append(queries(visits[name]))
            shown = f"{name}, {size:_} medarbetare".replace("_", " ")
            failures += row(shown, cost[name], ratios[name][-1], counts[name][-1])
    for name in ratios:
        if len(set(counts[name])) > 1:
            failures.append(f"{name} ställer {counts[name]} frågor")
        if ratios[name][-1] > GROWTH * ratios[name][0]:
            failures.append(f"{name} kostar {ratios[name][-1] / ratios[name][0]:.1f} gånger mer")
    return failures


def visits_by_name() -> dict[str, Visit]:
    from people.models import Person

    reader = logged_in(coordinator())
    met = Person.objects.filter(notice_read_at__isnull=False, completions__isnull=False).first()
    assert met is not None
    learner = logged_in(met)
    return {
        "kontroll": lambda: get(learner, "/kontroll/"),
        HOME: lambda: get(learner, "/"),
        REPORT: lambda: get(reader, "/rapporter/angered/"),
    }


def get(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)


def logged_in(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def populate(size: int) -> None:
    from people.models import AuditEvent, Person
    from reports.models import Headcount, ReportSnapshot

    for model in (ReportSnapshot, Headcount, Person, AuditEvent):
        model.objects.all().delete()
    call_command("simulate", learners=size, seed=1, stdout=io.StringIO())
    call_command("snapshot", stdout=io.StringIO())


def coordinator() -> object:
    from people.models import Person

    address = "bench@exempel.example"
    call_command("grant", address, role="samordnare", district="angered", stdout=io.StringIO())
    return Person.objects.get(email=address)


if __name__ == "__main__":
    main()
