from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError
from django.db import models, transaction
from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import DraftStateMixin, Page, Revision

from content.problems import NotReadyError

log = logging.getLogger("vastbus.publish_scheduled")


class Command(publish_scheduled.Command):
    """Stands in for Wagtail's command, which leaves a page published though its version could not
    be frozen. Here each page is a transaction of its own: with its version, or not at all."""

    help = (
        "Publicerar och avpublicerar det som är dags. En sida som inte går hindrar inte de andra."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        at = timezone.now()
        failed = [name for row in [*_expired(at), *_due(at)] if (name := self._carry_out(row, at))]
        if failed:
            raise CommandError(
                f"Det här gick inte att publicera eller avpublicera: {', '.join(failed)}. Tiden "
                "står kvar och nästa körning försöker igen. Orsaken står i loggen."
            )

    def _carry_out(self, row: models.Model, at: datetime) -> str | None:
        """The name of what could not be done."""
        try:
            with transaction.atomic():
                _carry_out(row, at)
        except NotReadyError as error:
            return f"{_named(row)} ({error.problems[0]})"
        except Exception:
            log.exception("not carried out")
            return _named(row)
        return None


def _named(row: models.Model) -> str:
    return f"”{row.object_str if isinstance(row, Revision) else row}”"


def _expired(at: datetime) -> Iterator[models.Model]:
    for model in apps.get_models():
        # A page of any type is found as a Page.
        if model is Page or (issubclass(model, DraftStateMixin) and not issubclass(model, Page)):
            yield from model._default_manager.filter(live=True, expire_at__lt=at).order_by(
                "expire_at"
            )


def _due(at: datetime) -> Iterator[Revision]:
    yield from Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at")


def _carry_out(row: Any, at: datetime) -> None:
    """Nothing if somebody has changed the time, or carried it out, since the row was read."""
    locked = type(row)._default_manager.select_for_update().filter(pk=row.pk)
    if isinstance(row, Revision):
        if revision := locked.filter(approved_go_live_at__lt=at).first():
            revision.publish(log_action="wagtail.publish.scheduled")
    elif expired := locked.filter(live=True, expire_at__lt=at).first():
        expired.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
