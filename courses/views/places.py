"""Which test an address means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse

from quizzes.models import Attempt

from ..models import ModuleVersion
from ..outline import ModuleOutline, QuizOutline
from .finding import Unpublished, course_or_404, module_or_404


@dataclass(frozen=True)
class Place:
    """Which test an address means: that of a module, or the course's förtest."""

    quiz: QuizOutline
    module: ModuleOutline | None

    @property
    def purpose(self) -> str:
        return Attempt.Purpose.FINAL if self.module else Attempt.Purpose.PRE

    @property
    def since(self) -> datetime | None:
        """When the test last came to be asked for anew; attempts from before do not count."""
        return self.module.retest_from if self.module else None

    def url(self, name: str, *args: int) -> str:
        if self.module:
            return reverse(f"test-{name}", args=[self.module.slug, *args])
        return reverse(f"pretest-{name}", args=args)


def _had_a_test(module: ModuleOutline) -> bool:
    return ModuleVersion.objects.filter(module_key=module.key, quiz_version__isnull=False).exists()


def place_or_404(module: str | None) -> Place:
    outline = course_or_404()
    found = module_or_404(outline, module) if module else None
    quiz = found.quiz if found else outline.pretest
    if quiz is None and found and _had_a_test(found):
        raise Unpublished("Kunskapstestet är inte publicerat just nu")
    if quiz is None:
        raise Http404("inget test")
    return Place(quiz, found)
