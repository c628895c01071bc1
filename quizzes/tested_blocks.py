"""The questions of a test: the same kinds as a lesson's checks, with where to reread and their own
origin; and the statements of the förtest."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    PageChooserBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from content.blocks import OriginBlock
from content.code_blocks import CodeBlock, misconception_choices
from content.models import Misconception

from . import examples
from .blocks import MultipleBlock, OrderBlock, PairBlock, SingleBlock, TrueFalseBlock
from .question_parts import QuestionBlock


class TestedBlock(StructBlock):
    """What a question in a test has besides: where to reread, and its own origin."""

    lesson = PageChooserBlock(page_type="courses.LessonPage", label="Lektion att läsa om")
    origin = OriginBlock()


def with_origin(question: type[QuestionBlock]) -> list[str]:
    """The fields of the question's form, then those of a test. What a layout leaves out is neither
    shown nor sent, and would be saved empty."""
    return [*question._meta_class.form_layout, "lesson", "origin"]


class SingleTestBlock(SingleBlock, TestedBlock):
    class Meta:
        form_layout = with_origin(SingleBlock)


class MultipleTestBlock(MultipleBlock, TestedBlock):
    class Meta:
        form_layout = with_origin(MultipleBlock)


class TrueFalseTestBlock(TrueFalseBlock, TestedBlock):
    class Meta:
        form_layout = with_origin(TrueFalseBlock)


class PairTestBlock(PairBlock, TestedBlock):
    class Meta:
        form_layout = with_origin(PairBlock)


class OrderTestBlock(OrderBlock, TestedBlock):
    class Meta:
        form_layout = with_origin(OrderBlock)


ANSWERS = [("stammer", "Stämmer"), ("stammer-inte", "Stämmer inte")]


class StatementBlock(TestedBlock):
    """A statement of the förtest: Stämmer, Stämmer inte or Vet inte, in two equal wordings."""

    misconception = CodeBlock(
        register=Misconception, choices=misconception_choices, label="Missuppfattning"
    )
    wording_a = CharBlock(max_length=250, label="Påstående, ordalydelse A")
    wording_b = CharBlock(max_length=250, label="Påstående, ordalydelse B")
    answer = ChoiceBlock(choices=ANSWERS, label="Rätt svar")
    feedback = TextBlock(max_length=400, label="Så är det")

    class Meta:
        form_layout: ClassVar = [
            "misconception", "wording_a", "wording_b", "answer", "feedback", "lesson", "origin",
        ]  # fmt: skip
        icon = "openquote"
        label = "Påstående (förtest)"
        label_format = "{wording_a}"
        description = (
            "Ett påstående att ta ställning till, med två likvärdiga ordalydelser. "
            "Till exempel ”Västbus är bara till för de svåraste ärendena.”"
        )
        preview_template = "quizzes/block_preview.html"
        preview_value = examples.STATEMENT
        group = "Förtest"

    def get_preview_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        rows = [
            {
                "text": text,
                "is_right": value["answer"] == key,
                "why": value["feedback"] if value["answer"] == key else "",
            }
            for key, text in (*ANSWERS, ("vet-inte", "Vet inte"))
        ]
        return {**(parent_context or {}), "prompt": value["wording_a"], "rows": rows}


class QuestionsBlock(StreamBlock):
    single = SingleTestBlock()
    multiple = MultipleTestBlock()
    true_false = TrueFalseTestBlock()
    pair = PairTestBlock()
    order = OrderTestBlock()
    statement = StatementBlock()

    class Meta:
        collapsed = True
        max_num = 60
