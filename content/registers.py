"""The small registers that content refers to by code. Editors add rows; nobody deletes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .fields import LinesField


class EditionQuerySet(models.QuerySet["GuidelineEdition"]):
    def main_line(self) -> EditionQuerySet:
        return self.filter(is_main_line=True)

    def current(self, *, at: date) -> EditionQuerySet:
        return self.filter(valid_from__lte=at).exclude(valid_to__lte=at)

    def during(self, start: date, end: date | None) -> EditionQuerySet:
        """Those in force some day of ``[start, end)``; an open end is None."""
        begun = self.filter(valid_from__lt=end) if end else self
        return begun.exclude(valid_to__lte=start)

    def current_main(self, *, at: date) -> GuidelineEdition:
        """The edition in force at ``at``; raises DoesNotExist before the first one."""
        return self.main_line().current(at=at).get()


class GuidelineEdition(models.Model):
    """Utgåva: what applied during ``[valid_from, valid_to)``. Every fact knows its edition."""

    code = models.CharField("kod", max_length=20, unique=True)
    title = models.CharField("titel", max_length=200)
    short_title = models.CharField("kort titel", max_length=80)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till (inte med)", null=True, blank=True)
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
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="edition_ends_after_start",
                violation_error_message="Slutdatumet måste ligga efter ”gäller från”.",
            )
        ]

    def __str__(self) -> str:
        return self.short_title

    def clean(self) -> None:
        super().clean()
        if self.is_main_line and self.valid_from:
            self._refuse_overlap()

    def _refuse_overlap(self) -> None:
        """Of the main line one edition holds at a time: that is the one a completion is for."""
        if self.valid_to and self.valid_to <= self.valid_from:
            return
        others = GuidelineEdition.objects.main_line().exclude(pk=self.pk)
        other = others.during(self.valid_from, self.valid_to).first()
        if other is None:
            return
        if other.valid_from <= self.valid_from:
            field, way = "valid_from", "Sätt först ett slutdatum på den, eller välj en senare dag."
        else:
            begins = f"{other.valid_from:%Y-%m-%d}"
            field, way = "valid_to", f"Den börjar gälla {begins}: sätt den dagen som slutdatum."
        raise ValidationError(
            {field: f"”{other}” gäller också då. På huvudlinjen gäller en utgåva i taget. {way}"}
        )

    def is_current(self, *, at: date) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


class GuidelineSection(models.Model):
    """One of the seven sections of the guidelines."""

    number = models.PositiveSmallIntegerField("nummer", unique=True)
    title = models.CharField("titel", max_length=120)
    summary = models.TextField("sammanfattning", blank=True)

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Misconception(models.Model):
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


class LawReference(models.Model):
    """Where the law says something, during ``[valid_from, valid_to)``."""

    code = models.SlugField("kod", max_length=40)
    matter = models.CharField("gäller", max_length=120)
    reference = models.CharField("lagrum", max_length=200)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till (inte med)", null=True, blank=True)
    summary = models.TextField("sammanfattning")

    class Meta:
        verbose_name = "lagrum"
        verbose_name_plural = "lagrum"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="one_law_per_date",
                violation_error_message="Koden har redan ett lagrum som gäller från den dagen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.reference}"


class Checklist(models.Model):
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
