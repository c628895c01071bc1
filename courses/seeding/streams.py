"""From the lists of a starter file to the raw JSON of a StreamField, with stable ids."""

from __future__ import annotations

from typing import Any

from content.sanitise import markdown_to_html, sanitise

from .files import StarterError, key

Raw = dict[str, Any]


def block(kind: str, value: Any, path: str) -> Raw:
    return {"type": kind, "value": value, "id": str(key(path))}


def items(values: list[Any], path: str) -> list[Raw]:
    return [block("item", value, f"{path}/{number}") for number, value in enumerate(values, 1)]


def origin(data: dict[str, Any]) -> Raw:
    return {
        "edition": data["edition"],
        "section": str(data.get("section") or ""),
        "source": clean(data["source"]),
        "unconfirmed": bool(data.get("unconfirmed")),
        "reviewed_on": data["reviewed_on"].isoformat(),
        "review_due": data["review_due"].isoformat(),
    }


def clean(text: Any) -> str:
    """Plain text from a starter file: whatever looks like HTML is sanitised away."""
    text = " ".join(str(text).split())
    return sanitise(text) if "<" in text else text


def telling(body: list[dict[str, Any]], path: str) -> list[Raw]:
    """The body of a page; raises StarterError for a block that does not exist."""
    raw: list[Raw] = []
    for number, entry in enumerate(body, 1):
        ((kind, value),) = entry.items()
        place = f"{path}#block/{number}"
        if kind == "check":
            raw.append(question(value, path))
        elif kind in _TELLING:
            raw.append(block(kind, _TELLING[kind](value, place), place))
        else:
            raise StarterError(f"{path}: blocket ”{kind}” finns inte")
    return raw


def workplaces(variants: list[dict[str, Any]], path: str) -> list[Raw]:
    return [
        block(
            "workplace",
            {"types": variant["types"], "text": clean(variant["text"])},
            f"{path}#workplace/{number}",
        )
        for number, variant in enumerate(variants, 1)
    ]


def sources(rows: list[dict[str, Any]], path: str) -> list[Raw]:
    return [
        block(
            "source",
            {
                "title": clean(row["title"]),
                "kind": row.get("kind", "Sammanfattning"),
                "edition": row.get("edition", ""),
                "section": str(row.get("section") or ""),
            },
            f"{path}#source/{number}",
        )
        for number, row in enumerate(rows, 1)
    ]


def shortcomings(rows: list[dict[str, Any]], path: str) -> list[Raw]:
    return [
        block(
            "shortcoming",
            {name: clean(row[name]) for name in ("what", "why")},
            f"{path}/{number}",
        )
        for number, row in enumerate(rows, 1)
    ]


def question(
    data: dict[str, Any], path: str, *, lessons: dict[str, int | None] | None = None
) -> Raw:
    """A question block. ``lessons``: lesson path → page id, given for questions of a test."""
    place = f"{path}#{data['id']}"
    value = _QUESTION[data["type"]](data, place)
    if lessons is not None:
        module = path.split("/")[1]
        name = data["lesson"] if "/" in data["lesson"] else f"{module}/{data['lesson']}"
        if name not in lessons:
            raise StarterError(f"{place}: lektionen ”{name}” finns inte")
        value |= {"lesson": lessons[name], "origin": origin(data["origin"])}
    return block(data["type"], value, place)


def _key_facts(value: dict[str, Any], place: str) -> Raw:
    facts = [{"term": clean(f["term"]), "text": clean(f["text"])} for f in value["facts"]]
    own = [origin(value["origin"])] if value.get("origin") else []
    own_origin = items(own, f"{place}/origin")
    return {"facts": items(facts, place), "origin": own_origin}


def _texts(value: dict[str, Any], place: str) -> Raw:
    return {name: clean(text) for name, text in value.items()}


def _case(value: dict[str, Any], place: str) -> Raw:
    steps = [{"title": clean(s["title"]), "text": clean(s["text"])} for s in value["steps"]]
    plain = {name: clean(value[name]) for name in ("title", "situation", "outcome")}
    return {**plain, "steps": items(steps, f"{place}/step")}


def _comparison(value: dict[str, Any], place: str) -> Raw:
    rows = [
        items([clean(cell) for cell in row], f"{place}/row/{number}")
        for number, row in enumerate(value["rows"], 1)
    ]
    return {
        "title": clean(value["title"]),
        "columns": items([clean(column) for column in value["columns"]], f"{place}/column"),
        "rows": items(rows, f"{place}/row"),
    }


_TELLING: dict[str, Any] = {
    "text": lambda value, place: markdown_to_html(value),
    "key_facts": _key_facts,
    "myth": _texts,
    "case": _case,
    "comparison": _comparison,
    "checklist": lambda value, place: {"code": value},
    "law": lambda value, place: {"codes": items(list(value), place)},
    "discussion": lambda value, place: {"text": clean(value)},
}


def _asked(data: dict[str, Any]) -> Raw:
    return {name: clean(data.get(name, "")) for name in ("scene", "prompt", "note")}


def _diagnosis(data: dict[str, Any]) -> Raw:
    return {
        "misconception": data.get("misconception", ""),
        "fact_error": bool(data.get("fact_error")),
    }


def _options(data: dict[str, Any], place: str) -> Raw:
    options = [
        {
            "text": clean(option["text"]),
            "correct": bool(option.get("correct")),
            "feedback": clean(option["feedback"]),
            "left_out": option.get("left_out", ""),
            **_diagnosis(option),
        }
        for option in data["options"]
    ]
    return {**_asked(data), "options": items(options, f"{place}/option")}


def _true_false(data: dict[str, Any], place: str) -> Raw:
    return {
        **_asked(data),
        **_diagnosis(data),
        "answer": "sant" if data["answer"] else "falskt",
        "feedback_right": clean(data["feedback_right"]),
        "feedback_wrong": clean(data["feedback_wrong"]),
    }


def _pair(data: dict[str, Any], place: str) -> Raw:
    pairs = [_texts(pair, place) for pair in data["pairs"]]
    mistakes = [_wrong(row, ("left", "right")) for row in data.get("mistakes", [])]
    return {
        **_asked(data),
        "pairs": items(pairs, f"{place}/pair"),
        "mistakes": items(mistakes, f"{place}/mistake"),
    }


def _order(data: dict[str, Any], place: str) -> Raw:
    rules = [_wrong(row, ("earlier", "later")) for row in data.get("rules", [])]
    return {
        **_asked(data),
        "steps": items([_texts(step, place) for step in data["steps"]], f"{place}/step"),
        "rules": items(rules, f"{place}/rule"),
    }


def _wrong(row: dict[str, Any], places: tuple[str, str]) -> Raw:
    return {
        **{name: row[name] for name in places},
        **_diagnosis(row),
        "feedback": clean(row["feedback"]),
    }


def _statement(data: dict[str, Any], place: str) -> Raw:
    return {
        "misconception": data["misconception"],
        "wording_a": clean(data["wording_a"]),
        "wording_b": clean(data["wording_b"]),
        "answer": "stammer" if data["answer"] else "stammer-inte",
        "feedback": clean(data["feedback"]),
    }


_QUESTION: dict[str, Any] = {
    "single": _options,
    "multiple": _options,
    "true_false": _true_false,
    "pair": _pair,
    "order": _order,
    "statement": _statement,
}
