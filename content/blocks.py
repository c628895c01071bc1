"""The blocks that all pages are made of. Registers are referred to by code, so text is portable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    ListBlock,
    MultipleChoiceBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from people.models import WorkplaceType

from .registers import Checklist, GuidelineEdition, GuidelineSection, LawReference, Misconception

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]
LINE_FEATURES = ["bold", "italic", "link"]

Choices = list[tuple[str, str]]


def edition_choices() -> Choices:
    return [(edition.code, str(edition)) for edition in GuidelineEdition.objects.all()]


def section_choices() -> Choices:
    return [(str(section.number), str(section)) for section in GuidelineSection.objects.all()]


def misconception_choices() -> Choices:
    return [(row.code, str(row)) for row in Misconception.objects.all()]


def checklist_choices() -> Choices:
    return [(row.code, row.title) for row in Checklist.objects.all()]


def law_choices() -> Choices:
    return [(row.code, row.matter) for row in LawReference.objects.filter(valid_to__isnull=True)]


def workplace_type_choices() -> Choices:
    return [(row.code, row.name) for row in WorkplaceType.objects.all()]


class CodeBlock(ChoiceBlock):
    """A row of a register, by its code. Codes are text already, so reading a page asks no register,
    where Wagtail's own block would ask once for every value.

    ``register``: the model; ``key``: its field that the code is in. By them a row of the register
    knows the pages that it is used on.
    """

    def __init__(self, *, register: type[Model], key: str = "code", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register, self.key = register, key

    def normalize_choice(self, value: Any) -> Any:
        return value

    def extract_references(self, value: Any) -> Iterator[tuple[type[Model], str, str, str]]:
        if value:
            rows = self.register._default_manager.filter(**{self.key: value})
            for pk in rows.values_list("pk", flat=True):
                yield self.register, str(pk), "", ""


class CodesBlock(MultipleChoiceBlock):
    """Several rows of a register, by their codes; see CodeBlock."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class OriginBlock(StructBlock):
    edition = CodeBlock(register=GuidelineEdition, choices=edition_choices, label="Utgåva")
    section = CodeBlock(
        register=GuidelineSection,
        key="number",
        choices=section_choices,
        label="Avsnitt i riktlinjerna",
        required=False,
    )
    source = CharBlock(
        max_length=250,
        label="Källa",
        help_text="Börja med ”Sammanfattning av” eller ”Ordalydelse”.",
    )
    unconfirmed = BooleanBlock(required=False, label="Ska granskas av temagruppen")
    reviewed_on = DateBlock(label="Senast granskad")
    review_due = DateBlock(label="Granskas senast")

    class Meta:
        icon = "history"
        label = "Ursprung"
        collapsed = True


class WorkplaceTextBlock(StructBlock):
    types = CodesBlock(
        choices=workplace_type_choices,
        required=False,
        label="Verksamhetstyper",
        help_text="Välj ingen för texten till alla andra.",
    )
    text = TextBlock(max_length=500, label="Så möter du det här")

    class Meta:
        icon = "group"
        label = "Så möter du det här"


class FactBlock(StructBlock):
    term = CharBlock(max_length=60, label="Faktum")
    text = CharBlock(max_length=250, label="Förklaring")


class KeyFactsBlock(StructBlock):
    facts = ListBlock(FactBlock(), min_num=1, max_num=3, label="Fakta")
    origin = ListBlock(
        OriginBlock(), max_num=1, default=[], label="Eget ursprung, om det skiljer sig från sidans"
    )

    class Meta:
        icon = "list-ul"
        label = "Faktaruta"
        template = "blocks/key_facts.html"


class MythBlock(StructBlock):
    misconception = CodeBlock(
        register=Misconception, choices=misconception_choices, label="Missuppfattning"
    )
    claim = CharBlock(max_length=250, label="Många tror")
    truth = CharBlock(max_length=250, label="Så är det")
    text = TextBlock(max_length=600, label="Varför")

    class Meta:
        icon = "help"
        label = "Missuppfattning"
        template = "blocks/myth.html"


class CaseStepBlock(StructBlock):
    title = CharBlock(max_length=120, label="Steg")
    text = TextBlock(max_length=800, label="Det här händer")


class CaseBlock(StructBlock):
    title = CharBlock(max_length=120, label="Titel")
    situation = TextBlock(max_length=1000, label="Situation")
    steps = ListBlock(CaseStepBlock(), label="Steg")
    outcome = TextBlock(max_length=1000, label="Så gick det")

    class Meta:
        icon = "user"
        label = "Exempel ur vardagen"
        template = "blocks/case.html"


class ComparisonBlock(StructBlock):
    title = CharBlock(max_length=120, label="Titel")
    columns = ListBlock(CharBlock(max_length=60), min_num=2, max_num=6, label="Kolumner")
    rows = ListBlock(ListBlock(CharBlock(max_length=200), label="Celler"), label="Rader")

    class Meta:
        icon = "table"
        label = "Jämförelse"
        template = "blocks/comparison.html"


class ChecklistBlock(StructBlock):
    code = CodeBlock(register=Checklist, choices=checklist_choices, label="Checklista")

    class Meta:
        icon = "tick"
        label = "Checklista"
        template = "blocks/checklist.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["checklist"] = Checklist.objects.filter(code=value["code"]).first()
        return context


class LawBlock(StructBlock):
    codes = ListBlock(
        CodeBlock(register=LawReference, choices=law_choices), min_num=1, label="Lagrum"
    )

    class Meta:
        icon = "doc-full"
        label = "Lagruta"
        template = "blocks/law.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["laws"] = _laws_in_force(list(value["codes"]), at=timezone.localdate())
        return context


def _laws_in_force(codes: list[str], *, at: date) -> list[LawReference]:
    rows = LawReference.objects.filter(code__in=codes, valid_from__lte=at).exclude(valid_to__lte=at)
    return sorted(rows, key=lambda row: codes.index(row.code))


class DiscussionBlock(StructBlock):
    text = TextBlock(max_length=500, label="Fråga")

    class Meta:
        icon = "comment"
        label = "Prata om det på arbetsplatsträffen"
        template = "blocks/discussion.html"


class TellingBlock(StreamBlock):
    """What a page that tells can hold. Lessons add questions to it."""

    text = RichTextBlock(features=TEXT_FEATURES, label="Text", template="blocks/text.html")
    key_facts = KeyFactsBlock()
    myth = MythBlock()
    case = CaseBlock()
    comparison = ComparisonBlock()
    checklist = ChecklistBlock()
    law = LawBlock()
    discussion = DiscussionBlock()


class SourceBlock(StructBlock):
    title = CharBlock(max_length=200, label="Källa")
    kind = ChoiceBlock(
        choices=[("Sammanfattning", "Sammanfattning"), ("Ordalydelse", "Ordalydelse")],
        label="Återgiven som",
    )
    edition = CodeBlock(
        register=GuidelineEdition, choices=edition_choices, label="Utgåva", required=False
    )
    section = CodeBlock(
        register=GuidelineSection,
        key="number",
        choices=section_choices,
        label="Avsnitt",
        required=False,
    )

    class Meta:
        icon = "link"
        label = "Källa"
