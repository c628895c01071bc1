from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone


@dataclass
class Learner:
    """A logged-in learner with a workplace, some lessons read and an attempt under way."""

    client: Client
    question_url: str
    choice: dict[str, str]

    @classmethod
    def enter(cls) -> Learner:
        from people.models import Membership, Person, Workplace

        person = Person.objects.create_user(
            f"bench-{timezone.now().timestamp()}@exempel.example",
            name="Bänk Provare",
            is_fictional=True,
            notice_read_at=timezone.now(),
            workplace_confirmed_on=timezone.localdate(),
        )
        workplace = Workplace.objects.filter(name__gt="").first()
        if workplace:
            Membership.objects.create(
                person=person, workplace=workplace, valid_from=timezone.localdate()
            )
        client = Client()
        client.force_login(person)
        client.get("/utbildning/organisation/vad-ar-vastbus/")
        response = client.post("/utbildning/organisation/kunskapstest/")
        url = response["Location"]
        return cls(client, url, some_choice(url))

    def get(self, url: str) -> Any:
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return response

    def answer(self) -> Any:
        response = self.client.post(self.question_url, self.choice)
        assert response.status_code == 302, response.status_code
        return response


def some_choice(question_url: str) -> dict[str, str]:
    """What a form for the question would post, whatever its kind."""
    from quizzes.models import AttemptItem

    attempt, position = question_url.strip("/").split("/")[-2:]
    item = AttemptItem.objects.select_related("version").get(attempt=attempt, position=position)
    kind, shown = item.question["kind"], item.shown_keys
    if kind == "pair":
        keys = [row["key"] for row in item.question["pairs"]]
        return {f"par-{key}": str(place) for place, key in enumerate(keys, 1)}
    if kind == "order":
        return {f"plats-{key}": str(place) for place, key in enumerate(shown, 1)}
    return {"svar": shown[0]}
