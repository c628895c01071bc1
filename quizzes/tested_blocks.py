"""The questions of a test: the same kinds as a lesson's checks, with where to reread and their own
origin; and the statements of the förtest."""

from __future__ import annotations

from typing import ClassVar

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

from .blocks import MultipleBlock, OrderBlock, PairBlock, SingleBlock, TrueFalseBlock


class TestedBlock(StructBlock):
    """What a question in a test has besides: where to reread, and its own origin."""

    lesson = PageChooserBlock(page_type="courses.LessonPage", label="Lektion att läsa om")
    origin = OriginBlock()


class SingleTestBlock(SingleBlock, TestedBlock):
    pass


class MultipleTestBlock(MultipleBlock, TestedBlock):
    pass


class TrueFalseTestBlock(TrueFalseBlock, TestedBlock):
    pass


class PairTestBlock(PairBlock, TestedBlock):
    pass


class OrderTestBlock(OrderBlock, TestedBlock):
    pass


class StatementBlock(TestedBlock):
    """A statement of the förtest: Stämmer, Stämmer inte or Vet inte, in two equal wordings."""

    misconception = CodeBlock(
        register=Misconception, choices=misconception_choices, label="Missuppfattning"
    )
    wording_a = CharBlock(max_length=250, label="Påstående, ordalydelse A")
    wording_b = CharBlock(max_length=250, label="Påstående, ordalydelse B")
    answer = ChoiceBlock(
        choices=[("stammer", "Stämmer"), ("stammer-inte", "Stämmer inte")], label="Rätt svar"
    )
    feedback = TextBlock(max_length=400, label="Så är det")

    class Meta:
        form_layout: ClassVar = ["misconception", "wording_a", "wording_b", "answer", "feedback"]
        icon = "openquote"
        label = "Påstående (förtest)"
        label_format = "{wording_a}"
        description = "Ett påstående att ta ställning till, med två likvärdiga ordalydelser."
        group = "Förtest"


class QuestionsBlock(StreamBlock):
    single = SingleTestBlock()
    multiple = MultipleTestBlock()
    true_false = TrueFalseTestBlock()
    pair = PairTestBlock()
    order = OrderTestBlock()
    statement = StatementBlock()

    class Meta:
        collapsed = True
