"""The published course as plain objects. Nothing here knows who is reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from content.readability import minutes
from quizzes.questions import Question


@dataclass(frozen=True)
class Segment:
    """A part of a lesson's body: finished HTML, or a check that is shown per reader."""

    html: str = ""
    question: Question | None = None


@dataclass(frozen=True)
class LessonOutline:
    key: str
    slug: str
    title: str
    goal: str
    lead: str
    number: int
    managers_only: bool
    segments: tuple[Segment, ...]
    workplaces: dict[str, str]
    """Workplace type code → how this is met there; the empty code is everybody else."""
    places: dict[str, str]
    """The same codes → where that is, as after a verb: *i förskolan*."""
    origin: dict[str, Any]
    sources: tuple[str, ...]
    word_count: int
    reread_from: int
    """The module version that last asked people to reread this lesson; 0 if none."""

    @property
    def minutes(self) -> int:
        return minutes(self.word_count)

    @property
    def questions(self) -> dict[str, Question]:
        return {s.question["key"]: s.question for s in self.segments if s.question}

    def for_workplace(self, code: str) -> tuple[str, str]:
        """Where, and how this is met there; where is empty in the text for everybody else."""
        if text := self.workplaces.get(code):
            return self.places.get(code, ""), text
        return "", self.workplaces.get("", "")


@dataclass(frozen=True)
class QuizOutline:
    pk: int
    key: str
    title: str
    intro: str
    draw: int
    pass_mark: int
    word_count: int
    """Words of one attempt: the questions drawn, on average, and two reasons after each."""

    @property
    def minutes(self) -> int:
        return minutes(self.word_count)


@dataclass(frozen=True)
class FormerOutline:
    slug: str
    title: str
    lead: str
    html: str
    origin: dict[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ModuleOutline:
    key: str
    slug: str
    number: int
    title: str
    short_title: str
    lead: str
    takeaways: tuple[str, ...]
    lessons: tuple[LessonOutline, ...]
    quiz: QuizOutline | None
    former: FormerOutline | None
    version_number: int
    edition: str
    edition_title: str
    published_at: Any
    retest_from: Any
    """When the test must have been begun to count: the newest material publication; or None."""

    @cached_property
    def by_slug(self) -> dict[str, LessonOutline]:
        return {lesson.slug: lesson for lesson in self.lessons}

    def lessons_for(self, *, is_manager: bool) -> tuple[LessonOutline, ...]:
        return tuple(one for one in self.lessons if is_manager or not one.managers_only)

    def minutes_for(self, *, is_manager: bool) -> int:
        return minutes(self.words_of(self.lessons_for(is_manager=is_manager)))

    def words_of(self, lessons: Iterable[LessonOutline]) -> int:
        """Words to read in ``lessons`` and the test."""
        return sum(one.word_count for one in lessons) + (self.quiz.word_count if self.quiz else 0)


@dataclass(frozen=True)
class CourseOutline:
    stamp: int
    title: str
    lead: str
    intro: str
    home: dict[str, str]
    modules: tuple[ModuleOutline, ...]
    pretest: QuizOutline | None
    lesson_by_key: dict[str, tuple[ModuleOutline, LessonOutline]] = field(default_factory=dict)

    @cached_property
    def by_slug(self) -> dict[str, ModuleOutline]:
        return {module.slug: module for module in self.modules}
