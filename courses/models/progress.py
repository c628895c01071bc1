from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from content.models import GuidelineEdition

from .publishing import ModuleVersion


class LessonVisit(models.Model):
    """That a person has opened a lesson and, by the button, finished it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits")
    lesson_key = models.UUIDField("lektionens nyckel")
    started_at = models.DateTimeField("påbörjad")
    finished_at = models.DateTimeField("klar", null=True, blank=True)
    version_number = models.PositiveIntegerField("modulversion när den blev klar", default=0)

    class Meta:
        verbose_name = "läst lektion"
        verbose_name_plural = "lästa lektioner"
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson_key"], name="one_visit_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.lesson_key}"


class CompletionQuerySet(models.QuerySet["Completion"]):
    def in_edition(self, edition: str) -> CompletionQuerySet:
        """Completions that count for ``edition``: in that edition, with the test passed."""
        return self.filter(edition__code=edition, test_passed=True)


class Completion(models.Model):
    """A person is klar with a module in an edition; with where they worked then. Append-only."""

    class Way(models.TextChoices):
        SELF = "self", "på egen hand"
        MEETING = "meeting", "vid ett möte"
        PRIOR = "prior", "tidigare utbildning"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="completions")
    module = models.SlugField("modul", max_length=80)
    module_version = models.ForeignKey(
        ModuleVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    version_number = models.PositiveIntegerField(
        "modulversion", default=0, help_text="0 för det som lärts någon annanstans."
    )
    edition = models.ForeignKey(GuidelineEdition, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField("klar")
    way = models.CharField("sätt", max_length=10, choices=Way.choices, default=Way.SELF)
    test_passed = models.BooleanField("kunskapstest godkänt")
    district_codes = models.JSONField("stadsdelar då", default=dict)
    workplace_type = models.CharField("verksamhetstyp då", max_length=50, blank=True)
    organisation_kind = models.CharField("huvudmannens slag då", max_length=20, blank=True)

    objects: ClassVar[CompletionQuerySet] = CompletionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "avklarad modul"
        verbose_name_plural = "avklarade moduler"
        ordering = ["completed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module", "edition", "version_number", "way"],
                name="one_completion_per_version_and_way",
            )
        ]
        indexes = [
            models.Index(fields=["edition", "module", "test_passed"], name="completion_counted")
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.edition_id} {self.completed_at:%Y-%m-%d}"
