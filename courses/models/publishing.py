from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from content.models import GuidelineEdition
from quizzes.models import QuizVersion

from .pages import ModulePage


class ModuleVersionQuerySet(models.QuerySet["ModuleVersion"]):
    def newest(self) -> dict[str, ModuleVersion]:
        """Module key → its newest version."""
        rows = self.select_related("edition", "quiz_version").order_by("number")
        return {str(row.module_key): row for row in rows}


class ModuleVersion(models.Model):
    """A published state of a module. Append-only; a material one asks people to reread."""

    module = models.ForeignKey(ModulePage, models.SET_NULL, null=True, related_name="+")
    module_key = models.UUIDField("modulens nyckel")
    slug = models.SlugField("modulens adress", max_length=80)
    number = models.PositiveIntegerField("nummer")
    edition = models.ForeignKey(GuidelineEdition, models.PROTECT, related_name="+")
    is_material = models.BooleanField("väsentlig")
    note = models.CharField("anteckning", max_length=300, blank=True)
    sections = models.JSONField("berörda avsnitt", default=list)
    lessons = models.JSONField("berörda lektioner", default=list)
    quiz_version = models.ForeignKey(QuizVersion, models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField("publicerad")

    objects: ClassVar[ModuleVersionQuerySet] = ModuleVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "modulversion"
        verbose_name_plural = "modulversioner"
        ordering = ["module_key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["module_key", "number"], name="one_module_version_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


class Publication(models.Model):
    """One row whose stamp changes with every publication: rendered pages are kept under it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    stamp = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_publication")]

    def __str__(self) -> str:
        return str(self.stamp)


class StarterFile(models.Model):
    """What a starter file said when ``seed`` last made a page of it."""

    path = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path
