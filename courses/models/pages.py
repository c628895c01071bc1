from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from content.blocks import TEXT_FEATURES, SourceBlock, TellingBlock, WorkplaceTextBlock
from content.editing import EditedPage
from content.fields import BodyField, LinesField
from content.forms import SourcedForm
from content.models import Sourced
from content.panels import TITLE, tabs

from ..blocks import LessonBlock
from ..forms import DraftCopyForm
from ..panels import ModuleStatusPanel

KEPT_ADDRESS = (
    "Låt adressen vara ”{}”. När modulen har publicerats hänger medarbetarnas resultat och "
    "rapporterna på den."
)


class LearnerPage(EditedPage):
    """A page that learners reach through courses' own views; Wagtail serves only previews."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from ..views import serve_page

        return serve_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from ..views import preview_page

        return preview_page(request, self, mode_name)


class HomePage(LearnerPage):
    """Start page: why the training exists, for those who are not logged in."""

    headline = models.CharField("rubrik", max_length=120)
    reason = models.TextField("därför finns utbildningen", help_text="Två meningar.")
    lead = models.TextField("ingress", blank=True)

    content_panels: ClassVar = [
        TITLE,
        FieldPanel("headline"),
        FieldPanel("reason"),
        FieldPanel("lead"),
    ]
    edit_handler: ClassVar = tabs(("Innehåll", content_panels), has_fixed_address=True)
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1
    page_description = "Webbplatsens startsida."

    class Meta:
        verbose_name = "startsida"


class CoursePage(LearnerPage):
    """The whole training (utbildning): one central course for everybody, no fork per district."""

    lead = models.TextField("ingress", blank=True)
    intro = RichTextField("inledning", blank=True, features=TEXT_FEATURES)

    content_panels: ClassVar = [TITLE, FieldPanel("lead"), FieldPanel("intro")]
    edit_handler: ClassVar = tabs(("Innehåll", content_panels), has_fixed_address=True)
    parent_page_types: ClassVar = ["courses.HomePage"]
    subpage_types: ClassVar = ["courses.ModulePage", "quizzes.QuizPage"]
    max_count = 1
    page_description = "Utbildningens översikt, med modulerna under sig."
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = "utbildning"

    def own_slug(self) -> str:
        return "utbildning"


class ModulePage(LearnerPage):
    """One of the four modules. Lessons come in the order of the tree."""

    short_title = models.CharField("kort titel", max_length=60)
    lead = models.TextField("ingress", blank=True)
    takeaways = LinesField(
        "att minnas",
        default=list,
        blank=True,
        help_text="Tre rader som visas när modulen är klar. En på varje rad.",
    )

    content_panels: ClassVar = [
        ModuleStatusPanel(heading="Så står modulens sidor"),
        *Page.content_panels,
        FieldPanel("short_title"),
        FieldPanel("lead"),
        FieldPanel("takeaways"),
    ]
    edit_handler: ClassVar = tabs(("Innehåll", content_panels))
    shown_at: ClassVar = ("/utbildning/{}/", "module")
    parent_page_types: ClassVar = ["courses.CoursePage"]
    subpage_types: ClassVar = [
        "courses.LessonPage",
        "courses.FormerEditionPage",
        "quizzes.QuizPage",
    ]
    copy_form_class = DraftCopyForm
    page_description = "En modul med lektioner och ett kunskapstest."
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = "modul"

    def clean(self) -> None:
        from .publishing import ModuleVersion

        super().clean()
        before = ModuleVersion.objects.filter(module_key=self.translation_key).last()
        if before and before.slug != self.slug:
            raise ValidationError({"slug": KEPT_ADDRESS.format(before.slug)})


class LessonPage(Sourced, LearnerPage):
    """Two to three minutes with one goal (mål)."""

    goal = models.CharField(
        "mål", max_length=200, help_text="En mening som börjar med ”Du”: vad läsaren kan efteråt."
    )
    lead = models.TextField("ingress")
    managers_only = models.BooleanField(
        "bara för chefer", default=False, help_text="Visas för den som har sagt ”Jag är chef”."
    )
    workplaces = BodyField(
        [("workplace", WorkplaceTextBlock())], blank=True, verbose_name="så möter du det här"
    )
    body = BodyField(LessonBlock(), verbose_name="innehåll")
    sources = BodyField([("source", SourceBlock())], blank=True, verbose_name="källor")

    content_panels: ClassVar = [
        HelpPanel(template="courses/cms/lesson_help.html", heading="Så skriver du en lektion"),
        *Page.content_panels,
        FieldPanel("goal"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    edit_handler: ClassVar = tabs(
        ("Innehåll", content_panels),
        ("Källa och granskning", [*Sourced.origin_panels, FieldPanel("sources")]),
        ("För vissa läsare", [FieldPanel("managers_only"), FieldPanel("workplaces")]),
        form=SourcedForm,
    )
    shown_at: ClassVar = ("/utbildning/modul/{}/", "lesson")
    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    preview_modes: ClassVar = [("", "Som deltagare"), ("facit", "Med facit")]
    page_description = "En lektion på två till tre minuter, med ett mål."

    class Meta:
        verbose_name = "lektion"
        verbose_name_plural = "lektioner"


class FormerEditionPage(Sourced, LearnerPage):
    """*Så var det förut*: what an earlier edition said, marked as replaced and without a test."""

    lead = models.TextField("ingress")
    body = BodyField(TellingBlock(), verbose_name="innehåll")
    sources = BodyField([("source", SourceBlock())], blank=True, verbose_name="källor")

    content_panels: ClassVar = [TITLE, FieldPanel("lead"), FieldPanel("body")]
    edit_handler: ClassVar = tabs(
        ("Innehåll", content_panels),
        ("Källa och granskning", [*Sourced.origin_panels, FieldPanel("sources")]),
        form=SourcedForm,
        has_fixed_address=True,
    )
    parent_page_types: ClassVar = ["courses.ModulePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    page_description = "Vad en tidigare utgåva sade och som inte längre gäller."

    class Meta:
        verbose_name = "så var det förut"

    def own_slug(self) -> str:
        return "sa-var-det-forut"
