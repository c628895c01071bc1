"""The start page, the course and its modules: where the learner is and where to go on."""

from __future__ import annotations

from html import unescape

import pytest

from courses.actions import publish_module
from courses.models import CoursePage, LessonPage

from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


def page(client, address="/"):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_newcomer_is_shown_where_to_begin(reader, course):
    html = page(reader)
    assert "Hej Samira" in html
    assert "Börja här" in html
    assert 'href="/utbildning/organisation/vad-ar-vastbus/">Börja' in html
    assert "Du är klar med 0 av 4 moduler" in html


def test_the_workplace_is_shown_and_can_be_changed(reader, course):
    html = page(reader)
    assert "Solrosens förskola. Förskola, Angered." in html
    assert 'href="/min-arbetsplats/"' in html


def test_it_goes_on_with_the_first_unread_lesson(reader, samira, organisation):
    learning.read(samira, organisation, lessons=organisation.lessons[:2])
    html = page(reader)
    assert "Fortsätt där du var" in html
    assert f'href="/utbildning/organisation/{organisation.lessons[2].slug}/">Fortsätt' in html
    assert "lektion 3 av 5" in html
    assert "2 av 5 lektioner klara" in html


def test_when_all_is_read_it_goes_on_with_the_test(reader, samira, organisation):
    learning.read(samira, organisation)
    html = page(reader)
    assert "Gå till kunskapstestet" in html
    assert "Kunskapstest kvar" in html
    assert "Gör kunskapstestet" in page(reader, "/utbildning/organisation/")


def test_when_a_module_is_klar_it_goes_on_with_the_next(reader, samira, course, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    html = page(reader)
    assert "Du är klar med 1 av 4 moduler" in html
    assert f'href="/utbildning/funktion/{course.by_slug["funktion"].lessons[0].slug}/"' in html
    assert "Du är klar med modulen" in page(reader, "/utbildning/organisation/")


def test_the_modules_may_be_taken_in_any_order(reader, samira, course):
    sip = course.by_slug["sip"]
    learning.read(samira, sip, lessons=sip.lessons[:1])
    assert f'href="/utbildning/sip/{sip.lessons[1].slug}/">Fortsätt' in page(reader)


def test_a_module_that_has_changed_asks_to_be_reread(
    reader, samira, organisation, organisation_page, tora
):
    learning.read(samira, organisation)
    attempt = learning.take(samira, organisation)
    lesson = LessonPage.objects.child_of(organisation_page).first()
    publish_module(organisation_page, pages=[lesson], material=True, note="", by=tora,
                   at=attempt.finished_at)  # fmt: skip
    assert "Klar, men uppdaterad: läs om" in page(reader)
    html = page(reader, "/utbildning/organisation/")
    assert "Modulen har uppdaterats sedan du blev klar" in html
    assert html.count("(läst)") == 4


def test_a_module_tells_its_edition_and_version(reader, organisation):
    html = page(reader, "/utbildning/organisation/")
    assert f"Modulen lär ut utgåvan {organisation.edition_title}. Version 1" in html
    assert "Så var det förut" in html


def test_the_lesson_for_chefer_is_shown_to_a_chef(client, bo, samira, course):
    client.force_login(samira)
    assert "/for-dig-som-ar-chef/" not in page(client, "/utbildning/organisation/")
    client.force_login(bo)
    assert "/for-dig-som-ar-chef/" in page(client, "/utbildning/organisation/")


def test_who_has_not_met_the_notice_meets_it_first(client, samira, course):
    samira.notice_read_at = None
    samira.save()
    client.force_login(samira)
    assert client.get("/")["Location"] == "/valkommen/"


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_the_three_ways_in_are_offered_in_a_demo_alone(client, course, settings, demo, shown):
    settings.DEMO = demo
    html = page(client)
    for text in ("Prova som medarbetare", "Prova som NOSAM-samordnare", "Prova som redaktör"):
        assert (f">{text}</button>" in html) is shown


def test_before_anything_is_published_there_is_nothing(client, course):

    CoursePage.objects.get().unpublish()
    assert client.get("/").status_code == 404
