from __future__ import annotations

from content.blocks import TellingBlock
from quizzes.blocks import CHECKS


class LessonBlock(TellingBlock):
    """The body of a lesson: what tells, and ungraded checks of the same kinds as in tests."""

    def __init__(self, local_blocks: object = None, **kwargs: object) -> None:
        super().__init__(local_blocks or CHECKS, **kwargs)


CHECK_KINDS = frozenset(name for name, _ in CHECKS)

__all__ = ["CHECK_KINDS", "LessonBlock"]
