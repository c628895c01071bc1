"""How a report's figures add up: the tables of the completions and of each statement of the
förtest, from the counts.

The completions have two dimensions. A district's BVC and vårdcentral hang together on a node of
their own, so that their sum can be published in their place; in each column the districts hang on
a node of their own, because a figure of a district beside the same figure of `others` publishes
their sum. Modules are published for places only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from reports.counts import (
    ALL,
    CITYWIDE,
    DISTRICTS,
    EVERYONE,
    TOGETHER,
    TOGETHER_TYPES,
    UNKNOWN,
    Counts,
    Group,
    Tally,
    district_without,
)
from reports.figures import (
    CURRENT,
    HEADLINE,
    OLDER,
    REGISTERED,
    WAYS_TAKEN,
    Figure,
    district_sums,
    headline_groups,
    module_measures,
    others_groups,
    statement_measure,
    together_groups,
)
from reports.moves import (
    ANSWERED_AT,
    CURRENT_AT,
    MODULES_AT,
    REGISTERED_AT,
    WAYS_AT,
    WRONG_AT,
    AnswerLimits,
    CellLimits,
    PlaceLimits,
    Profile,
    Reach,
    answer_moves,
    people_moves,
    profile_of,
)
from reports.network import Arc, Network, Node
from reports.table import Spot, SpotKey, Table

_PLACES, _TYPES = "all places", "all types"


def completions_table(counts: Counts) -> Table:
    """What is published of people, `TOGETHER` not among it."""
    tallies = {group: counts.tally(group) for group in _all_groups(counts)}
    profiles = {
        SpotKey(group, part): profile_of(counted, counts.modules)
        for group, tally in tallies.items()
        for part, counted in ((None, tally), (0, tally.rated), (1, tally.unrated))
    }
    return Table(
        measures=(
            (REGISTERED, REGISTERED),
            CURRENT,
            (OLDER, OLDER),
            *((WAYS_TAKEN, WAYS_TAKEN) for _ in WAYS_AT),
            *(module_measures(slug) for slug in counts.modules),
        ),
        moves=people_moves(len(counts.modules)),
        networks={reach: Network(_arcs(counts, reach)) for reach in Reach},
        part_of={cell: _part(counts, cell) for cell in _cells(counts)},
        spots=dict(_spots(counts, profiles)),
        profiles=profiles,
        published=frozenset(_published(counts)),
        full=frozenset(group for group, tally in tallies.items() if _is_full(tally)),
    )


def statement_table(counts: Counts, code: str) -> Table:
    measure = statement_measure(code)
    groups = {Group(place): counts.answers_of(place, code) for place in (*counts.places, ALL)}
    profiles: dict[SpotKey, Profile] = {
        SpotKey(group, part): (answers.answered, answers.wrong)
        for group, answers in groups.items()
        for part in (None, 0)
    }
    monotone = ANSWERED_AT, WRONG_AT
    return Table(
        measures=((measure, measure), (measure, measure)),
        moves=answer_moves(),
        networks={Reach.PLACES: Network(_place_arcs(counts, [0]))},
        part_of={},
        spots={
            (key := SpotKey(Group(place), 0)): Spot(profiles[key], AnswerLimits(), monotone)
            for place in counts.places
        },
        profiles=profiles,
        published=frozenset(Figure(group, measure) for group in groups),
    )


def with_others(group: Group, arcs: Iterable[Arc]) -> list[Arc] | None:
    """The arcs, and the figure of `others` as further arcs at the end: in its column the other
    districts hang on a node between. None if the group is not one of `others`."""
    district = district_without(group.place)
    if district is None:
        return None
    column = ("districts", group.workplace_type)
    apart = [
        arc._replace(head=("others", *arc.head))
        if arc.head[:2] == column and arc.group.place != district
        else arc
        for arc in arcs
    ]
    heads = sorted({(arc.head, arc.part) for arc in apart if arc.head[0] == "others"})
    return [*apart, *(Arc(group, part, head, head[1:]) for head, part in heads)]


def _cells(counts: Counts) -> list[Group]:
    return [Group(place, t) for place in counts.places for t in counts.workplace_types]


def _part(counts: Counts, cell: Group) -> int:
    return int(counts.cell(*cell).headcount is None)


def _all_groups(counts: Counts) -> list[Group]:
    return [
        *headline_groups(counts),
        *others_groups(counts),
        *district_sums(counts),
        *together_groups(counts),
    ]


def _published(counts: Counts) -> Iterator[Figure]:
    for group in (*headline_groups(counts), *district_sums(counts)):
        for measure in HEADLINE:
            yield Figure(group, measure)
    for place in (*counts.places, ALL):
        for slug in counts.modules:
            for measure in module_measures(slug):
                yield Figure(Group(place), measure)


def _is_full(tally: Tally) -> bool:
    return not tally.unrated.registered and tally.registered >= (tally.headcount or 1)


def _spots(counts: Counts, profiles: Mapping[SpotKey, Profile]) -> Iterator[tuple[SpotKey, Spot]]:
    for cell in _cells(counts):
        key, headcount = SpotKey(cell, None), counts.cell(*cell).headcount
        registered = profiles[key][REGISTERED_AT]
        most = None if headcount is None else max(headcount, registered, 2)
        yield key, Spot(profiles[key], CellLimits(most), (CURRENT_AT,))
    for place in counts.places:
        for part in (0, 1):
            key = SpotKey(Group(place), part)
            modules = tuple(range(MODULES_AT, len(profiles[key])))
            yield key, Spot(profiles[key], PlaceLimits(), modules)


def _arcs(counts: Counts, reach: Reach) -> Iterator[Arc]:
    parts = [0] if reach is Reach.WHOLE else [0, 1]
    if reach is Reach.PLACES:
        yield from _place_arcs(counts, parts)
        return
    for cell in _cells(counts):
        place, workplace_type = cell
        part = _part(counts, cell) if len(parts) > 1 else 0
        row, column = "row", "column"
        if place not in (UNKNOWN, CITYWIDE):
            row = "together" if workplace_type in TOGETHER_TYPES else row
            column = "districts"
        yield Arc(cell, part, (row, place, str(part)), (column, workplace_type, str(part)))
    for part in parts:
        yield from _sum_arcs(counts, str(part))


def _sum_arcs(counts: Counts, part: str) -> Iterator[Arc]:
    at = int(part)
    for place in counts.places:
        yield Arc(Group(place), at, (_TYPES, part), ("row", place, part))
    for d in counts.districts:
        yield Arc(Group(d, TOGETHER), at, ("row", d, part), ("together", d, part))
    for t in counts.workplace_types:
        column: Node = ("column", t, part)
        yield Arc(Group(DISTRICTS, t), at, ("districts", t, part), column)
        yield Arc(Group(ALL, t), at, column, (_PLACES, part))
    yield Arc(EVERYONE, at, (_PLACES, part), (_TYPES, part))


def _place_arcs(counts: Counts, parts: Iterable[int]) -> Iterator[Arc]:
    for part in parts:
        side = str(part)
        for place in counts.places:
            yield Arc(Group(place), part, (_TYPES, side), (_PLACES, side))
        yield Arc(EVERYONE, part, (_PLACES, side), (_TYPES, side))
