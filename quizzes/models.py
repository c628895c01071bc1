"""Quiz pages, their frozen versions, and what people answered.

An attempt keeps the questions it began with: it pins a QuizVersion, never a Wagtail revision
(autosave rewrites those). The key of an answer is (page key, question key), never a text or the
id of a child row. Points are derived from append-only markings; seen ≠ answered ≠ correct.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.admin.panels import FieldPanel, HelpPanel

from content.editing import EditedPage
from content.fields import BodyField
from content.panels import TITLE, tabs

from .forms import QuizForm
from .questions import frozen
from .tested_blocks import QuestionsBlock


class QuizPage(EditedPage):
    """A test of a module, or the förtest of a course: one of each kind under its parent."""

    class Kind(models.TextChoices):
        PRE = "fortest", "Förtest"
        FINAL = "kunskapstest", "Kunskapstest"

    KIND_UNDER: ClassVar = {"courses.CoursePage": Kind.PRE, "courses.ModulePage": Kind.FINAL}

    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.FINAL)
    intro = models.TextField("inledning", blank=True)
    questions = BodyField(QuestionsBlock(), verbose_name="frågor")
    draw = models.PositiveSmallIntegerField(
        "antal frågor som dras", default=8, validators=[MinValueValidator(1)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        "gräns för godkänt, i procent", default=75, validators=[MaxValueValidator(100)]
    )

    content_panels: ClassVar = [
        HelpPanel(
            "<p>Svar som redan är lämnade står kvar mot frågan som den löd då. En ändring gäller "
            "de försök som börjar när den är publicerad.</p>",
            heading="När du ändrar en fråga",
        ),
        TITLE,
        FieldPanel("intro"),
        FieldPanel("questions"),
    ]
    rule_panels: ClassVar = [
        FieldPanel("kind", read_only=True),
        FieldPanel("draw"),
        FieldPanel("pass_mark"),
    ]
    edit_handler: ClassVar = tabs(
        ("Innehåll", content_panels),
        ("Regler", rule_panels),
        form=QuizForm,
        has_fixed_address=True,
    )
    parent_page_types: ClassVar = list(KIND_UNDER)
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    preview_modes: ClassVar = [("", "Som deltagare"), ("facit", "Med facit")]
    page_description = "Ett prov med frågor: förtest eller kunskapstest."

    class Meta:
        verbose_name = "prov"
        verbose_name_plural = "prov"

    def own_slug(self) -> str:
        return self.kind

    def clean(self) -> None:
        super().clean()
        kinds = {child.block_type for child in self.questions}
        if self.kind == self.Kind.PRE and kinds - {"statement"}:
            raise ValidationError({"questions": "Ett förtest består bara av påståenden."})
        if self.kind == self.Kind.FINAL and "statement" in kinds:
            raise ValidationError({"questions": "Påståenden hör till förtestet."})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Learners take a quiz through courses' own views, never through Wagtail's."""
        raise Http404

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        questions = [frozen(child) for child in self.questions]
        context = {"page": self, "questions": questions, "with_key": mode_name == "facit"}
        return render(request, "quizzes/preview.html", context)

    @property
    def purpose(self) -> str:
        return Attempt.Purpose.PRE if self.kind == self.Kind.PRE else Attempt.Purpose.FINAL


class QuizVersion(models.Model):
    """The questions as they were published. Append-only; equal to the newest is not repeated."""

    page = models.ForeignKey(QuizPage, models.SET_NULL, null=True, related_name="+")
    page_key = models.UUIDField("sidans nyckel", db_index=True)
    number = models.PositiveIntegerField("nummer")
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField("innehåll")
    created_at = models.DateTimeField("skapad", auto_now_add=True)

    class Meta:
        verbose_name = "provversion"
        verbose_name_plural = "provversioner"
        ordering = ["page_key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["page_key", "number"], name="one_quiz_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot['title']} {self.number}"

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """Key → frozen question, in the order of the page."""
        return {question["key"]: question for question in self.snapshot["questions"]}


class Attempt(models.Model):
    """One person's go at a quiz (försök). Unlimited in number, one open at a time."""

    class Purpose(models.TextChoices):
        PRE = "pre", "förtest"
        FINAL = "final", "kunskapstest"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts", verbose_name="person"
    )
    page_key = models.UUIDField("provets nyckel")
    purpose = models.CharField("syfte", max_length=10, choices=Purpose.choices)
    version = models.ForeignKey(QuizVersion, models.PROTECT, related_name="attempts")
    pass_mark = models.PositiveSmallIntegerField("gräns för godkänt, i procent")
    rules = models.JSONField("regler", default=dict)
    seed = models.PositiveIntegerField("frö till dragningen")
    wording = models.CharField("ordalydelse", max_length=1, blank=True)
    started_at = models.DateTimeField("påbörjat")
    finished_at = models.DateTimeField("avslutat", null=True, blank=True)
    district_codes = models.JSONField("stadsdelar då", default=dict)
    workplace_type = models.CharField("verksamhetstyp då", max_length=50, blank=True)
    organisation_kind = models.CharField("huvudmannens slag då", max_length=20, blank=True)

    class Meta:
        verbose_name = "försök"
        verbose_name_plural = "försök"
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "page_key", "purpose"],
                condition=Q(finished_at__isnull=True),
                name="one_open_attempt",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.started_at:%Y-%m-%d}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class AttemptItem(models.Model):
    """A question that an attempt drew: where it stands and in which order its options are shown."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("plats")
    version = models.ForeignKey(QuizVersion, models.PROTECT, related_name="+")
    question_key = models.UUIDField("frågans nyckel")
    shown_keys = models.JSONField("ordning som visades")
    seen_at = models.DateTimeField("sedd", null=True, blank=True)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_item_per_position"),
            models.UniqueConstraint(
                fields=["attempt", "question_key"], name="one_item_per_question"
            ),
        ]

    def __str__(self) -> str:
        return f"fråga {self.position}"

    @property
    def question(self) -> dict[str, Any]:
        return self.version.questions[str(self.question_key)]


class Answer(models.Model):
    """What was handed in. Never changed: the verdict has been shown."""

    item = models.OneToOneField(AttemptItem, models.CASCADE, related_name="answer")
    chosen = models.JSONField("valt")
    answered_at = models.DateTimeField("inlämnat")

    class Meta:
        verbose_name = "svar"
        verbose_name_plural = "svar"

    def __str__(self) -> str:
        return f"svar på {self.item}"


class Marking(models.Model):
    """How an answer was marked. Append-only: the latest one counts."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="markings")
    rule = models.CharField("regel", max_length=40)
    points = models.DecimalField("poäng", max_digits=5, decimal_places=2)
    is_correct = models.BooleanField("rätt")
    misconceptions = models.JSONField("missuppfattningar", default=list)
    marked_at = models.DateTimeField("bedömt")

    class Meta:
        ordering = ["answer", "pk"]

    def __str__(self) -> str:
        return f"{self.points} poäng"
