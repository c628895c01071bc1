"""Seeding is idempotent and never writes over what an editor has changed."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupPagePermission, Page, Revision, Site

from content.models import Checklist, GuidelineEdition, InfoPage, Misconception
from courses.models import (
    HomePage,
    LessonPage,
    ModulePage,
    ModuleVersion,
    Publication,
    StarterFile,
)
from courses.seeding import files, pages
from people.models import SiteMark
from quizzes.models import QuizPage, QuizVersion


def seed():
    out = StringIO()
    call_command("seed", stdout=out)
    return out.getvalue()


def state():
    tables = (Page, Revision, StarterFile, ModuleVersion, QuizVersion, GroupPagePermission, Group)
    stamp = Publication.objects.values_list("stamp", flat=True).get()
    return stamp, [table.objects.count() for table in tables]


def change(monkeypatch, path, **values):
    """Let a starter file say something else than it does."""
    untouched = files.read

    def read(name):
        data = untouched(name)
        return {**data, **values} if name == path else data

    monkeypatch.setattr(pages, "read", read)


LESSON = "utbildning/organisation/01-vad-ar-vastbus.yaml"


@pytest.fixture
def lesson(course):
    return LessonPage.objects.get(slug="vad-ar-vastbus")


def test_seeding_twice_does_nothing(course):
    before = state()
    assert seed() == "Register: 0 nya rader. Sidor: 41 oförändrade.\n"
    assert state() == before


def test_every_page_is_published_in_swedish_under_its_key(course):
    for row in StarterFile.objects.all():
        page = Page.objects.get(translation_key=files.key(row.path))
        assert page.live, row.path
        assert not page.has_unpublished_changes, row.path
        assert page.locale.language_code == "sv"
    assert StarterFile.objects.count() == 41


def test_every_module_has_one_version_in_the_current_edition(course):
    versions = list(ModuleVersion.objects.order_by("module__path"))
    assert [version.slug for version in versions] == list(files.MODULES)
    for version in versions:
        assert version.number == 1
        assert version.is_material
        assert version.edition.code == "OK2021r2023"
        assert version.quiz_version.number == 1
        assert len(version.lessons) == LessonPage.objects.child_of(version.module).count()


def test_the_current_edition_is_on_the_main_line_and_the_source_is_not(course):
    current = GuidelineEdition.objects.current_main(at=date(2026, 11, 21))
    assert current.code == "OK2021r2023"
    line = GuidelineEdition.objects.main_line().values_list("code", flat=True)
    assert list(line) == ["VB2005", "VB2012", "OK2021", "OK2021r2023"]
    assert GuidelineEdition.objects.filter(code="SIPVG2020", is_main_line=False).exists()


def test_the_site_is_stamped_and_leads_to_the_start_page(course, settings):
    assert SiteMark.objects.get().is_demo is settings.DEMO
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get()


def test_a_changed_file_changes_its_page_but_asks_nobody_to_reread(lesson, monkeypatch):
    change(monkeypatch, LESSON, title="Västbus är ett löfte")
    assert "1 ändrade" in seed()
    lesson.refresh_from_db()
    assert (lesson.title, lesson.live) == ("Västbus är ett löfte", True)
    newest = ModuleVersion.objects.filter(slug="organisation").latest("number")
    assert (newest.number, newest.is_material) == (2, False)
    assert newest.lessons == [str(lesson.translation_key)]


def edit(page, person, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=person).publish(user=person)


def test_what_an_editor_has_changed_is_left_alone(lesson, tora, monkeypatch):
    edit(lesson, tora, title="Så säger vi")
    change(monkeypatch, LESSON, title="Nytt i filen")
    assert "1 ändrade av redaktionen, lämnade i fred" in seed()
    assert LessonPage.objects.get(pk=lesson.pk).title == "Så säger vi"


def test_an_editors_draft_is_left_alone(lesson, tora, monkeypatch):
    lesson.title = "Utkast"
    draft = lesson.save_revision(user=tora)
    change(monkeypatch, LESSON, title="Nytt i filen")
    seed()
    lesson.refresh_from_db()
    assert lesson.latest_revision == draft
    assert lesson.title != "Nytt i filen"


def test_what_an_editor_has_unpublished_stays_unpublished(lesson, tora, monkeypatch):
    lesson.unpublish(user=tora)
    change(monkeypatch, LESSON, title="Nytt i filen")
    seed()
    lesson.refresh_from_db()
    assert not lesson.live


def test_an_address_that_an_editor_has_changed_is_left_alone(lesson, tora):
    edit(lesson, tora, slug="om-vastbus")
    before = state()
    seed()
    assert state() == before
    assert LessonPage.objects.get(pk=lesson.pk).slug == "om-vastbus"


def test_a_lesson_that_an_editor_has_deleted_does_not_come_back(lesson):
    lesson.delete()
    said = seed()
    assert "1 borttagna av redaktionen, lämnade i fred" in said
    assert not LessonPage.objects.filter(slug="vad-ar-vastbus").exists()


def test_a_module_that_an_editor_has_deleted_does_not_come_back(organisation_page):
    organisation_page.delete()
    below = StarterFile.objects.filter(path__startswith="utbildning/organisation/").count()
    assert f"{below - 1} borttagna" in seed()
    assert [page.slug for page in ModulePage.objects.all()] == list(files.MODULES[1:])


def test_not_even_a_whole_site_comes_back(course):
    HomePage.objects.get().delete()
    seed()
    assert not HomePage.objects.exists()
    assert not LessonPage.objects.exists()


def test_registers_that_editors_have_changed_are_left_alone(course):
    Checklist.objects.filter(code="fore").update(title="Innan ni ses", items=["En sak."])
    Misconception.objects.filter(code="M01").update(belief="Bara det tunga")
    assert "0 nya rader" in seed()
    assert Checklist.objects.get(code="fore").items == ["En sak."]
    assert Misconception.objects.get(code="M01").belief == "Bara det tunga"


def test_rewording_an_edition_or_a_section_changes_no_page(course):
    GuidelineEdition.objects.filter(code="OK2021r2023").update(short_title="2023 års utgåva")
    before = state()
    assert "41 oförändrade" in seed()
    assert state() == before


def test_a_row_that_is_missing_is_made(course):
    Checklist.objects.filter(code="efter").delete()
    assert "1 nya rader" in seed()
    assert Checklist.objects.filter(code="efter").exists()


def test_editors_may_write_and_the_temagrupp_may_publish(course):
    def rights(name):
        rows = GroupPagePermission.objects.filter(group__name=name, page=HomePage.objects.get())
        return set(rows.values_list("permission__codename", flat=True))

    assert rights("Redaktion") == {"add_page", "change_page"}
    assert rights("Temagrupp") == {"add_page", "change_page", "publish_page", "bulk_delete_page"}
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


PRIVACY = "sidor/personuppgifter.yaml"
QUIZ = "utbildning/sip/kunskapstest.yaml"


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        (PRIVACY, {"body": [{"film": "x"}]}, "blocket ”film” finns inte"),
        (PRIVACY, {"body": [{"key_facts": {"facts": []}}]}, "body går inte att publicera"),
        (PRIVACY, {"body": [{"law": ["finns-inte"]}]}, "body går inte att publicera"),
    ],
)
def test_a_file_that_cannot_be_a_page_is_named(course, monkeypatch, path, values, said):
    change(monkeypatch, path, **values)
    title = InfoPage.objects.get().title
    with pytest.raises(CommandError, match=f"^{path}") as refused:
        seed()
    assert said in str(refused.value)
    assert InfoPage.objects.get().title == title


def test_a_question_that_names_no_lesson_is_named(course, monkeypatch):
    questions = files.read(QUIZ)["questions"]
    change(monkeypatch, QUIZ, questions=[{**questions[0], "lesson": "borta"}])
    with pytest.raises(CommandError, match=r"kunskapstest\.yaml#S1: lektionen ”sip/borta” finns"):
        seed()
    assert len(QuizPage.objects.get(url_path__contains="/sip/").questions) == 10


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(files, "STARTER", tmp_path)
    (tmp_path / "trasig.yaml").write_text("title: [utan slut", encoding="utf-8")
    with pytest.raises(files.StarterError, match=r"(?s)^trasig\.yaml: .*line 1"):
        files.read("trasig.yaml")


def test_html_in_a_starter_file_is_sanitised(lesson, monkeypatch):
    body = [{"text": "Hej <b onclick='x'>du</b> <script>alert(1)</script>"}]
    change(monkeypatch, LESSON, title="<script>alert(1)</script>Titel", body=body)
    seed()
    lesson.refresh_from_db()
    assert lesson.title == "Titel"
    assert lesson.body[0].value.source == "<p>Hej <b>du</b> </p>"
