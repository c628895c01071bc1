"""From the frozen document, already cut to its reader, to what the templates show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.models import Misconception
from courses.models import ModulePage
from people.models import WorkplaceType

from . import findings
from .findings import Figures, is_shown

Context = dict[str, Any]


def overview_context(document: Figures, *, readable: set[str]) -> Context:
    """The whole city: the districts side by side, the types, the modules, the misconceptions."""
    rows = _districts(document, own=readable)
    parts = _parts(document["all"])
    return {
        **_common(document, rows),
        "headcounts_old": _is_old(document["all"]["headcount_as_of"], document["at"]),
        "rows": rows,
        "readable": readable,
        "missing_names": _missing(document["all"], parts["types"]),
        **parts,
        "types_finding": findings.types_finding(parts["types"]),
    }


def district_context(document: Figures, code: str) -> Context:
    """One district beside the other nine."""
    rows = _districts(document, own={code})
    own = next(row for row in rows if row["code"] == code)
    parts = _parts(own)
    types = parts["types"]
    others = findings.count_word(len(rows) - 1).lower()
    priority = [{**row, "instead_name": _instead_of(row)} for row in types if row["priority"]]
    return {
        **_common(document, rows),
        "headcounts_old": _is_old(own["headcount_as_of"], document["at"]),
        "rows": rows,
        "own": own,
        "priority_types": priority,
        "others": others,
        "missing_names": _missing(own, types),
        "others_finding": findings.others_finding(priority, own["name"], others),
        **parts,
    }


def _common(document: Figures, rows: list[Context]) -> Context:
    equity = document["equity"]
    names = {row["code"]: row["name"] for row in rows}
    return {
        "document": document,
        "all": document["all"],
        "target": document["target"],
        "target_percent": round(100 * document["target"]),
        "reached": findings.reached(rows),
        "equity": equity,
        "equity_sentences": findings.equity_sentences(equity, names),
        "status": findings.STATUS.get(equity["status"], "Går inte att bedöma än"),
        "districts_finding": findings.districts_finding(rows, equity["lowest"]),
        "partly": any(row["headcount_missing"] for row in (*rows, document["all"])),
        "unknown": document["unknown"],
        "citywide": document["citywide"],
    }


def _parts(group: Figures) -> Context:
    modules = _modules(group.get("modules", []))
    ranked = _misconceptions(group.get("misconceptions", []))
    return {
        "types": _types(group),
        "modules": modules,
        "modules_finding": findings.modules_finding(modules),
        "misconceptions": ranked,
        "misconception_finding": findings.misconception_finding(ranked),
    }


def _districts(document: Figures, *, own: set[str]) -> list[Context]:
    """Highest rate first; those without a rate last, in the order of the document."""
    rows = [{**row, "is_own": row["code"] in own} for row in document["districts"]]
    return sorted(rows, key=_by_rate)


def _by_rate(row: Mapping[str, Any]) -> float:
    rate = row["completion_rate"]
    return -rate if is_shown(rate) else 1


def _types(group: Figures) -> list[Context]:
    names = dict(WorkplaceType.objects.values_list("code", "short_name"))
    names["okand"] = "Ej angivet"
    return [
        {**row, "name": names.get(row["code"], row["code"])}
        for row in group.get("workplace_types", [])
        if row["priority"] or _has_people(row)
    ]


def _instead_of(row: Figures) -> str:
    """What the figures are of that stand in for a hidden prioritised type (DESIGN §4)."""
    instead = row.get("fallback")
    if not instead:
        return ""
    if len(instead["codes"]) > 1:
        return "BVC och vårdcentral tillsammans"
    return f"{row['name']} i hela staden"


def _listed(names: list[str]) -> str:
    """Names as a list inside a sentence: a, b och c."""
    lowered = [findings.lower_first(name) for name in names]
    return " och ".join([", ".join(lowered[:-1]), lowered[-1]] if len(lowered) > 1 else lowered)


def _missing(group: Figures, types: list[Context]) -> str:
    """The workplace types of the group that have people but somewhere no headcount."""
    return _listed([row["name"] for row in types if row["code"] in group["headcount_missing"]])


def _is_old(as_of: str | None, at: str) -> bool:
    """Whether a headcount is more than twelve months old (domain.md G.4)."""
    return as_of is not None and as_of < f"{int(at[:4]) - 1}{at[4:]}"


def _has_people(row: Figures) -> bool:
    return bool(row["headcount"] or row["registered"])


def _modules(rows: list[Figures]) -> list[Context]:
    names = dict(ModulePage.objects.values_list("slug", "short_title"))
    return [{**row, "name": names.get(row["slug"], row["slug"])} for row in rows]


def _misconceptions(rows: list[Figures]) -> list[Context]:
    registered = {row.code: row for row in Misconception.objects.filter(in_pretest=True)}
    named = [
        {**row, "name": registered[row["code"]].belief, "truth": registered[row["code"]].truth}
        for row in rows
        if row["code"] in registered
    ]
    return [dict(row) for row in findings.ranked_misconceptions(named)]
