from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructBlockValidationError


class ComparisonBlock(StructBlock):
    title = CharBlock(max_length=120, label="Titel")
    columns = ListBlock(CharBlock(max_length=60), min_num=2, max_num=6, label="Kolumner")
    rows = ListBlock(
        ListBlock(CharBlock(max_length=200), max_num=6, label="Celler"),
        min_num=1,
        max_num=12,
        label="Rader",
    )

    class Meta:
        icon = "table"
        label = "Jämförelse"
        label_format = "{title}"
        description = (
            "En tabell som jämför två till sex saker, till exempel Västbusmöte och konsultation. "
            "Första cellen i varje rad är radens rubrik."
        )
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Västbusmöte eller konsultation?",
            "columns": ["Fråga", "Västbusmöte", "Konsultation"],
            "rows": [["Familjen är med", "Ja", "Nej"]],
        }
        template = "blocks/comparison.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (uneven := _uneven_row(cleaned)):
            raise StructBlockValidationError(block_errors={"rows": ValidationError(uneven)})
        return cleaned


def _uneven_row(table: Any) -> str:
    """What to say of the first row that has more or fewer cells than columns; empty for none."""
    columns = len(table["columns"])
    for number, row in enumerate(table["rows"], 1):
        if len(row) != columns:
            return f"Rad {number} har {len(row)} celler. Varje rad ska ha {columns}: en per kolumn."
    return ""
