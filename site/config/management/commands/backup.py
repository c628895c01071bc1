from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.backup.errors import BackupError
from config.backup.folder import make_backup


class Command(BaseCommand):
    help = (
        "Kopierar databasen och de uppladdade filerna till en ny mapp. Webbplatsen kan vara igång."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="MAPP", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target = options["folder"]
        try:
            contents = make_backup(connection, media=Path(settings.MEDIA_ROOT), target=target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Säkerhetskopia i {target}: {contents}.")
