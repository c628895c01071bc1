"""Reading is open: no log-in, with progress kept in the session."""

from __future__ import annotations

import pytest

from courses.models import LessonVisit
from courses.progress import SESSION_KEY

from . import learning

OPEN = [
    "/",
    "/utbildning/",
    "/utbildning/organisation/",
    "/utbildning/organisation/vad-ar-vastbus/",
    "/utbildning/organisation/sa-var-det-forut/",
]
CLOSED = [
    "/intyg/",
    "/mina-uppgifter/",
    "/utbildning/fortest/",
    "/utbildning/fortest/1/",
    "/utbildning/fortest/1/1/",
    "/utbildning/organisation/kunskapstest/",
    "/utbildning/organisation/kunskapstest/1/",
    "/utbildning/organisation/kunskapstest/1/1/",
]
MISSING = [
    "/utbildning/finns-inte/",
    "/utbildning/finns-inte/vad-ar-vastbus/",
    "/utbildning/organisation/finns-inte/",
    "/utbildning/finns-inte/sa-var-det-forut/",
    "/utbildning/finns-inte/kunskapstest/",
]


@pytest.mark.parametrize("address", OPEN)
def test_anybody_may_read(course, client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", CLOSED)
def test_tests_and_own_things_ask_for_log_in(course, client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/logga-in/?next={address}"


@pytest.mark.parametrize("address", MISSING)
def test_what_was_never_there_is_not_found_in_swedish(course, client, samira, address):
    client.force_login(samira)
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()
    assert "inte publicerad just nu" not in response.content.decode()


def test_the_start_page_offers_to_begin_without_logging_in(course, client):
    html = client.get("/").content.decode()
    assert 'href="/utbildning/organisation/vad-ar-vastbus/">Börja utan att logga in' in html


def test_opening_a_lesson_notes_it_in_the_session_and_nowhere_else(client, organisation):
    client.get("/utbildning/organisation/vad-ar-vastbus/")
    assert client.session[SESSION_KEY] == {organisation.lessons[0].key: -1}
    assert not LessonVisit.objects.exists()


def test_the_button_finishes_the_lesson_and_leads_on(client, organisation):
    response = client.post("/utbildning/organisation/vad-ar-vastbus/")
    assert response["Location"] == f"/utbildning/organisation/{organisation.lessons[1].slug}/"
    assert client.session[SESSION_KEY] == {organisation.lessons[0].key: 1}


def test_opening_a_finished_lesson_keeps_it_finished(client, organisation):
    client.post("/utbildning/organisation/vad-ar-vastbus/")
    client.get("/utbildning/organisation/vad-ar-vastbus/")
    assert client.session[SESSION_KEY] == {organisation.lessons[0].key: 1}


def test_the_start_page_goes_on_where_the_reader_was(client, organisation):
    client.post("/utbildning/organisation/vad-ar-vastbus/")
    html = client.get("/").content.decode()
    assert "Fortsätt där du var" in html
    assert f'href="/utbildning/organisation/{organisation.lessons[1].slug}/"' in html


def test_the_last_lesson_leads_to_the_test(client, organisation):
    learning.read_in_browser(client, organisation)
    last = organisation.lessons_for(is_manager=False)[-1]
    response = client.post(f"/utbildning/organisation/{last.slug}/")
    assert response["Location"] == "/utbildning/organisation/#kunskapstest"
    html = client.get("/utbildning/organisation/").content.decode()
    assert 'id="kunskapstest"' in html
    assert "Testet kräver att du loggar in" in html


def test_the_lesson_for_chefer_is_not_among_those_of_a_visitor(client, organisation):
    html = client.get("/utbildning/organisation/").content.decode()
    assert "/for-dig-som-ar-chef/" not in html
    assert client.get("/utbildning/organisation/for-dig-som-ar-chef/").status_code == 200


def test_a_reader_who_is_nobody_yet_meets_the_text_for_all_others(client, organisation):
    lesson = organisation.lessons[0]
    html = client.get("/utbildning/organisation/vad-ar-vastbus/").content.decode()
    assert lesson.workplaces[""] in html
    assert lesson.workplaces["forskola"] not in html


@pytest.mark.parametrize("address", OPEN)
def test_reading_sets_no_cookies_but_our_two(course, client, address):
    response = client.get(address)
    assert set(response.cookies) <= {"sessionid", "csrftoken"}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_ways_of_asking_are_refused(course, client, method):
    response = getattr(client, method)("/utbildning/organisation/vad-ar-vastbus/")
    assert response.status_code == 405
