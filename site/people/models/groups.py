from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from .dated import Dated, DatedQuerySet, ends_after_start
from .districts import District


class CollaborationGroup(models.Model):
    """A body of the collaboration: a NOSAM, a lokal västbusgrupp, the temagrupp (domain B.1)."""

    class Kind(models.TextChoices):
        NOSAM = "nosam", "NOSAM"
        LOCAL = "lokal_vastbus", "Lokal västbusgrupp"
        TEMAGRUPP = "temagrupp", "Temagrupp"
        LEADERSHIP = "lgs", "Ledningsgrupp i samverkan"

    class Level(models.TextChoices):
        LOCAL = "lokal", "lokal"
        SUBREGIONAL = "delregional", "delregional"
        REGIONAL = "regional", "regional"

    code = models.SlugField("kod", unique=True, max_length=80)
    name = models.CharField("namn", max_length=120)
    kind = models.CharField("slag", max_length=20, choices=Kind.choices)
    level = models.CharField("nivå", max_length=20, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name = "samverkansgrupp"
        verbose_name_plural = "samverkansgrupper"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupDistrictQuerySet(DatedQuerySet["GroupDistrict"]):
    def of_nosam(self) -> Self:
        """The districts that reports are made for, each with the NOSAM that answers for it."""
        return (
            self.filter(
                group__kind=CollaborationGroup.Kind.NOSAM, district__layer__is_reporting=True
            )
            .select_related("group", "district")
            .order_by("district__order", "district__code")
        )


class GroupDistrict(Dated):
    """A district that a group answers for; group and district are many to many."""

    group = models.ForeignKey(CollaborationGroup, models.PROTECT, related_name="areas")
    district = models.ForeignKey(District, models.PROTECT, related_name="groups")

    objects: ClassVar[GroupDistrictQuerySet] = GroupDistrictQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            ends_after_start("area_ends_after_start"),
            models.UniqueConstraint(
                fields=["group", "district"],
                condition=Q(valid_to__isnull=True),
                name="one_open_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.district}"


class GroupSeat(Dated):
    """A person's role in a group. Every right in reports and CMS comes from an open seat."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", "samordnare"
        MEMBER = "member", "ledamot"
        EDITOR = "editor", "redaktör"
        RESOURCE = "resource", "resursperson"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="seats")
    group = models.ForeignKey(CollaborationGroup, models.PROTECT, related_name="seats")
    role = models.CharField("roll", max_length=20, choices=Role.choices)

    objects: ClassVar[DatedQuerySet[GroupSeat]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "uppdrag"
        verbose_name_plural = "uppdrag"
        constraints = [
            ends_after_start("seat_ends_after_start"),
            models.UniqueConstraint(
                fields=["person", "group", "role"],
                condition=Q(valid_to__isnull=True),
                name="one_open_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()} i {self.group}"
