"""The reckoning after a trial sees every way in which an answer can go wrong, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from torture.ledger import Entry, Event, Ledger, Stored, chosen_keys, compare, read

ONE, ZERO = Decimal(1), Decimal(0)
FIRST = (("svar", "a"),)
SENT = Entry(Event.SENT, 7, 1, 1, FIRST)
ACKNOWLEDGED = replace(SENT, event=Event.ACKNOWLEDGED)
STORED = Stored(7, 1, 1, ["b", "a"], ["a"], (ONE,), ONE)


def counts(entries, stored, *, stuck=0):
    """What was found that should not be."""
    findings = compare(entries, stored, stuck=stuck)
    return {name: n for name in findings.FAULTS if (n := getattr(findings, name))}


def test_all_is_well():
    findings = compare([SENT, ACKNOWLEDGED], [STORED], stuck=0)
    assert findings.is_clean
    assert findings.acknowledged == 1


def test_the_same_answer_acknowledged_twice_is_one():
    twice = [SENT, ACKNOWLEDGED, SENT, ACKNOWLEDGED]
    assert compare(twice, [STORED], stuck=0).acknowledged == 1
    assert counts(twice, [STORED]) == {}


def test_an_answer_whose_reply_was_lost_may_be_stored_or_not():
    assert counts([SENT], [STORED]) == {}
    assert counts([SENT], []) == {}


def test_lost():
    assert counts([SENT, ACKNOWLEDGED], []) == {"lost": 1}


def test_lost_when_the_attempt_became_somebody_elses():
    other = replace(STORED, person=8)
    sent = replace(SENT, person=8)
    assert counts([SENT, ACKNOWLEDGED, sent], [other]) == {"lost": 1}


def test_lost_and_answered_again():
    """However the new answer turned out: the old one was acknowledged too."""
    gone = replace(SENT, event=Event.LOST)
    again = replace(SENT, choice=(("svar", "b"),))
    entries = [SENT, ACKNOWLEDGED, gone, again, replace(again, event=Event.ACKNOWLEDGED)]
    assert counts(entries, [replace(STORED, chosen=["b"])]) == {"lost": 1}
    assert counts([SENT, ACKNOWLEDGED, gone, SENT, ACKNOWLEDGED], [STORED]) == {"lost": 1}


def test_overwritten():
    other = replace(SENT, choice=(("svar", "b"),))
    assert counts([SENT, ACKNOWLEDGED, other], [replace(STORED, chosen=["b"])]) == {
        "overwritten": 1
    }


def test_two_tabs_that_were_both_told_yes():
    other = replace(SENT, choice=(("svar", "b"),))
    entries = [SENT, ACKNOWLEDGED, other, replace(other, event=Event.ACKNOWLEDGED)]
    assert counts(entries, [STORED]) == {"overwritten": 1}


def test_a_refused_tab_is_no_fault():
    other = replace(SENT, choice=(("svar", "b"),))
    entries = [SENT, ACKNOWLEDGED, other, replace(other, event=Event.REFUSED)]
    assert counts(entries, [STORED]) == {}
    assert compare(entries, [STORED], stuck=0).refused == 1


@pytest.mark.parametrize(
    "stored", [[STORED, STORED], [replace(STORED, points=(ONE, ONE))], [replace(STORED, points=())]]
)
def test_duplicated_or_not_marked(stored):
    assert counts([SENT, ACKNOWLEDGED], stored) == {"duplicated": 1}


def test_stored_but_never_sent():
    assert counts([], [STORED]) == {"unknown": 1}
    assert counts([replace(SENT, person=8)], [STORED]) == {"unknown": 1}


def test_wrong_points():
    assert counts([SENT, ACKNOWLEDGED], [replace(STORED, right_points=ZERO)]) == {"wrong_points": 1}


def test_asked_again_and_stuck():
    again = replace(SENT, event=Event.NOT_SHOWN)
    assert counts([SENT, ACKNOWLEDGED, again], [STORED], stuck=2) == {"not_shown": 1, "stuck": 2}


@pytest.mark.parametrize(
    ("choice", "stored"),
    [
        ((("svar", "a"), ("svar", "b")), ["a", "b"]),
        ((("par-x", "2"), ("par-y", "1")), {"x": "b", "y": "a"}),
        ((("plats-x", "2"), ("plats-y", "1")), ["y", "x"]),
    ],
)
def test_what_must_be_stored_of_a_posted_choice(choice, stored):
    assert chosen_keys(choice, ["a", "b"]) == stored


def test_an_entry_is_in_the_file_before_anything_else_happens(tmp_path):
    ledger = Ledger(tmp_path / "ledger")
    ledger.write(SENT)
    assert read(tmp_path / "ledger") == [SENT]
    ledger.write(ACKNOWLEDGED)
    assert read(tmp_path / "ledger") == [SENT, ACKNOWLEDGED]
    ledger.close()
