from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet, ends_after_start


class DistrictLayer(Dated):
    """One division of the map, such as the ten stadsdelar or the four stadsområden."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("namn", max_length=80)
    is_reporting = models.BooleanField("används i rapporterna", default=False)

    class Meta:
        verbose_name = "indelning"
        verbose_name_plural = "indelningar"
        constraints = [
            ends_after_start("layer_ends_after_start"),
            models.UniqueConstraint(
                fields=["is_reporting"],
                condition=Q(is_reporting=True),
                name="one_reporting_layer",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class District(Dated):
    """A stadsdel or stadsområde: geography, never an employer. Codes are unique over layers."""

    layer = models.ForeignKey(
        DistrictLayer, models.PROTECT, related_name="districts", verbose_name="indelning"
    )
    code = models.SlugField("kod", unique=True)
    name = models.CharField("namn", max_length=80)
    municipality = models.CharField("kommun", max_length=60, default="Göteborg")
    is_citywide = models.BooleanField(
        "hela staden",
        default=False,
        help_text="Verksamhet för hela staden. Räknas för sig och aldrig i likvärdigheten.",
    )
    order = models.PositiveSmallIntegerField("ordning", default=0)

    objects: ClassVar[DatedQuerySet[District]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "stadsdel"
        verbose_name_plural = "stadsdelar"
        ordering = ["order", "code"]
        constraints = [ends_after_start("district_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class DistrictSuccession(models.Model):
    """What became of a district. Figures are only summed upwards where ``share`` is 1."""

    class Kind(models.TextChoices):
        RENAME = "rename", "namnbyte"
        MERGE = "merge", "sammanslagning"
        SPLIT = "split", "delning"
        BOUNDARY = "boundary", "gränsjustering"

    from_district = models.ForeignKey(District, models.PROTECT, related_name="successors")
    to_district = models.ForeignKey(District, models.PROTECT, related_name="predecessors")
    date = models.DateField("datum")
    kind = models.CharField("slag", max_length=10, choices=Kind.choices)
    share = models.DecimalField(
        "andel",
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="1 när hela området följde med. Tomt när andelen inte är känd.",
    )
    note = models.CharField("anmärkning", max_length=300, blank=True)

    class Meta:
        verbose_name = "efterföljare"
        verbose_name_plural = "efterföljare"
        constraints = [
            models.UniqueConstraint(
                fields=["from_district", "to_district", "date"], name="one_succession"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=Decimal(0), share__lte=Decimal(1)),
                name="share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_district} → {self.to_district} ({self.date})"
