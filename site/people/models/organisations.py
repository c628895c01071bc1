from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet, ends_after_start
from .districts import District, DistrictLayer


class Organisation(models.Model):
    """The huvudman: who employs and is legally responsible."""

    class Kind(models.TextChoices):
        MUNICIPAL = "kommun", "Kommun"
        REGIONAL = "region", "Region"
        INDEPENDENT = "enskild", "Enskild huvudman (friskola)"
        PRIVATE_CARE = "privat_vardgivare", "Privat vårdgivare"
        OTHER = "ovrig", "Annan"

    name = models.CharField("namn", max_length=120, unique=True)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices, default=Kind.OTHER)

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkplaceType(models.Model):
    """Verksamhetstyp. The prioritised ones are those the NOSAM letter names (R10)."""

    code = models.SlugField("kod", unique=True)
    name = models.CharField("namn", max_length=80)
    short_name = models.CharField("kort namn", max_length=40)
    place_phrase = models.CharField(
        "på plats", max_length=60, blank=True, help_text="Som efter ett verb: ”i förskolan”."
    )
    group = models.CharField("grupp", max_length=60)
    is_priority = models.BooleanField("prioriterad", default=False)
    order = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "verksamhetstyp"
        verbose_name_plural = "verksamhetstyper"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Workplace(Dated):
    """A place of work. An empty name is somewhere in the organisation, type and district."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workplaces")
    name = models.CharField("namn", max_length=120, blank=True)
    workplace_type = models.ForeignKey(WorkplaceType, models.PROTECT, related_name="workplaces")
    identity = models.CharField(
        max_length=900,
        unique=True,
        editable=False,
        help_text="Organisation, namn, typ och stadsdel i gemener: samma arbetsplats bara en gång.",
    )

    objects: ClassVar[DatedQuerySet[Workplace]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "arbetsplats"
        verbose_name_plural = "arbetsplatser"
        ordering = ["name"]
        constraints = [ends_after_start("workplace_ends_after_start")]

    def __str__(self) -> str:
        return self.name or f"{self.workplace_type}, {self.organisation}"

    @staticmethod
    def identity_of(
        *, organisation: str, name: str, workplace_type: str, district: str | None
    ) -> str:
        """What makes a workplace the same: organisation + name + type code + district code.

        A ``|`` within a part becomes a tab, which no part can hold since its white space is made
        into single blanks; so two different workplaces never share an identity. Small letters
        may be three times as many (ﬃ): 2 × 3 × 120, two codes of 50 and the separators fit in 900.
        """
        parts = (organisation, name, workplace_type, district or "")
        return "|".join(" ".join(part.split()).casefold().replace("|", "\t") for part in parts)


class WorkplaceDistrict(Dated):
    """A district that a workplace serves; one of them is primary in each layer."""

    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="served")
    district = models.ForeignKey(District, models.PROTECT, related_name="served_by")
    layer = models.ForeignKey(DistrictLayer, models.PROTECT, related_name="+", editable=False)
    is_primary = models.BooleanField("huvudsaklig", default=True)

    objects: ClassVar[DatedQuerySet[WorkplaceDistrict]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "stadsdel för arbetsplats"
        verbose_name_plural = "stadsdelar för arbetsplatser"
        constraints = [
            ends_after_start("served_ends_after_start"),
            models.UniqueConstraint(
                fields=["workplace", "layer"],
                condition=Q(is_primary=True, valid_to__isnull=True),
                name="one_open_primary_district_per_layer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workplace}: {self.district}"


class MissingWorkplace(models.Model):
    """A workplace somebody could not find. It never says who that was."""

    name = models.CharField("arbetsplatsens namn", max_length=120)
    organisation = models.CharField("arbetsgivare", max_length=120, blank=True)
    workplace_type = models.ForeignKey(
        WorkplaceType, models.PROTECT, related_name="+", verbose_name="verksamhetstyp"
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="stadsdel",
    )
    reported_on = models.DateField("anmäld")
    handled_on = models.DateField("hanterad", null=True, blank=True)

    class Meta:
        verbose_name = "arbetsplats som saknas"
        verbose_name_plural = "arbetsplatser som saknas"

    def __str__(self) -> str:
        return self.name
