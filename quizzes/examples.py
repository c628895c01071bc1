"""What each kind of question looks like in the editor's list of blocks: invented examples."""

from __future__ import annotations

from typing import Any


def _option(text: str, why: str, *, is_right: bool = False) -> dict[str, Any]:
    return {"text": text, "feedback": why, "correct": is_right}


_OPTIONS = [
    _option("Inom tre veckor", "Så säger riktlinjerna.", is_right=True),
    _option("När alla har tid", "Då kan det dröja länge för barnet."),
]

SINGLE: dict[str, Any] = {
    "prompt": "Hur snart ska mötet hållas?",
    "options": _OPTIONS,
}
MULTIPLE: dict[str, Any] = {
    "prompt": "Vilka kan kalla till ett Västbusmöte?",
    "options": [
        _option("Förskolan", "Alla som arbetar med barn kan kalla.", is_right=True),
        _option("Vårdcentralen", "Alla som arbetar med barn kan kalla.", is_right=True),
        _option("Bara socialtjänsten", "Nej, alla kan kalla."),
    ],
}
TRUE_FALSE: dict[str, Any] = {
    "prompt": "Västbus är en lag.",
    "answer": "falskt",
    "feedback_right": "Västbus är en överenskommelse.",
    "feedback_wrong": "Nej, Västbus är en överenskommelse.",
}
PAIR: dict[str, Any] = {
    "prompt": "Para ihop mötet med det det är till för.",
    "pairs": [
        {
            "left": "Västbusmöte",
            "right": "En gemensam plan",
            "feedback": "Familjen är med.",
        },
        {"left": "Konsultation", "right": "Råd till en kollega", "feedback": "Utan namn."},
    ],
    "mistakes": [],
}
ORDER: dict[str, Any] = {
    "prompt": "I vilken ordning gör du?",
    "steps": [
        {"text": "Prata med familjen", "feedback": "Det börjar där."},
        {"text": "Be om samtycke", "feedback": "Före kallelsen."},
        {"text": "Kalla till mötet", "feedback": "Inom tre veckor."},
    ],
    "rules": [],
}
STATEMENT: dict[str, Any] = {
    "wording_a": "Västbus är bara till för de svåraste ärendena.",
    "wording_b": "Först när ett barn har stora problem blir det fråga om Västbus.",
    "answer": "stammer-inte",
    "feedback": "Västbus gäller också tidigt.",
}
