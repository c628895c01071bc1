"""Freezing a quiz page into its next version."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db import transaction
from wagtail.models import Page

from .models import QuizPage, QuizVersion
from .questions import frozen
from .scoring import ALL_OR_NOTHING


def snapshot_of(page: QuizPage) -> dict[str, Any]:
    """All that marking and showing the quiz needs, from the live page and never from a revision."""
    lesson_keys = _lesson_keys(page)
    return {
        "title": page.title,
        "kind": page.kind,
        "intro": page.intro,
        "draw": page.draw,
        "pass_mark": page.pass_mark,
        "scoring": ALL_OR_NOTHING,
        "questions": [frozen(child, lesson_keys=lesson_keys) for child in page.questions],
    }


def digest_of(snapshot: dict[str, Any]) -> str:
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def freeze(page: QuizPage) -> QuizVersion:
    """The newest version of ``page``, made now if the page says something else than it does.

    A version equal to an *older* one is a new version: what was asked when stays readable. The
    page is read again under a lock, so that nobody freezes what has just been replaced.
    """
    snapshot = snapshot_of(QuizPage.objects.select_for_update().get(pk=page.pk))
    digest = digest_of(snapshot)
    newest = QuizVersion.objects.filter(page_key=page.translation_key).order_by("-number").first()
    if newest and newest.digest == digest:
        return newest
    return QuizVersion.objects.create(
        page=page,
        page_key=page.translation_key,
        number=newest.number + 1 if newest else 1,
        digest=digest,
        snapshot=snapshot,
    )


def _lesson_keys(page: QuizPage) -> dict[int, str]:
    ids = {
        raw["value"].get("lesson")
        for raw in page.questions.get_prep_value()
        if isinstance(raw, dict)
    }
    pages = Page.objects.filter(pk__in=[pk for pk in ids if pk])
    return {pk: str(key) for pk, key in pages.values_list("pk", "translation_key")}
