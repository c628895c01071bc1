"""The report page asks the same queries however many learners there are."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.test import Client

SIZES = (1_000, 100_000)


def report_rows() -> list[str]:
    from bench.pages import queries

    counts = []
    for size in SIZES:
        populate(size)
        client = coordinator()
        url = "/rapporter/angered/"
        client.get(url)
        counts.append(queries(lambda url=url, client=client: client.get(url)))
        print(f"{'rapport':<12}{'':20}{counts[-1]:8}   {size} medarbetare")
    return [] if len(set(counts)) == 1 else [f"rapporten ställer {counts} frågor"]


def populate(size: int) -> None:
    from people.models import AuditEvent, Person
    from reports.models import Headcount, ReportSnapshot

    for model in (ReportSnapshot, Headcount, Person, AuditEvent):
        model.objects.all().delete()
    call_command("simulate", learners=size, seed=1, stdout=io.StringIO())
    call_command("snapshot", stdout=io.StringIO())


def coordinator() -> Client:
    address, role = "bench@exempel.example", "samordnare"
    call_command("grant", address, role=role, district="angered", stdout=io.StringIO())
    from people.models import Person

    client = Client()
    client.force_login(Person.objects.get(email="bench@exempel.example"))
    return client
