"""The words of the starter site, in the blocks that a reader meets them in."""

from __future__ import annotations

from content.readability import text_blocks
from courses.blocks import CHECK_KINDS
from courses.models import LessonPage


def lessons():
    return list(LessonPage.objects.live().select_related("edition", "section").order_by("path"))


def name_of(page):
    return f"{page.get_parent().slug}/{page.slug}"


def values(page, kind):
    return [child.value for child in page.body if child.block_type == kind]


def checks(page):
    return [child for child in page.body if child.block_type in CHECK_KINDS]


def prose(page):
    """Blocks of running text: no titles, options or sources (the issue's rule for LIX)."""
    blocks = [page.lead, getattr(page, "goal", "")]
    blocks += [child.value["text"] for child in getattr(page, "workplaces", [])]
    for child in page.body:
        blocks += _PROSE[child.block_type](child.value)
    return [block for block in blocks if block]


def _checklist(value):
    from content.models import Checklist

    checklist = Checklist.objects.get(code=value["code"])
    return [checklist.lead, *checklist.items]


def _case(value):
    steps = [step["text"] for step in value["steps"]]
    return [value["situation"], *steps, value["outcome"]]


def _law(value):
    from content.models import LawReference

    rows = LawReference.objects.filter(code__in=list(value["codes"]), valid_to__isnull=True)
    return [row.summary for row in rows]


def _choices(value):
    reasons = [option["feedback"] for option in value["options"]]
    return [value["scene"], value["prompt"], *reasons, value["note"]]


def _rows(name):
    return lambda value: [
        value["scene"], value["prompt"], *(row["feedback"] for row in value[name]), value["note"]
    ]  # fmt: skip


_PROSE = {
    "text": lambda value: text_blocks(value.source, headings=False),
    "key_facts": lambda value: [fact["text"] for fact in value["facts"]],
    "myth": lambda value: [value["claim"], value["truth"], value["text"]],
    "case": _case,
    "comparison": lambda value: [cell for row in value["rows"] for cell in row],
    "checklist": _checklist,
    "law": _law,
    "discussion": lambda value: [value["text"]],
    "single": _choices,
    "multiple": _choices,
    "true_false": lambda value: [
        value["scene"], value["prompt"], value["feedback_right"], value["feedback_wrong"],
        value["note"],
    ],
    "pair": _rows("pairs"),
    "order": _rows("steps"),
}  # fmt: skip
