"""How far one reader has come: of rows in the database, or of the session before log-in.

Reading is open (DESIGN §3 rule 15): somebody not logged in keeps their place in the session, and
it is handed over at log-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest

from content.readability import minutes
from people.access import own
from people.models import Membership, Person

from .models import Completion, LessonVisit
from .outline import LessonOutline, ModuleOutline

SESSION_KEY = "lektioner"
_FINISHED_AT = Case(
    When(finished_at__isnull=True, then=Value(-1)),
    default=F("version_number"),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Progress:
    """Lesson key → the module version it was finished at, -1 for started only; and the
    (module slug, edition) pairs that are klara."""

    lessons: dict[str, int] = field(default_factory=dict)
    completed: frozenset[tuple[str, str]] = frozenset()
    is_manager: bool = False

    def is_finished(self, lesson: LessonOutline) -> bool:
        return self.lessons.get(lesson.key, -1) >= lesson.reread_from

    def is_started(self, lesson: LessonOutline) -> bool:
        return lesson.key in self.lessons

    def is_completed(self, module: ModuleOutline) -> bool:
        return (module.slug, module.edition) in self.completed

    def lessons_of(self, module: ModuleOutline) -> tuple[LessonOutline, ...]:
        return module.lessons_for(is_manager=self.is_manager)

    def finished_in(self, module: ModuleOutline) -> int:
        return sum(self.is_finished(lesson) for lesson in self.lessons_of(module))

    def is_read(self, module: ModuleOutline) -> bool:
        return self.finished_in(module) == len(self.lessons_of(module))

    def share_of(self, module: ModuleOutline) -> float:
        """0–1: lessons and test each count as one step; 1 only when the module is klar."""
        if self.is_completed(module):
            return 1.0
        return self.finished_in(module) / (len(self.lessons_of(module)) + 1)

    def next_lesson(self, module: ModuleOutline) -> LessonOutline | None:
        return next((one for one in self.lessons_of(module) if not self.is_finished(one)), None)

    def words_left(self, module: ModuleOutline) -> int:
        if self.is_completed(module):
            return 0
        return module.words_of(one for one in self.lessons_of(module) if not self.is_finished(one))

    def minutes_left(self, *modules: ModuleOutline) -> int:
        """Minutes of reading left in ``modules`` together, tests included; 0 when all are klara."""
        words = sum(self.words_left(module) for module in modules)
        return minutes(words) if words else 0


def load_progress(request: HttpRequest) -> Progress:
    """One query for somebody logged in, none for others."""
    user = request.user
    if not isinstance(user, Person):
        return Progress(lessons=dict(request.session.get(SESSION_KEY, {})))
    return progress_of(user)


def progress_of(person: Person) -> Progress:
    visits = own(person, LessonVisit.objects.all()).values_list(
        Cast("lesson_key", CharField()),
        Value("", output_field=CharField()),
        _FINISHED_AT,
    )
    done = own(person, Completion.objects.filter(test_passed=True).order_by()).values_list(
        "module", "edition__code", Value(0, output_field=IntegerField())
    )
    lessons: dict[str, int] = {}
    completed: set[tuple[str, str]] = set()
    for name, edition, version in visits.union(done):
        if edition:
            completed.add((name, edition))
        else:
            lessons[str(UUID(name))] = version
    return Progress(lessons, frozenset(completed), person.is_manager)


def workplace_type_of(request: HttpRequest) -> str:
    """The code of the reader's verksamhetstyp, empty when it is not known. One query or none."""
    code: str | None = None
    if isinstance(request.user, Person):
        memberships = own(request.user, Membership.objects.filter(valid_to__isnull=True))
        code = (
            memberships.filter(is_primary=True)
            .values_list("workplace__workplace_type__code", flat=True)
            .first()
        )
    return code or ""
