"""Pages that tell, and the registers that content refers to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from .blocks import TEXT_FEATURES, ShortcomingBlock, SourceBlock, TellingBlock
from .editing import EditedPage
from .fields import BodyField, LinesField
from .forms import SourcedForm
from .panels import TITLE, tabs
from .registers import (
    Checklist,
    GuidelineEdition,
    GuidelineSection,
    LawReference,
    Misconception,
)

__all__ = [
    "AccessibilityStatementPage",
    "Checklist",
    "FamilyPage",
    "GuidelineEdition",
    "GuidelineSection",
    "InfoPage",
    "LawReference",
    "Misconception",
    "Sourced",
]


SHORTCOMINGS = [("shortcoming", ShortcomingBlock())]


class Sourced(models.Model):
    """A page that knows which edition it teaches, where it comes from and when it was reviewed."""

    edition = models.ForeignKey(
        GuidelineEdition, models.PROTECT, related_name="+", verbose_name="utgåva"
    )
    section = models.ForeignKey(
        GuidelineSection,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="avsnitt i riktlinjerna",
    )
    source = models.CharField(
        "källa", max_length=250, help_text="Börja med ”Sammanfattning av” eller ”Ordalydelse”."
    )
    unconfirmed = models.BooleanField("ska granskas av temagruppen", default=False)
    reviewed_on = models.DateField("senast granskad")
    review_due = models.DateField("granskas senast")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.reviewed_on and self.review_due and self.review_due <= self.reviewed_on:
            raise ValidationError(
                {"review_due": "Nästa granskning måste ligga efter den senaste granskningen."}
            )

    origin_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("edition", widget=Select),
                FieldPanel("section", widget=Select),
                FieldPanel("source"),
                FieldPanel("unconfirmed"),
                FieldPanel("reviewed_on"),
                FieldPanel("review_due"),
            ],
            heading="Ursprung och granskning",
        )
    ]


class InfoPage(EditedPage):
    """A page that tells staff or the public something, such as how personal data is handled."""

    lead = models.TextField("ingress", blank=True)
    body = BodyField(TellingBlock(), blank=True, verbose_name="innehåll")
    notice = models.TextField(
        "kort text vid första inloggningen",
        blank=True,
        help_text="Fylls i på sidan om personuppgifter: visas första gången någon loggar in.",
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("notice"),
    ]
    edit_handler: ClassVar = tabs(("Innehåll", content_panels))
    shown_at: ClassVar = ("/{}/", "wagtail_serve")
    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "En sida med text, till exempel om personuppgifter."

    class Meta:
        verbose_name = "informationssida"


class FamilyPage(Sourced, EditedPage):
    """Public and easy to read: what a Västbusmöte is, for those it is about (R57)."""

    lead = models.TextField("ingress", blank=True)
    body = BodyField(TellingBlock(), verbose_name="innehåll")
    sources = BodyField([("source", SourceBlock())], blank=True, verbose_name="källor")

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    edit_handler: ClassVar = tabs(
        ("Innehåll", content_panels),
        ("Källa och granskning", [*Sourced.origin_panels, FieldPanel("sources")]),
        form=SourcedForm,
    )
    shown_at: ClassVar = ("/{}/", "wagtail_serve")
    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = "Lättläst information till barn, unga och vårdnadshavare."

    class Meta:
        verbose_name = "sida för familjer"


class AccessibilityStatementPage(EditedPage):
    """The statement that lag (2018:1937) 13 § asks for, field by field (domain E.1)."""

    class Compliance(models.TextChoices):
        FULL = "helt", "helt förenlig"
        PARTIAL = "delvis", "delvis förenlig"
        NONE = "inte", "inte förenlig"

    intro = models.TextField("inledning", blank=True)
    actor = models.TextField("vem som ansvarar")
    service = models.TextField("tjänst")
    compliance = models.CharField("förenlighet", max_length=10, choices=Compliance.choices)
    known_issues = BodyField(SHORTCOMINGS, blank=True, verbose_name="kända brister")
    disproportionate = BodyField(SHORTCOMINGS, blank=True, verbose_name="oskäligt betungande")
    not_covered = LinesField(
        "omfattas inte", default=list, blank=True, help_text="En sak på varje rad."
    )
    assessed_on = models.DateField("bedömd")
    updated_on = models.DateField("redogörelsen uppdaterad")
    method = RichTextField("så har vi testat", features=TEXT_FEATURES)
    contact_email = models.EmailField("e-post för synpunkter")
    contact_text = models.TextField("om att höra av sig")
    report_text = models.TextField("om tillsyn")
    report_url = models.URLField("anmälan till tillsynsmyndigheten")

    content_panels: ClassVar = [
        TITLE,
        *(
            FieldPanel(name)
            for name in (
                "intro",
                "actor",
                "service",
                "compliance",
                "known_issues",
                "disproportionate",
                "not_covered",
                "assessed_on",
                "updated_on",
                "method",
                "contact_email",
                "contact_text",
                "report_text",
                "report_url",
            )
        ),
    ]
    edit_handler: ClassVar = tabs(("Innehåll", content_panels), has_fixed_address=True)
    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count = 1
    page_description = "Tillgänglighetsredogörelsen, med de uppgifter lagen kräver."

    class Meta:
        verbose_name = "tillgänglighetsredogörelse"

    def own_slug(self) -> str:
        return "tillganglighet"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["compliance"] = self.get_compliance_display()
        return context
