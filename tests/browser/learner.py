"""A learner without a screen: the same requests as the pages send, on the page's own cookies."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import APIResponse, BrowserContext

from .answer_key import shown_question

MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
KIND_IN = {
    "single": "organisation",
    "multiple": "sip",
    "true_false": "funktion",
    "pair": "funktion",
    "order": "praktiskt-arbete",
}
"""A module whose test has a question of the kind."""


class Learner:
    def __init__(self, context: BrowserContext) -> None:
        self._request = context.request
        self._token = ""

    def get(self, path: str) -> APIResponse:
        reply = self._request.get(path)
        assert reply.ok, f"{reply.status} {path}"
        return reply

    def post(self, path: str, **fields: str) -> APIResponse:
        return self._send(path, list(fields.items()))

    def _send(self, path: str, fields: list[tuple[str, str]]) -> APIResponse:
        """Post as a form on this site does. The token is that of this log-in."""
        if not self._token:
            html = self.get("/logga-in/").text()
            self._token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
        reply = self._request.post(
            path,
            data=urlencode([("csrfmiddlewaretoken", self._token), *fields]),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert reply.ok, f"{reply.status} {path}"
        return reply

    def become(self, role: str) -> None:
        """Log in with one of the demo's buttons; a log-in has a new token."""
        self.post(f"/prova/{role}/")
        self._token = ""

    def become_learner(self) -> None:
        """A new fictional person who has read the notice and told where they work."""
        self.become("medarbetare")
        self.settle_in()

    def settle_in(self) -> None:
        self.post("/valkommen/")
        path = "/min-arbetsplats/uppgifter/"
        page = BeautifulSoup(self.get(path).text(), "html.parser")
        employer = page.select_one("input[name=arbetsgivare]")["value"]
        self.post(path, arbetsgivare=employer, omrade="angered", verksamhet="forskola")

    def read(self, module: str) -> None:
        for path in self.lessons(module):
            self.post(path)

    def lessons(self, module: str) -> list[str]:
        page = BeautifulSoup(self.get(f"/utbildning/{module}/").text(), "html.parser")
        return [link["href"] for link in page.select("ol.lessons a")]

    def start_test(self, module: str) -> str:
        """The path of the open attempt's next question."""
        return path_of(self.post(f"/utbildning/{module}/kunskapstest/"))

    def answer(self, path: str, *, right: bool = True) -> APIResponse:
        """Answer the question at ``path``; what is shown afterwards."""
        question = shown_question(self.get(path).text())
        picks = question.right if right else question.wrong
        return self._send(path, [(pick.name, pick.value) for pick in picks])

    def take_test(self, module: str, *, right: bool = True) -> str:
        """Answer every question of the open attempt, or of a new one; the path of the result."""
        path = self.start_test(module)
        attempt = attempt_of(path)
        while path != attempt:
            verdict = BeautifulSoup(self.answer(path, right=right).text(), "html.parser")
            path = verdict.select_one("main a.btn")["href"]
        return attempt

    def question_of(self, kind: str) -> str:
        """The path of an unanswered question of ``kind``, beginning anew until one is drawn."""
        module = KIND_IN[kind]
        for _ in range(20):
            first = self.start_test(module)
            attempt = attempt_of(first)
            for position in range(int(first.split("/")[-2]), 9):
                path = f"{attempt}{position}/"
                question = shown_question(self.get(path).text())
                if question and question.kind == kind:
                    return path
            self.take_test(module, right=False)
        raise AssertionError(f"ingen fråga av slaget {kind}")

    def complete(self, *modules: str) -> None:
        for module in modules:
            self.read(module)
            self.take_test(module)

    def stored(self) -> dict[str, Any]:
        """What is stored about the person, as the own page gives it out."""
        return self.get("/mina-uppgifter/?format=json").json()

    def stored_answers(self) -> list[tuple[str, str]]:
        """Question and answer of everything handed in, oldest first."""
        rows = [row for attempt in self.stored()["prov"] for row in attempt["svar"]]
        rows.sort(key=lambda row: row["inlämnat"])
        return [(row["fråga"], row["svar"]) for row in rows]


def path_of(reply: APIResponse) -> str:
    return urlsplit(reply.url).path


def attempt_of(path: str) -> str:
    """The path of the attempt that the question at ``path`` belongs to."""
    return path.rstrip("/").rpartition("/")[0] + "/"
