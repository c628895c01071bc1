from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.csv_files import CsvErrors
from people.models import DistrictLayer
from reports.headcounts import COLUMNS, import_headcounts


class Command(BaseCommand):
    help = (
        "Läser in hur många som ska utbildas, per stadsdel och verksamhetstyp. "
        f"Kolumner: {', '.join(COLUMNS)}. Allt eller inget; samma fil igen ändrar inget."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL.csv", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            done = import_headcounts(path, at=timezone.localdate())
        except CsvErrors as errors:
            raise CommandError(str(errors)) from errors
        except DistrictLayer.DoesNotExist as error:
            raise CommandError("Det finns inga stadsdelar än. Kör manage.py seed först.") from error
        said = f"nya antal: {done.new} (rader: {done.rows})" if done.new else "inget nytt"
        self.stdout.write(f"{path}: {said}.")
        if done.overtaken:
            self.stdout.write(
                f"{done.overtaken} av raderna fanns redan, men ett senare inlagt antal gäller. "
                "Ange en annan källa om raderna ska gälla igen."
            )
