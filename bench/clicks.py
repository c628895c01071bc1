"""Clicks of learners over HTTP: what somebody waits for, from the request to the page they see."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from rig.questions import Choice, next_in, question_in
from rig.visitor import LostError, Reply, Visitor

MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
_LESSON = re.compile(r'href="(/utbildning/[\w-]+/[\w-]+/)"')
FINISH = "Klar – "
"""What the button under a lesson begins with; what was in force before has none."""
_BRIEF = 300
"""How much of a page that was not expected is told."""


@dataclass
class Clock:
    """How long every click took, in milliseconds, and those that went wrong."""

    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    """The POST of an answer alone."""
    errors: list[str] = field(default_factory=list)

    def forget(self) -> None:
        self.pages.clear()
        self.answers.clear()


def percentile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


class WrongError(Exception):
    """A reply that no learner should get."""


class Learner:
    def __init__(self, visitor: Visitor, rng: random.Random, clock: Clock) -> None:
        self._visitor = visitor
        self._rng = rng
        self._clock = clock
        self.page = Reply(200, "")

    async def look(self, path: str) -> str:
        """Open a page, following redirects; its address."""
        start = time.monotonic()
        return await self._arrive(start, await self._get(path), path)

    async def send(self, path: str, choice: Choice = ()) -> str:
        start = time.monotonic()
        reply = await self._visitor.post(path, choice)
        if choice:
            self._clock.answers.append((time.monotonic() - start) * 1000)
        return await self._arrive(start, reply, path)

    async def _get(self, path: str) -> Reply:
        return await self._visitor.get(path)

    async def _arrive(self, start: float, reply: Reply, path: str) -> str:
        while reply.status == 302 and reply.location != "/logga-in/":
            path = reply.location
            reply = await self._get(path)
        if reply.status != 200:
            raise WrongError(f"{reply.status} {path} {reply.location} {reply.text[:_BRIEF]}")
        self._clock.pages.append((time.monotonic() - start) * 1000)
        self.page = reply
        return path

    async def learn(self) -> AsyncIterator[None]:
        """Click after click for ever: mostly tests, sometimes some reading first."""
        while True:
            module = self._rng.choice(MODULES)
            if self._rng.random() < 0.3:
                async for _ in self._read(module):
                    yield
            async for _ in self.take_test(module):
                yield

    async def _read(self, module: str) -> AsyncIterator[None]:
        await self.look("/")
        yield
        await self.look(f"/utbildning/{module}/")
        yield
        lesson = self._rng.choice(_LESSON.findall(self.page.text))
        await self.look(lesson)
        yield
        if FINISH in self.page.text:
            await self.send(lesson)
            yield

    async def take_test(self, module: str) -> AsyncIterator[None]:
        path = await self.send(f"/utbildning/{module}/kunskapstest/")
        yield
        while question := question_in(self.page.text):
            await self.send(path, question.choose(self._rng))
            yield
            path = await self.look(next_in(self.page.text))
            yield


async def click_through(
    clicks: AsyncIterator[None], clock: Clock, *, until: float
) -> AsyncIterator[None]:
    """The clicks until a moment of the monotonic clock; what goes wrong is written down, and ends
    them."""
    try:
        async for _ in clicks:
            if time.monotonic() >= until:
                return
            yield
    except (WrongError, LostError) as error:
        clock.errors.append(f"{type(error).__name__}: {error}")
