"""One frozen question of each kind, and the raw blocks that freeze into them."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5


def key(name):
    return str(uuid5(NAMESPACE_URL, name))


def option(name, *, correct=False, misconception=None, left_out=None):
    return {
        "key": name, "text": f"text {name}", "correct": correct, "feedback": f"därför {name}",
        "misconception": misconception, "left_out": left_out,
    }  # fmt: skip


def _asked(kind):
    return {"key": key(kind), "kind": kind, "scene": "", "prompt": "Vad stämmer?", "note": ""}


SINGLE = {
    **_asked("single"),
    "options": [
        option("ratt", correct=True, left_out="M13"),
        option("tunga", misconception="M01"),
        option("fakta"),
    ],
}
MULTIPLE = {
    **_asked("multiple"),
    "options": [
        option("forskola", correct=True, left_out="M13"),
        option("bvc", correct=True),
        option("polis", misconception="M09"),
        option("bank"),
    ],
}
TRUE_FALSE = {
    **_asked("true_false"),
    "options": [option("sant", misconception="M11"), option("falskt", correct=True)],
}
STATEMENT = {
    **_asked("statement"),
    "prompt_b": "Stämmer det?",
    "misconception": "M01",
    "options": [
        option("stammer", misconception="M01"),
        option("stammer-inte", correct=True),
        option("vet-inte"),
    ],
}
PAIR = {
    **_asked("pair"),
    "pairs": [
        {"key": name, "left": name.upper(), "right": f"hör till {name}", "feedback": f"för {name}"}
        for name in ("sspf", "vastbus", "vuxna")
    ],
    "mistakes": [
        {"left": "sspf", "right": "vastbus", "misconception": "M09", "feedback": "olika aktörer"},
        {"left": "vuxna", "right": "sspf", "misconception": None, "feedback": "rent fel"},
    ],
}
ORDER = {
    **_asked("order"),
    "steps": [
        {"key": name, "text": f"gör {name}", "feedback": f"då {name}"}
        for name in ("fraga", "samtycke", "kalla", "folj-upp")
    ],
    "rules": [
        {"earlier": "samtycke", "later": "kalla", "misconception": "M15", "feedback": "först ja"},
        {"earlier": "fraga", "later": "folj-upp", "misconception": None, "feedback": "fel"},
    ],
}
ALL = [SINGLE, MULTIPLE, TRUE_FALSE, STATEMENT, PAIR, ORDER]

RIGHT = {
    "single": ["ratt"],
    "multiple": ["forskola", "bvc"],
    "true_false": ["falskt"],
    "statement": ["stammer-inte"],
    "pair": {"sspf": "sspf", "vastbus": "vastbus", "vuxna": "vuxna"},
    "order": ["fraga", "samtycke", "kalla", "folj-upp"],
}

ORIGIN = {
    "edition": "OK2021r2023", "section": "2", "source": "Sammanfattning av riktlinjerna",
    "unconfirmed": True, "reviewed_on": "2026-11-01", "review_due": "2027-11-01",
}  # fmt: skip


def item(place, value):
    return {"type": "item", "id": key(f"{place}/{value}"), "value": value}


def raw_option(text, *, correct=False, misconception="", fact_error=False, left_out=""):
    return {
        "text": text, "correct": correct, "feedback": f"därför {text}", "left_out": left_out,
        "misconception": misconception, "fact_error": fact_error,
    }  # fmt: skip


def raw_single(name, *, prompt="Vad är Västbus?", lesson=None):
    """The first option is right; the keys of options are those of ``option_key``."""
    values = [
        raw_option("En överenskommelse", correct=True),
        raw_option("En lag", misconception="M23"),
        raw_option("Ett register", fact_error=True),
    ]
    options = [
        {"type": "item", "id": option_key(name, number), "value": value}
        for number, value in enumerate(values)
    ]
    value = {"scene": "", "prompt": prompt, "note": "", "options": options,
             "lesson": lesson, "origin": ORIGIN}  # fmt: skip
    return {"type": "single", "id": key(name), "value": value}


def option_key(name, number):
    return key(f"{name}/{number}")


def raw_statement(name, *, lesson=None):
    value = {
        "misconception": "M01", "wording_a": f"{name} A", "wording_b": f"{name} B",
        "answer": "stammer-inte", "feedback": "Även tidigt.", "lesson": lesson, "origin": ORIGIN,
    }  # fmt: skip
    return {"type": "statement", "id": key(name), "value": value}
