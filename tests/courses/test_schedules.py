"""Random schedules of one learner taking a test: two devices, tabs left open, Back, the same answer
sent again, log-outs, replies that never come and a server that dies half-way. After each step the
database holds what was acknowledged, and beside it at most what nobody got a reply to.

``SCHEDULES=1000`` runs that many at random; without it the same few are run each time.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import partial
from itertools import count
from unittest.mock import patch

from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from courses.models import Completion
from quizzes.models import Answer, Attempt, AttemptItem, Marking, QuizPage
from tests.conftest import make_person

from .learning import form, read, right_choice, start_url, wrong_choice

SCHEDULES = int(os.environ.get("SCHEDULES", "50"))
STEPS = 25
QUESTIONS = 3
SESSIONS = st.integers(0, 1)
RIGHT, WRONG = "Det stämmer", "Inte riktigt"
FATES = st.sampled_from(
    [
        *["arrives"] * 5,
        "request lost",
        *["reply lost"] * 2,
        # The server dies: with the attempt but no questions, with the answer but no marking, with
        # the marking, with the attempt finished but no completion.
        "quizzes.attempts.shown_keys",
        "quizzes.attempts.mark",
        "courses.actions.next_position",
        "courses.actions.complete_if_done",
    ]
)
_numbers = count(1)


class DiedError(Exception):
    pass


@dataclass(frozen=True)
class Question:
    """A question as some tab shows it, perhaps since long."""

    attempt: int
    position: int

    def path(self, start):
        return f"{start}{self.attempt}/{self.position}/"


class Schedule(RuleBasedStateMachine):
    tabs = Bundle("tabs")
    sent = Bundle("sent")

    def __init__(self, module, workplace):
        super().__init__()
        self.person = make_person(f"p{next(_numbers)}@goteborg.example", "Prov", workplace)
        read(self.person, module)
        self.start = start_url(module)
        self.sessions = [Client(raise_request_exception=False) for _ in range(2)]
        self.is_in = [False, False]
        self.attempts = set()
        """Those that a reply has told of."""
        self.lost_starts = 0
        self.known = {}
        """Question → whether its answer is right, as a reply has told."""
        self.unsure = {}
        """Question → what was sent without a reply, before any reply told its answer."""

    @initialize()
    def log_in_everywhere(self):
        for session in (0, 1):
            self.log_in_or_out(session)

    @rule(session=SESSIONS)
    def log_in_or_out(self, session):
        if self.is_in[session]:
            self.sessions[session].post("/logga-ut/")
        else:
            self.sessions[session].force_login(self.person)
        self.is_in[session] = not self.is_in[session]

    @rule(target=tabs, session=SESSIONS, fate=FATES)
    def begin(self, session, fate):
        response = self.post(session, self.start, {}, fate)
        if not self.is_in[session]:
            return multiple()
        if response is None:
            self.lost_starts += 1
            return multiple()
        return self.told_of(response["Location"])

    def told_of(self, address):
        attempt, position = re.fullmatch(rf"{self.start}(\d+)/(\d+)/", address).groups()
        self.attempts.add(int(attempt))
        return Question(int(attempt), int(position))

    @rule(target=tabs, session=SESSIONS, tab=tabs, position=st.integers(1, QUESTIONS))
    def open_tab(self, session, tab, position):
        """Also what Back and reload do: an answered question shows its verdict."""
        question = Question(tab.attempt, position)
        self.look(session, question)
        return question

    @rule(tab=consumes(tabs))
    def close_tab(self, tab):
        pass

    @rule(target=sent, session=SESSIONS, tab=tabs, right=st.booleans(), fate=FATES)
    def answer(self, session, tab, right, fate):
        self.hand_in(session, tab, right, fate)
        return tab, right

    @rule(session=SESSIONS, what=sent, fate=FATES)
    def send_again(self, session, what, fate):
        self.hand_in(session, *what, fate)

    @rule(session=SESSIONS, tab=tabs)
    def look_at_the_result(self, session, tab):
        response = self.sessions[session].get(f"{self.start}{tab.attempt}/")
        assert response.status_code in (200, 302)

    def hand_in(self, session, question, right, fate):
        item = AttemptItem.objects.select_related("version").get(
            attempt=question.attempt, position=question.position
        )
        choice = (right_choice if right else wrong_choice)(item.question)
        fields = form(item.question, choice, item.shown_keys)
        path = question.path(self.start)
        response = self.post(session, path, fields, fate)
        if not self.is_in[session]:
            return
        if response is None:
            if question not in self.known:
                self.unsure.setdefault(question, set()).add(right)
        elif response["Location"] == path:
            self.look(session, question, just_sent=right)
        else:
            assert response["Location"] == f"{self.start}{question.attempt}/"
            assert question in self.known or question in self.unsure

    def post(self, session, path, fields, fate):
        """The reply, if the learner gets one."""
        client = self.sessions[session]
        if fate == "request lost":
            return None
        if fate in ("arrives", "reply lost"):
            response = client.post(path, fields)
        else:
            with patch(fate, side_effect=DiedError):
                response = client.post(path, fields)
            if response.status_code == 500:
                return None
        assert response.status_code == 302
        if not self.is_in[session]:
            assert response["Location"].startswith("/logga-in/")
        return None if fate == "reply lost" else response

    def look(self, session, question, *, just_sent=None):
        """What the page tells is what was told before, or else something that was sent."""
        response = self.sessions[session].get(question.path(self.start))
        if not self.is_in[session]:
            assert response.status_code == 302
            return
        assert response.status_code == 200
        html = response.content.decode()
        possible = set(self.unsure.get(question, ()))
        if just_sent is not None and not possible:
            possible = {just_sent}
        elif just_sent is not None:
            possible.add(just_sent)
        if RIGHT not in html and WRONG not in html:
            assert just_sent is None
            assert question not in self.known
            return
        shown = RIGHT in html
        assert shown == self.known[question] if question in self.known else shown in possible
        self.known[question] = shown

    @invariant()
    def what_was_acknowledged_is_there(self):
        stored = self.stored_answers()
        for question, is_right in self.known.items():
            assert stored.get(question) == is_right, question
        for question in stored.keys() - self.known.keys():
            assert stored[question] in self.unsure[question], question

    def stored_answers(self):
        answers = Answer.objects.filter(item__attempt__person=self.person).select_related(
            "item__version"
        )
        stored = {}
        for answer in answers:
            item = answer.item
            assert answer.chosen in (right_choice(item.question), wrong_choice(item.question))
            is_right = answer.chosen == right_choice(item.question)
            stored[Question(item.attempt_id, item.position)] = is_right
        assert len(stored) == len(answers)
        return stored

    @invariant()
    def attempts_are_whole(self):
        attempts = {one.pk: one for one in Attempt.objects.filter(person=self.person)}
        assert self.attempts <= attempts.keys()
        assert len(attempts) <= len(self.attempts) + self.lost_starts
        assert sum(not one.is_finished for one in attempts.values()) <= 1
        markings = Marking.objects.filter(answer__item__attempt__person=self.person)
        points = {pk: [] for pk in attempts}
        for pk, is_correct in markings.values_list("answer__item__attempt", "is_correct"):
            points[pk].append(is_correct)
        for pk, one in attempts.items():
            assert one.items.count() == QUESTIONS
            assert one.is_finished == (len(points[pk]) == QUESTIONS)
        has_passed = any(len(marks) == QUESTIONS and all(marks) for marks in points.values())
        assert Completion.objects.filter(person=self.person).count() == has_passed


def test_the_state_is_always_one_that_was_acknowledged(organisation, solrosen, caplog):
    caplog.set_level("CRITICAL", logger="django.request")
    QuizPage.objects.filter(pk=organisation.quiz.pk).update(draw=QUESTIONS, pass_mark=100)
    before = next(_numbers)
    run_state_machine_as_test(
        partial(Schedule, organisation, solrosen),
        settings=settings(
            max_examples=SCHEDULES,
            stateful_step_count=STEPS,
            derandomize="SCHEDULES" not in os.environ,
            database=None,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert next(_numbers) - before > SCHEDULES
