"""Finding what an address means in the published course, or saying why it is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ..models import ModuleVersion
from ..outline import CourseOutline, LessonOutline, ModuleOutline
from ..rendering import current_outline


class Unpublished(Exception):
    """The address was published once and is not now. ``title`` says of what."""

    def __init__(self, title: str = "Modulen är inte publicerad just nu") -> None:
        super().__init__(title)
        self.title = title


def course_or_404() -> CourseOutline:
    outline = current_outline()
    if outline is None:
        raise Http404("utbildningen är inte publicerad")
    return outline


def module_or_404(outline: CourseOutline, slug: str) -> ModuleOutline:
    """Raises Unpublished for a module that has been published, Http404 for one that never was."""
    if module := outline.by_slug.get(slug):
        return module
    if ModuleVersion.objects.filter(slug=slug).exists():
        raise Unpublished
    raise Http404(slug)


def lesson_or_404(module: ModuleOutline, slug: str) -> LessonOutline:
    if lesson := module.by_slug.get(slug):
        return lesson
    raise Http404(slug)


def unpublished(request: HttpRequest, told: Unpublished) -> HttpResponse:
    return render(request, "courses/unpublished.html", {"title": told.title}, status=404)
