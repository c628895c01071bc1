"""The right answers, from the starter files by their text: no page ever gives them away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup, Tag

COURSE = Path(__file__).resolve().parents[2] / "content" / "starter" / "utbildning"
DONT_KNOW = "Vet inte"


@dataclass(frozen=True)
class Pick:
    """One input to mark: a radio button or checkbox, or a select and which of its options."""

    id: str
    name: str
    value: str
    option: int = 0
    """The option's place in its select, 1 for the first real one; 0 for a button or checkbox."""


@dataclass(frozen=True)
class Shown:
    """A question as a page shows it, with what to mark to answer it right or wrong."""

    kind: str
    right: list[Pick]
    wrong: list[Pick]


def shown_question(html: str) -> Shown | None:
    """The first question to answer on the page, None when there is none."""
    form = BeautifulSoup(html, "html.parser").select_one("form.question")
    if form is None:
        return None
    if form.select_one("select"):
        return _matching(form)
    return _choice(form)


def _choice(form: Tag) -> Shown:
    data = _key(form)
    picks = {_text(label): _pick(label.select_one("input")) for label in form.select(".choice")}
    texts = list(picks)
    if data["type"] == "statement":
        rest = [picks[text] for text in texts if text != DONT_KNOW]
        return Shown("statement", [picks[DONT_KNOW]], rest[:1])
    right = _right_texts(data)
    wrong = [text for text in texts if text not in right]
    return Shown(data["type"], [picks[text] for text in right], [picks[wrong[0]]])


def _right_texts(data: dict[str, Any]) -> list[str]:
    if data["type"] == "true_false":
        return ["Sant" if data["answer"] else "Falskt"]
    return [_plain(option["text"]) for option in data["options"] if option.get("correct")]


def _matching(form: Tag) -> Shown:
    data = _key(form)
    if data["type"] == "pair":
        answers = [(_plain(row["left"]), _plain(row["right"])) for row in data["pairs"]]
    else:
        answers = [
            (_plain(row["text"]), str(place)) for place, row in enumerate(data["steps"], start=1)
        ]
    labels = [label for label, _ in answers]
    values = [value for _, value in answers]
    turned = [*values[1:], values[0]]
    return Shown(
        data["type"],
        [_selected(form, label, value) for label, value in answers],
        [_selected(form, label, value) for label, value in zip(labels, turned, strict=True)],
    )


def _selected(form: Tag, label: str, text: str) -> Pick:
    tag = next(one for one in form.select("label") if _text(one) == label)
    select = form.find(id=tag["for"])
    options = select.select("option")
    place = next(number for number, one in enumerate(options) if _text(one) == text)
    return Pick(select["id"], select["name"], options[place]["value"], place)


def _pick(tag: Tag) -> Pick:
    return Pick(tag["id"], tag["name"], tag["value"])


def _key(form: Tag) -> dict[str, Any]:
    prompt = _text(form.select_one("legend"))
    scene = form.find_previous(class_="scene")
    keys = _answer_key()
    found = keys.get((_text(scene) if scene else "", prompt)) or keys.get(("", prompt))
    assert found, f"frågan finns inte i startinnehållet: {prompt}"
    return found


@cache
def _answer_key() -> dict[tuple[str, str], dict[str, Any]]:
    keys = {}
    for path in sorted(COURSE.rglob("*.yaml")):
        for data in _questions(yaml.safe_load(path.read_text())):
            for name in ("prompt", "wording_a", "wording_b"):
                if name in data:
                    keys[_plain(data.get("scene", "")), _plain(data[name])] = data
    return keys


def _questions(file: dict[str, Any]) -> list[dict[str, Any]]:
    checks = [block["check"] for block in file.get("body", []) if "check" in block]
    return [*file.get("questions", []), *checks]


def _text(tag: Tag) -> str:
    return _plain(tag.get_text())


def _plain(text: str) -> str:
    return " ".join(str(text).split())
