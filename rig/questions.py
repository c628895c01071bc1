"""A question as its page shows it: what may be chosen, and where the verdict leads."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

Choice = tuple[tuple[str, str], ...]
"""What a form posts: (name, value) in the order of the page."""

_INPUT = re.compile(r'<input type="(radio|checkbox)" name="svar"[^>]* value="([^"]+)"')
_SELECT = re.compile(r'<select name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_OPTION = re.compile(r'<option value="([^"]+)"')
_NEXT = re.compile(r'<a class="btn" href="([^"]+)"')


@dataclass(frozen=True)
class Question:
    """``values`` is what one of, or several of, or one for each of ``names`` can be given."""

    names: tuple[str, ...]
    values: tuple[str, ...]
    is_many: bool = False

    def choose(self, rng: random.Random) -> Choice:
        """A choice that the server accepts, right or wrong."""
        if len(self.names) > 1:
            given = rng.sample(self.values, len(self.names))
            return tuple(zip(self.names, given, strict=True))
        count = rng.randint(1, len(self.values)) if self.is_many else 1
        chosen = set(rng.sample(self.values, count))
        return tuple((self.names[0], value) for value in self.values if value in chosen)

    def choose_other(self, first: Choice, rng: random.Random) -> Choice:
        while (other := self.choose(rng)) == first:
            pass
        return other


def question_in(html: str) -> Question | None:
    """The question to answer on a page; None when it shows none, as a verdict does."""
    if inputs := _INPUT.findall(html):
        values = tuple(value for _, value in inputs)
        return Question(("svar",), values, is_many=inputs[0][0] == "checkbox")
    if selects := _SELECT.findall(html):
        return Question(tuple(name for name, _ in selects), tuple(_OPTION.findall(selects[0][1])))
    return None


def next_in(html: str) -> str:
    """Where the button under a verdict leads; empty on a page that shows no verdict."""
    found = _NEXT.search(html)
    return found[1] if found else ""
