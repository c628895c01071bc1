"""The small registers that content refers to by code. Editors add rows; nobody deletes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from .fields import LinesField
from .register_rules import OneAtATime, PeriodQuerySet, Referred, ends_after_start


class EditionQuerySet(PeriodQuerySet["GuidelineEdition"]):
    def main_line(self) -> EditionQuerySet:
        return self.filter(is_main_line=True)

    def current_main(self, *, at: date) -> GuidelineEdition:
        """The edition in force at ``at``; raises DoesNotExist before the first one."""
        return self.main_line().current(at=at).get()


class GuidelineEdition(Referred, OneAtATime):
    """Utgåva: what applied during ``[valid_from, valid_to)``. Every fact knows its edition."""

    WHY_ONE = "På huvudlinjen gäller en utgåva i taget."

    code = models.CharField("kod", max_length=20, unique=True)
    title = models.CharField("titel", max_length=200)
    short_title = models.CharField("kort titel", max_length=80)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name="ersätter",
    )
    is_main_line = models.BooleanField(
        "huvudlinje",
        default=True,
        help_text="Utgåvor på huvudlinjen kan en medarbetare vara klar i. En källa är inte det.",
    )
    summary = models.TextField("sammanfattning", blank=True)
    links = models.JSONField("länkar till original", default=list, blank=True)

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "utgåva"
        verbose_name_plural = "utgåvor"
        ordering = ["valid_from", "code"]
        constraints = [ends_after_start("edition_ends_after_start")]

    def __str__(self) -> str:
        return self.short_title

    def rivals(self) -> EditionQuerySet:
        """Of the main line one edition holds at a time: that is the one a completion is for."""
        editions = GuidelineEdition.objects
        return editions.main_line() if self.is_main_line else editions.none()


class GuidelineSection(Referred):
    """One of the seven sections of the guidelines."""

    KEY = "number"

    number = models.PositiveSmallIntegerField("nummer", unique=True)
    title = models.CharField("titel", max_length=120)
    summary = models.TextField("sammanfattning", blank=True)

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Misconception(Referred):
    """Missuppfattning: a belief that training shall correct, with what is true instead."""

    code = models.CharField("kod", max_length=10, unique=True)
    belief = models.CharField("föreställning", max_length=250)
    truth = models.CharField("rätt bild", max_length=250)
    source = models.CharField("källa", max_length=200)
    in_pretest = models.BooleanField("med i förtestet", default=False)

    class Meta:
        verbose_name = "missuppfattning"
        verbose_name_plural = "missuppfattningar"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.belief}"


class LawReference(Referred, OneAtATime):
    """Where the law says something, during ``[valid_from, valid_to)``."""

    WHY_ONE = "En kod har ett lagrum i taget."

    code = models.SlugField("kod", max_length=40)
    matter = models.CharField("gäller", max_length=120)
    reference = models.CharField("lagrum", max_length=200)
    summary = models.TextField("sammanfattning")

    objects: ClassVar[PeriodQuerySet[LawReference]] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "lagrum"
        verbose_name_plural = "lagrum"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="one_law_per_date",
                violation_error_message="Koden har redan ett lagrum som gäller från den dagen.",
            ),
            ends_after_start("law_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.reference}"

    def rivals(self) -> PeriodQuerySet[LawReference]:
        return LawReference.objects.filter(code=self.code)


class Checklist(Referred):
    """A printable checklist; one text, shown wherever it is referred to (R58)."""

    code = models.SlugField("kod", unique=True)
    title = models.CharField("titel", max_length=80)
    lead = models.CharField("ingress", max_length=250, blank=True)
    items = LinesField("punkter", default=list, help_text="En punkt på varje rad.")

    class Meta:
        verbose_name = "checklista"
        verbose_name_plural = "checklistor"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
