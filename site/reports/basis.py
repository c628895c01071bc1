"""What a published report was made of, kept so that the next month's can be protected against it.

Raw counts: they stay in the database beside the completions they sum, and no view reads them.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from .counts import Answers, CellCounts, Counts, Group
from .figures import Figure, Measure, Suppressed
from .suppression import Published


def to_json(published: Published) -> dict[str, Any]:
    counts, suppressed = published.counts, published.suppressed
    return {
        "at": counts.at.isoformat(),
        "layer": counts.layer,
        "districts": counts.districts,
        "workplace_types": counts.workplace_types,
        "modules": counts.modules,
        "misconceptions": counts.misconceptions,
        "priority": counts.priority,
        "cells": [[*key, _cell_to_json(cell)] for key, cell in sorted(counts.cells.items())],
        "answers": [[*key, a.answered, a.wrong] for key, a in sorted(counts.answers.items())],
        "hidden": _figures_to_json(suppressed.hidden),
        "permitted": _figures_to_json(suppressed.permitted),
        "together": sorted(suppressed.together),
    }


def from_json(data: dict[str, Any]) -> Published:
    counts = Counts(
        at=date.fromisoformat(data["at"]),
        layer=data["layer"],
        districts=tuple(data["districts"]),
        workplace_types=tuple(data["workplace_types"]),
        modules=tuple(data["modules"]),
        cells={(place, kind): _cell(cell) for place, kind, cell in data["cells"]},
        misconceptions=tuple(data["misconceptions"]),
        answers={
            (place, code): Answers(answered, wrong)
            for place, code, answered, wrong in data["answers"]
        },
        priority=tuple(data["priority"]),
    )
    return Published(
        counts,
        Suppressed(
            hidden=_figures(data["hidden"]),
            permitted=_figures(data["permitted"]),
            together=frozenset(data["together"]),
        ),
    )


def _cell_to_json(cell: CellCounts) -> dict[str, Any]:
    as_of = cell.headcount_as_of
    return {**asdict(cell), "headcount_as_of": as_of.isoformat() if as_of else None}


def _cell(data: dict[str, Any]) -> CellCounts:
    as_of = data["headcount_as_of"]
    return CellCounts(**{**data, "headcount_as_of": date.fromisoformat(as_of) if as_of else None})


def _figures_to_json(figures: frozenset[Figure]) -> list[list[Any]]:
    return sorted(([*figure.group, *figure.measure] for figure in figures), key=str)


def _figures(rows: list[list[Any]]) -> frozenset[Figure]:
    return frozenset(
        Figure(Group(place, kind), Measure(name, part)) for place, kind, name, part in rows
    )
