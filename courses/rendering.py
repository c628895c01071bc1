"""Building the outline of the published course, rendered once per process and publication.

A request reads the publication stamp in one query; only when it has changed is anything built.
That is what makes a lesson cost little more than loading session and user (performance goals in
docs/prestanda.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from content.models import GuidelineEdition, GuidelineSection
from content.readability import text_blocks, words
from people.models import WorkplaceType
from quizzes.models import QuizPage
from quizzes.questions import CHOICE_KINDS, Question, frozen

from . import publication
from .blocks import CHECK_KINDS
from .models import (
    CoursePage,
    FormerEditionPage,
    HomePage,
    LessonPage,
    ModulePage,
    ModuleVersion,
)
from .outline import (
    CourseOutline,
    FormerOutline,
    LessonOutline,
    ModuleOutline,
    QuizOutline,
    Segment,
)

_held: CourseOutline | None = None


@dataclass(frozen=True)
class Registers:
    """What pages refer to by code: edition and workplace type by code, section by number."""

    editions: dict[str, str]
    sections: dict[str, str]
    places: dict[str, str]


def read_registers() -> Registers:
    return Registers(
        editions=dict(GuidelineEdition.objects.values_list("code", "short_title")),
        sections={
            str(number): title
            for number, title in GuidelineSection.objects.values_list("number", "title")
        },
        places=dict(WorkplaceType.objects.values_list("code", "place_phrase")),
    )


def current_outline() -> CourseOutline | None:
    """The published course, None before ``seed``. One query while nothing has been published."""
    global _held
    stamp = publication.current_stamp()
    held = _held
    if held is None or held.stamp != stamp:
        held = _build(stamp)
        _held = held
    return held


def _build(stamp: int) -> CourseOutline | None:
    home = HomePage.objects.live().first()
    course = CoursePage.objects.live().first()
    if home is None or course is None:
        return None
    versions = ModuleVersion.objects.newest()
    registers = read_registers()
    modules = tuple(
        build_module(page, number, versions.get(str(page.translation_key)), registers)
        for number, page in enumerate(ModulePage.objects.child_of(course).live(), 1)
    )
    return CourseOutline(
        stamp=stamp,
        title=course.title,
        lead=course.lead,
        intro=expand_db_html(course.intro),
        home={"headline": home.headline, "reason": home.reason, "lead": home.lead},
        modules=modules,
        pretest=_quiz(course),
        lesson_by_key={
            lesson.key: (module, lesson) for module in modules for lesson in module.lessons
        },
    )


def build_module(
    page: ModulePage, number: int, version: ModuleVersion | None, registers: Registers
) -> ModuleOutline:
    material = ModuleVersion.objects.filter(module_key=page.translation_key, is_material=True)
    reread: dict[str, int] = {}
    retest_from = None
    for row in material.order_by("number"):
        reread |= dict.fromkeys(row.lessons, row.number)
        retest_from = row.published_at
    lessons = LessonPage.objects.child_of(page).live().select_related("edition", "section")
    former = FormerEditionPage.objects.child_of(page).live().select_related("edition").first()
    return ModuleOutline(
        key=str(page.translation_key),
        slug=page.slug,
        number=number,
        title=page.title,
        short_title=page.short_title,
        lead=page.lead,
        takeaways=tuple(page.takeaways),
        lessons=tuple(
            build_lesson(lesson, place, reread.get(str(lesson.translation_key), 0), registers)
            for place, lesson in enumerate(lessons, 1)
        ),
        quiz=_quiz(page),
        former=_former(former, registers) if former else None,
        version_number=version.number if version else 0,
        edition=version.edition.code if version else "",
        edition_title=version.edition.short_title if version else "",
        published_at=version.published_at if version else None,
        retest_from=retest_from,
    )


def build_lesson(
    page: LessonPage, number: int, reread_from: int, registers: Registers
) -> LessonOutline:
    segments = tuple(_segments(page.body))
    workplaces: dict[str, str] = {}
    for child in page.workplaces:
        for code in child.value["types"] or [""]:
            workplaces[code] = child.value["text"]
    return LessonOutline(
        key=str(page.translation_key),
        slug=page.slug,
        title=page.title,
        goal=page.goal,
        lead=page.lead,
        number=number,
        managers_only=page.managers_only,
        segments=segments,
        workplaces=workplaces,
        places={code: registers.places.get(code, "") for code in workplaces},
        origin=origin_of(page),
        sources=sources_of(page, registers),
        word_count=_word_count(page, segments, workplaces),
        reread_from=reread_from,
    )


def origin_of(page: LessonPage | FormerEditionPage) -> dict[str, Any]:
    return {
        "edition": page.edition.short_title,
        "edition_code": page.edition.code,
        "valid_to": page.edition.valid_to,
        "section": page.section.title if page.section else "",
        "source": page.source,
        "unconfirmed": page.unconfirmed,
        "reviewed_on": page.reviewed_on,
        "review_due": page.review_due,
    }


def _former(page: FormerEditionPage, registers: Registers) -> FormerOutline:
    return FormerOutline(
        slug=page.slug,
        title=page.title,
        lead=page.lead,
        html="".join(segment.html for segment in _segments(page.body)),
        origin=origin_of(page),
        sources=sources_of(page, registers),
    )


def _segments(stream: Any) -> list[Segment]:
    return [
        Segment(question=frozen(child))
        if child.block_type in CHECK_KINDS
        else Segment(html=str(child.render()))
        for child in stream
    ]


def sources_of(page: Page, registers: Registers) -> tuple[str, ...]:
    """Each source as a line, with its edition and section."""
    return tuple(_source_line(child.value, registers) for child in page.sources)


def _source_line(source: Any, registers: Registers) -> str:
    section = registers.sections.get(source["section"] or "")
    of = [registers.editions.get(source["edition"] or "", "")]
    of += [f"avsnitt {source['section']} {section}"] if section else []
    told = ", ".join(filter(None, of))
    return f"{source['title']}{f' ({told})' if told else ''}, {source['kind'].lower()}"


def _quiz(parent: Page) -> QuizOutline | None:
    quiz = QuizPage.objects.child_of(parent).live().first()
    if quiz is None:
        return None
    return QuizOutline(
        pk=quiz.pk,
        key=str(quiz.translation_key),
        title=quiz.title,
        intro=quiz.intro,
        draw=min(quiz.draw, len(quiz.questions)),
        pass_mark=quiz.pass_mark,
        word_count=_quiz_words([frozen(child) for child in quiz.questions], quiz.draw),
    )


def _quiz_words(questions: list[Question], draw: int) -> int:
    if not questions:
        return 0
    total = sum(
        _count(question_texts(question)) + _count(_two_reasons(question)) for question in questions
    )
    return round(total * min(draw, len(questions)) / len(questions))


def _two_reasons(question: Question) -> list[str]:
    """The longest two reasons: that for what was chosen and that for what is right."""
    rows = question.get("options") or question.get("pairs") or question.get("steps") or []
    return sorted((row["feedback"] for row in rows), key=len)[-2:]


def _count(texts: list[str]) -> int:
    return sum(len(words(text)) for text in texts)


def question_texts(question: Question) -> list[str]:
    """What a reader reads of a question before answering."""
    texts = [question["scene"], question["prompt"]]
    if question["kind"] in CHOICE_KINDS:
        return texts + [option["text"] for option in question["options"]]
    if question["kind"] == "pair":
        return texts + [row[side] for row in question["pairs"] for side in ("left", "right")]
    return texts + [row["text"] for row in question["steps"]]


def _word_count(page: LessonPage, segments: tuple[Segment, ...], workplaces: dict[str, str]) -> int:
    """Words that one reader reads: a single text about the own workplace, no sources."""
    texts = [page.title, page.lead, max(workplaces.values(), key=len, default="")]
    for segment in segments:
        if segment.question:
            texts += question_texts(segment.question)
        else:
            texts += text_blocks(segment.html)
    return _count(texts)
