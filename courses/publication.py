"""The publication stamp: bumped when any page changes, so that no process shows old text.

Wagtail's own publication signals are the safety net behind `actions.publish_module`.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from content.models import Checklist, GuidelineEdition, GuidelineSection, LawReference
from people.models import WorkplaceType

from .models import ModulePage, Publication


def bump() -> None:
    """Make every process render anew. Part of the transaction that changes the pages."""
    if not Publication.objects.filter(pk=1).update(stamp=F("stamp") + 1):
        Publication.objects.get_or_create(pk=1)


def current_stamp() -> int:
    """The stamp as it is now; 0 before anything was published."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stamp FROM courses_publication WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def connect() -> None:
    page_published.connect(_published, dispatch_uid="courses.published")
    page_unpublished.connect(_unpublished, dispatch_uid="courses.unpublished")
    post_page_move.connect(_moved, dispatch_uid="courses.moved")
    post_delete.connect(_deleted, dispatch_uid="courses.deleted")
    post_save.connect(_saved, dispatch_uid="courses.register_saved")


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    from .actions import record_lone_publish

    bump()
    record_lone_publish(instance)


def _unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    from .actions import record_lone_change

    bump()
    record_lone_change(instance, within=instance, note="Avpublicerad för sig")


def _moved(
    sender: type[Page],
    instance: Page,
    parent_page_before: Page,
    parent_page_after: Page,
    **kwargs: Any,
) -> None:
    from .actions import record_lone_change

    bump()
    # A module moved among the others is itself what has changed.
    is_module = ModulePage.objects.filter(pk=instance.pk).exists()
    changed = [instance] if is_module else [parent_page_before, parent_page_after]
    for within in {page.pk: page for page in changed}.values():
        record_lone_change(instance, within=within, note="Flyttad för sig")


def _saved(sender: type[Any], **kwargs: Any) -> None:
    """Pages show what stands in the registers."""
    if sender in (Checklist, GuidelineEdition, GuidelineSection, LawReference, WorkplaceType):
        bump()


def _deleted(sender: type[Any], **kwargs: Any) -> None:
    if sender is Page:
        bump()
