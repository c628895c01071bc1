"""When a trial goes on, when it stops and reckons, and when nothing can be said."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from itertools import count
from types import SimpleNamespace

import pytest

from rig import RigError
from rig.site import SQLITE, Account
from torture import trial
from torture.__main__ import faults
from torture.killing import Kill
from torture.learner import StuckError
from torture.ledger import Entry, Event, Findings
from torture.trial import READY_SECONDS, Plan, run

PLAN = Plan("Prov", SQLITE, (), learners=3, answers=40, kills=4, seconds=600)
SHORT = replace(PLAN, answers=2, kills=1)


class FakeSite:
    """``findings`` is what the database is said to hold in the end."""

    cluster = None

    def __init__(self, folder):
        self.folder = folder
        self.findings = Findings()
        self.read = 0

    def copy(self, database, name):
        return f"sqlite:///{name}"

    def environment(self, url):
        return {}

    def accounts(self, url, count):
        return [Account(number, "x") for number in range(count)]

    def run(self, url, *command):
        self.read += 1
        return json.dumps(asdict(self.findings))


class FakeServer:
    port = 1

    def __init__(self, environment, log, *, application):
        pass

    def start(self):
        pass

    def stop(self):
        pass


@pytest.fixture
def site(tmp_path):
    return FakeSite(tmp_path)


@pytest.fixture
def given(monkeypatch):
    """Sets how the learners study, one way for each, and what comes of each kill."""
    monkeypatch.setattr(trial, "Server", FakeServer)
    monkeypatch.setattr(trial, "CALM_SECONDS", (0, 0))
    monkeypatch.setattr(trial, "PAUSE_SECONDS", 0)

    def given(learners, kills):
        results = iter(kills)

        class FakeLearner:
            vanished = 0

            def __init__(self, account, number, port, ledger, seed, seen):
                self.study = lambda is_over: learners[number](ledger, is_over)

        class FakeKiller:
            def __init__(self, *args):
                pass

            def kill(self):
                result = next(results, AssertionError("one kill too many"))
                if isinstance(result, Exception):
                    raise result
                return result

        monkeypatch.setattr(trial, "Learner", FakeLearner)
        monkeypatch.setattr(trial, "Killer", FakeKiller)

    return given


@pytest.fixture
def clock(monkeypatch):
    """A second goes at every look at it, so time runs out however little is done."""
    clock = count()
    monkeypatch.setattr(trial, "time", SimpleNamespace(monotonic=clock.__next__))
    return clock


async def answers(ledger, is_over):
    while not is_over():
        ledger.write(Entry(Event.ACKNOWLEDGED, 1, 1, 1, (("svar", "a"),)))
        await asyncio.sleep(0)


async def waits(ledger, is_over):
    while not is_over():
        await asyncio.sleep(0)


async def answers_once(ledger, is_over):
    ledger.write(Entry(Event.ACKNOWLEDGED, 1, 1, 1, (("svar", "a"),)))
    await waits(ledger, is_over)


async def is_stuck(ledger, is_over):
    raise StuckError("inget svar")


async def is_asked_again(ledger, is_over):
    ledger.write(Entry(Event.LOST, 1, 1, 1, (("svar", "a"),)))
    await waits(ledger, is_over)


async def breaks(ledger, is_over):
    raise ZeroDivisionError


QUICK = Kill("x", 1.0)
SLOW = Kill("x", READY_SECONDS + 1)
NEVER = Kill("x", 60.0, is_back=False)


def test_kills_and_answers_enough(given, site):
    given([answers] * 3, [QUICK] * 4)
    outcome = run(PLAN, site, seed=1)
    assert outcome.kills == [QUICK] * 4
    assert list(faults(outcome)) == []


def test_a_service_that_never_comes_back_ends_the_killing_and_is_reckoned(given, site):
    given([answers] * 3, [QUICK, NEVER])
    outcome = run(PLAN, site, seed=1)
    assert outcome.kills == [QUICK, NEVER]
    assert site.read == 1
    assert list(faults(outcome)) == ["tjänsten var borta i 60.0 s"]


def test_learners_who_all_got_stuck_end_the_killing_and_are_reckoned(given, site, clock):
    site.findings.lost = 2
    given([is_stuck] * 3, [])
    outcome = run(PLAN, site, seed=1)
    assert outcome.kills == []
    assert list(faults(outcome)) == ["2 svar borta", "3 försök satt fast"]
    assert next(clock) < PLAN.seconds


def test_one_who_got_stuck_does_not_end_it(given, site):
    given([is_stuck, answers, answers], [QUICK] * 4)
    outcome = run(PLAN, site, seed=1)
    assert outcome.kills == [QUICK] * 4
    assert list(faults(outcome)) == ["1 försök satt fast"]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("how", "kills"), [(waits, []), (answers_once, [QUICK])])
def test_a_machine_that_is_too_slow_says_nothing(given, site, how, kills):
    given([how, waits, waits], kills)
    with pytest.raises(RigError, match=f"bara {len(kills)} avbrott.* lugnare dator"):
        run(SHORT, site, seed=1)
    assert site.read == 0


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("how", "kills"), [(is_stuck, []), (is_asked_again, []), (answers_once, [SLOW])]
)
def test_what_is_known_when_time_is_out_is_reckoned(given, site, how, kills):
    site.findings.lost = 1
    given([how, waits, waits], kills)
    outcome = run(SHORT, site, seed=1)
    assert outcome.kills == kills
    assert "1 svar borta" in faults(outcome)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("learners", [[breaks] * 3, [breaks, answers, answers]])
def test_a_learner_that_breaks_says_nothing(given, site, learners):
    given(learners, [QUICK] * 4)
    with pytest.raises(RigError, match="gick sönder"):
        run(PLAN, site, seed=1)


def test_a_database_that_was_not_put_up_again_says_nothing(given, site):
    given([answers] * 3, [RigError("PostgreSQL kom inte igång")])
    with pytest.raises(RigError, match="PostgreSQL kom inte igång"):
        run(PLAN, site, seed=1)
    assert site.read == 0
