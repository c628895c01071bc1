"""How far one reader has come: of rows in the database, or of the session before log-in.

Reading is open (DESIGN §3 rule 15): somebody not logged in keeps their place in the session, and
it is handed over at log-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils.timezone import localdate

from content.readability import minutes
from people.access import own_id
from people.models import Person

from .outline import LessonOutline, ModuleOutline

SESSION_KEY = "lektioner"


@dataclass(frozen=True)
class Progress:
    """Lesson key → the module version it was finished at, -1 for started only; and the
    (module slug, edition) pairs that are klara."""

    lessons: dict[str, int] = field(default_factory=dict)
    completed: frozenset[tuple[str, str]] = frozenset()
    is_manager: bool = False
    workplace_type: str = ""
    """Code of the verksamhetstyp where the reader works now; empty when it is not known."""
    latest: str = ""
    """Key of the lesson opened or finished last; empty before the first."""

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
        """Minutes of reading left in ``modules``, tests included, as the sum of what each of them
        says; 0 when all are klara."""
        return sum(minutes(words) for words in map(self.words_left, modules) if words)


def load_progress(request: HttpRequest) -> Progress:
    """One query for somebody logged in, none for others."""
    user = request.user
    if not isinstance(user, Person):
        kept = dict(request.session.get(SESSION_KEY, {}))
        return Progress(lessons=kept, latest=next(reversed(kept), ""))
    return progress_of(user)


# By hand, since three querysets cost as much again as the rest of a lesson (docs/prestanda.md).
_PROGRESS = """
SELECT 'lesson', CAST(lesson_key AS varchar(36)), '',
       CASE WHEN finished_at IS NULL THEN -1 ELSE version_number END,
       CAST(COALESCE(finished_at, started_at) AS varchar(40))
  FROM courses_lessonvisit WHERE person_id = %(person)s
UNION ALL
SELECT 'module', completion.module, edition.code, 0, ''
  FROM courses_completion completion
  JOIN content_guidelineedition edition ON edition.id = completion.edition_id
 WHERE completion.person_id = %(person)s AND completion.test_passed
UNION ALL
SELECT 'workplace', kind.code, '', 0, ''
  FROM people_membership membership
  JOIN people_workplace workplace ON workplace.id = membership.workplace_id
  JOIN people_workplacetype kind ON kind.id = workplace.workplace_type_id
 WHERE membership.person_id = %(person)s AND membership.is_primary
   AND membership.valid_from <= %(today)s
   AND (membership.valid_to IS NULL OR membership.valid_to > %(today)s)
"""


def progress_of(person: Person) -> Progress:
    """The progress of ``person``, in one query."""
    lessons: dict[str, int] = {}
    completed: set[tuple[str, str]] = set()
    workplace_type = ""
    latest = ("", "")
    with connection.cursor() as cursor:
        cursor.execute(_PROGRESS, {"person": own_id(person), "today": localdate()})
        for kind, name, edition, version, when in cursor.fetchall():
            if kind == "lesson":
                key = str(UUID(name))
                lessons[key] = version
                latest = max(latest, (when, key))
            elif kind == "module":
                completed.add((name, edition))
            else:
                workplace_type = name
    done = frozenset(completed)
    return Progress(lessons, done, person.is_manager, workplace_type, latest[1])
