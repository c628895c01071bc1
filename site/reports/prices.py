"""What it costs to hide a figure: small cells before large ones, cells before totals, and the
figures that are acted on (registered, completed, the rate) last.

A unit is a person in a cell. All are multiples of 1/8, so that sums do not depend on the order.
"""

from __future__ import annotations

from collections.abc import Callable

from reports.counts import ALL, CITYWIDE, DISTRICTS, EVERYONE, UNKNOWN, Counts, Group
from reports.figures import OLDER, RATED, REGISTERED, UNRATED, WAYS_TAKEN, Figure
from reports.moves import REGISTERED_AT
from reports.table import SpotKey, Table

Price = Callable[[Figure], float]

_OF_MEASURE = {REGISTERED: 2.0, RATED: 3.0, UNRATED: 3.0, OLDER: 0.5, WAYS_TAKEN: 0.5}
_OF_REST_IN_TOTAL = 0.125
_OF_TOTAL = {EVERYONE: 60_000, Group(UNKNOWN): 300, Group(CITYWIDE): 1_500}
_OF_DISTRICT = 20_000
_OF_TYPE = 1_500
_OF_OTHERS = 100
_OF_CELL = 10
_PRIORITISED = 2

# From here on it is worth looking for another way.
DEAR = 500


def price_of_people(counts: Counts, table: Table) -> Price:
    def price(figure: Figure) -> float:
        group, measure = figure
        fixed, factor = _fixed(group), _OF_MEASURE.get(measure, 1.0)
        if measure == UNRATED and fixed > _OF_CELL:
            factor *= _OF_REST_IN_TOTAL
        if group.workplace_type in counts.priority:
            factor *= _PRIORITISED
        return factor * (fixed + table.profiles[SpotKey(group, None)][REGISTERED_AT])

    return price


def price_of_answers(table: Table) -> Price:
    def price(figure: Figure) -> float:
        answered, _ = table.profiles[SpotKey(figure.group, None)]
        return answered + (_OF_TOTAL[EVERYONE] if figure.group == EVERYONE else 0)

    return price


def _fixed(group: Group) -> int:
    place, workplace_type = group
    if workplace_type == ALL:
        return _OF_TOTAL.get(group, _OF_DISTRICT)
    return {ALL: _OF_TYPE, DISTRICTS: _OF_OTHERS}.get(place, _OF_CELL)
