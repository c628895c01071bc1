"""A lesson as somebody logged in meets it."""

from __future__ import annotations

import pytest
from django.utils.html import escape

from courses import rendering
from courses.models import Completion, LessonPage, LessonVisit
from courses.rendering import current_outline
from people.models import WorkplaceType

from . import learning

ADDRESS = "/utbildning/organisation/vad-ar-vastbus/"


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


def page(client, address=ADDRESS):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_goal_place_and_time_left(reader, organisation):
    html = page(reader)
    assert f"<b>Mål:</b> {organisation.lessons[0].goal}" in html
    assert "Lektion 1 av 5" in html
    assert f"Ungefär {organisation.minutes_for(is_manager=False)} minuter kvar" in html


def test_it_says_sources_edition_and_review(reader, organisation):
    html = page(reader)
    assert "Källor och granskning" in html
    assert escape(organisation.lessons[0].origin["source"]) in html
    assert f"Bygger på utgåvan {organisation.lessons[0].origin['edition']}" in html
    assert "Senast granskad" in html
    assert "Granskas senast" in html


def test_it_says_of_what_edition_and_section_each_source_is(reader, organisation):
    sources = organisation.lessons[0].sources
    assert any(", avsnitt 2 " in source for source in sources)
    assert len(set(sources)) == len(sources)
    html = page(reader)
    assert not [source for source in sources if escape(source) not in html]


@pytest.mark.parametrize(
    ("who", "code", "where"),
    [("samira", "forskola", "i förskolan"), ("bo", "bvc", "på BVC")],
)
def test_it_opens_with_how_it_is_met_where_the_reader_works(
    client, organisation, request, who, code, where
):
    WorkplaceType.objects.filter(code=code).update(place_phrase=where)
    rendering._held = None
    client.force_login(request.getfixturevalue(who))
    html = page(client)
    assert f"Så möter du det här {where}</b>" in html
    assert escape(organisation.lessons[0].workplaces[code]) in html
    assert escape(organisation.lessons[0].workplaces[""]) not in html


def test_opening_it_notes_that_it_is_started(reader, samira, organisation):
    page(reader)
    visit = LessonVisit.objects.get()
    assert (visit.person, str(visit.lesson_key)) == (samira, organisation.lessons[0].key)
    assert visit.finished_at is None


def test_the_button_finishes_it_and_leads_to_the_next(reader, organisation):
    response = reader.post(ADDRESS)
    assert response["Location"] == f"/utbildning/organisation/{organisation.lessons[1].slug}/"
    assert LessonVisit.objects.get().version_number == 1
    assert LessonVisit.objects.get().finished_at is not None


def test_pressing_twice_is_as_pressing_once(reader):
    first = reader.post(ADDRESS)
    assert reader.post(ADDRESS)["Location"] == first["Location"]
    assert LessonVisit.objects.count() == 1


def test_the_last_lesson_leads_a_chef_to_the_lesson_for_chefer(client, bo, organisation):
    client.force_login(bo)
    response = client.post(f"/utbildning/organisation/{organisation.lessons[4].slug}/")
    assert response["Location"] == "/utbildning/organisation/for-dig-som-ar-chef/"
    assert "Lektion 6 av 6" in page(client, response["Location"])


def test_the_last_lesson_after_a_passed_test_completes_the_module(reader, samira, organisation):
    learning.take(samira, organisation)
    learning.read_in_browser(reader, organisation)
    assert Completion.objects.get().person == samira
    assert "Modulen är klar" in page(reader)


def test_a_lesson_that_was_unpublished_is_not_found(reader, organisation_page):

    LessonPage.objects.get(slug="vad-ar-vastbus").unpublish()
    assert reader.get(ADDRESS).status_code == 404
    assert current_outline().by_slug["organisation"].lessons


def test_a_draft_is_never_shown(reader, rut):

    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    lesson.title = "Utkast som ingen ska se"
    lesson.save_revision(user=rut)
    for address in (ADDRESS, "/utbildning/", "/utbildning/organisation/"):
        assert lesson.title not in page(reader, address)


def test_new_text_is_shown_at_once(reader, tora):

    page(reader)
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    lesson.title = "Nytt namn på lektionen"
    lesson.save_revision(user=tora).publish(user=tora)
    assert lesson.title in page(reader)


def test_pages_of_somebody_logged_in_are_not_kept_by_the_browser(reader):
    assert "no-store" in reader.get(ADDRESS)["Cache-Control"]


def test_one_readers_page_is_not_another_readers(client, samira, bo, organisation):
    client.force_login(samira)
    client.post(ADDRESS)
    assert "(läst)" in page(client, "/utbildning/organisation/")
    client.force_login(bo)
    html = page(client, ADDRESS)
    assert "Samira" not in html
    assert "(läst)" not in page(client, "/utbildning/organisation/")


def test_headings_come_in_order_and_there_is_one_title(reader):
    html = page(reader)
    assert html.count("<h1") == 1
    assert html.index("<h1") < html.index("<h2")
