"""How the pages of a module stand between draft and published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from wagtail.models import Page

from .models import ModulePage


class Status(StrEnum):
    PUBLISHED = "Publicerad"
    CHANGED = "Ändrad sedan den publicerades"
    NEW = "Ny, inte publicerad"
    TIMED = "Har en egen tid, publiceras för sig"
    WITHDRAWN = "Avpublicerad"


@dataclass(frozen=True)
class PageStatus:
    page: Page
    status: Status

    @property
    def is_to_publish(self) -> bool:
        """A page that somebody has withdrawn, or given a time of its own, is published alone."""
        return self.status in (Status.CHANGED, Status.NEW)


def statuses_of(module: ModulePage) -> list[PageStatus]:
    """The module and its pages in the order of the tree."""
    pages = Page.objects.descendant_of(module, inclusive=True).order_by("path").specific()
    return [PageStatus(page, _status(page)) for page in pages]


def _status(page: Page) -> Status:
    if page.live and not page.has_unpublished_changes:
        return Status.PUBLISHED
    if not page.live and page.first_published_at:
        return Status.WITHDRAWN
    if has_own_time(page, at=timezone.now()):
        return Status.TIMED
    return Status.CHANGED if page.live else Status.NEW


def has_own_time(page: Page, *, at: datetime) -> bool:
    """Whether the latest draft is to be published at a time that is set for it, after ``at``."""
    begins = page.get_latest_revision_as_object().go_live_at
    return bool(begins and begins > at)
