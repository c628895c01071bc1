"""The pages of the starter site."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.blocks import StreamBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from content.models import (
    AccessibilityStatementPage,
    FamilyPage,
    GuidelineEdition,
    GuidelineSection,
    InfoPage,
)
from content.sanitise import markdown_to_html
from quizzes.models import QuizPage

from ..models import CoursePage, FormerEditionPage, HomePage, LessonPage, ModulePage, StarterFile
from .files import MODULES, StarterError, key, lesson_files, read
from .streams import clean, question, shortcomings, sources, telling, workplaces

P = TypeVar("P", bound=Page)


@dataclass
class Seeding:
    """What one run of ``seed`` did: pages made, changed, left to the editors, unchanged."""

    counts: Counter[str] = field(default_factory=Counter)
    touched: list[Page] = field(default_factory=list)

    def page(
        self, model: type[P], path: str, parent: Page | None, values: dict[str, Any]
    ) -> P | None:
        """The page of the starter file ``path``, made or brought up to date.

        None when an editor has deleted it, alone or with the page above it (``parent``).
        """
        digest = _digest(values)
        known = StarterFile.objects.filter(path=path).first()
        page = model.objects.filter(translation_key=key(path)).first()
        if page is None:
            if known is None and parent is not None:
                return self._make(model, path, parent, values, digest)
            self.counts["borttagna av redaktionen, lämnade i fred"] += 1
        elif known and known.digest == digest:
            self.counts["oförändrade"] += 1
        elif not page.live or page.revisions.exclude(user=None).exists():
            self.counts["ändrade av redaktionen, lämnade i fred"] += 1
        else:
            _fill(page, values, path)
            page.save_revision()
            StarterFile.objects.update_or_create(path=path, defaults={"digest": digest})
            self.counts["ändrade"] += 1
            self.touched.append(page)
        return page

    def _make(
        self,
        model: type[P],
        path: str,
        parent: Page,
        values: dict[str, Any],
        digest: str,
    ) -> P:
        page = model(translation_key=key(path), live=False)
        _fill(page, values, path)
        parent.add_child(instance=page)
        page.save_revision()
        StarterFile.objects.update_or_create(path=path, defaults={"digest": digest})
        self.counts["gjorda"] += 1
        self.touched.append(page)
        return page


def _digest(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> str:
    """A register's row by its code: when an editor rewords the row, no page has changed."""
    if isinstance(value, GuidelineEdition):
        return value.code
    return str(value.number if isinstance(value, GuidelineSection) else value)


def _fill(page: Page, values: dict[str, Any], path: str) -> None:
    """Set the values, running the blocks' own validation, which Page.full_clean leaves out."""
    for name, value in values.items():
        setattr(page, name, value)
    streams = [field.name for field in page._meta.fields if isinstance(field, StreamField)]
    for name in streams:
        if name in values:
            stream = getattr(page, name)
            try:
                stream.stream_block.clean(stream)
            except StreamBlockValidationError as error:
                why = json.dumps(error.as_json_data(), ensure_ascii=False)
                raise StarterError(f"{path}: {name} går inte att publicera: {why}") from error


def _origin_fields(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "edition": GuidelineEdition.objects.get(code=data["edition"]),
        "section": GuidelineSection.objects.filter(number=data.get("section") or 0).first(),
        "source": clean(data["source"]),
        "unconfirmed": bool(data.get("unconfirmed")),
        "reviewed_on": data["reviewed_on"],
        "review_due": data["review_due"],
    }


def seed_home(seeding: Seeding) -> HomePage | None:
    path = "sidor/hem.yaml"
    data = read(path)
    welcome = Page.objects.filter(depth=2, slug="home", content_type__model="page").first()
    if welcome:
        welcome.delete()
    values = {**{name: clean(value) for name, value in data.items()}, "slug": "vastbus"}
    # Wagtail's own root, whose name is seen where a page is chosen.
    Page.objects.filter(depth=1, title="Root").update(
        title="Webbplatsen", draft_title="Webbplatsen"
    )
    home = seeding.page(HomePage, path, Page.get_first_root_node(), values)
    if home:
        _serve(home)
    return home


def _serve(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "site_name": "Västbus",
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
        },
    )


def seed_info_pages(seeding: Seeding, home: HomePage | None) -> None:
    family = read(path := "sidor/for-familjer.yaml")
    seeding.page(FamilyPage, path, home, {
        "title": clean(family["title"]), "slug": family["slug"], "lead": clean(family["lead"]),
        "body": telling(family["body"], path), "sources": sources(family["sources"], path),
        **_origin_fields(family["origin"]),
    })  # fmt: skip
    privacy = read(path := "sidor/personuppgifter.yaml")
    seeding.page(InfoPage, path, home, {
        "title": clean(privacy["title"]), "slug": privacy["slug"], "lead": clean(privacy["lead"]),
        "body": telling(privacy["body"], path), "notice": clean(privacy["short_notice"]),
    })  # fmt: skip
    statement = read(path := "sidor/tillganglighet.yaml")
    statement["method"] = markdown_to_html(statement["method"])
    for name in ("known_issues", "disproportionate"):
        statement[name] = shortcomings(statement[name], f"{path}#{name}")
    seeding.page(AccessibilityStatementPage, path, home, statement)


def seed_course(seeding: Seeding, home: HomePage | None) -> list[ModulePage]:
    """The modules of the course, with lessons and tests as drafts; publishing is the caller's."""
    data = read(path := "utbildning/kurs.yaml")
    course = seeding.page(CoursePage, path, home, {
        "title": clean(data["title"]), "slug": "utbildning", "lead": clean(data["lead"]),
        "intro": markdown_to_html(data["intro"]),
    })  # fmt: skip
    modules = {name: _seed_module(seeding, course, name) for name in MODULES}
    lessons = _lesson_ids()
    for name, module in modules.items():
        path = f"utbildning/{name}/kunskapstest.yaml"
        _seed_quiz(seeding, module, path, QuizPage.Kind.FINAL, lessons)
    _seed_quiz(seeding, course, "utbildning/fortest.yaml", QuizPage.Kind.PRE, lessons)
    return [module for module in modules.values() if module]


def _lesson_ids() -> dict[str, int | None]:
    """Lesson, as tests name it → page id; None for one that an editor has deleted.

    Found by file and not by address, which editors may change.
    """
    pages = dict(LessonPage.objects.values_list("translation_key", "pk"))
    return {
        f"{module}/{slug}": pages.get(key(path))
        for module in MODULES
        for path, slug in lesson_files(module)
    }


def _seed_module(seeding: Seeding, course: CoursePage | None, name: str) -> ModulePage | None:
    data = read(path := f"utbildning/{name}/modul.yaml")
    module = seeding.page(ModulePage, path, course, {
        "title": clean(data["title"]), "slug": name, "lead": clean(data["lead"]),
        "short_title": clean(data["short_title"]),
        "takeaways": [clean(line) for line in data["takeaways"]],
    })  # fmt: skip
    for path, slug in lesson_files(name):
        _seed_lesson(seeding, module, path, slug)
    former = read(path := f"utbildning/{name}/forut.yaml")
    seeding.page(FormerEditionPage, path, module, {
        "title": clean(former["title"]), "slug": "sa-var-det-forut", "lead": clean(former["lead"]),
        "body": telling(former["body"], path), "sources": sources(former["sources"], path),
        **_origin_fields(former["origin"]),
    })  # fmt: skip
    return module


def _seed_lesson(seeding: Seeding, module: ModulePage | None, path: str, slug: str) -> None:
    data = read(path)
    seeding.page(LessonPage, path, module, {
        "title": clean(data["title"]), "slug": slug, "goal": clean(data["goal"]),
        "lead": clean(data["lead"]), "managers_only": bool(data.get("managers_only")),
        "workplaces": workplaces(data["workplaces"], path), "body": telling(data["body"], path),
        "sources": sources(data["sources"], path), **_origin_fields(data["origin"]),
    })  # fmt: skip


def _seed_quiz(
    seeding: Seeding, parent: Page | None, path: str, kind: str, lessons: dict[str, int | None]
) -> None:
    data = read(path)
    questions = [question(row, path, lessons=lessons) for row in data["questions"]]
    if any(row["value"]["lesson"] is None for row in questions):
        # Without a lesson to reread it cannot be published: it is for the editors to mend.
        seeding.counts["ändrade av redaktionen, lämnade i fred"] += 1
        return
    seeding.page(QuizPage, path, parent, {
        "title": clean(data["title"]), "slug": kind, "kind": kind, "intro": clean(data["intro"]),
        "draw": data.get("draw", len(questions)), "pass_mark": data.get("pass_mark", 0),
        "questions": questions,
    })  # fmt: skip
