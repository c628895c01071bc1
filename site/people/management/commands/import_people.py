from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions import Refused
from people.csv_files import CsvErrors
from people.progress import Progress
from people.staff_file import Staging, Summary, plan, plan_endings, stage, write


class Command(BaseCommand):
    help = (
        "Läser in vem som arbetar var. Kolumner: email,name,organisation,workplace,"
        "workplace_type,district,valid_from och frivilligt organisation_kind,occupation,valid_to. "
        "En tom stadsdel betyder att den inte är känd. Allt läses in, eller ingenting."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FIL.csv", type=Path)
        parser.add_argument(
            "--complete",
            metavar="ORGANISATION",
            help="Filen har alla som arbetar där: avsluta anställningar som saknas i den.",
        )
        parser.add_argument("--yes", action="store_true", help="Fråga inte innan något avslutas.")

    def handle(self, *args: Any, **options: Any) -> None:
        staging, errors, at = Staging(), CsvErrors(options["file"]), timezone.localdate()
        try:
            self._read(staging, errors, at=at)
            ended = self._endings(staging, options, at=at) if options["complete"] else 0
            bar = Progress(sys.stderr, "Sparar", staging.count("opening"))
            summary = write(staging, source=str(options["file"].name), progress=bar)
            bar.finish()
        except (CsvErrors, Refused) as error:
            raise CommandError(str(error)) from error
        finally:
            staging.close()
        self.stdout.write(_told(summary, rows=staging.rows, ended=ended))

    def _read(self, staging: Staging, errors: CsvErrors, *, at: date) -> None:
        self._follow("Läser", stage(staging, errors, at=at), _lines(errors.path))
        errors.raise_if_any()
        self._follow("Kontrollerar", plan(staging, errors, at=at), staging.rows)
        errors.raise_if_any()

    def _follow(self, label: str, steps: Iterator[int], total: int) -> None:
        bar = Progress(sys.stderr, label, total)
        try:
            for done in steps:
                bar(done)
        finally:
            bar.finish()

    def _endings(self, staging: Staging, options: dict[str, Any], *, at: date) -> int:
        organisation = options["complete"]
        try:
            ended = plan_endings(staging, organisation, at=at)
        except LookupError:
            names = ", ".join(sorted(e.name for e in staging.employers.values())[:20])
            raise Refused(f"Okänd organisation ”{organisation}”. Det finns: {names}.") from None
        if not ended:
            return 0
        self.stderr.write(f"{ended} anställningar hos {organisation} saknas i filen och avslutas.")
        if not options["yes"]:
            if not sys.stdin.isatty():
                raise Refused("Ingenting har ändrats. Lägg till --yes för att avsluta dem.")
            if input("Ska de avslutas? Skriv ja: ").strip().casefold() != "ja":
                raise Refused("Ingenting har ändrats.")
        return ended


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0


def _told(summary: Summary, *, rows: int, ended: int) -> str:
    if not summary:
        return f"{rows} rader lästa: inget nytt."
    told = (
        f"{rows} rader lästa: {summary.people} nya personer, "
        f"{summary.organisations} nya organisationer, {summary.workplaces} nya arbetsplatser, "
        f"{summary.opened} nya anställningar, {summary.changed} ändrade"
    )
    told += f", varav {ended} avslutade" if ended else ""
    told += f", {summary.renamed} ändrade namn" if summary.renamed else ""
    return told + "."
