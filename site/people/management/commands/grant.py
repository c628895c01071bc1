from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people.actions import GRANTED_ROLES, Refused, grant
from people.csv_files import iso_date


class Command(BaseCommand):
    help = "Ger en person en roll. Kontot skapas om det inte finns. Kan köras flera gånger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", default="", metavar="|".join(GRANTED_ROLES))
        parser.add_argument("--district", metavar="KOD", help="Stadsdel, bara för samordnare.")
        parser.add_argument(
            "--until", metavar="DATUM", help="Gäller till men inte med, ÅÅÅÅ-MM-DD."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, role, until = options["email"].strip(), options["role"], None
        if options["until"]:
            try:
                until = iso_date()(options["until"])
            except ValueError as error:
                raise CommandError(f"--until ”{options['until']}” ska vara {error}.") from None
        try:
            granted = grant(
                email, role=role, district=options["district"], until=until, at=timezone.localdate()
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        seat = granted.seat
        ending = f" till {seat.valid_to}" if seat.valid_to else ""
        done = "är nu" if granted.changed else "var redan"
        self.stdout.write(
            f"{granted.person.email} {done} {seat.get_role_display()} i {seat.group}{ending}."
        )
