"""What the learners themselves wrote down, and what the database must say of it.

An entry is on its way to the disk before the learner goes on, so nothing the server says later can
change it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from rig.questions import Choice

Place = tuple[int, int, int]
"""A question: person, attempt, position. The person too, since the number of an attempt that was
lost may be given to somebody else."""


class Event(StrEnum):
    SENT = "skickat"
    ACKNOWLEDGED = "kvitterat"
    REFUSED = "nekat"
    """Another answer stood already, and the page said so."""
    NOT_SHOWN = "visades inte"
    """The page asked again what had been acknowledged a moment before."""
    LOST = "borta"
    """It went on asking. What is acknowledged for that question after this is another answer."""


@dataclass(frozen=True)
class Entry:
    event: Event
    person: int
    attempt: int
    position: int
    choice: Choice

    @property
    def place(self) -> Place:
        return self.person, self.attempt, self.position


class Ledger:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("a")
        self.count: Counter[Event] = Counter()

    def write(self, entry: Entry) -> None:
        self._file.write(json.dumps(asdict(entry)) + "\n")
        self._file.flush()
        self.count[entry.event] += 1

    def close(self) -> None:
        self._file.close()


def read(path: Path) -> list[Entry]:
    return [_entry(json.loads(line)) for line in path.read_text().splitlines()]


def _entry(row: dict[str, Any]) -> Entry:
    choice = tuple((name, value) for name, value in row["choice"])
    return Entry(Event(row["event"]), row["person"], row["attempt"], row["position"], choice)


@dataclass(frozen=True)
class Stored:
    """An answered question as the database has it. ``points``: one for each marking."""

    person: int
    attempt: int
    position: int
    shown: list[str]
    """Keys of the options, right halves or steps in the order they were shown."""
    chosen: Any
    points: tuple[Decimal, ...]
    right_points: Decimal
    """Marked again now, from what was chosen."""

    @property
    def place(self) -> Place:
        return self.person, self.attempt, self.position


def chosen_keys(choice: Choice, shown: list[str]) -> Any:
    """What must be stored of a posted choice: option keys; left key → right key, of halves posted
    as their place; or step keys in order."""
    first = choice[0][0]
    if first == "svar":
        return [value for _, value in choice]
    if first.startswith("par-"):
        return {name.removeprefix("par-"): shown[int(place) - 1] for name, place in choice}
    by_place = sorted(choice, key=lambda pair: int(pair[1]))
    return [name.removeprefix("plats-") for name, _ in by_place]


@dataclass
class Findings:
    """Counts of questions; everything but the first two must be 0."""

    acknowledged: int = 0
    refused: int = 0
    lost: int = 0
    overwritten: int = 0
    duplicated: int = 0
    unknown: int = 0
    """Stored, but never sent by the one whose attempt it is."""
    wrong_points: int = 0
    stuck: int = 0
    """Attempts that are still open, or open twice."""
    not_shown: int = 0
    examples: list[str] = field(default_factory=list)

    FAULTS = ("lost", "overwritten", "duplicated", "unknown", "wrong_points", "stuck", "not_shown")

    @property
    def is_clean(self) -> bool:
        return not any(getattr(self, name) for name in self.FAULTS)


def compare(entries: Iterable[Entry], stored: Iterable[Stored], *, stuck: int) -> Findings:
    answers: dict[Place, list[Stored]] = defaultdict(list)
    for one in stored:
        answers[one.place].append(one)
    by_event: dict[Event, dict[Place, list[Entry]]] = {event: defaultdict(list) for event in Event}
    for entry in entries:
        by_event[entry.event][entry.place].append(entry)
        if entry.event is Event.LOST:
            by_event[Event.ACKNOWLEDGED][entry.place].clear()
    acknowledged = by_event[Event.ACKNOWLEDGED]
    lost = set(by_event[Event.LOST]) | (acknowledged.keys() - answers.keys())
    findings = Findings(
        acknowledged=len(acknowledged),
        refused=len(by_event[Event.REFUSED]),
        lost=len(lost),
        stuck=stuck,
        not_shown=len(by_event[Event.NOT_SHOWN]),
        examples=[_example("borta", place) for place in sorted(lost)],
    )
    for place, found in answers.items():
        _hold_to(acknowledged.get(place, []), found[0], findings)
        _look_over(found, by_event[Event.SENT].get(place, []), findings)
    return findings


def _example(words: str, place: Place) -> str:
    return f"{words}: person %s, försök %s, fråga %s" % place


def _hold_to(acknowledged: list[Entry], one: Stored, findings: Findings) -> None:
    """Whatever was acknowledged is what is stored."""
    if any(chosen_keys(entry.choice, one.shown) != one.chosen for entry in acknowledged):
        findings.overwritten += 1
        findings.examples.append(_example("överskrivet", one.place))


def _look_over(found: list[Stored], sent: list[Entry], findings: Findings) -> None:
    """Whatever is stored was sent by that person, and is there once, marked once and right."""
    one = found[0]
    if len(found) > 1 or len(one.points) != 1:
        findings.duplicated += 1
        findings.examples.append(_example("dubbelt eller inte bedömt", one.place))
    if not any(chosen_keys(entry.choice, one.shown) == one.chosen for entry in sent):
        findings.unknown += 1
        findings.examples.append(_example("okänt", one.place))
    if any(points != one.right_points for points in one.points):
        findings.wrong_points += 1
        findings.examples.append(_example("fel poäng", one.place))
