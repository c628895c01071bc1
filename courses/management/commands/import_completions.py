from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.importing import COLUMNS, import_completions
from people.csv_files import CsvErrors


class Command(BaseCommand):
    help = (
        "Läser in utbildning som någon har gått någon annanstans. "
        f"Kolumner: {', '.join(COLUMNS)}. Allt eller inget; samma fil igen ändrar inget."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL.csv", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            done = import_completions(path, at=timezone.localdate())
        except CsvErrors as errors:
            raise CommandError(str(errors)) from errors
        said = (
            f"nya avklarade moduler: {done.new} (rader: {done.rows})" if done.new else "inget nytt"
        )
        self.stdout.write(f"{path}: {said}.")
