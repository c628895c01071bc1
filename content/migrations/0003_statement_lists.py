"""What the accessibility statement lists was raw JSON; it is blocks and lines now."""

from __future__ import annotations

import json
from typing import Any

from django.db import migrations

import content.fields

LISTS = ("known_issues", "disproportionate")


def as_blocks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"type": "shortcoming", "value": row} if "what" in row else row for row in rows]


def as_rows(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [block.get("value", block) for block in blocks]


def _convert(apps: Any, change: Any, *, as_text: bool) -> None:
    """Pages and their revisions. A revision holds the value of a StreamField as text."""
    pages = apps.get_model("content", "AccessibilityStatementPage").objects
    for page in pages.all():
        for name in LISTS:
            setattr(page, name, change(list(getattr(page, name) or [])))
        page.save(update_fields=LISTS)
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="content",
        content_type__model="accessibilitystatementpage",
        object_id__in=keys,
    ):
        for name in LISTS:
            held = revision.content.get(name) or []
            rows = change(json.loads(held) if isinstance(held, str) else held)
            revision.content[name] = json.dumps(rows) if as_text else rows
        revision.save(update_fields=["content"])


def to_blocks(apps: Any, schema_editor: Any) -> None:
    _convert(apps, as_blocks, as_text=True)


def to_rows(apps: Any, schema_editor: Any) -> None:
    _convert(apps, as_rows, as_text=False)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_lines"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(to_blocks, to_rows),
        migrations.AlterField(
            "accessibilitystatementpage",
            "known_issues",
            content.fields.BodyField(blank=True, verbose_name="kända brister"),
        ),
        migrations.AlterField(
            "accessibilitystatementpage",
            "disproportionate",
            content.fields.BodyField(blank=True, verbose_name="oskäligt betungande"),
        ),
        migrations.AlterField(
            "accessibilitystatementpage",
            "not_covered",
            content.fields.LinesField(
                blank=True,
                default=list,
                help_text="En sak på varje rad.",
                verbose_name="omfattas inte",
            ),
        ),
    ]
