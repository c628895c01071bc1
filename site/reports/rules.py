"""The threshold rules of DESIGN §4, for one group at a time and without regard to the others."""

from __future__ import annotations

from reports.counts import Answers, Part, Tally
from reports.figures import (
    CURRENT,
    HEADLINE,
    OLDER,
    RATED,
    UNRATED,
    WAYS_TAKEN,
    Measure,
    module_measures,
)

SMALLEST_GROUP = 10
SMALL_BASE = 20
FEW = 2


def hidden_by_rule(tally: Tally) -> set[Measure]:
    """The measures of the group that may not be shown, whatever else is."""
    if not tally.registered:
        return set()
    if tally.registered < SMALLEST_GROUP or _few(tally.headcount):
        return {*HEADLINE, *(m for slug in tally.modules for m in module_measures(slug))}
    hidden = _hidden_by_part(tally.rated, tally.headcount) | _hidden_by_part(tally.unrated, None)
    if _coverage_tells(tally) or _tells(tally.completed_older, tally.registered):
        hidden.add(OLDER)
    if any(_tells(taken, tally.registered) for taken in tally.by_way.values()):
        hidden.add(WAYS_TAKEN)
    return with_what_follows(hidden)


def with_what_follows(hidden: set[Measure]) -> set[Measure]:
    """A hidden count hides what it is split into and what its coverage is made of; without the
    rate the unrated rest is not published either."""
    found = set(hidden)
    if RATED in found:
        found.add(UNRATED)
    if found.intersection(CURRENT):
        found |= {OLDER, WAYS_TAKEN}
    return found


def answers_hidden_by_rule(answers: Answers, headcount: int | None) -> bool:
    """`headcount` is that of the place."""
    if not answers.answered:
        return False
    return (
        answers.answered < SMALLEST_GROUP
        or _few(headcount)
        or _tells(answers.wrong, answers.answered)
    )


def _few(people: int | None) -> bool:
    return people is not None and people < SMALLEST_GROUP


def _tells(count: int, base: int) -> bool:
    """Nobody, one, two, all but two, all but one, all: only of a base that is not small."""
    return base < SMALL_BASE and min(count, base - count) <= FEW


def _coverage_tells(tally: Tally) -> bool:
    completed = tally.completed_current + tally.completed_older
    return completed > 0 and (
        completed < SMALLEST_GROUP or _tells(tally.completed_current, completed)
    )


def _hidden_by_part(part: Part, headcount: int | None) -> set[Measure]:
    rated = headcount is not None
    named = {RATED if rated else UNRATED: part.completed_current}
    named |= {module_measures(slug)[0 if rated else 1]: n for slug, n in part.modules.items()}
    return {measure for measure, count in named.items() if _part_tells(count, part, headcount)}


def _part_tells(count: int, part: Part, headcount: int | None) -> bool:
    if not part.registered:
        return False
    bases = [part.registered] if headcount is None else [part.registered, headcount]
    return part.registered < SMALLEST_GROUP or any(_tells(count, base) for base in bases)
