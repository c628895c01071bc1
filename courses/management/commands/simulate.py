from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.simulation.population import YEARS, simulate
from people.actions import Refused
from people.csv_files import iso_date


class Command(BaseCommand):
    help = (
        f"Hittar på medarbetare och vad de har gjort under {YEARS} år, för demo. "
        "Vägrar där verkliga personer finns."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--learners", type=int, required=True, metavar="ANTAL")
        parser.add_argument(
            "--seed", type=int, default=1, metavar="FRÖ", help="Samma frö ger samma."
        )
        parser.add_argument("--at", metavar="DATUM", help="Dagen åren slutar, i dag om inget sägs.")

    def handle(self, *args: Any, **options: Any) -> None:
        learners, today = options["learners"], timezone.localdate()
        try:
            at = iso_date(not_after=today)(options["at"]) if options["at"] else today
        except ValueError as error:
            raise CommandError(f"--at ”{options['at']}” ska vara {error}.") from None
        try:
            made = simulate(
                learners,
                seed=options["seed"],
                at=at,
                folder=settings.VAR_DIR,
                tell=lambda count: self._tell(count, learners),
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        if made is None:
            self.stdout.write(f"De {learners} påhittade medarbetarna finns redan: inget nytt.")
            return
        self.stdout.write(
            f"{made.people} påhittade medarbetare på {made.workplaces} nya arbetsplatser: "
            f"{made.completions} avklarade moduler, {made.attempts} försök på prov och "
            f"{made.headcounts} målgruppsantal."
        )

    def _tell(self, count: int, learners: int) -> None:
        """How far it has come, on a terminal only."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{count} av {learners} medarbetare", ending="")
            self.stdout.write("\n" if count == learners else "", ending="")
            self.stdout.flush()
