"""What `make torture` says in the end: 0 only when nothing was lost and both faults were seen."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
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


def test_a_rig_that_breaks_does_not_either(monkeypatch, capsys):
    def fail():
        raise ZeroDivisionError

    monkeypatch.setattr("sys.argv", ["torture"])
    monkeypatch.setattr("torture.__main__.prepared_site", fail)
    assert main() == UNKNOWN
    said = capsys.readouterr()
    assert "ZeroDivisionError" in said.err
    assert "Håller" not in said.out


@pytest.fixture
def trials_give(monkeypatch):
    """Sets the outcome of each trial, or the error that it ends with."""

    def give(results):
        coming = iter(results)

        def run(plan, site, *, seed):
            result = next(coming)
            if isinstance(result, Exception):
                raise result
            return replace(result, plan=plan)

        monkeypatch.setattr("sys.argv", ["torture", "--schedules", "0"])
        monkeypatch.setattr("torture.__main__.prepared_site", nullcontext)
        monkeypatch.setattr("torture.__main__.run", run)

    return give


def test_the_whole_of_it(trials_give, true, seeded):
    trials_give([true, true, *seeded])
    assert main() == 0


def test_a_rig_that_fails_after_a_trial_that_held_says_nothing(trials_give, true):
    trials_give([true, RigError("databasen går inte att läsa")])
    assert main() == UNKNOWN


def test_what_was_found_before_the_rig_failed_is_known(trials_give, true, capsys):
    broken = replace(true, findings=Findings(acknowledged=100, lost=2))
    trials_give([broken, RigError("databasen går inte att läsa")])
    assert main() == BROKEN
    said = capsys.readouterr()
    assert "databasen går inte att läsa" in said.err
    assert "Håller inte: SQLite: 2 svar borta." in said.out


def test_a_fault_that_was_noticed_before_the_rig_failed_is_not_the_products(
    trials_give, true, seeded
):
    trials_give([true, true, seeded[0], RigError("databasen går inte att läsa")])
    assert main() == UNKNOWN


REPORT = '<testsuites><testsuite tests="{}" failures="{}" errors="{}" skipped="{}"/></testsuites>'
HELD, BROKE, NOT_SET_UP = (1, 0, 0, 0), (1, 1, 0, 0), (1, 0, 1, 0)


@pytest.fixture
def pytest_gives(monkeypatch):
    """What the run of the schedules exits with and reports; gives the environment that it was
    given."""
    given = {}

    def exits_with(code, report=None):
        def run(command, *, cwd, env):
            given.update(env)
            assert (cwd / schedules.TESTS).is_file()
            assert command[-1] == schedules.TESTS
            if report:
                option = next(one for one in command if one.startswith("--junit-xml="))
                Path(option.partition("=")[2]).write_text(report)
            return CompletedProcess(command, code)

        monkeypatch.setattr(schedules.subprocess, "run", run)
        return given

    return exits_with


def test_schedules_that_hold(pytest_gives, monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgres://nagon@annanstans/drift")
    given = pytest_gives(0, REPORT.format(*HELD))
    assert random_schedules(7) == 0
    assert given["SCHEDULES"] == "7"
    assert "DATABASE_URL" not in given
    assert "Håller: 7 slumpade förlopp" in capsys.readouterr().out


def test_a_schedule_that_does_not_hold(pytest_gives, capsys):
    pytest_gives(1, REPORT.format(*BROKE))
    assert random_schedules(7) == BROKEN
    assert "Håller inte" in capsys.readouterr().out


@pytest.mark.parametrize("code", [2, 3, 4, 5, -9])
@pytest.mark.parametrize("counts", [HELD, BROKE])
def test_schedules_that_could_not_be_run_say_nothing(pytest_gives, code, counts):
    pytest_gives(code, REPORT.format(*counts))
    with pytest.raises(RigError):
        random_schedules(7)


@pytest.mark.parametrize("code", [0, 1])
@pytest.mark.parametrize(
    "report",
    [
        REPORT.format(*NOT_SET_UP),
        REPORT.format(2, 0, 1, 0),
        REPORT.format(1, 0, 0, 1),
        REPORT.format(0, 0, 0, 0),
        "<testsuites/>",
        "<testsui",
        None,
    ],
)
def test_schedules_that_were_not_set_up_or_not_reported_say_nothing(pytest_gives, code, report):
    pytest_gives(code, report)
    with pytest.raises(RigError):
        random_schedules(7)


@pytest.mark.parametrize(
    ("does", "held"),
    [
        ("def test_it():\n    pass", True),
        ("def test_it():\n    assert False", False),
        ("import pytest\n@pytest.fixture\ndef it():\n    1 / 0\ndef test_it(it):\n    pass", None),
    ],
)
def test_what_pytest_itself_reports(monkeypatch, tmp_path, does, held):
    tests = tmp_path / "test_it.py"
    tests.write_text(f"{does}\n")
    monkeypatch.setattr(schedules, "TESTS", str(tests))
    if held is None:
        with pytest.raises(RigError):
            schedules.hold(1)
    else:
        assert schedules.hold(1) is held


def test_without_schedules_none_are_run(monkeypatch):
    monkeypatch.setattr(schedules, "hold", None)
    assert random_schedules(0) == 0
