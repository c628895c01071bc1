"""The course: its pages, their versions, and how far each person has come.

Completions are append-only; *current*, *older* and *lapsed* are derived (DESIGN §3 rule 2).
"""

from .pages import CoursePage, FormerEditionPage, HomePage, LessonPage, ModulePage
from .progress import Completion, LessonVisit
from .publishing import ModuleVersion, Publication, StarterFile
from .review import ReviewTask

__all__ = [
    "Completion",
    "CoursePage",
    "FormerEditionPage",
    "HomePage",
    "LessonPage",
    "LessonVisit",
    "ModulePage",
    "ModuleVersion",
    "Publication",
    "ReviewTask",
    "StarterFile",
]
