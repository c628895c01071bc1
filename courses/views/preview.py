"""Showing a page to editors: as it would look, writing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from wagtail.models import Page

from ..models import CoursePage, FormerEditionPage, HomePage, LessonPage, ModulePage, ModuleVersion
from ..outline import ModuleOutline, Segment
from ..progress import Progress
from ..rendering import (
    build_lesson,
    build_module,
    current_outline,
    origin_of,
    read_registers,
    sources_of,
)
from .home import module_rows, resume_point
from .lessons import reading_of, render_article


def serve_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Reached only when Wagtail routes to a learner page: send the reader to courses' own view."""
    target = page.get_url(request)
    if target in (None, request.path):
        raise Http404(request.path)
    return redirect(target)


def preview_page(request: HttpRequest, page: Any, mode_name: str) -> HttpResponse:
    template, context = _PREVIEW[type(page)](page, with_key=mode_name == "facit")
    return render(request, template, {**context, "is_preview": True})


def _module_of(page: Page) -> ModuleOutline:
    module = page if isinstance(page, ModulePage) else ModulePage.objects.parent_of(page).first()
    assert module is not None  # noqa: S101 - parent_page_types says so
    version = ModuleVersion.objects.newest().get(str(module.translation_key))
    before = ModulePage.objects.live().sibling_of(module).filter(path__lt=module.path)
    return build_module(module, before.count() + 1, version, read_registers())


def _lesson(page: LessonPage, *, with_key: bool) -> tuple[str, dict[str, Any]]:
    outline = build_lesson(page, 1, 0, read_registers())
    if with_key:
        outline = replace(outline, segments=tuple(_keyed(outline.segments)))
    module = _with(_module_of(page), outline)
    reading = reading_of(module, outline, Progress(is_manager=True))
    return "courses/lesson.html", {"reading": reading, "article": render_article(reading)}


def _keyed(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Every check, with its key after it."""
    for segment in segments:
        yield segment
        if segment.question:
            yield Segment(html=render_to_string("quizzes/key.html", {"question": segment.question}))


def _with(module: ModuleOutline, lesson: Any) -> ModuleOutline:
    """The module with the draft in place of what is published of it."""
    lessons = [lesson if one.key == lesson.key else one for one in module.lessons]
    if lesson not in lessons:
        lessons.append(lesson)
    return replace(module, lessons=tuple(lessons))


def _former(page: FormerEditionPage, *, with_key: bool) -> tuple[str, dict[str, Any]]:
    former = {
        "title": page.title,
        "lead": page.lead,
        "html": "".join(str(child.render()) for child in page.body),
        "origin": origin_of(page),
        "sources": sources_of(page, read_registers()),
    }
    return "courses/former.html", {"module": _module_of(page), "former": former}


def _module(page: ModulePage, *, with_key: bool) -> tuple[str, dict[str, Any]]:
    module = _module_of(page)
    return "courses/module.html", {
        "module": module,
        "status": "later",
        "lessons": [(lesson, False) for lesson in module.lessons],
        "next_lesson": module.lessons[0] if module.lessons else None,
    }


def _course(page: CoursePage, *, with_key: bool) -> tuple[str, dict[str, Any]]:
    return "courses/course.html", {"course": page, **_to_begin()}


def _home(page: HomePage, *, with_key: bool) -> tuple[str, dict[str, Any]]:
    shown = {"home": page, "title": page.title}
    return "courses/start.html", {"course": shown, **_to_begin()}


def _to_begin() -> dict[str, Any]:
    """The modules as whoever has read nothing meets them."""
    outline, progress = current_outline(), Progress()
    if outline is None:
        return {"modules": []}
    return {
        "modules": module_rows(outline, progress),
        "resume": resume_point(outline, progress),
    }


_PREVIEW: dict[type, Any] = {
    LessonPage: _lesson,
    FormerEditionPage: _former,
    ModulePage: _module,
    CoursePage: _course,
    HomePage: _home,
}
