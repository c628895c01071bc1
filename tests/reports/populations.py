"""Fictional counts: tables made by hand, and populations drawn at random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from reports.counts import CITYWIDE, UNKNOWN, UNKNOWN_TYPE, WAYS, Answers, CellCounts, Counts

from .published import EXAMPLE

AT = date(2026, 11, 1)
NEXT = date(2026, 12, 1)
AS_OF = date(2026, 10, 1)
MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
STATEMENTS = ("M01", "M02")

# Workplace type → the least and the most who should be trained in a district.
SIZES = {
    "forskola": (60, 160),
    "bvc": (6, 20),
    "vardcentral": (12, 50),
    "grundskola": (60, 160),
    "gymnasium": (0, 60),
    "elevhalsa": (5, 40),
    "socialtjanst": (20, 60),
    "funktionsstod": (5, 30),
    "bup": (0, 15),
    "habilitering": (0, 10),
    "ungdomsmottagning": (3, 12),
    "barnmedicin": (0, 8),
    "familjecentral": (2, 12),
    "hvb_familjehem": (0, 10),
    "fritid": (5, 30),
    "annan": (0, 10),
}


def cell(people, current=0, *, older=0, headcount=None, meeting=0, prior=0, held=None):
    """One cell. `held` have the first module; the others are held by those who have completed."""
    held = current if held is None else held
    return CellCounts(
        registered=people,
        completed_current=current,
        completed_older=older,
        by_way={"self": current - meeting - prior, "meeting": meeting, "prior": prior},
        modules={slug: held if slug == MODULES[0] else current for slug in MODULES},
        headcount=headcount,
        headcount_as_of=None if headcount is None else AS_OF,
    )


def counts_of(rows, *, answers=None, at=AT, districts=None):
    """`rows`: place → workplace type → cell. A district is listed when it has a row."""
    places = districts or [place for place in rows if place not in (UNKNOWN, CITYWIDE)]
    types = dict.fromkeys(t for row in rows.values() for t in row)
    answers = answers or {}
    return Counts(
        at=at,
        layer="sdn10",
        districts=tuple(places),
        workplace_types=tuple(types),
        modules=MODULES,
        cells={(place, t): figures for place, row in rows.items() for t, figures in row.items()},
        misconceptions=tuple(dict.fromkeys(code for _, code in answers)),
        answers=answers,
    )


def worked_example():
    """domain.md G.3: districts of hundreds, all in one workplace type."""
    return counts_of(
        {
            code: {"annan": cell(headcount - 10, completed, headcount=headcount, older=8)}
            for code, (_, completed, headcount, _) in EXAMPLE.items()
        }
    )


@dataclass(frozen=True)
class Circumstances:
    """What a random population is like; shares 0–1."""

    districts: int
    workplace_types: tuple[str, ...]
    registered: float
    completed: tuple[float, float]
    without_headcount: float
    unknown: int
    growth: float


def population(random: Random, like: Circumstances) -> Counts:
    districts = tuple(EXAMPLE)[: like.districts]
    cells = {}
    for district in districts:
        completed = random.uniform(*like.completed)
        for t in like.workplace_types:
            headcount = random.randint(*SIZES[t])
            people = sum(random.random() < like.registered for _ in range(headcount))
            known = random.random() >= like.without_headcount
            if headcount:
                cells[district, t] = _learners(
                    random, people, completed, headcount if known else None
                )
    for t in like.workplace_types[-2:]:
        cells[CITYWIDE, t] = _learners(random, random.randint(0, 25), 0.5, 30)
    cells[UNKNOWN, UNKNOWN_TYPE] = _learners(random, like.unknown, 0.5, None)
    return Counts(
        at=AT,
        layer="sdn10",
        districts=districts,
        workplace_types=(*like.workplace_types, UNKNOWN_TYPE),
        modules=MODULES,
        cells=cells,
        misconceptions=STATEMENTS,
        answers=_answers(random, cells),
    )


def a_month_later(random: Random, counts: Counts, growth: float) -> Counts:
    """Some are new, some more have completed; nobody un-completes or leaves."""
    cells = {key: _grown(random, figures, growth) for key, figures in counts.cells.items()}
    answers = {key: _answered_more(random, a, growth) for key, a in counts.answers.items()}
    return replace(counts, at=NEXT, cells=cells, answers=answers)


def _learners(random: Random, people: int, completed: float, headcount: int | None) -> CellCounts:
    current = sum(random.random() < completed for _ in range(people))
    older = sum(random.random() < 0.05 for _ in range(people - current))
    taken = [random.choices(WAYS, (90, 7, 3))[0] for _ in range(current)]
    begun = sorted((random.randint(current, people) for _ in MODULES[1:]), reverse=True)
    return CellCounts(
        registered=people,
        completed_current=current,
        completed_older=older,
        by_way={way: taken.count(way) for way in WAYS},
        modules=dict(zip(MODULES, (*begun, current), strict=True)),
        headcount=headcount,
        headcount_as_of=None if headcount is None else AS_OF,
    )


def _grown(random: Random, cell: CellCounts, growth: float) -> CellCounts:
    free = cell.registered - cell.completed_current - cell.completed_older
    more = sum(random.random() < growth for _ in range(free))
    room = 3 if cell.headcount is None else cell.headcount - cell.registered
    new = sum(random.random() < growth / 3 for _ in range(min(room, cell.registered)))
    people, current = cell.registered + new, cell.completed_current + more
    return replace(
        cell,
        registered=people,
        completed_current=current,
        by_way={**cell.by_way, "self": cell.by_way["self"] + more},
        modules={slug: max(current, held) for slug, held in cell.modules.items()},
    )


def _answers(random: Random, cells) -> dict[tuple[str, str], Answers]:
    people: dict[str, int] = {}
    for (place, _), figures in cells.items():
        people[place] = people.get(place, 0) + figures.registered // random.choice((2, 12))
    return {
        (place, code): Answers(n, sum(random.random() < 0.4 for _ in range(n)))
        for place, n in people.items()
        for code in STATEMENTS
    }


def _answered_more(random: Random, answers: Answers, growth: float) -> Answers:
    more = sum(random.random() < growth for _ in range(answers.answered))
    return Answers(answers.answered + more, answers.wrong + random.randint(0, more))
