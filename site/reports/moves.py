"""How one cell of a table could differ from the truth without a reader being able to rule it out.

A `Profile` lists what is counted in a cell: of people registered, current, older, the three ways
and the modules; of a statement of the förtest answered and wrong. A `Move` is a change of one
profile, such as one person more who has completed everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from reports.counts import WAYS, Answers, CellCounts, Part, Tally

Profile = tuple[int, ...]

REGISTERED_AT, CURRENT_AT, OLDER_AT = 0, 1, 2
WAYS_AT = range(3, 3 + len(WAYS))
MODULES_AT = WAYS_AT.stop


class Move(NamedTuple):
    """A `split` move changes figures that are published for the cells with a headcount and for
    all, so it has to leave the sums of both parts as they are."""

    change: Profile
    split: bool


def profile_of(counted: CellCounts | Tally | Part, modules: Sequence[str]) -> Profile:
    """Of a part only what is published apart is known; the rest of its profile is 0."""
    held = tuple(counted.modules.get(slug, 0) for slug in modules)
    if isinstance(counted, Part):
        return (counted.registered, counted.completed_current, 0, *(0 for _ in WAYS), *held)
    ways = tuple(counted.by_way.get(way, 0) for way in WAYS)
    return (counted.registered, counted.completed_current, counted.completed_older, *ways, *held)


def profile_of_answers(answers: Answers) -> Profile:
    return (answers.answered, answers.wrong)


@dataclass(frozen=True, slots=True)
class PeopleLimits:
    """What a reader takes for granted of a cell with people in it. `most`: nobody believes that
    more are registered than the headcount says, as long as it is true."""

    most: int | None

    def allow(self, profile: Profile) -> bool:
        people, current, older = profile[:WAYS_AT.start]
        modules = profile[MODULES_AT:]
        return (
            min(profile) >= 0
            and people >= 1
            and (self.most is None or people <= self.most)
            and current + older <= people
            and all(current <= held <= people for held in modules)
            and (not modules or sum(modules) - current <= (len(modules) - 1) * people)
        )


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    def allow(self, profile: Profile) -> bool:
        answered, wrong = profile
        return answered >= 1 and 0 <= wrong <= answered


def people_moves(modules: int) -> tuple[Move, ...]:
    """Enough to vary every figure; more would only let a little more be shown."""
    size = MODULES_AT + modules
    held = range(MODULES_AT, size)
    one_more = [
        [REGISTERED_AT],
        [REGISTERED_AT, OLDER_AT],
        [OLDER_AT],
        *([REGISTERED_AT, *held[:done]] for done in range(2, len(held))),
        *([REGISTERED_AT, module] for module in held),
        *([module] for module in held),
        *_completions(held),
    ]
    swaps = [_change(size, [more], [less]) for more, less in combinations(WAYS_AT, 2)]
    renewals = [_change(size, [CURRENT_AT, way], [OLDER_AT]) for way in WAYS_AT]
    changes = [*(_change(size, more) for more in one_more), *swaps, *renewals]
    split_at = (CURRENT_AT, *held)
    return tuple(Move(c, any(c[i] for i in split_at)) for c in dict.fromkeys(changes))


def answer_moves() -> tuple[Move, ...]:
    return tuple(Move(change, split=False) for change in ((1, 0), (0, 1), (1, 1)))


def shifted(profile: Profile, change: Profile, sign: int) -> Profile:
    return tuple(n + sign * step for n, step in zip(profile, change, strict=True))


def _completions(held: range) -> Iterator[list[int]]:
    for way in WAYS_AT:
        yield [CURRENT_AT, way]
        yield [CURRENT_AT, way, *held]
        yield [REGISTERED_AT, CURRENT_AT, way, *held]


def _change(size: int, more: Iterable[int], less: Iterable[int] = ()) -> Profile:
    return tuple((i in more) - (i in less) for i in range(size))
