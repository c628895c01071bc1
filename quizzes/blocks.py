"""Question blocks: the same for ungraded checks in lessons and for tests.

A half-done question may be saved as a draft; it is refused when published, with the message on
the field it is about (`is_deferred_validation` is how Wagtail tells the two apart).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from content.code_blocks import CodeBlock, misconception_choices
from content.models import Misconception

from . import examples


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


class OptionsBlock(ListBlock):
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
        return {**(parent_context or {}), "rows": self.rows(value)}

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


class SingleBlock(QuestionBlock):
    options = OptionsBlock(min_num=2, max_num=6, label="Alternativ")

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "options", "note"]
        icon = "radio-full"
        label = "En rätt"
        description = "Två till sex alternativ. Exakt ett är rätt, och varje har en återkoppling."
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.SINGLE
        group = "Frågor"

    def problems(self, value: Any) -> dict[str, str]:
        if sum(option["correct"] for option in value["options"]) != 1:
            return {"options": "Markera exakt ett rätt svar."}
        return {}


class MultipleBlock(QuestionBlock):
    options = OptionsBlock(min_num=3, max_num=8, label="Alternativ")

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "options", "note"]
        icon = "tick-inverse"
        label = "Flera rätt"
        description = "Tre till åtta alternativ, minst två är rätta. Alla rätta måste väljas."
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.MULTIPLE
        group = "Frågor"

    def problems(self, value: Any) -> dict[str, str]:
        if sum(option["correct"] for option in value["options"]) < 2:
            return {"options": "Markera minst två rätta svar."}
        return {}


class TrueFalseBlock(QuestionBlock, DiagnosisBlock):
    answer = ChoiceBlock(choices=[("sant", "Sant"), ("falskt", "Falskt")], label="Rätt svar")
    feedback_right = TextBlock(max_length=400, label="Återkoppling till rätt svar")
    feedback_wrong = TextBlock(max_length=400, label="Återkoppling till fel svar")

    class Meta:
        form_layout: ClassVar = [
            "scene", "prompt", "answer", "feedback_right", "feedback_wrong", "misconception",
            "fact_error", "note",
        ]  # fmt: skip
        icon = "check"
        label = "Sant eller falskt"
        description = "Ett påstående som är sant eller falskt, med en återkoppling till varje svar."
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.TRUE_FALSE
        group = "Frågor"

    def rows(self, value: Any) -> list[dict[str, Any]]:
        reasons = {True: value["feedback_right"], False: value["feedback_wrong"]}
        return [
            {
                "text": text,
                "is_right": value["answer"] == key,
                "why": reasons[value["answer"] == key],
            }
            for key, text in (("sant", "Sant"), ("falskt", "Falskt"))
        ]

    def problems(self, value: Any) -> dict[str, str]:
        errors: dict[str, ValidationError] = {}
        self.clean_diagnosis(value, errors)
        return {name: str(error.message) for name, error in errors.items()}


class PairRowBlock(StructBlock):
    left = CharBlock(max_length=120, label="Vänster")
    right = CharBlock(max_length=160, label="Hör ihop med")
    feedback = TextBlock(max_length=400, label="Återkoppling")

    class Meta:
        label_format = "{left} – {right}"


class WrongPairBlock(DiagnosisBlock):
    left = IntegerBlock(min_value=1, label="Vänster från rad")
    right = IntegerBlock(min_value=1, label="Höger från rad")
    feedback = TextBlock(max_length=400, label="Återkoppling")


class PairBlock(QuestionBlock):
    pairs = ListBlock(PairRowBlock(), min_num=2, max_num=6, label="Par")
    mistakes = ListBlock(
        WrongPairBlock(),
        default=[],
        label="Fel par som visar en missuppfattning",
        help_text="Fel par som inte står här räknas som rena faktafel.",
    )

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "pairs", "mistakes", "note"]
        icon = "link"
        label = "Para ihop"
        description = "Två till sex par. Högerdelarna blandas när frågan visas."
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.PAIR
        group = "Frågor"

    def rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {"text": f"{row['left']} – {row['right']}", "is_right": True, "why": row["feedback"]}
            for row in value["pairs"]
        ]

    def problems(self, value: Any) -> dict[str, str]:
        count = len(value["pairs"])
        for row in value["mistakes"]:
            if row["left"] == row["right"] or max(row["left"], row["right"]) > count:
                return {"mistakes": "Ett fel par måste vara två olika rader som finns."}
            if bool(row["misconception"]) == bool(row["fact_error"]):
                return {"mistakes": "Varje fel par visar en missuppfattning eller är ett faktafel."}
        return {}


class StepBlock(StructBlock):
    text = CharBlock(max_length=160, label="Steg")
    feedback = TextBlock(max_length=400, label="Återkoppling")


class OrderRuleBlock(DiagnosisBlock):
    earlier = IntegerBlock(min_value=1, label="Steg nummer")
    later = IntegerBlock(min_value=1, label="ska komma före steg nummer")
    feedback = TextBlock(max_length=400, label="Återkoppling när ordningen är omvänd")


class OrderBlock(QuestionBlock):
    steps = ListBlock(StepBlock(), min_num=3, max_num=10, label="Steg i rätt ordning")
    rules = ListBlock(OrderRuleBlock(), default=[], label="Regler")

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "steps", "rules", "note"]
        icon = "order"
        label = "Ordna"
        description = "Tre till tio steg, skrivna i rätt ordning. De blandas när frågan visas."
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.ORDER
        group = "Frågor"

    def rows(self, value: Any) -> list[dict[str, Any]]:
        return [
            {"text": f"{number}. {row['text']}", "is_right": True, "why": row["feedback"]}
            for number, row in enumerate(value["steps"], 1)
        ]

    def problems(self, value: Any) -> dict[str, str]:
        count = len(value["steps"])
        for rule in value["rules"]:
            if not rule["earlier"] < rule["later"] <= count:
                return {"rules": "En regel går från ett tidigare till ett senare steg."}
            if bool(rule["misconception"]) == bool(rule["fact_error"]):
                return {"rules": "Varje regel visar en missuppfattning eller är ett faktafel."}
        return {}


CHECKS: list[tuple[str, StructBlock]] = [
    ("single", SingleBlock()),
    ("multiple", MultipleBlock()),
    ("true_false", TrueFalseBlock()),
    ("pair", PairBlock()),
    ("order", OrderBlock()),
]
