"""The frozen figures as CSV: UTF-8 with BOM, semicolons, decimal comma; named as in the JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

COLUMNS = (
    "at",
    "layer",
    "part",
    "district",
    "workplace_type",
    "others",
    "code",
    "headcount",
    "headcount_as_of",
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

Row = dict[str, Any]


def as_csv(document: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(document):
        named = {**row, "at": document["at"], "layer": document["layer"]}
        writer.writerow([_cell(named.get(column)) for column in COLUMNS])
    return "\ufeff" + text.getvalue()


def _rows(document: dict[str, Any]) -> Iterator[Row]:
    for district in document["districts"]:
        yield from _group("districts", district["code"], district)
    for part in ("all", "unknown", "citywide"):
        if document.get(part):
            yield from _group(part, "", document[part])
    yield {"part": "equity", **document["equity"]}


def _group(part: str, district: str, figures: dict[str, Any]) -> Iterator[Row]:
    """The headline of a group, then its types, modules and misconceptions where they are given."""
    yield {"part": part, "district": district, **_flat(figures), "code": ""}
    for row in figures.get("workplace_types", []):
        place = {"part": part, "district": district, "workplace_type": row["code"]}
        yield {**place, **_flat(row), "code": ""}
        if row.get("others"):
            yield {**place, "others": "ja", **_flat(row["others"]), "code": ""}
    for row in figures.get("modules", []):
        yield {"part": "modules", "district": district, **_flat(row), "code": row["slug"]}
    for row in figures.get("misconceptions", []):
        yield {"part": "misconceptions", "district": district, **_flat(row)}


def _flat(figures: dict[str, Any]) -> Row:
    flat: Row = {}
    for name, value in figures.items():
        if isinstance(value, dict) and name in ("completed_by_way", "before", "after"):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()}
        elif not isinstance(value, dict | list):
            flat[name] = value
    return flat


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    text = str(value)
    # A spreadsheet must never read a cell as a formula.
    return f"'{text}" if text[:1] in "=+@\t" else text
