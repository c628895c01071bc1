"""The blocks that all pages are made of. Registers are referred to by code, so text is portable."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    DateBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from .code_blocks import (
    CodeBlock,
    CodesBlock,
    edition_choices,
    misconception_choices,
    section_choices,
    workplace_type_choices,
)
from .comparison import ComparisonBlock
from .pictures import PictureBlock
from .register_blocks import ChecklistBlock, LawBlock
from .registers import GuidelineEdition, GuidelineSection, Misconception
from .review import edition_in_force, next_review

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
LINE_FEATURES = ["bold", "italic", "link"]


class OriginBlock(StructBlock):
    edition = CodeBlock(
        register=GuidelineEdition,
        choices=edition_choices,
        default=edition_in_force,
        label="Utgåva",
    )
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
    reviewed_on = DateBlock(default=timezone.localdate, label="Senast granskad")
    review_due = DateBlock(default=next_review, label="Granskas senast")

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
        description = (
            "Vad lektionen betyder på en arbetsplats. Läsaren ser bara texten till sin egen. "
            "Till exempel till förskolan: ”Du är ofta den som ser först.”"
        )
        preview_template = "blocks/workplace_preview.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "types": [],
            "text": "Du är ofta den som ser först. Prata med familjen innan du ringer.",
        }


class FactBlock(StructBlock):
    term = CharBlock(max_length=60, label="Faktum", help_text="Till exempel ”Inom 3 veckor”.")
    text = CharBlock(max_length=250, label="Förklaring", help_text="En mening.")

    class Meta:
        label_format = "{term}"


class KeyFactsBlock(StructBlock):
    facts = ListBlock(FactBlock(), min_num=1, max_num=3, label="Fakta")
    origin = ListBlock(
        OriginBlock(), max_num=1, default=[], label="Eget ursprung, om det skiljer sig från sidans"
    )

    class Meta:
        icon = "list-ul"
        label = "Faktaruta"
        description = "Ett till tre fakta att minnas, till exempel ”Inom 3 veckor”."
        preview_value: ClassVar[dict[str, Any]] = {
            "facts": [
                {"term": "49 kommuner", "text": "Alla i Västra Götaland är med."},
                {"term": "Till och med 20 år", "text": "Så länge gäller Västbus."},
            ],
            "origin": [],
        }
        template = "blocks/key_facts.html"


class MythBlock(StructBlock):
    misconception = CodeBlock(
        register=Misconception, choices=misconception_choices, label="Missuppfattning"
    )
    claim = CharBlock(
        max_length=250,
        label="Många tror",
        help_text="Som folk säger det. Citattecken sätts av sig själva.",
    )
    truth = CharBlock(max_length=250, label="Så är det", help_text="En mening som ersätter den.")
    text = TextBlock(
        max_length=600, label="Varför", help_text="Förklara utan att skuldbelägga, i 2–3 meningar."
    )

    class Meta:
        icon = "help"
        label = "Missuppfattning"
        label_format = "{claim}"
        description = (
            "Nämn det många tror, och ersätt det med det som stämmer. Till exempel: "
            "”Västbus är bara för tunga ärenden.” Så är det: Västbus är också till för tidigt stöd."
        )
        preview_value: ClassVar[dict[str, Any]] = {
            "claim": "Västbus är bara till för de allra tyngsta ärendena.",
            "truth": "Västbus är också till för tidigt stöd.",
            "text": "Ett tidigt möte kan räcka långt.",
        }
        template = "blocks/myth.html"


class CaseStepBlock(StructBlock):
    title = CharBlock(max_length=120, label="Steg")
    text = TextBlock(max_length=800, label="Det här händer")


class CaseBlock(StructBlock):
    title = CharBlock(max_length=120, label="Titel")
    situation = TextBlock(max_length=1000, label="Situation")
    steps = ListBlock(CaseStepBlock(), min_num=1, max_num=6, label="Steg")
    outcome = TextBlock(max_length=1000, label="Så gick det")

    class Meta:
        icon = "user"
        label = "Exempel ur vardagen"
        label_format = "{title}"
        description = (
            "En påhittad situation i ett till sex steg, som slutar med hur det gick. "
            "Till exempel Elin, fyra år, som sällan leker med andra."
        )
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Elin, fyra år",
            "situation": "Elin leker sällan med andra barn i förskolan.",
            "steps": [{"title": "Samtalet", "text": "Förskolläraren pratar med föräldrarna."}],
            "outcome": "Efter åtta veckor leker Elin mer.",
        }
        template = "blocks/case.html"


class DiscussionBlock(StructBlock):
    text = TextBlock(max_length=500, label="Fråga")

    class Meta:
        icon = "comment"
        label = "Prata om det på arbetsplatsträffen"
        label_format = "{text}"
        description = "En öppen fråga att ta upp i gruppen, till exempel ”Hur gör vi i dag?”"
        preview_value: ClassVar[dict[str, Any]] = {
            "text": "Vem hos oss brukar ta det första samtalet?"
        }
        template = "blocks/discussion.html"


class TellingBlock(StreamBlock):
    """What a page that tells can hold. Lessons add questions to it."""

    text = RichTextBlock(
        features=TEXT_FEATURES,
        label="Text",
        template="blocks/text.html",
        description=(
            "Rubriker, stycken, punktlistor och länkar. Skriv korta meningar, "
            "till exempel ”Ring den du vill ha med.”"
        ),
        preview_value="<h2>Rubrik</h2><p>Skriv du, och en tanke i varje mening.</p>",
    )
    key_facts = KeyFactsBlock()
    myth = MythBlock()
    picture = PictureBlock()
    case = CaseBlock()
    comparison = ComparisonBlock()
    checklist = ChecklistBlock()
    law = LawBlock()
    discussion = DiscussionBlock()

    class Meta:
        collapsed = True


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
        label_format = "{title}"
        description = (
            "En text som sidan bygger på, till exempel ”Västbus riktlinjer” från 2012. "
            "Ordalydelse betyder att orden är källans egna."
        )
        preview_template = "blocks/source_preview.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Västbus riktlinjer",
            "kind": "Sammanfattning",
        }


class ShortcomingBlock(StructBlock):
    """What is not accessible, and why (lag 2018:1937, 13 §)."""

    what = TextBlock(max_length=300, label="Vad", help_text="Till exempel ”Filmen saknar text.”")
    why = TextBlock(max_length=800, label="Varför", help_text="Och när det ska vara åtgärdat.")

    class Meta:
        icon = "warning"
        label = "Brist"
        label_format = "{what}"
        description = (
            "Något som inte alla kan använda, varför det är så och när det ska vara åtgärdat. "
            "Till exempel en film utan text."
        )
        preview_template = "blocks/shortcoming_preview.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "what": "Filmen saknar text.",
            "why": "Vi textar den under våren.",
        }
