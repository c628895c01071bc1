"""Frozen questions: what a question says, as plain data that no later edit can change.

A frozen question is a JSON object. All kinds have ``key, kind, scene, prompt, note``; those of a
test also ``lesson`` (translation key of the lesson to reread) and ``origin``. Then:

- single, multiple, true_false, statement: ``options`` [{key, text, correct, feedback,
  misconception, left_out}]; a statement's ``prompt`` is wording A, ``prompt_b`` wording B;
- pair: ``pairs`` [{key, left, right, feedback}], ``mistakes`` [{left, right, misconception,
  feedback}] where left and right are keys of pairs;
- order: ``steps`` [{key, text, feedback}] in the right order, ``rules`` [{earlier, later,
  misconception, feedback}] where earlier and later are keys of steps.

``misconception`` is a code, or None for a plain factual error.
"""

from __future__ import annotations

from typing import Any

Question = dict[str, Any]

CHOICE_KINDS = ("single", "multiple", "true_false", "statement")
DONT_KNOW = "vet-inte"


def frozen(block: Any, *, lesson_keys: dict[int, str] | None = None) -> Question:
    """The StreamField child ``block`` as a frozen question.

    ``lesson_keys``: page id → translation key, for the questions of a test.
    """
    value = block.value
    question: Question = {"key": str(block.id), "kind": block.block_type}
    question |= _BY_KIND[block.block_type](value)
    if lesson_keys is not None:
        lesson = value.get("lesson")
        question["lesson"] = lesson_keys.get(lesson.pk) if lesson else None
        question["origin"] = frozen_origin(value.get("origin"))
    return question


def frozen_origin(origin: Any) -> dict[str, Any]:
    if not origin:
        return {}
    return {
        "edition": origin["edition"],
        "section": origin["section"] or None,
        "source": origin["source"],
        "unconfirmed": bool(origin["unconfirmed"]),
        "reviewed_on": origin["reviewed_on"].isoformat() if origin["reviewed_on"] else None,
        "review_due": origin["review_due"].isoformat() if origin["review_due"] else None,
    }


def _asked(value: Any) -> Question:
    return {"scene": value["scene"] or "", "prompt": value["prompt"], "note": value["note"] or ""}


def _options(value: Any) -> Question:
    options = [
        {
            "key": str(item.id),
            "text": item.value["text"],
            "correct": bool(item.value["correct"]),
            "feedback": item.value["feedback"],
            "misconception": item.value["misconception"] or None,
            "left_out": item.value["left_out"] or None,
        }
        for item in value["options"].bound_blocks
    ]
    return {**_asked(value), "options": options}


def _option(
    key: str, text: str, *, correct: bool, feedback: str, misconception: str | None
) -> dict[str, Any]:
    return {
        "key": key,
        "text": text,
        "correct": correct,
        "feedback": feedback,
        "misconception": None if correct else misconception,
        "left_out": None,
    }


def _true_false(value: Any) -> Question:
    options = [
        _option(
            key,
            text,
            correct=value["answer"] == key,
            feedback=value["feedback_right" if value["answer"] == key else "feedback_wrong"],
            misconception=value["misconception"] or None,
        )
        for key, text in (("sant", "Sant"), ("falskt", "Falskt"))
    ]
    return {**_asked(value), "options": options}


def _statement(value: Any) -> Question:
    texts = (("stammer", "Stämmer"), ("stammer-inte", "Stämmer inte"), (DONT_KNOW, "Vet inte"))
    options = [
        _option(
            key,
            text,
            correct=value["answer"] == key,
            feedback=value["feedback"],
            misconception=None if key == DONT_KNOW else value["misconception"],
        )
        for key, text in texts
    ]
    return {
        "scene": "",
        "prompt": value["wording_a"],
        "prompt_b": value["wording_b"],
        "note": "",
        "misconception": value["misconception"],
        "options": options,
    }


def _pair(value: Any) -> Question:
    rows = [
        {"key": str(item.id), **{name: item.value[name] for name in ("left", "right", "feedback")}}
        for item in value["pairs"].bound_blocks
    ]
    return {
        **_asked(value),
        "pairs": rows,
        "mistakes": _diagnoses(value["mistakes"], rows, ("left", "right")),
    }


def _order(value: Any) -> Question:
    rows = [
        {"key": str(item.id), "text": item.value["text"], "feedback": item.value["feedback"]}
        for item in value["steps"].bound_blocks
    ]
    return {
        **_asked(value),
        "steps": rows,
        "rules": _diagnoses(value["rules"], rows, ("earlier", "later")),
    }


def _diagnoses(wrongs: Any, rows: list[Any], ends: tuple[str, str]) -> list[dict[str, Any]]:
    """Wrong pairs or rules with row numbers made into keys. Those that a draft has only begun,
    without two rows that exist, are left out: publishing refuses them, previewing must not."""
    numbers = range(1, len(rows) + 1)
    return [
        {
            **{end: rows[wrong[end] - 1]["key"] for end in ends},
            "misconception": wrong["misconception"] or None,
            "feedback": wrong["feedback"],
        }
        for wrong in wrongs
        if all(wrong[end] in numbers for end in ends)
    ]


_BY_KIND = {
    "single": _options,
    "multiple": _options,
    "true_false": _true_false,
    "statement": _statement,
    "pair": _pair,
    "order": _order,
}
