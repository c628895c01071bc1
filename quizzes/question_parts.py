"""What all kinds of questions are made of.

A half-done question may be saved as a draft; it is refused when published, with the message on
the field it is about (`is_deferred_validation` is how Wagtail tells the two apart).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ListBlock,
    ListBlockValidationError,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from content.code_blocks import CodeBlock, misconception_choices
from content.models import Misconception

SAME_AGAIN = "Samma text finns redan ovanför. Skriv en annan, eller ta bort den här."


class DiagnosisBlock(StructBlock):
    """What a wrong answer shows: a misconception, or that it is a plain factual error."""

    misconception = CodeBlock(
        register=Misconception,
        choices=misconception_choices,
        required=False,
        label="Visar missuppfattningen",
        help_text="Vad ett fel svar visar. Stämmer ingen, kryssa i ”Rent faktafel”.",
    )
    fact_error = BooleanBlock(required=False, label="Rent faktafel")

    def clean_diagnosis(self, value: Any, errors: dict[str, ValidationError]) -> None:
        if bool(value.get("misconception")) == bool(value.get("fact_error")):
            errors["misconception"] = ValidationError(
                "Välj en missuppfattning, eller kryssa i ”Rent faktafel”."
            )


class OptionBlock(DiagnosisBlock):
    text = CharBlock(max_length=250, label="Svarsalternativ")
    correct = BooleanBlock(required=False, label="Rätt svar")
    feedback = TextBlock(
        max_length=400, label="Återkoppling", help_text="Varför är det rätt eller fel?"
    )
    left_out = CodeBlock(
        register=Misconception,
        choices=misconception_choices,
        required=False,
        label="Missuppfattning när ett rätt svar inte väljs",
        help_text="För frågor med flera rätt. Lämnas oftast tom.",
    )

    class Meta:
        label = "Alternativ"
        label_format = "{text}"
        form_layout: ClassVar = [
            "text", "correct", "feedback", "misconception", "fact_error", "left_out",
        ]  # fmt: skip

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        errors: dict[str, ValidationError] = {}
        if not cleaned["correct"]:
            self.clean_diagnosis(cleaned, errors)
        elif cleaned["misconception"] or cleaned["fact_error"]:
            errors["misconception"] = ValidationError("Ett rätt svar visar inget fel.")
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned


class DistinctListBlock(ListBlock):
    """A list whose rows never say the same in a field of ``distinct``: a learner could not tell
    them apart, and only one of them would be right."""

    class Meta:
        distinct: ClassVar = ("text",)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        told: set[tuple[str, str]] = set()
        errors = {}
        for index, row in enumerate(cleaned):
            texts = {(name, _as_read(row[name])) for name in self.meta.distinct}
            if again := texts & told:
                errors[index] = StructBlockValidationError(
                    block_errors={name: ValidationError(SAME_AGAIN) for name, _ in again}
                )
            told |= texts
        if errors:
            raise ListBlockValidationError(block_errors=errors)
        return cleaned


def _as_read(text: str) -> str:
    return " ".join(text.split()).casefold()


class OptionsBlock(DistinctListBlock):
    """Begins with as many empty options as there must be."""

    def __init__(self, *, min_num: int, **kwargs: Any) -> None:
        super().__init__(OptionBlock(), min_num=min_num, **kwargs)

    def get_default(self) -> Any:
        return self.normalize([self.child_block.get_default() for _ in range(self.meta.min_num)])


class QuestionBlock(StructBlock):
    """What all questions have. `scene` is the situation before the question, always fictional."""

    scene = TextBlock(
        max_length=500,
        required=False,
        label="Situation",
        help_text="Frivilligt: en påhittad situation före frågan.",
    )
    prompt = CharBlock(max_length=300, label="Fråga")
    note = TextBlock(max_length=500, required=False, label="Att tillägga efter svaret")

    class Meta:
        label_format = "{prompt}"

    def problems(self, value: Any) -> dict[str, str]:
        """Field name → why the question can not be published. Overridden by each kind."""
        return {}

    def get_preview_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return {**(parent_context or {}), "prompt": value["prompt"], "rows": self.rows(value)}

    def rows(self, value: Any) -> list[dict[str, Any]]:
        """What the picture in the list of blocks shows, with the key."""
        return [
            {"text": row["text"], "is_right": row["correct"], "why": row["feedback"]}
            for row in value["options"]
        ]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if problems := self.problems(cleaned):
            raise StructBlockValidationError(
                block_errors={name: ValidationError(text) for name, text in problems.items()}
            )
        return cleaned
