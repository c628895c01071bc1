from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import DistrictLayer
from reports.excerpt import UnknownDistrictError, of_district
from reports.freezing import NotAReportDateError, freeze

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
            document = freeze(at=at, today=today)[0].document
            if code := options["district"]:
                document = of_district(document, code)
        except (NotAReportDateError, UnknownDistrictError) as error:
            raise CommandError(str(error)) from error
        except DistrictLayer.DoesNotExist as error:
            raise CommandError("Det finns inga stadsdelar än. Kör manage.py seed först.") from error
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
