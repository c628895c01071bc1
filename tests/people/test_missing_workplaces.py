"""A workplace that somebody could not find reaches temagruppen, and says nothing of the person."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission

from people.actions import report_missing
from people.models import MissingWorkplace

LIST = "/cms/snippets/people/missingworkplace/"


@pytest.fixture
def missing(preschool):
    return report_missing(
        "Solrosens förskola",
        organisation="Göteborgs Stad",
        workplace_type=preschool,
        district=None,
        at=date(2026, 11, 1),
    )


def seat(client, person, *codenames):
    group = Group.objects.create(name="Prov")
    for codename in ("access_admin", *codenames):
        group.permissions.add(Permission.objects.get(codename=codename))
    person.groups.add(group)
    client.force_login(person)


def test_temagruppen_reads_it_and_notes_that_it_is_handled(client, tora, missing):
    seat(client, tora, "change_missingworkplace")
    html = client.get(LIST).content.decode()
    assert "Solrosens förskola" in html
    client.post(f"{LIST}edit/{missing.pk}/", {"handled_on": "2026-11-20"})
    missing.refresh_from_db()
    assert missing.handled_on == date(2026, 11, 20)
    assert missing.name == "Solrosens förskola"


def test_redaktionen_does_not(client, tora, missing):
    seat(client, tora)
    assert "Solrosens" not in client.get(LIST, follow=True).content.decode()


def test_it_is_passed_on_once(missing, preschool):
    again = report_missing(
        "Solrosens förskola",
        organisation="Göteborgs Stad",
        workplace_type=preschool,
        district=None,
        at=date(2026, 11, 9),
    )
    assert again == missing
    assert MissingWorkplace.objects.count() == 1
