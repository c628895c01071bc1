"""The working life of one fictional person: where, from when, until when."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from people.access import Snapshot

from .places import Place

_DAYS_BEFORE = (740, 4300)
_DAYS_WITHIN = (20, 720)
_HIRED_WITHIN = 0.25
"""Share, 0–1, who began during the two years; the others were there before."""
_NOWHERE, _MOVED, _ENDED = 0.005, 0.06, 0.03


@dataclass(frozen=True)
class Stay:
    """Work at a place during ``[since, until)``; None: still there."""

    place: Place
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Career:
    """The primary memberships of a person in order, and now and then a second job beside them."""

    stays: tuple[Stay, ...]
    beside: Stay | None = None

    @property
    def last(self) -> Place | None:
        return self.stays[-1].place if self.stays else None

    def snapshot_at(self, day: date) -> Snapshot:
        """What ``people.access.snapshot_of`` tells for the day, without asking the database."""
        for stay in self.stays:
            if stay.since <= day and (stay.until is None or day < stay.until):
                return stay.place.snapshot
        return Snapshot()

    def period(self, *, after: date, before: date) -> tuple[date, date]:
        """The first and the last day within ``[after, before)`` when the person had work."""
        if not self.stays:
            return after, before - timedelta(days=1)
        until = self.stays[-1].until or before
        last = min(before, until) - timedelta(days=1)
        return min(max(after, self.stays[0].since), last), last


def career(
    place: Place, everywhere: Sequence[Place], *, earliest: date, at: date, rng: random.Random
) -> Career:
    """A career that leads to ``place``, or ended there before ``at``; begun after ``earliest``."""
    kind = rng.random()
    if kind < _NOWHERE:
        return Career(())
    bounds = _DAYS_WITHIN if rng.random() < _HIRED_WITHIN else _DAYS_BEFORE
    since = max(earliest, at - timedelta(days=rng.randint(*bounds)))
    beside = Stay(rng.choice(everywhere), since) if rng.random() < 0.02 else None
    served = (at - since).days
    if served < 60 or kind >= _NOWHERE + _MOVED + _ENDED:
        return Career((Stay(place, since),), beside)
    change = at - timedelta(days=rng.randint(10, min(700, served - 30)))
    if kind < _NOWHERE + _MOVED:
        return Career((Stay(rng.choice(everywhere), since, change), Stay(place, change)), beside)
    return Career((Stay(place, since, change),))
