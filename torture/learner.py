"""A learner who takes tests while the ground shakes, and writes down every answer that was
acknowledged before going on. Some have two tabs open."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from rig.questions import Choice, next_in, question_in
from rig.site import Account
from rig.visitor import LostError, Reply, Visitor

from .ledger import Entry, Event, Ledger

MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
OTHER_TAB_IN = 5
"""One learner of so many has two tabs open."""
PATIENCE_SECONDS = 90
"""How long a learner tries the same thing before calling it stuck."""
RETRY_SECONDS, LOOKS = 0.5, 5
THINK_SECONDS = 1.0
TOLD = ("redan besvarad", "redan klart")


class StuckError(Exception):
    """The learner could not go on."""


class Gone(Exception):
    """The attempt that was acknowledged is not there any longer."""


class Learner:
    """``seen`` counts replies by their status, 0 for those that were lost."""

    def __init__(
        self,
        account: Account,
        number: int,
        port: int,
        ledger: Ledger,
        seed: int,
        seen: Counter[int],
    ) -> None:
        self._person = account.person
        self._visitor = Visitor(port, account.session)
        self._ledger = ledger
        self._rng = random.Random(f"{seed}:{number}")
        self._seen = seen
        self._has_other_tab = number % OTHER_TAB_IN == 0
        self._acknowledged: set[str] = set()
        """Paths of questions whose answer is in."""
        self.vanished = 0

    async def study(self, is_over: Callable[[], bool]) -> None:
        """Take one test after the other until it is over, and finish the one under way."""
        while not is_over():
            await self._take_test(self._rng.choice(MODULES))

    async def _take_test(self, module: str) -> None:
        start = f"/utbildning/{module}/kunskapstest/"
        path = await self._begin(start)
        try:
            while path.count("/") == start.count("/") + 2:
                await asyncio.sleep(self._rng.uniform(0, 2 * THINK_SECONDS))
                path = await self._answer(path)
        except Gone:
            self.vanished += 1

    async def _begin(self, start: str) -> str:
        """Where the first question without an answer is."""
        try:
            reply = await self._insist(lambda: self._visitor.post(start), 302)
        except Gone as error:
            raise StuckError(f"{start} finns inte") from error
        return reply.location

    async def _answer(self, path: str) -> str:
        """Answer the question at ``path`` and look at the verdict; where it leads."""
        reply = await self._insist(lambda: self._visitor.get(path), 200, 302)
        if reply.location:
            return reply.location
        question = question_in(reply.text)
        if question is None:
            return next_in(reply.text)
        choice = question.choose(self._rng)
        if path in self._acknowledged:
            self._acknowledged.remove(path)
            self._write(Event.LOST, path, choice)
        other = question.choose_other(choice, self._rng)
        if self._has_other_tab and self._rng.random() < 0.5:
            await asyncio.gather(self._hand_in(path, choice), self._hand_in(path, other))
        else:
            await self._hand_in(path, choice)
        return await self._verdict(path, choice, other)

    async def _verdict(self, path: str, choice: Choice, other: Choice) -> str:
        """Look until what was handed in is shown, or it is clear that it never will."""
        for _ in range(LOOKS):
            reply = await self._insist(lambda: self._visitor.get(path), 200)
            if question_in(reply.text) is None:
                break
            self._write(Event.NOT_SHOWN, path, choice)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return path
        if self._has_other_tab and self._rng.random() < 0.5:
            await self._hand_in(path, other)
        return next_in(reply.text)

    async def _hand_in(self, path: str, choice: Choice) -> None:
        """Post until it is known whether the answer is in."""
        self._write(Event.SENT, path, choice)
        reply = await self._insist(lambda: self._visitor.post(path, choice), 302)
        if "messages" not in reply.cookies and reply.location == path:
            self._write(Event.ACKNOWLEDGED, path, choice)
            self._acknowledged.add(path)
            return
        shown = await self._insist(lambda: self._visitor.get(reply.location, reply.cookies), 200)
        if not any(words in shown.text for words in TOLD):
            raise StuckError(f"{path} sade något annat än att svaret redan fanns")
        self._write(Event.REFUSED, path, choice)

    def _write(self, event: Event, path: str, choice: Choice) -> None:
        attempt, position = path.strip("/").split("/")[-2:]
        self._ledger.write(Entry(event, self._person, int(attempt), int(position), choice))

    async def _insist(self, ask: Callable[[], Awaitable[Reply]], *wanted: int) -> Reply:
        """The first reply with a wanted status. Raises Gone for 404, StuckError when patience
        ends."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                reply = await ask()
            except LostError:
                self._seen[0] += 1
            else:
                self._seen[reply.status] += 1
                if reply.status in wanted and reply.location != "/logga-in/":
                    return reply
                if reply.status == 404:
                    raise Gone
            await asyncio.sleep(self._rng.uniform(0.5, 1.5) * RETRY_SECONDS)
        raise StuckError("inget svar som går att gå vidare med")
