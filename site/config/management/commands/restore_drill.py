from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.backup.drill import practise
from config.backup.errors import BackupError


class Command(BaseCommand):
    help = (
        "Övar återställning: kopierar, raderar kopian, återställer, jämför och låter en påhittad "
        "medarbetare gå vidare. Webbplatsen kan vara igång och ändras inte."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.VAR_DIR) / "ovning"
        try:
            practise(connection, folder=folder, media=Path(settings.MEDIA_ROOT), tell=self._tell)
        except BackupError as error:
            raise CommandError(f"Övningen misslyckades. {error}") from error
        self.stdout.write("Övningen gick bra. Det som övades på är borttaget.")

    def _tell(self, what: str, seconds: float) -> None:
        self.stdout.write(f"{seconds:6.1f} s  {what}")
        self.stdout.flush()
