"""From a posted form to a choice, or to an error that says in plain Swedish what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from .questions import CHOICE_KINDS, Question
from .scoring import Choice


class Posted(Protocol):
    def getlist(self, key: str, /) -> list[Any]: ...


class ChoiceError(ValueError):
    """A refused choice. ``field``: the id of the first input to mend; ``kept``: what was chosen."""

    def __init__(self, message: str, *, field: str, kept: Mapping[str, list[str]]) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.kept = kept


def field_names(question: Question) -> list[str]:
    """The names of the form's inputs for ``question``."""
    if question["kind"] in CHOICE_KINDS:
        return ["svar"]
    if question["kind"] == "pair":
        return [f"par-{row['key']}" for row in question["pairs"]]
    return [f"plats-{row['key']}" for row in question["steps"]]


def kept(question: Question, posted: Posted) -> dict[str, list[str]]:
    """What was posted for this question's inputs, to be shown again."""
    return {name: [str(value) for value in posted.getlist(name)] for name in field_names(question)}


def read_choice(question: Question, posted: Posted, *, shown: list[str]) -> Choice:
    """The choice in ``posted``. ``shown`` are the keys in the order they were shown.

    Raises ChoiceError when nothing, too much or something foreign was chosen.
    """
    if question["kind"] in CHOICE_KINDS:
        return _read_options(question, posted)
    if question["kind"] == "pair":
        return _read_pairs(question, posted, shown)
    return _read_order(question, posted)


def _read_options(question: Question, posted: Posted) -> Choice:
    many = question["kind"] == "multiple"
    values = list(dict.fromkeys(kept(question, posted)["svar"]))

    def refuse(message: str) -> ChoiceError:
        return ChoiceError(message, field="svar-1", kept=kept(question, posted))

    if not values:
        raise refuse("Välj minst ett av svaren" if many else "Välj ett av svaren")
    if not set(values) <= {option["key"] for option in question["options"]}:
        raise refuse("Svaret hör inte till den här frågan. Välj bland svaren nedan")
    if not many and len(values) > 1:
        raise refuse("Välj bara ett av svaren")
    return values


def _read_pairs(question: Question, posted: Posted, shown: list[str]) -> Choice:
    """Right halves are posted as their place in ``shown``: a key would give the answer away."""
    values = kept(question, posted)
    places = {str(number): key for number, key in enumerate(shown, start=1)}
    choice: dict[str, str] = {}
    for number, row in enumerate(question["pairs"], start=1):
        chosen = values[f"par-{row['key']}"]

        def refuse(message: str, number: int = number) -> ChoiceError:
            return ChoiceError(message, field=f"par-{number}", kept=values)

        if len(chosen) != 1 or not chosen[0]:
            raise refuse(f"Välj vad ”{row['left']}” hör ihop med")
        if chosen[0] not in places:
            raise refuse("Svaret hör inte till den här frågan. Välj bland svaren nedan")
        if places[chosen[0]] in choice.values():
            raise refuse(
                f"”{row['left']}” har fått samma svar som en annan rad. Välj ett svar en gång"
            )
        choice[row["key"]] = places[chosen[0]]
    return choice


def _read_order(question: Question, posted: Posted) -> Choice:
    values = kept(question, posted)
    places = {str(number): number for number in range(1, len(question["steps"]) + 1)}
    taken: dict[int, str] = {}
    for key in (row["key"] for row in question["steps"]):
        chosen = values[f"plats-{key}"]

        def refuse(message: str, key: str = key) -> ChoiceError:
            return ChoiceError(message, field=f"plats-{key}", kept=values)

        if len(chosen) != 1 or not chosen[0]:
            raise refuse("Välj en plats för varje steg")
        if chosen[0] not in places:
            raise refuse(f"Välj en plats mellan 1 och {len(places)}")
        place = places[chosen[0]]
        if place in taken:
            raise refuse(f"Två steg har plats {place}. Ge varje steg en egen plats")
        taken[place] = key
    return [taken[place] for place in sorted(taken)]
