"""A fictional learner in the drill's own database: begins the förtest, then goes on with it.

Run by `drill` as a process of its own, whose settings know no other database:
``python -m config.backup.learner begin|go-on``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django

if TYPE_CHECKING:
    from django.test import Client

    from quizzes.models import AttemptItem

ADDRESS = "ovning@vastbus.invalid"
START = "/utbildning/fortest/"
TEMPORARY_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def begin() -> None:
    """Answer the first question."""
    from django.utils import timezone

    from people.models import Person

    now = timezone.now()
    person = Person.objects.create_user(
        ADDRESS, name="Övning Övningsson", is_fictional=True, notice_read_at=now,
        workplace_confirmed_on=timezone.localdate(now),
    )  # fmt: skip
    client = _client()
    client.force_login(person)
    _answer(client, _ask(client))


def go_on() -> None:
    """Answer the rest. What was answered before must still be answered, and nothing else."""
    from people.models import Person
    from quizzes.models import Answer, Attempt

    client = _client()
    client.force_login(Person.objects.get(email=ADDRESS))
    attempt = Attempt.objects.get(person__email=ADDRESS)
    kept = list(Answer.objects.filter(item__attempt=attempt).values_list("item__position"))
    if kept != [(1,)]:
        sys.exit(f"Svaren som fanns före återställningen är nu {kept}.")
    for _ in range(attempt.items.count() - len(kept)):
        _answer(client, _ask(client))
    attempt.refresh_from_db()
    if not attempt.is_finished:
        sys.exit("Provet blev inte avslutat fast alla frågor är besvarade.")


def _client() -> Client:
    from django.conf import settings
    from django.http.request import validate_host
    from django.test import Client

    host = urlsplit(settings.BASE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    return Client(headers={"host": host})


def _ask(client: Client) -> str:
    """The address of the next question, which has been shown."""
    from django.conf import settings

    response: Any = client.post(START, follow=True, secure=settings.SECURE_SSL_REDIRECT)
    if response.status_code != 200 or not response.redirect_chain:
        sys.exit(f"Förtestet gick inte att öppna (svar {response.status_code}).")
    return urlsplit(response.redirect_chain[-1][0]).path


def _answer(client: Client, address: str) -> None:
    from django.conf import settings

    from quizzes.models import Answer, AttemptItem

    attempt, position = address.strip("/").split("/")[-2:]
    item = AttemptItem.objects.get(attempt=int(attempt), position=int(position))
    client.post(address, _right(item), secure=settings.SECURE_SSL_REDIRECT)
    if not Answer.objects.filter(item=item).exists():
        sys.exit(f"Svaret på fråga {position} sparades inte.")


def _right(item: AttemptItem) -> dict[str, Any]:
    """What somebody who knows the answer sends."""
    from quizzes.questions import CHOICE_KINDS

    question, shown = item.question, item.shown_keys
    if question["kind"] in CHOICE_KINDS:
        return {"svar": [option["key"] for option in question["options"] if option["correct"]]}
    if question["kind"] == "pair":
        return {f"par-{row['key']}": str(shown.index(row["key"]) + 1) for row in question["pairs"]}
    return {f"plats-{step['key']}": str(n) for n, step in enumerate(question["steps"], 1)}


def main(step: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings
    from django.test import override_settings

    if not Path(str(settings.DATABASES["default"]["NAME"])).stem.endswith("_ovning"):
        sys.exit("Det här är ingen övningsdatabas.")
    # What is collected for the site is not part of what is restored.
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": TEMPORARY_FILES}):
        {"begin": begin, "go-on": go_on}[step]()


if __name__ == "__main__":
    main(sys.argv[1])
