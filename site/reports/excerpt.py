"""Cutting the frozen document to the district that is asked for."""

from __future__ import annotations

from typing import Any


class UnknownDistrictError(LookupError):
    """No such district in the report; the text names those there are."""

    def __init__(self, code: str, known: list[str]) -> None:
        super().__init__(f"Stadsdelen ”{code}” finns inte. Det finns: {', '.join(known)}.")


def district_in(document: dict[str, Any], code: str) -> dict[str, Any]:
    for district in document["districts"]:
        if district["code"] == code:
            found: dict[str, Any] = district
            return found
    raise UnknownDistrictError(code, [d["code"] for d in document["districts"]])


def of_district(document: dict[str, Any], code: str) -> dict[str, Any]:
    """The document with one district only; the city's figures and the comparison stay."""
    return {**document, "districts": [district_in(document, code)]}
