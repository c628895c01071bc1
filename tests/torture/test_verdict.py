"""What `make torture` says in the end: 0 only when nothing was lost and both faults were seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from subprocess import CompletedProcess

import pytest

from rig import RigError
from torture import schedules
from torture.__main__ import (
    BROKEN,
    UNKNOWN,
    arguments,
    faults,
    main,
    plans,
    random_schedules,
    verdict,
)
from torture.killing import Kill
from torture.ledger import Findings
from torture.trial import READY_SECONDS, Outcome


@pytest.fixture
def options(monkeypatch):
    monkeypatch.setattr("sys.argv", ["torture"])
    return arguments()


@pytest.fixture
def true(options):
    found = Findings(acknowledged=100)
    return Outcome(plans(options)[0][0], 1.0, [Kill("x", 2.0)], Counter({200: 1}), [], found, 0)


@pytest.fixture
def seeded(options, true):
    caught = Findings(acknowledged=100, lost=1)
    return [replace(true, plan=plan, findings=caught) for plan in plans(options)[1]]


def test_the_whole_run_is_as_large_as_promised(options):
    true, seeded = plans(options)
    assert {plan.database for plan in true} == {"SQLite", "PostgreSQL"}
    assert sum(plan.answers for plan in true) >= 10_000
    assert sum(plan.kills for plan in true) >= 15
    assert all(plan.learners == 200 for plan in true)
    assert [plan.application for plan in true] == ["config.wsgi"] * 2
    assert len(seeded) == 2
    assert options.schedules == 1000


def test_it_holds(true, seeded, capsys):
    assert verdict([true], seeded) == 0
    assert "Håller: 1 avbrott, 100 kvitterade svar" in capsys.readouterr().out


def test_a_fault_that_was_not_noticed(true, seeded, capsys):
    unseen = replace(seeded[1], findings=Findings(acknowledged=100))
    assert verdict([true], [seeded[0], unseen]) == BROKEN
    assert "felet upptäcktes inte" in capsys.readouterr().out


@pytest.mark.parametrize("name", Findings.FAULTS)
def test_every_finding_of_a_true_trial_breaks_it(true, seeded, name):
    broken = replace(true, findings=Findings(acknowledged=100, **{name: 1}))
    assert list(faults(broken))
    assert verdict([broken], seeded) == BROKEN


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seen": Counter({500: 3})}, "3 svar var serverfel"),
        ({"stuck": ["x"]}, "1 försök satt fast"),
        ({"vanished": 1}, "1 försök försvann"),
        ({"kills": [Kill("x", READY_SECONDS + 1)]}, "tjänsten var borta i 11.0 s"),
    ],
)
def test_everything_else_that_breaks_it(true, seeded, change, words):
    broken = replace(true, **change)
    assert any(words in fault for fault in faults(broken))
    assert verdict([broken], seeded) == BROKEN


def test_503_and_lost_replies_are_what_a_learner_may_meet(true):
    assert list(faults(replace(true, seen=Counter({503: 9, 0: 9})))) == []


def test_a_rig_that_fails_says_nothing_of_the_product(monkeypatch, capsys):
    def fail():
        raise RigError("databasen går inte att läsa")

    monkeypatch.setattr("sys.argv", ["torture"])
    monkeypatch.setattr("torture.__main__.prepared_site", fail)
    assert main() == UNKNOWN
    said = capsys.readouterr()
    assert "databasen går inte att läsa" in said.err
    assert "Håller" not in said.out


@pytest.fixture
def pytest_gives(monkeypatch):
    """What the run of the schedules exits with; gives the environment that it was given."""
    given = {}

    def exits_with(code):
        def run(command, *, cwd, env):
            given.update(env)
            assert (cwd / schedules.TESTS).is_file()
            assert command[-1] == schedules.TESTS
            return CompletedProcess(command, code)

        monkeypatch.setattr(schedules.subprocess, "run", run)
        return given

    return exits_with


def test_schedules_that_hold(pytest_gives, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://nagon@annanstans/drift")
    given = pytest_gives(0)
    assert random_schedules(7) == 0
    assert given["SCHEDULES"] == "7"
    assert "DATABASE_URL" not in given
    assert "Håller: 7 slumpade förlopp" in capsys.readouterr().out


def test_a_schedule_that_does_not_hold(pytest_gives, capsys):
    pytest_gives(1)
    assert random_schedules(7) == BROKEN
    assert "Håller inte" in capsys.readouterr().out


@pytest.mark.parametrize("code", [2, 3, 4, 5])
def test_schedules_that_could_not_be_run_say_nothing(pytest_gives, code):
    pytest_gives(code)
    with pytest.raises(RigError):
        random_schedules(7)


def test_without_schedules_none_are_run(monkeypatch):
    monkeypatch.setattr(schedules, "hold", None)
    assert random_schedules(0) == 0
