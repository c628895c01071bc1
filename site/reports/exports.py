"""The frozen figures as CSV: UTF-8 with BOM, semicolons, decimal comma; named as in the JSON.

A row is an object of the document that holds figures. ``part`` tells where it stands there, such
as ``districts.workplace_types.others``, and ``district`` in which district. The rows ``others`` and
``fallback`` have the code of the type that they stand beside.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from people.csv_files import not_a_formula

COLUMNS = (
    "at",
    "definition",
    "layer",
    "target",
    "fictional",
    "part",
    "district",
    "code",
    "name",
    "slug",
    "priority",
    "place",
    "codes",
    "headcount",
    "headcount_as_of",
    "headcount_missing",
    "registered",
    "completed_current",
    "completed_older",
    "completed_by_way.self",
    "completed_by_way.meeting",
    "completed_by_way.prior",
    "completion_rate",
    "current_coverage",
    "left_to_target",
    "before.n",
    "before.share",
    "after.n",
    "after.share",
    "change_pp",
    "gap_pp",
    "highest",
    "lowest",
    "min_max_ratio",
    "status",
    "excluded",
)
_OF_ALL_ROWS = ("at", "definition", "layer", "target", "fictional")

Row = dict[str, Any]


def as_csv(document: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    common = {name: document[name] for name in _OF_ALL_ROWS}
    for row in _rows(document):
        named = {**row, **common}
        writer.writerow([_cell(named.get(column)) for column in COLUMNS])
    return "\ufeff" + text.getvalue()


def _rows(document: dict[str, Any]) -> Iterator[Row]:
    for place in document["districts"]:
        yield from _place("districts", place, district=place["code"])
    for part in ("all", "unknown", "citywide"):
        yield from _place(part, document[part], district="")
    yield {"part": "equity", **document["equity"]}


def _place(part: str, figures: Row, *, district: str) -> Iterator[Row]:
    """The headline of a place, then its types, modules and misconceptions where they are given."""
    yield {**_flat(figures), "part": part, "district": district}
    for row in figures.get("workplace_types", []):
        yield {**_flat(row), "part": f"{part}.workplace_types", "district": district}
        for name in ("others", "fallback"):
            if beside := row.get(name):
                where = {"part": f"{part}.workplace_types.{name}", "district": district}
                yield {**_flat(beside), **where, "code": row["code"]}
    for name in ("modules", "misconceptions"):
        for row in figures.get(name, []):
            yield {**_flat(row), "part": f"{part}.{name}", "district": district}


def _flat(figures: Row) -> Row:
    """The figures with those that stand in an object of their own as ``object.key``."""
    flat: Row = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return not_a_formula(text)
