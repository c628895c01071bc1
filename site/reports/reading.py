"""What a frozen report hides, read back from its JSON: the next month must not undo it."""

from __future__ import annotations

from collections.abc import Iterator

from reports.counts import (
    ALL,
    CITYWIDE,
    DISTRICTS,
    TOGETHER,
    TOGETHER_TYPES,
    UNKNOWN,
    Group,
    others_than,
)
from reports.document import SUPPRESSED, Json
from reports.figures import (
    HEADLINE,
    OLDER,
    RATED,
    REGISTERED,
    UNRATED,
    WAYS_TAKEN,
    Figure,
    Measure,
    Suppressed,
    module_measures,
    statement_measure,
)


def hidden_in(document: Json) -> Suppressed:
    """What the whole report (not one cut by `restrict`) hides."""
    places = [*document["districts"], *(document[code] for code in (ALL, UNKNOWN, CITYWIDE))]
    hidden = {figure for place in places for figure in _hidden_in_place(place)}
    hidden |= set(_unpublished_sums(document["districts"]))
    together = {
        place["code"]
        for place in document["districts"]
        for row in place["workplace_types"]
        if _is_together(row.get("fallback"))
    }
    return Suppressed(frozenset(hidden), together=frozenset(together))


def _is_together(fallback: Json | None) -> bool:
    return fallback is not None and fallback["codes"] == list(TOGETHER_TYPES)


def _hidden_in_place(place: Json) -> Iterator[Figure]:
    group = Group(place["code"])
    yield from (Figure(group, measure) for measure in _hidden_measures(place))
    for row in place["workplace_types"]:
        cell = Group(place["code"], row["code"])
        yield from (Figure(cell, measure) for measure in _hidden_measures(row))
        for measure in _hidden_measures(row.get("others")):
            yield Figure(Group(others_than(place["code"]), row["code"]), measure)
        if _is_together(row.get("fallback")):
            for measure in _hidden_measures(row["fallback"]):
                yield Figure(Group(place["code"], TOGETHER), measure)
    for module in place["modules"]:
        rate, count = module["completion_rate"], module["completed_current"]
        yield from (
            Figure(group, measure)
            for measure in _hidden_parts(module_measures(module["slug"]), count, rate)
        )
    for statement in place["misconceptions"]:
        if statement["before"]["n"] == SUPPRESSED:
            yield Figure(group, statement_measure(statement["code"]))


def _hidden_measures(figures: Json | None) -> Iterator[Measure]:
    if not figures:
        return
    for measure, value in (
        (REGISTERED, figures["registered"]),
        (OLDER, figures["completed_older"]),
        (WAYS_TAKEN, figures["completed_by_way"]["self"]),
    ):
        if value == SUPPRESSED:
            yield measure
    count, left = figures["completed_current"], figures["left_to_target"]
    yield from _hidden_parts((RATED, UNRATED), count, left)


def _hidden_parts(
    parts: tuple[Measure, Measure], count: object, of_rated: object
) -> Iterator[Measure]:
    """A count is hidden for the sake of one of its parts: of the rated, if what is made of them
    is hidden too."""
    if of_rated == SUPPRESSED:
        yield parts[0]
    if count == SUPPRESSED:
        yield parts[1]


def _unpublished_sums(districts: list[Json]) -> Iterator[Figure]:
    """The sums of the districts that no row tells by standing beside its `others`."""
    for rows in zip(*(district["workplace_types"] for district in districts), strict=True):
        told = {
            measure
            for row in rows
            for measure in set(HEADLINE)
            - {*_hidden_measures(row), *_hidden_measures(row["others"])}
        }
        for measure in set(HEADLINE) - told:
            yield Figure(Group(DISTRICTS, rows[0]["code"]), measure)
