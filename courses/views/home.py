from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import own
from people.models import Membership, Person, WorkplaceDistrict
from people.onboarding import next_step
from quizzes.models import Attempt

from ..outline import CourseOutline, ModuleOutline
from ..progress import Progress, load_progress, progress_of
from .finding import course_or_404, module_or_404


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The start page: for visitors why the training exists, for a learner where to go on."""
    outline = course_or_404()
    if not isinstance(request.user, Person):
        return render(request, "courses/start.html", _start_context(request, outline))
    if step := next_step(request.user, at=timezone.localdate()):
        return redirect(step)
    return render(request, "courses/home.html", _home_context(request.user, outline))


def _start_context(request: HttpRequest, outline: CourseOutline) -> dict[str, Any]:
    progress = load_progress(request)
    return {
        "course": outline,
        "modules": module_rows(outline, progress),
        "resume": resume_point(outline, progress),
        "has_started": bool(progress.lessons),
        "demo_roles": DEMO_ROLES if settings.DEMO else (),
    }


DEMO_ROLES = (
    ("medarbetare", "Prova som medarbetare"),
    ("nosam", "Prova som NOSAM-samordnare"),
    ("redaktor", "Prova som redaktör"),
)


def _home_context(person: Person, outline: CourseOutline) -> dict[str, Any]:
    progress = progress_of(person)
    done = [module for module in outline.modules if progress.is_completed(module)]
    return {
        "course": outline,
        "modules": module_rows(outline, progress),
        "resume": resume_point(outline, progress),
        "shares": [progress.share_of(module) for module in outline.modules],
        "done_count": len(done),
        "is_all_done": len(done) == len(outline.modules),
        "minutes_left": progress.minutes_left(*outline.modules),
        "pretest": outline.pretest if outline.pretest and not _has_pretested(person) else None,
        "has_started": bool(progress.lessons),
        "workplace": _workplace_line(person),
    }


def _has_pretested(person: Person) -> bool:
    return (
        own(person, Attempt.objects.all())
        .filter(purpose=Attempt.Purpose.PRE, finished_at__isnull=False)
        .exists()
    )


def _workplace_line(person: Person) -> Mapping[str, Any] | None:
    """Workplace, type and district of the open primary membership, in one query."""
    district = WorkplaceDistrict.objects.filter(
        workplace=OuterRef("workplace"),
        is_primary=True,
        valid_to__isnull=True,
        layer__is_reporting=True,
    )
    return (
        own(person, Membership.objects.filter(is_primary=True, valid_to__isnull=True))
        .values("workplace__name", "workplace__workplace_type__short_name")
        .annotate(district=Subquery(district.values("district__name")[:1]))
        .first()
    )


def module_rows(outline: CourseOutline, progress: Progress) -> list[dict[str, Any]]:
    return [
        {
            "module": module,
            "glyph": _glyph(module, progress),
            "status": _status(module, progress),
            "minutes": module.minutes_for(is_manager=progress.is_manager),
            "minutes_left": progress.minutes_left(module),
            "finished": progress.finished_in(module),
            "lessons": len(progress.lessons_of(module)),
        }
        for module in outline.modules
    ]


def _glyph(module: ModuleOutline, progress: Progress) -> list[float]:
    """The ring of a module: its share done, filled arc by arc."""
    share = progress.share_of(module) * 4
    return [min(1.0, max(0.0, share - arc)) for arc in range(4)]


def _status(module: ModuleOutline, progress: Progress) -> str:
    if progress.is_completed(module):
        stale = progress.next_lesson(module) is not None
        return "reread" if stale else "done"
    if progress.is_read(module):
        return "test"
    started = any(progress.is_started(lesson) for lesson in module.lessons)
    return "started" if started else "later"


def resume_point(outline: CourseOutline, progress: Progress) -> dict[str, Any] | None:
    """Where to go on: the next unread lesson or test of the module begun last; None when all is
    done."""
    unfinished = [m for m in outline.modules if not progress.is_completed(m)]
    if not unfinished:
        return None
    latest, _ = outline.lesson_by_key.get(progress.latest, (None, None))
    module = latest if latest in unfinished else unfinished[0]
    lesson = progress.next_lesson(module)
    return {
        "module": module,
        "lesson": lesson,
        "number": progress.finished_in(module) + 1,
        "of": len(progress.lessons_of(module)),
        "minutes": progress.minutes_left(module),
    }


@require_safe
def course(request: HttpRequest) -> HttpResponse:
    outline = course_or_404()
    progress = load_progress(request)
    context = {
        "course": outline,
        "modules": module_rows(outline, progress),
        "resume": resume_point(outline, progress),
    }
    return render(request, "courses/course.html", context)


@require_safe
def module(request: HttpRequest, module: str) -> HttpResponse:
    outline = course_or_404()
    found = module_or_404(outline, module)
    progress = load_progress(request)
    context = {
        "module": found,
        "status": _status(found, progress),
        "lessons": [(one, progress.is_finished(one)) for one in progress.lessons_of(found)],
        "next_lesson": progress.next_lesson(found),
        "is_completed": progress.is_completed(found),
        "minutes_left": progress.minutes_left(found),
    }
    return render(request, "courses/module.html", context)


@require_safe
def former(request: HttpRequest, module: str) -> HttpResponse:
    found = module_or_404(course_or_404(), module)
    if found.former is None:
        raise Http404("ingen tidigare utgåva")
    return render(request, "courses/former.html", {"module": found, "former": found.former})
