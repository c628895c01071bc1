"""Blocks that show rows of a register as they stand there today."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from wagtail.blocks import ListBlock, StructBlock

from .code_blocks import CodeBlock, checklist_choices, law_choices
from .registers import Checklist, LawReference


class ChecklistBlock(StructBlock):
    code = CodeBlock(register=Checklist, choices=checklist_choices, label="Checklista")

    class Meta:
        icon = "tasks"
        label = "Checklista"
        description = (
            "En lista ur registret, som går att skriva ut, till exempel ”Före mötet”. "
            "Ändra texten i registret."
        )
        preview_value: ClassVar[dict[str, Any]] = {"code": "fore"}
        template = "blocks/checklist.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["checklist"] = Checklist.objects.filter(code=value["code"]).first()
        return context


class LawBlock(StructBlock):
    codes = ListBlock(
        CodeBlock(register=LawReference, choices=law_choices), min_num=1, max_num=6, label="Lagrum"
    )

    class Meta:
        icon = "doc-full"
        label = "Lagruta"
        description = (
            "Lagrum ur registret, till exempel det om orosanmälan. "
            "De som gäller i dag visas, med förklaring."
        )
        template = "blocks/law.html"

    def get_preview_value(self) -> Any:
        return self.normalize({"codes": [code for code, _ in law_choices()[:1]]})

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["laws"] = _laws_in_force(list(value["codes"]), at=timezone.localdate())
        return context


def _laws_in_force(codes: list[str], *, at: date) -> list[LawReference]:
    rows = LawReference.objects.filter(code__in=codes).current(at=at)
    return sorted(rows, key=lambda row: codes.index(row.code))
