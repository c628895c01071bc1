"""Learners who are logged in without a code by mail: `python -m rig.accounts COUNT` prints them."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    json.dump([enter(number) for number in range(int(sys.argv[1]))], sys.stdout)


def enter(number: int) -> dict[str, object]:
    from django.conf import settings
    from django.test import Client

    person = fictional_person(f"rigg-{number}")
    client = Client()
    client.force_login(person)
    return {"person": person.pk, "session": client.cookies[settings.SESSION_COOKIE_NAME].value}


def fictional_person(name: str) -> Any:
    """Somebody with a workplace, if there are any, who meets no notice and no form first."""
    from django.utils import timezone

    from people.models import Membership, Person, Workplace

    person = Person.objects.create_user(
        f"{name}-{timezone.now().timestamp()}@exempel.example",
        name="Rigg Provare",
        is_fictional=True,
        notice_read_at=timezone.now(),
        workplace_confirmed_on=timezone.localdate(),
    )
    workplace = Workplace.objects.filter(name__gt="").first()
    if workplace:
        today = timezone.localdate()
        Membership.objects.create(person=person, workplace=workplace, valid_from=today)
    return person


if __name__ == "__main__":
    main()
