from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.actions import Refused, reset_second_factor


class Command(BaseCommand):
    help = "Tar bort en persons app och reservkoder. Nästa gång får personen lägga in en ny app."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            had_one = reset_second_factor(email)
        except Refused as error:
            raise CommandError(str(error)) from error
        done = "har inte längre något andra steg" if had_one else "hade inget andra steg"
        self.stdout.write(f"{email} {done}.")
