"""A frozen question as a template shows it: to be answered, or answered with its reasons.

What is built for an unanswered question holds no key, feedback or mark that gives the answer away
(DESIGN §3 rule 8).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from quizzes.questions import CHOICE_KINDS, Question
from quizzes.scoring import Choice, mark, shown_keys

Kept = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Input:
    """One radio button, checkbox or option of a select."""

    id: str
    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class SelectRow:
    id: str
    name: str
    label: str
    options: list[Input]


@dataclass(frozen=True)
class Asked:
    """A question to answer. ``error`` is what was wrong with the last try, ``error_at`` where."""

    kind: str
    scene: str
    prompt: str
    inputs: list[Input] = field(default_factory=list)
    rows: list[SelectRow] = field(default_factory=list)
    error: str = ""
    error_at: str = ""

    @property
    def hint(self) -> str:
        return _HINTS.get(self.kind, "")


_HINTS = {
    "multiple": "Flera svar kan vara rätt. Alla rätta ska vara valda, och inga andra.",
    "pair": "Välj ett svar på varje rad. Varje svar används en gång.",
    "order": "Ge varje steg en plats. 1 kommer först.",
}


@dataclass(frozen=True)
class AnsweredRow:
    """An option, pair or step when the answer is in. ``state``: right, chosen or other."""

    state: str
    tag: str
    text: str
    why: str


@dataclass(frozen=True)
class Answered:
    is_correct: bool
    scene: str
    prompt: str
    verdict: str
    rows: list[AnsweredRow]
    note: str
    source: str
    """Where the answer comes from; empty for a lesson's check, whose lesson tells."""
    is_unconfirmed: bool


def check_order(question: Question) -> list[str]:
    """The order a lesson's check is shown in: the same for everybody, and not to be guessed."""
    return shown_keys(question, seed=salted_hmac("check", question["key"]).hexdigest())


def asked(
    question: Question,
    shown: list[str],
    *,
    kept: Kept | None = None,
    error: str = "",
    error_at: str = "",
    prompt: str = "",
) -> Asked:
    kept = kept or {}
    kind = question["kind"]
    return Asked(
        kind=kind,
        scene=question["scene"],
        prompt=prompt or question["prompt"],
        inputs=_inputs(question, shown, kept) if kind in CHOICE_KINDS else [],
        rows=_rows(question, shown, kept) if kind not in CHOICE_KINDS else [],
        error=error,
        error_at=error_at,
    )


def _inputs(question: Question, shown: list[str], kept: Kept) -> list[Input]:
    texts = {option["key"]: option["text"] for option in question["options"]}
    chosen = kept.get("svar", ())
    return [
        Input(f"svar-{place}", key, texts[key], key in chosen)
        for place, key in enumerate(shown, 1)
        if key in texts
    ]


def _rows(question: Question, shown: list[str], kept: Kept) -> list[SelectRow]:
    if question["kind"] == "pair":
        halves = {row["key"]: row["right"] for row in question["pairs"]}
        options = [(str(place), halves[key]) for place, key in enumerate(shown, 1)]
        return [
            _row(f"par-{row['key']}", f"par-{number}", row["left"], options, kept)
            for number, row in enumerate(question["pairs"], 1)
        ]
    texts = {row["key"]: row["text"] for row in question["steps"]}
    places = [(str(number), str(number)) for number in range(1, len(shown) + 1)]
    return [_row(f"plats-{key}", f"plats-{key}", texts[key], places, kept) for key in shown]


def _row(
    name: str, row_id: str, label: str, options: list[tuple[str, str]], kept: Kept
) -> SelectRow:
    chosen = kept.get(name, ())
    return SelectRow(
        row_id,
        name,
        label,
        [Input("", value, text, value in chosen) for value, text in options],
    )


def answered(question: Question, choice: Choice, *, prompt: str = "") -> Answered:
    is_correct = mark(question, choice).is_correct
    origin = question.get("origin") or {}
    rows, reasons = _EXPLAIN[question["kind"]](question, choice)
    return Answered(
        is_correct=is_correct,
        scene=question["scene"],
        prompt=prompt or question["prompt"],
        verdict=reasons[0] if reasons else "",
        rows=rows,
        note=question["note"],
        source=origin.get("source", ""),
        is_unconfirmed=bool(origin.get("unconfirmed")),
    )


def _explain_options(question: Question, choice: Choice) -> tuple[list[AnsweredRow], list[str]]:
    chosen = set(choice)
    rows = []
    for option in question["options"]:
        is_chosen = option["key"] in chosen
        state, tag = _OPTION_STATE[bool(option["correct"]), is_chosen]
        rows.append(AnsweredRow(state, tag, option["text"], option["feedback"]))
    wrong = [row.why for row in rows if row.state == "chosen"]
    left_out = [row.why for row in rows if row.tag == _LEFT_OUT]
    right = [row.why for row in rows if row.state == "right"]
    return rows, wrong or left_out or right


_LEFT_OUT = "Rätt svar"
_OPTION_STATE = {
    (True, True): ("right", "Ditt svar, och det är rätt"),
    (True, False): ("right", _LEFT_OUT),
    (False, True): ("chosen", "Ditt svar"),
    (False, False): ("other", ""),
}


def _explain_pairs(question: Question, choice: Choice) -> tuple[list[AnsweredRow], list[str]]:
    assert isinstance(choice, dict)  # noqa: S101 - the shape was checked when it was handed in
    halves = {row["key"]: row["right"] for row in question["pairs"]}
    mistakes = {(row["left"], row["right"]): row["feedback"] for row in question["mistakes"]}
    rows: list[AnsweredRow] = []
    reasons: list[str] = []
    for pair in question["pairs"]:
        got = choice.get(pair["key"], "")
        text = f"{pair['left']} – {pair['right']}"
        if got == pair["key"]:
            rows.append(AnsweredRow("right", "Ditt par, och det är rätt", text, pair["feedback"]))
            continue
        why = mistakes.get((pair["key"], got), pair["feedback"])
        reasons.append(why)
        rows.append(
            AnsweredRow("chosen", "Ditt par", f"{pair['left']} – {halves.get(got, '')}", why)
        )
        rows.append(AnsweredRow("right", "Rätt par", text, pair["feedback"]))
    return rows, reasons or [row.why for row in rows]


def _explain_order(question: Question, choice: Choice) -> tuple[list[AnsweredRow], list[str]]:
    place = {key: number for number, key in enumerate(choice, 1)}
    rows: list[AnsweredRow] = []
    for number, step in enumerate(question["steps"], 1):
        yours = place[step["key"]]
        text = f"{number}. {step['text']}"
        if yours == number:
            rows.append(AnsweredRow("right", "Rätt plats", text, step["feedback"]))
        else:
            tag = f"Du valde plats {yours}. Rätt plats är {number}"
            rows.append(AnsweredRow("chosen", tag, text, step["feedback"]))
    broken = [
        rule["feedback"]
        for rule in question["rules"]
        if place[rule["later"]] < place[rule["earlier"]]
    ]
    moved = [row.why for row in rows if row.state == "chosen"]
    return rows, broken or moved or [row.why for row in rows]


_EXPLAIN: dict[str, Any] = {
    "single": _explain_options,
    "multiple": _explain_options,
    "true_false": _explain_options,
    "statement": _explain_options,
    "pair": _explain_pairs,
    "order": _explain_order,
}
