"""The published table of one date as a network of sums (`network`), for the completions and for
each statement of the förtest.

The completions have two dimensions. A district's BVC and vårdcentral hang together on a node of
their own, so that their sum can be published in their place; in each column the districts hang on
a node of their own, because a figure of a district beside the same figure of `others` publishes
their sum. The figures of cells with and without a headcount have nodes of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    value_exists,
)
from reports.moves import (
    WAYS_AT,
    AnswerLimits,
    Move,
    PeopleLimits,
    Profile,
    answer_moves,
    people_moves,
    profile_of,
    profile_of_answers,
)
from reports.network import Arc, Node

_PLACES, _TYPES = ("all places",), ("all types",)


@dataclass(frozen=True, slots=True)
class Table:
    """`measures[component][part]` is the measure a component of the profile is published in.

    `monotone` are the components that never fall as long as nobody leaves. `arcs` are those for
    moves that are not split and for those that are. `profiles` are of every group, in whole
    (None) and of each part. Of the `published` figures those with nobody in the group are a 0
    that is always shown; the others are `hideable`. In a `full` group as many are registered as
    the headcount says.
    """

    measures: tuple[tuple[str, str], ...]
    moves: tuple[Move, ...]
    monotone: tuple[int, ...]
    arcs: Mapping[bool, tuple[Arc, ...]]
    limits: Mapping[Group, PeopleLimits | AnswerLimits]
    profiles: Mapping[tuple[Group, int | None], Profile]
    published: frozenset[Figure]
    hideable: frozenset[Figure]
    full: frozenset[Group] = frozenset()

    def components(self, measure: str) -> tuple[tuple[int, int], ...]:
        """The components of a measure, each with the part it is of."""
        return tuple(
            (component, names.index(measure))
            for component, names in enumerate(self.measures)
            if measure in names
        )

    def touched(self, move: Move, part: int) -> frozenset[str]:
        """The measures that a move changes."""
        return frozenset(
            names[part] for names, step in zip(self.measures, move.change, strict=True) if step
        )

    def value(self, figure: Figure, component: int, part: int) -> int:
        split = len(set(self.measures[component])) > 1
        return self.profiles[figure.group, part if split else None][component]


def completions_table(counts: Counts) -> Table:
    """What is published of people, `TOGETHER` not among it."""
    module_pairs = [module_measures(slug) for slug in counts.modules]
    ways = [(WAYS_TAKEN, WAYS_TAKEN) for _ in WAYS_AT]
    published = frozenset(_published(counts))
    tallies = {group: counts.tally(group) for group in _all_groups(counts)}
    profiles = {
        (group, part): profile_of(counted, counts.modules)
        for group, tally in tallies.items()
        for part, counted in ((None, tally), (0, tally.rated), (1, tally.unrated))
    }
    return Table(
        measures=((REGISTERED, REGISTERED), CURRENT, (OLDER, OLDER), *ways, *module_pairs),
        moves=people_moves(len(counts.modules)),
        monotone=(1, *WAYS_AT, *range(WAYS_AT.stop, WAYS_AT.stop + len(counts.modules))),
        arcs={split: tuple(_arcs(counts, split)) for split in (False, True)},
        limits={cell: _limits(counts, cell) for cell in _cells(counts)},
        profiles=profiles,
        published=published,
        hideable=frozenset(f for f in published if value_exists(f.measure, tallies[f.group])),
        full=frozenset(
            group
            for group, tally in tallies.items()
            if not tally.unrated.registered and tally.registered >= (tally.headcount or 1)
        ),
    )


def statement_table(counts: Counts, code: str) -> Table:
    measure = statement_measure(code)
    groups = {Group(place): counts.answers_of(place, code) for place in (*counts.places, ALL)}
    cells = [group for group in groups if group != EVERYONE]
    profiles = {
        (group, part): profile_of_answers(answers)
        for group, answers in groups.items()
        for part in (None, 0)
    }
    arcs = (*(Arc(g, 0, _TYPES, _PLACES) for g in cells), Arc(EVERYONE, 0, _PLACES, _TYPES))
    return Table(
        measures=((measure, measure), (measure, measure)),
        moves=answer_moves(),
        monotone=(0, 1),
        arcs={False: arcs, True: ()},
        limits={group: AnswerLimits() for group in cells},
        profiles=profiles,
        published=frozenset(Figure(group, measure) for group in groups),
        hideable=frozenset(Figure(g, measure) for g, answers in groups.items() if answers.answered),
    )


def arcs_with_others(arcs: tuple[Arc, ...], others: Group, district: str) -> tuple[Arc, ...]:
    """The network with `others`, the type in every other district, as an arc of its own."""
    own_type = others.workplace_type
    apart = [
        arc._replace(head=("others", *arc.head))
        if arc.head[:2] == ("districts", own_type) and arc.group.place != district
        else arc
        for arc in arcs
    ]
    heads = sorted({(arc.head, arc.part) for arc in apart if arc.head[0] == "others"})
    return (*apart, *(Arc(others, part, head, head[1:]) for head, part in heads))


def _cells(counts: Counts) -> list[Group]:
    return [Group(place, t) for place in counts.places for t in counts.workplace_types]


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


def _limits(counts: Counts, cell: Group) -> PeopleLimits:
    found = counts.cell(*cell)
    if found.headcount is None:
        return PeopleLimits(most=None)
    return PeopleLimits(most=max(found.headcount, found.registered, 2))


def _arcs(counts: Counts, split: bool) -> Iterator[Arc]:
    for cell in _cells(counts):
        part = int(split and counts.cell(*cell).headcount is None)
        place, workplace_type = cell
        side = (str(part),)
        row: Node = ("row", place, *side)
        column: Node = ("column", workplace_type, *side)
        if place not in (UNKNOWN, CITYWIDE):
            column = ("districts", workplace_type, *side)
            row = ("together", place, *side) if workplace_type in TOGETHER_TYPES else row
        yield Arc(cell, part, row, column)
    for part in (0, 1) if split else (0,):
        yield from _sum_arcs(counts, part)


def _sum_arcs(counts: Counts, part: int) -> Iterator[Arc]:
    side = (str(part),)
    for place in counts.places:
        yield Arc(Group(place), part, (*_TYPES, *side), ("row", place, *side))
    for d in counts.districts:
        yield Arc(Group(d, TOGETHER), part, ("row", d, *side), ("together", d, *side))
    for t in counts.workplace_types:
        column: Node = ("column", t, *side)
        yield Arc(Group(DISTRICTS, t), part, ("districts", t, *side), column)
        yield Arc(Group(ALL, t), part, column, (*_PLACES, *side))
    yield Arc(EVERYONE, part, (*_PLACES, *side), (*_TYPES, *side))
