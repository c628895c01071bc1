from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.backup.errors import BackupError
from config.backup.folder import restore_backup


class Command(BaseCommand):
    help = "Lägger tillbaka databasen och de uppladdade filerna. Stoppa webbplatsen först."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="MAPP", type=Path)
        parser.add_argument(
            "--overwrite", action="store_true", help="ersätt allt som finns i databasen och filerna"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            contents = restore_backup(
                connection,
                media=Path(settings.MEDIA_ROOT),
                source=options["folder"],
                overwrite=options["overwrite"],
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Återställt från {contents.made_at}: {contents}.")
        self.stdout.write("Kör manage.py migrate om koden är nyare än säkerhetskopian.")
