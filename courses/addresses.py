"""Redirects from the addresses that pages have left."""

from __future__ import annotations

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move


def connect() -> None:
    page_slug_changed.connect(_came_to_an_address, dispatch_uid="courses.slug_changed")
    post_page_move.connect(_came_to_an_address, dispatch_uid="courses.address_moved")


def _came_to_an_address(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Wagtail leaves a redirect at each address that a page leaves. Once the page is back there, it
    would lead to itself, without end when the page is unpublished."""
    pages = instance.get_descendants(inclusive=True)
    paths = [Redirect.normalise_path(page.url) for page in pages if page.url]
    Redirect.objects.filter(automatically_created=True, old_path__in=paths).delete()
