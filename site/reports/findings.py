"""What the figures say, as the sentence over each chart. Pure functions over the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SUPPRESSED = ".."
Figures = Mapping[str, Any]

STATUS = {
    "equal": "Likvärdigt",
    "on_the_way": "På väg",
    "not_equal": "Inte likvärdigt",
}


def is_shown(value: Any) -> bool:
    """Whether a value is a number: neither suppressed nor unknown."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def shown(rows: Iterable[Figures], key: str) -> list[Figures]:
    return [row for row in rows if is_shown(row.get(key))]


def decimal_comma(value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def percent_words(share: float) -> str:
    return f"{decimal_comma(100 * share)} procent"


def reached(rows: Iterable[Figures]) -> int:
    """How many have nobody left to the target. The rate is rounded and cannot tell."""
    return sum(row["left_to_target"] == 0 for row in shown(rows, "completion_rate"))


_NUMBERS = ("Ingen", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio")


def count_word(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def districts_finding(rows: Sequence[Figures], lowest: str | None) -> str:
    """How many have reached the target, and who is lowest: the district with the code ``lowest``,
    which was found before rates were rounded, or None when there are not two to compare."""
    rated = shown(rows, "completion_rate")
    if not rated:
        return "Det finns inga andelar att visa än"
    done = reached(rows)
    noun = "stadsdel" if done < 2 else "stadsdelar"
    finding = f"{count_word(done)} {noun} har nått målet"
    names = [row["name"] for row in rated if row["code"] == lowest]
    return f"{finding}, och {names[0]} ligger lägst" if names else finding


def types_finding(rows: Sequence[Figures]) -> str:
    """The two types that are lowest."""
    rated = sorted(shown(rows, "completion_rate"), key=lambda row: row["completion_rate"])
    if len(rated) < 2:
        return "Det finns för få siffror för att jämföra verksamheter"
    lowest, second = rated[0]["name"], lower_first(rated[1]["name"])
    both = "samt" if " och " in lowest + second else "och"
    return f"{lowest} {both} {second} ligger lägst"


def lower_first(name: str) -> str:
    """The name inside a sentence: abbreviations such as BVC keep their capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def others_finding(rows: Sequence[Figures], district: str, others: str = "nio") -> str:
    """The prioritised type furthest behind the same type in the others, a number in words."""
    gaps = [
        (100 * (row["others"]["completion_rate"] - row["completion_rate"]), row["name"])
        for row in shown(rows, "completion_rate")
        if row.get("others") and is_shown(row["others"].get("completion_rate"))
    ]
    if not gaps:
        return f"Det finns för få siffror för att jämföra {district} med de andra {others}"
    gap, name = max(gaps)
    if gap < 0.05:
        return f"{district} ligger lika med eller över de andra {others}"
    behind = f"{decimal_comma(gap)} procentenheter"
    return f"{name} i {district} ligger {behind} under de andra {others}"


def modules_finding(rows: Sequence[Figures]) -> str:
    rated = shown(rows, "completion_rate")
    if not rated:
        return "Det finns inga siffror per modul att visa än"
    lowest = min(rated, key=lambda row: row["completion_rate"])
    return f"{lowest['name']} är den modul flest har kvar"


def ranked_misconceptions(rows: Iterable[Figures]) -> list[Figures]:
    """Most common first, by the förtest alone; those that may not be shown last."""
    rows = list(rows)
    visible = [row for row in rows if is_shown(row["before"]["share"])]
    hidden = [row for row in rows if not is_shown(row["before"]["share"])]
    return sorted(visible, key=lambda row: -row["before"]["share"]) + hidden


def misconception_finding(ranked: Sequence[Figures]) -> str:
    if not ranked or not is_shown(ranked[0]["before"]["share"]):
        return "För få har gjort förtestet för att visa missuppfattningar"
    share = percent_words(ranked[0]["before"]["share"])
    return f"Vanligast: ”{ranked[0]['name']}” Det tror {share}"


def equity_sentences(equity: Figures, names: Mapping[str, str]) -> list[str]:
    if not is_shown(equity.get("gap_pp")):
        return ["Det finns för få siffror för att jämföra stadsdelarna."]
    lines = [
        f"Skillnad mellan högst och lägst: {decimal_comma(equity['gap_pp'])} procentenheter "
        f"({names.get(equity['highest'], '')} och {names.get(equity['lowest'], '')})."
    ]
    if is_shown(equity.get("min_max_ratio")):
        share = round(100 * equity["min_max_ratio"])
        lines.append(f"Den lägsta når {share} procent av den högsta.")
    if equity.get("excluded"):
        lines.append(f"Stadsdelar utan andel att jämföra: {equity['excluded']}.")
    return lines
