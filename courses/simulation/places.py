"""Where the fictional staff work: how many in each district and type, and at which workplaces."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from people.access import Snapshot, reporting_layer
from people.models import District, DistrictLayer, Organisation, Workplace, WorkplaceDistrict

from . import pattern
from .names import workplace_name
from .tables import Table

_KIND = Organisation.Kind
CITY, REGION = "Göteborgs Stad", "Västra Götalandsregionen"
_ORGANISATIONS = {
    CITY: _KIND.MUNICIPAL,
    REGION: _KIND.REGIONAL,
    "Exempelförskolorna (påhittad)": _KIND.INDEPENDENT,
    "Exempelskolorna (påhittad)": _KIND.INDEPENDENT,
    "Vårdexemplet (påhittad)": _KIND.PRIVATE_CARE,
    "Exempelhemmen (påhittad)": _KIND.OTHER,
}
_REGIONAL = ("bvc", "vardcentral", "bup", "habilitering", "ungdomsmottagning", "barnmedicin")
_PRIVATE = {
    "forskola": "Exempelförskolorna (påhittad)",
    "bvc": "Vårdexemplet (påhittad)",
    "vardcentral": "Vårdexemplet (påhittad)",
    "hvb_familjehem": "Exempelhemmen (påhittad)",
}
_OTHER_PRIVATE = "Exempelskolorna (påhittad)"
HEADCOUNT_SHARE = 0.9
"""Learners per head, 0–1, in the whole city."""
_CITYWIDE_SHARE, _UNKNOWN_SHARE = 0.03, 0.015


@dataclass(frozen=True)
class Cell:
    """A district and a type. ``headcount`` is None where nobody has given one; ``district`` is
    None where it is not known; ``expected``: the registered people, before scaling."""

    district: str | None
    workplace_type: str
    headcount: int | None
    expected: float


@dataclass(frozen=True)
class Place:
    """A workplace, and what a person who works there is counted as."""

    workplace: int
    district: str | None
    workplace_type: str
    snapshot: Snapshot


def plan_cells(learners: int, *, rng: random.Random) -> list[Cell]:
    """Headcounts for about ``learners`` registered people, district by district."""
    districts = list(District.objects.filter(layer=reporting_layer()))
    own = [one.code for one in districts if not one.is_citywide]
    heads = learners / HEADCOUNT_SHARE
    cells = list(_district_cells(own, heads * (1 - _CITYWIDE_SHARE), rng=rng))
    for code in (one.code for one in districts if one.is_citywide):
        for kind, share in pattern.CITYWIDE.items():
            count = max(1, round(heads * _CITYWIDE_SHARE * share))
            cells.append(Cell(code, kind, count, count * pattern.ELSEWHERE.registered))
    for kind, share in pattern.UNKNOWN.items():
        cells.append(Cell(None, kind, None, learners * _UNKNOWN_SHARE * share))
    return cells


def _district_cells(codes: list[str], heads: float, *, rng: random.Random) -> Iterator[Cell]:
    low, high = pattern.BVC_HEADCOUNT
    sizes = {code: pattern.pattern_of(code).size for code in codes}
    clinics = {code: rng.randint(low, high) for code in codes}
    others = max(0.9 * heads, heads - sum(clinics.values()))
    shares = sum(one.share for code, one in pattern.TYPES.items() if code != "bvc")
    for code in codes:
        part = sizes[code] / sum(sizes.values())
        for kind, one in pattern.TYPES.items():
            registered = pattern.pattern_of(code).registered
            if kind == "bvc":
                usual = 2 * one.share * part * heads
                yield Cell(code, kind, clinics[code], min(clinics[code], usual) * registered)
                continue
            count = max(1, round(others * part * one.share / shares))
            is_missing = (code, kind) in pattern.WITHOUT_HEADCOUNT
            yield Cell(code, kind, None if is_missing else count, count * registered)


def apportion(cells: list[Cell], learners: int) -> list[int]:
    """How many of ``learners`` belong to each cell; the largest remainders are rounded up."""
    total = sum(cell.expected for cell in cells)
    exact = [cell.expected * learners / total for cell in cells]
    counts = [int(one) for one in exact]
    by_remainder = sorted(range(len(cells)), key=lambda i: counts[i] - exact[i])
    for place in by_remainder[: learners - sum(counts)]:
        counts[place] += 1
    return counts


class Builder:
    """Makes the workplaces of cells; what exists since before under the same identity is used."""

    def __init__(self, types: dict[str, int], *, rng: random.Random) -> None:
        self._rng = rng
        self._types = types
        self._layer: DistrictLayer = reporting_layer()
        self._districts = dict(District.objects.values_list("code", "pk"))
        self._known = dict(Workplace.objects.values_list("identity", "pk"))
        self._organisations = {
            name: Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]
            for name, kind in _ORGANISATIONS.items()
        }
        self.workplaces = Table(
            Workplace, "organisation", "name", "workplace_type", "identity", "valid_from"
        )
        self.served = Table(WorkplaceDistrict, "workplace", "district", "layer", "valid_from")

    @property
    def since(self) -> date:
        """The day from which all workplaces exist."""
        return self._layer.valid_from

    def places(self, cell: Cell, learners: int) -> list[Place]:
        """Workplaces enough for ``learners`` in ``cell``; one without a name where the district is
        not known."""
        kind = pattern.TYPES[cell.workplace_type]
        count = max(1, round(learners / kind.per_workplace)) if cell.district else 1
        start = self._rng.randrange(96)
        return [self._place(cell, start + number) for number in range(count)]

    def _place(self, cell: Cell, number: int) -> Place:
        organisation = self._organisations[self._organisation(cell)]
        name = workplace_name(cell.workplace_type, number) if cell.district else ""
        identity = Workplace.identity_of(
            organisation=organisation.name,
            name=name,
            workplace_type=cell.workplace_type,
            district=cell.district,
        )
        if identity not in self._known:
            kind = self._types[cell.workplace_type]
            pk = self.workplaces.add(organisation.pk, name, kind, identity, self.since)
            self._known[identity] = pk
            if cell.district:
                district = self._districts[cell.district]
                self.served.add(pk, district, self._layer.pk, self.since)
        codes = {self._layer.code: cell.district} if cell.district else {}
        snapshot = Snapshot(codes, cell.workplace_type, organisation.kind)
        return Place(self._known[identity], cell.district, cell.workplace_type, snapshot)

    def _organisation(self, cell: Cell) -> str:
        if self._rng.random() < pattern.TYPES[cell.workplace_type].private:
            return _PRIVATE.get(cell.workplace_type, _OTHER_PRIVATE)
        return REGION if cell.workplace_type in _REGIONAL else CITY
