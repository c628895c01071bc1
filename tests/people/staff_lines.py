"""Lines of a file of who works where, and what came of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError

from people.models import (
    AuditEvent,
    Membership,
    Person,
    Workplace,
)

HEADER = "email,name,organisation,workplace,workplace_type,district,valid_from"
SAMIRA = "samira.ali@goteborg.example"
ANNA = f"anna.berg@x.example,Anna Berg,Månens AB,Månens BVC,bvc,centrum,{date(2026, 1, 1)}"


def work(email):
    rows = Membership.objects.filter(person__email=email).order_by("valid_from", "pk")
    return [(row.workplace.name, str(row.valid_from), str(row.valid_to or "")) for row in rows]


def refused(put, *lines, **kwargs):
    people, workplaces = Person.objects.count(), Workplace.objects.count()
    with pytest.raises(CommandError) as error:
        put(*lines, **kwargs)
    assert error.value.returncode == 1
    assert (Person.objects.count(), Workplace.objects.count()) == (people, workplaces)
    assert not AuditEvent.objects.exists()
    return str(error.value)


def row(
    email=SAMIRA, *, place="Solrosens förskola", kind="forskola", area="angered", since="2020-01-01"
):
    return f"{email},Samira Ali,Göteborgs Stad,{place},{kind},{area},{since}"
