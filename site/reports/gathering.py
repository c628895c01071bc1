"""From the database to the raw counts of one date. What is counted here is never shown as it is.

Figures are of where people work at the date (*där personen arbetar nu*), by primary workplace.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from content.models import GuidelineEdition, Misconception
from courses.models import Completion, ModulePage
from people.models import District, DistrictLayer, Membership, Person, WorkplaceType
from people.models.organisations import WorkplaceDistrict
from quizzes.models import Attempt, Marking, QuizVersion
from quizzes.scoring import is_unsure

from .counts import CITYWIDE, UNKNOWN, UNKNOWN_TYPE, WAYS, Answers, CellCounts, Counts
from .models import Headcount

Cell = tuple[str, str]


def gather(*, at: date, layer: DistrictLayer) -> Counts:
    """The counts of ``layer`` as they stood when ``at`` began, Swedish time."""
    districts = District.objects.current(at=at).filter(layer=layer)
    place_of = {d.code: CITYWIDE if d.is_citywide else d.code for d in districts}
    cell_of = _cells_of_people(at, layer, place_of)
    modules = _modules(at)
    tallies = _tally_completions(at, cell_of, set(modules))
    codes = tuple(Misconception.objects.filter(in_pretest=True).values_list("code", flat=True))
    return Counts(
        at=at,
        layer=layer.code,
        districts=tuple(d.code for d in districts if not d.is_citywide),
        workplace_types=(*WorkplaceType.objects.values_list("code", flat=True), UNKNOWN_TYPE),
        modules=modules,
        cells=_cells(tallies, _headcounts(at, place_of), modules),
        misconceptions=codes,
        answers=_answers(at, cell_of, codes),
        priority=tuple(
            WorkplaceType.objects.filter(is_priority=True).values_list("code", flat=True)
        ),
    )


def begins(at: date) -> datetime:
    return timezone.make_aware(datetime.combine(at, time.min))


def _cells_of_people(at: date, layer: DistrictLayer, place_of: dict[str, str]) -> dict[int, Cell]:
    """Person → (place, workplace type). One cell each, also with two workplaces."""
    served = WorkplaceDistrict.objects.current(at=at).filter(layer=layer, is_primary=True)
    district_of = dict(served.values_list("workplace", "district__code"))
    memberships = Membership.objects.current(at=at).filter(is_primary=True, person__is_active=True)
    rows = memberships.order_by("valid_from", "pk").values_list(
        "person", "workplace", "workplace__workplace_type__code"
    )
    cells = {
        person: (place_of.get(district_of.get(workplace, ""), UNKNOWN), kind)
        for person, workplace, kind in rows.iterator(chunk_size=10_000)
    }
    for person in _learners_without_workplace(at).values_list("pk", flat=True):
        cells[person] = (UNKNOWN, UNKNOWN_TYPE)
    return cells


def _learners_without_workplace(at: date) -> QuerySet[Person]:
    """Those who had learnt something before ``at`` and had never worked anywhere that we know."""
    attempts = Attempt.objects.filter(started_at__lt=begins(at))
    completions = Completion.objects.filter(completed_at__lt=begins(at)).order_by()
    placed = Membership.objects.filter(valid_from__lte=at).order_by()
    learners = Q(pk__in=attempts.order_by().values("person")) | Q(
        pk__in=completions.values("person")
    )
    return Person.objects.filter(learners, is_active=True).exclude(pk__in=placed.values("person"))


@dataclass
class _Tally:
    registered: int = 0
    current: int = 0
    older: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    modules: Counter[str] = field(default_factory=Counter)


@dataclass
class _Held:
    """What one person holds: module → ways in the current edition, and modules in any."""

    current: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ever: set[str] = field(default_factory=set)


def _modules(at: date) -> tuple[str, ...]:
    """What it takes to be klar. A module that somebody holds counts also while it is unpublished,
    or everybody would be nearer for it."""
    held = Completion.objects.filter(completed_at__lt=begins(at)).order_by().values("module")
    counted = ModulePage.objects.filter(Q(live=True) | Q(slug__in=held))
    return tuple(counted.order_by("path").values_list("slug", flat=True))


def _tally_completions(at: date, cell_of: dict[int, Cell], modules: set[str]) -> dict[Cell, _Tally]:
    edition = GuidelineEdition.objects.current_main(at=at).code
    tallies: dict[Cell, _Tally] = defaultdict(_Tally)
    for cell in cell_of.values():
        tallies[cell].registered += 1
    for person, held in _held_by_person(at, edition, modules).items():
        if person in cell_of:
            _count_person(tallies[cell_of[person]], held, modules)
    return tallies


def _held_by_person(at: date, edition: str, modules: set[str]) -> dict[int, _Held]:
    rows = Completion.objects.filter(completed_at__lt=begins(at), module__in=modules).order_by()
    held: dict[int, _Held] = defaultdict(_Held)
    values = rows.values_list("person", "module", "edition__code", "way", "test_passed")
    for person, module, code, way, passed in values.iterator(chunk_size=10_000):
        held[person].ever.add(module)
        if code == edition and passed:
            held[person].current[module].add(way)
    return held


def _count_person(tally: _Tally, held: _Held, modules: set[str]) -> None:
    tally.modules.update(held.current.keys())
    if modules and set(held.current) == modules:
        tally.current += 1
        tally.ways[way_of(held.current.values())] += 1
    elif modules and held.ever == modules:
        tally.older += 1


def way_of(ways_by_module: Iterable[set[str]]) -> str:
    """The one way a person is counted under: *self* when every module was taken so, otherwise
    *meeting* when any was, otherwise *prior*."""
    ways = list(ways_by_module)
    if all(Completion.Way.SELF in taken for taken in ways):
        return str(Completion.Way.SELF)
    if any(Completion.Way.MEETING in taken for taken in ways):
        return str(Completion.Way.MEETING)
    return str(Completion.Way.PRIOR)


def _headcounts(at: date, place_of: dict[str, str]) -> dict[Cell, Headcount]:
    return {
        (place_of[row.district.code], row.workplace_type.code): row
        for row in Headcount.objects.latest(at=at)
        if row.district.code in place_of
    }


def _cells(
    tallies: dict[Cell, _Tally], headcounts: dict[Cell, Headcount], modules: tuple[str, ...]
) -> dict[Cell, CellCounts]:
    cells = {}
    for key in tallies.keys() | headcounts.keys():
        tally, headcount = tallies.get(key, _Tally()), headcounts.get(key)
        cells[key] = CellCounts(
            registered=tally.registered,
            completed_current=tally.current,
            completed_older=tally.older,
            by_way={way: tally.ways[way] for way in WAYS},
            modules={slug: tally.modules[slug] for slug in modules},
            headcount=headcount.count if headcount else None,
            headcount_as_of=headcount.as_of if headcount else None,
        )
    return cells


def _answers(
    at: date, cell_of: dict[int, Cell], codes: tuple[str, ...]
) -> dict[tuple[str, str], Answers]:
    """(place, misconception) → answers to the statement in each person's first förtest."""
    code_of = _codes_by_question()
    attempt_of: dict[int, int] = {}
    counted: set[tuple[int, str]] = set()
    answered: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for person, attempt, version, key, chosen, is_correct in _marked_statements(at):
        code = code_of.get((version, str(key)), "")
        is_first = attempt_of.setdefault(person, attempt) == attempt
        if not is_first or code not in codes or person not in cell_of or (person, code) in counted:
            continue
        counted.add((person, code))
        if not is_unsure(chosen):
            place = cell_of[person][0], code
            answered[place] += 1
            wrong[place] += not is_correct
    return {place: Answers(count, wrong[place]) for place, count in answered.items()}


def _marked_statements(at: date) -> Iterable[tuple[int, int, int, Any, Any, bool]]:
    """(person, attempt, version, question, chosen, correct) of finished förtest: the earliest
    attempt of each person first, the latest marking of each answer first."""
    markings = Marking.objects.filter(
        answer__item__attempt__purpose=Attempt.Purpose.PRE,
        answer__item__attempt__finished_at__lt=begins(at),
    )
    return (
        markings.order_by("answer__item__attempt__started_at", "answer__item__attempt_id", "-pk")
        .values_list(
            "answer__item__attempt__person",
            "answer__item__attempt_id",
            "answer__item__version_id",
            "answer__item__question_key",
            "answer__chosen",
            "is_correct",
        )
        .iterator(chunk_size=10_000)
    )


def _codes_by_question() -> dict[tuple[int, str], str]:
    """(version, question) → misconception, of every statement that has been asked."""
    asked = Attempt.objects.filter(purpose=Attempt.Purpose.PRE).order_by()
    return {
        (version.pk, question["key"]): question["misconception"]
        for version in QuizVersion.objects.filter(pk__in=asked.values("version"))
        for question in version.snapshot["questions"]
        if question["kind"] == "statement"
    }
