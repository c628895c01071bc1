"""Showing a page to editors: as it would look, writing nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.models import Page

from ..models import CoursePage, FormerEditionPage, HomePage, LessonPage, ModulePage, ModuleVersion
from ..outline import ModuleOutline
from ..progress import Progress
from ..rendering import build_lesson, build_module, origin_of, read_registers, sources_of
from .lessons import reading_of, render_article


def serve_page(request: HttpRequest, page: Page) -> HttpResponse:
    """Reached only when Wagtail routes to a learner page: send the reader to courses' own view."""
    target = page.get_url(request)
    if target in (None, request.path):
        raise Http404(request.path)
    return redirect(target)


def preview_page(request: HttpRequest, page: Any, mode_name: str) -> HttpResponse:
    template, context = _PREVIEW[type(page)](request, page)
    return render(request, template, {**context, "is_preview": True})


def _module_of(page: Page) -> ModuleOutline:
    module = page if isinstance(page, ModulePage) else ModulePage.objects.parent_of(page).first()
    assert module is not None  # noqa: S101 - parent_page_types says so
    version = ModuleVersion.objects.newest().get(str(module.translation_key))
    return build_module(module, 1, version, read_registers())


def _lesson(request: HttpRequest, page: LessonPage) -> tuple[str, dict[str, Any]]:
    outline = build_lesson(page, 1, 0, read_registers())
    module = _with(_module_of(page), outline)
    reading = reading_of(module, outline, Progress(is_manager=True))
    return "courses/lesson.html", {"reading": reading, "article": render_article(reading)}


def _with(module: ModuleOutline, lesson: Any) -> ModuleOutline:
    """The module with the draft in place of what is published of it."""
    lessons = [lesson if one.key == lesson.key else one for one in module.lessons]
    if lesson not in lessons:
        lessons.append(lesson)
    return replace(module, lessons=tuple(lessons))


def _former(request: HttpRequest, page: FormerEditionPage) -> tuple[str, dict[str, Any]]:
    former = {
        "title": page.title,
        "lead": page.lead,
        "html": "".join(str(child.render()) for child in page.body),
        "origin": origin_of(page),
        "sources": sources_of(page, read_registers()),
    }
    return "courses/former.html", {"module": _module_of(page), "former": former}


def _module(request: HttpRequest, page: ModulePage) -> tuple[str, dict[str, Any]]:
    module = _module_of(page)
    return "courses/module.html", {
        "module": module,
        "status": "later",
        "lessons": [(lesson, False) for lesson in module.lessons],
        "next_lesson": module.lessons[0] if module.lessons else None,
    }


def _course(request: HttpRequest, page: CoursePage) -> tuple[str, dict[str, Any]]:
    return "courses/course.html", {"course": page, "modules": []}


def _home(request: HttpRequest, page: HomePage) -> tuple[str, dict[str, Any]]:
    return "courses/start.html", {"course": {"home": page, "title": page.title}, "modules": []}


_PREVIEW: dict[type, Any] = {
    LessonPage: _lesson,
    FormerEditionPage: _former,
    ModulePage: _module,
    CoursePage: _course,
    HomePage: _home,
}
