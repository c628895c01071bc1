from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from .dated import Dated, DatedQuerySet, ends_after_start
from .organisations import Workplace


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=self.normalize_email(username))

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Case is dropped in the whole address: two spellings are never two people."""
        return super().normalize_email(email).strip().casefold()

    def create_user(self, email: str, **fields: Any) -> Person:
        """A person who logs in with a code; no password exists."""
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who learns, edits or reads reports. Holds as little as possible (domain E.2)."""

    email = models.EmailField("e-post", unique=True)
    name = models.CharField("namn", max_length=120, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    is_manager = models.BooleanField("är chef", default=False)
    is_fictional = models.BooleanField("påhittad", default=False)
    created_at = models.DateTimeField("skapad", auto_now_add=True)
    notice_read_at = models.DateTimeField("läst om personuppgifter", null=True, blank=True)
    workplace_confirmed_on = models.DateField("arbetsplats bekräftad", null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "personer"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]

    @property
    def first_name(self) -> str:
        """What the menu of the CMS asks for; it shows the address of those who have none."""
        return self.get_short_name()


class Membership(Dated):
    """A person's work at a workplace (anställning). At most one open membership is primary."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    workplace = models.ForeignKey(Workplace, models.PROTECT, related_name="memberships")
    occupation = models.CharField("befattning", max_length=80, blank=True)
    is_primary = models.BooleanField("huvudsaklig", default=True)

    objects: ClassVar[DatedQuerySet[Membership]] = DatedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "anställning"
        verbose_name_plural = "anställningar"
        ordering = ["valid_from"]
        constraints = [
            ends_after_start("membership_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_primary=True, valid_to__isnull=True),
                name="one_open_primary_membership",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.workplace}"
