from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from rig.accounts import fictional_person
from rig.questions import Choice, next_in, question_in

TEST = "/utbildning/organisation/kunskapstest/"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Learner:
    """A logged-in learner with a workplace, a lesson read and an attempt under way."""

    client: Client
    question_url: str
    choice: Choice

    @classmethod
    def enter(cls) -> Learner:
        client = Client()
        client.force_login(fictional_person("bench"))
        client.get("/utbildning/organisation/vad-ar-vastbus/")
        learner = cls(client, client.post(TEST)["Location"], ())
        learner.choice = some_choice(learner.get(learner.question_url))
        return learner

    def get(self, url: str) -> Any:
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code)
        return response

    def post(self, url: str, choice: Choice = ()) -> Any:
        response = self.client.post(url, urlencode(choice), content_type=FORM)
        assert response.status_code == 302, (url, response.status_code)
        return response

    def answer(self) -> Any:
        return self.post(self.question_url, self.choice)

    def take_test(self) -> None:
        """A whole attempt: start, each question with its answer and its verdict, the result."""
        url = self.post(TEST)["Location"]
        while choice := some_choice(self.get(url)):
            self.post(url, choice)
            url = next_in(self.get(url).content.decode())
        assert url.count("/") == TEST.count("/") + 1, url


def some_choice(page: Any) -> Choice:
    """What a form for the question on the page would post; nothing when it shows none."""
    question = question_in(page.content.decode())
    return question.choose(random.Random(1)) if question else ()
