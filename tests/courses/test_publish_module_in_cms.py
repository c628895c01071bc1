"""Publicera modulen: the button, what it asks, what it publishes and what it refuses."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from content.problems import problems_of_draft
from courses.actions import publish_module
from courses.models import CoursePage, LessonPage, ModulePage, ModuleVersion
from courses.module_status import Status, statuses_of
from quizzes.models import QuizPage

WRONG = "Block 1 (En rätt), Alternativ: Markera exakt ett rätt svar."
SENT = {"kind": "vasentlig", "note": "Ny tid för kallelsen"}


@pytest.fixture
def lessons(organisation_page):
    return list(LessonPage.objects.child_of(organisation_page))


@pytest.fixture
def changed(lessons, tora):
    """Two lessons with drafts that are not published."""
    for lesson in lessons[:2]:
        lesson.title = f"Ny: {lesson.title}"
        lesson.save_revision(user=tora)
    return lessons[:2]


@pytest.fixture
def address(organisation_page):
    return f"/cms/modul/{organisation_page.pk}/publicera/"


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def newest():
    return ModuleVersion.objects.filter(slug="organisation").latest("number")


def statuses(module):
    return {row.page.slug: row.status for row in statuses_of(module)}


def test_every_page_of_the_module_has_its_status(organisation_page, changed, lessons, tora):
    lessons[2].unpublish()
    told = {name: getattr(lessons[0], name) for name in ("edition", "reviewed_on", "review_due")}
    new = LessonPage(title="Ny", slug="ny", goal="Du", lead="Kort", body=[], live=False, **told)
    organisation_page.add_child(instance=new)
    found = statuses(organisation_page)
    assert found["organisation"] is Status.PUBLISHED
    assert found[changed[0].slug] is found[changed[1].slug] is Status.CHANGED
    assert found[lessons[2].slug] is Status.WITHDRAWN
    assert found["ny"] is Status.NEW


def test_the_module_shows_it_with_the_button_for_temagruppen_alone(
    client, as_tora, rut, organisation_page, changed, address
):
    edit = f"/cms/pages/{organisation_page.pk}/edit/"
    html = read(as_tora, edit)
    assert "Så står modulens sidor" in html
    assert f"{changed[0].title}</a>: ändrad sedan den publicerades" in html
    assert address in html
    client.force_login(rut)
    assert address not in read(client, edit)


def test_it_tells_what_will_be_published_and_what_the_kinds_mean(as_tora, changed, address):
    html = read(as_tora, address)
    assert all(lesson.title in html for lesson in changed)
    assert "Väsentlig: den som gått modulen behöver läsa om." in html


@pytest.mark.parametrize(("kind", "material"), [("vasentlig", True), ("redaktionell", False)])
def test_all_that_has_changed_becomes_one_version(
    as_tora, tora, organisation_page, changed, lessons, address, kind, material
):
    lessons[2].unpublish()
    number = newest().number
    as_tora.post(address, {**SENT, "kind": kind})
    version = newest()
    assert (version.number, version.is_material) == (number + 1, material)
    assert (version.note, version.published_by) == ("Ny tid för kallelsen", tora)
    assert version.lessons == [str(lesson.translation_key) for lesson in changed]
    titles = set(LessonPage.objects.live().values_list("title", flat=True))
    assert {lesson.title for lesson in changed} <= titles
    assert statuses(organisation_page)[lessons[2].slug] is Status.WITHDRAWN


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"note": "x"}, "Välj om ändringen är redaktionell eller väsentlig."),
        ({"kind": "vasentlig"}, "Skriv vad som är ändrat."),
        ({"kind": "annat", "note": "x"}, "annat"),
    ],
)
def test_a_form_half_done_publishes_nothing(as_tora, changed, address, sent, said):
    html = unescape(as_tora.post(address, sent).content.decode())
    assert said in html
    assert newest().number == 1


def test_a_draft_that_can_not_be_published_keeps_the_whole_module_back(
    as_tora, organisation_page, changed, address, tora
):
    quiz = QuizPage.objects.child_of(organisation_page).get()
    single = next(child for child in quiz.questions if child.block_type == "single")
    for option in single.value["options"]:
        option["correct"], option["misconception"], option["fact_error"] = False, "", True
    quiz.save_revision(user=tora)
    assert [problem.sentence for problem in problems_of_draft(quiz)] == [WRONG]
    html = unescape(as_tora.post(address, SENT).content.decode())
    assert WRONG in html
    assert f"/cms/pages/{quiz.pk}/edit/#block-{single.id}-section" in html
    assert newest().number == 1
    assert not LessonPage.objects.live().filter(title=changed[0].title).exists()


def test_a_page_with_a_time_of_its_own_is_left_out(
    as_tora, tora, organisation_page, lessons, changed, address
):
    """It would not be in the version that asks for rereading; it gets its own when it comes."""
    timed = changed[0]
    timed.go_live_at = timezone.now() + timedelta(days=10)
    timed.save_revision(user=tora)
    assert statuses(organisation_page)[timed.slug] is Status.TIMED
    html = read(as_tora, address)
    assert "De här sidorna publiceras för sig" in html
    as_tora.post(address, SENT)
    assert newest().lessons == [str(changed[1].translation_key)]
    assert timed.title not in LessonPage.objects.live().values_list("title", flat=True)
    assert "Det finns inget att publicera nu." in read(as_tora, address)
    as_tora.post(address, SENT)
    assert newest().number == 2
    with pytest.raises(ValueError, match="för sig"):
        publish_module(
            organisation_page, pages=[timed], material=True, note="x", by=tora, at=timezone.now()
        )


def test_with_nothing_changed_there_is_nothing_to_publish(as_tora, address):
    assert "Allt i modulen är redan publicerat" in read(as_tora, address)
    as_tora.post(address, SENT)
    assert newest().number == 1


def test_it_tells_what_waits_for_a_review(as_tora, changed, organisation_page, address, rut):
    reviewed, other = changed
    reviewed.get_workflow().start(reviewed, rut)
    told = read(as_tora, address)
    assert (
        f"{reviewed.draft_title}</a>: ändrad sedan den publicerades. Väntar på granskning" in told
    )
    assert f"{other.draft_title}</a>: ändrad sedan den publicerades</li>" in told
    assert "väntar på granskning" in read(as_tora, f"/cms/pages/{organisation_page.pk}/edit/")


def test_it_tells_what_a_new_module_means(as_tora, changed, address, course):
    new = "Modulen är ny."
    assert new not in read(as_tora, address)
    page = ModulePage(title="Ny modul", slug="ny-modul", short_title="Ny", live=False)
    CoursePage.objects.get().add_child(instance=page)
    assert new in read(as_tora, f"/cms/modul/{page.pk}/publicera/")


def test_a_copied_module_is_a_draft(as_tora, organisation_page):
    address = f"/cms/pages/{organisation_page.pk}/copy/"
    assert "publish_copies" not in as_tora.get(address).context["form"].fields
    parent = organisation_page.get_parent().pk
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": parent,
            "copy_subpages": "on", "publish_copies": "on"}  # fmt: skip
    assert as_tora.post(address, form).status_code == 302
    copy = ModulePage.objects.get(slug="kopia")
    assert not copy.live
    assert not copy.get_descendants().live().exists()
    assert copy.get_descendants().count() == organisation_page.get_descendants().count()


@pytest.mark.parametrize("who", ["rut", "samira"])
def test_nobody_else_publishes(client, request, changed, address, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(address, SENT).status_code in (302, 403)
    assert newest().number == 1
