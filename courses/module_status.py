"""How the pages of a module stand between draft and published, and what keeps a draft back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from content.fields import BodyField

from .models import ModulePage


class Status(StrEnum):
    PUBLISHED = "Publicerad"
    CHANGED = "Ändrad sedan den publicerades"
    NEW = "Ny, inte publicerad"
    WITHDRAWN = "Avpublicerad"


@dataclass(frozen=True)
class PageStatus:
    page: Page
    status: Status

    @property
    def is_to_publish(self) -> bool:
        """A page that somebody has withdrawn comes back only when it is published by itself."""
        return self.status in (Status.CHANGED, Status.NEW)


def statuses_of(module: ModulePage) -> list[PageStatus]:
    """The module and its pages in the order of the tree."""
    pages = Page.objects.descendant_of(module, inclusive=True).order_by("path").specific()
    return [PageStatus(page, _status(page)) for page in pages]


def _status(page: Page) -> Status:
    if page.live:
        return Status.CHANGED if page.has_unpublished_changes else Status.PUBLISHED
    return Status.WITHDRAWN if page.first_published_at else Status.NEW


def problems_of(page: Page) -> list[str]:
    """Why the latest draft of the page can not be published; empty when it can."""
    draft = page.get_latest_revision_as_object()
    found: list[str] = []
    for field in draft._meta.get_fields():
        if isinstance(field, BodyField):
            try:
                field.stream_block.clean(getattr(draft, field.name))
            except ValidationError as error:
                found += _messages(error.as_json_data())  # type: ignore[attr-defined]
    try:
        draft.full_clean()
    except ValidationError as error:
        found += error.messages
    return list(dict.fromkeys(found))


def _messages(data: Any) -> list[str]:
    """The sentences of a block's error, however deep they stand."""
    if not isinstance(data, dict):
        return []
    inside = data.get("blockErrors") or {}
    children = inside.values() if isinstance(inside, dict) else inside
    return [*map(str, data.get("messages") or []), *(m for c in children for m in _messages(c))]
