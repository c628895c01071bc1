from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.models import DistrictLayer
from reports.freezing import NotAReportDateError, first_of_month, freeze, report_date


class Command(BaseCommand):
    help = "Fryser siffrorna för den första i en månad. Det som är fryst ändras aldrig."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="ÅÅÅÅ-MM-01; utan: den första i den här månaden")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            at = wanted_date(options["at"], today=today)
            snapshot, is_new = freeze(at=at, today=today)
        except NotAReportDateError as error:
            raise CommandError(str(error)) from error
        except DistrictLayer.DoesNotExist as error:
            raise CommandError("Det finns inga stadsdelar än. Kör manage.py seed först.") from error
        done = "Frös siffrorna" if is_new else "Inget nytt: siffrorna är redan frysta"
        self.stdout.write(f"{done} per den {snapshot.at.isoformat()}.")


def wanted_date(given: str | date | None, *, today: date) -> date:
    if given is None:
        return first_of_month(today)
    return report_date(str(given), today=today)
