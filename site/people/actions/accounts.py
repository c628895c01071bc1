from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from people.models import Person


def open_account(email: str, **fields: Any) -> Person:
    """The person with ``email``, made if new, with the address verified. ``fields`` are for new."""
    email = Person.objects.normalize_email(email)
    with transaction.atomic():
        person = Person.objects.filter(email=email).first()
        if person is None:
            try:
                with transaction.atomic():
                    person = Person.objects.create_user(email, **fields)
            except IntegrityError:  # entered in two windows at once
                person = Person.objects.get(email=email)
        EmailAddress.objects.update_or_create(
            user=person, email=email, defaults={"verified": True, "primary": True}
        )
    return person


def read_notice(person: Person, *, at: datetime) -> None:
    """Note that the person has met the privacy notice; the first time stands."""
    if person.notice_read_at is None:
        person.notice_read_at = at
        person.save(update_fields=["notice_read_at"])
