from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from people.models import DistrictLayer
from reports.excerpt import UnknownDistrictError, of_district
from reports.freezing import NotAReportDateError, freeze
from reports.reading import ALL, record_reading

from .snapshot import wanted_date


class Command(BaseCommand):
    help = "De frysta siffrorna som JSON. Fryser dem först om det inte är gjort."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--district", help="stadsdelens kod, till exempel angered")
        parser.add_argument("--at", help="ÅÅÅÅ-MM-01; utan: den första i den här månaden")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            at = wanted_date(options["at"], today=today)
            # Outside the transaction that reads: nobody who learns waits while we count.
            freeze(at=at, today=today)
            document = _read(options["district"], at=at, today=today)
        except (NotAReportDateError, UnknownDistrictError) as error:
            raise CommandError(str(error)) from error
        except DistrictLayer.DoesNotExist as error:
            raise CommandError("Det finns inga stadsdelar än. Kör manage.py seed först.") from error
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))


@transaction.atomic
def _read(district: str | None, *, at: date, today: date) -> dict[str, Any]:
    document = freeze(at=at, today=today)[0].document
    if district:
        document = of_district(document, district)
    scope = [place["code"] for place in document["districts"]]
    record_reading(document, of=district or ALL, as_format="json", scope=scope, on=today)
    return document
