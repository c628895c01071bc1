"""Question blocks: the same for ungraded checks in lessons and for tests."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StructBlock,
    TextBlock,
)

from . import examples
from .question_parts import DiagnosisBlock, DistinctListBlock, OptionsBlock, QuestionBlock


class SingleBlock(QuestionBlock):
    options = OptionsBlock(min_num=2, max_num=6, label="Alternativ")

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "options", "note"]
        icon = "radio-full"
        label = "En rätt"
        description = (
            "Två till sex alternativ. Exakt ett är rätt, och varje har en återkoppling. "
            "Till exempel ”Hur snart ska mötet hållas?”"
        )
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
        description = (
            "Tre till åtta alternativ, minst två är rätta. Alla rätta måste väljas. "
            "Till exempel ”Vilka kan kalla till ett Västbusmöte?”"
        )
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
        description = (
            "Ett påstående som är sant eller falskt, med en återkoppling till varje svar. "
            "Till exempel ”Västbus är en lag.”"
        )
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
    pairs = DistinctListBlock(
        PairRowBlock(), distinct=("left", "right"), min_num=2, max_num=6, label="Par"
    )
    mistakes = ListBlock(
        WrongPairBlock(),
        default=[],
        max_num=10,
        label="Fel par som visar en missuppfattning",
        help_text="Fel par som inte står här räknas som rena faktafel.",
    )

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "pairs", "mistakes", "note"]
        icon = "link"
        label = "Para ihop"
        description = (
            "Två till sex par. Högerdelarna blandas när frågan visas. "
            "Till exempel varje möte med det som det är till för."
        )
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
    steps = DistinctListBlock(StepBlock(), min_num=3, max_num=10, label="Steg i rätt ordning")
    rules = ListBlock(OrderRuleBlock(), default=[], max_num=10, label="Regler")

    class Meta:
        form_layout: ClassVar = ["scene", "prompt", "steps", "rules", "note"]
        icon = "order"
        label = "Ordna"
        description = (
            "Tre till tio steg, skrivna i rätt ordning. De blandas när frågan visas. "
            "Till exempel från samtalet med familjen till kallelsen."
        )
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
