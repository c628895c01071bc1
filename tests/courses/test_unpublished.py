"""A module is unpublished while somebody is in it: a Swedish page, and nothing is lost."""

from __future__ import annotations

import pytest

from courses.models import LessonVisit
from courses.progress import progress_of
from courses.rendering import current_outline
from quizzes.models import Answer, Attempt, QuizPage

from . import learning


@pytest.fixture
def reader(client, samira):
    client.force_login(samira)
    return client


@pytest.fixture
def items(reader, organisation, samira):
    learning.read(samira, organisation, lessons=organisation.lessons[:2])
    items = learning.items_of(learning.begin_in_browser(reader, organisation))
    learning.answer_in_browser(reader, organisation, items[0])
    return items


@pytest.fixture
def unpublished(items, organisation_page):
    organisation_page.unpublish()
    return organisation_page


INSIDE = [
    "/utbildning/organisation/",
    "/utbildning/organisation/vad-ar-vastbus/",
    "/utbildning/organisation/sa-var-det-forut/",
    "/utbildning/organisation/kunskapstest/",
    "/utbildning/organisation/kunskapstest/{attempt}/",
    "/utbildning/organisation/kunskapstest/{attempt}/2/",
]


@pytest.mark.parametrize("address", INSIDE)
def test_every_page_inside_says_so_in_swedish(reader, unpublished, items, address):
    response = reader.get(address.format(attempt=items[0].attempt_id))
    assert response.status_code == 404
    html = response.content.decode()
    assert "<h1>Modulen är inte publicerad just nu</h1>" in html
    assert "är sparade" in html


@pytest.mark.parametrize("address", INSIDE[3:])
def test_a_test_unpublished_by_itself_says_so(reader, items, organisation_page, address):
    QuizPage.objects.child_of(organisation_page).get().unpublish()
    response = reader.get(address.format(attempt=items[0].attempt_id))
    assert response.status_code == 404
    assert "<h1>Kunskapstestet är inte publicerat just nu</h1>" in response.content.decode()
    assert reader.get("/utbildning/organisation/").status_code == 200


def test_an_answer_on_its_way_is_not_taken_and_says_why(reader, unpublished, organisation, items):
    response = learning.answer_in_browser(reader, organisation, items[1])
    assert response.status_code == 404
    assert "Modulen är inte publicerad just nu" in response.content.decode()
    assert Answer.objects.count() == 1


def test_finishing_a_lesson_says_why_it_cannot(reader, unpublished):
    response = reader.post("/utbildning/organisation/vad-ar-vastbus/")
    assert response.status_code == 404
    assert "inte publicerad just nu" in response.content.decode()


def test_what_was_read_and_answered_is_kept(reader, unpublished):
    assert LessonVisit.objects.count() == 2
    assert Answer.objects.count() == 1
    assert not Attempt.objects.get().is_finished


def test_when_it_is_back_the_learner_goes_on(
    reader, unpublished, organisation, items, samira, tora
):
    unpublished.save_revision(user=tora).publish(user=tora)
    module = current_outline().by_slug["organisation"]
    assert progress_of(samira).finished_in(module) == 2
    response = reader.post(learning.start_url(organisation))
    assert response["Location"] == learning.question_url(organisation, items[1])


def test_the_rest_of_the_course_goes_on(reader, unpublished):
    for address in ("/", "/utbildning/", "/utbildning/sip/"):
        response = reader.get(address)
        assert response.status_code == 200
        assert "Organisation: så" not in response.content.decode()


def test_a_module_never_published_is_just_not_found(reader, course):
    response = reader.get("/utbildning/nyhet/")
    assert response.status_code == 404
    assert "inte publicerad just nu" not in response.content.decode()


def test_a_visitor_meets_the_same_page(client, organisation_page):
    organisation_page.unpublish()
    response = client.get("/utbildning/organisation/vad-ar-vastbus/")
    assert response.status_code == 404
    assert "inte publicerad just nu" in response.content.decode()
