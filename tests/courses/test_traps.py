"""The twelve traps of writing in Wagtail. Each is a test; those that do not stand here stand in:

 1. an older version put back keeps all answers            here
 2. a late autosave changes no attempt's questions         here
 3. deleting what has results is refused                   test_deleting.py
 4. nobody approves their own text                         test_review.py
 5. a coordinator has no way into the CMS                  here (and tests/test_permissions.py)
 6. right answers are in no page, search or API            test_no_leaks.py, here
 7. a preview writes nothing                               test_preview.py
 8. seeding twice changes nothing                          test_seed.py
 9. half a question is saved, and refused when published   test_editing.py
10. nothing private is found by searching, in a sitemap    here
    or by its address
11. a page costs few queries                               test_query_counts.py
12. a copied module counts for itself                      test_lone_changes.py, here
"""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from courses.actions import publish_module
from courses.models import LessonPage, ModulePage
from courses.rendering import current_outline
from people.actions import grant
from quizzes.models import Answer, Attempt, QuizPage
from tests.conftest import TODAY

from . import learning


@pytest.fixture
def quiz(organisation_page):
    return QuizPage.objects.child_of(organisation_page).get()


@pytest.fixture
def taken(samira, organisation):
    """An attempt with every question answered."""
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    return Attempt.objects.get(person=samira)


def questions_of(attempt):
    return [(str(item.question_key), item.question["prompt"]) for item in attempt.items.all()]


def rewritten(quiz, word):
    for child in quiz.questions:
        child.value["prompt"] = f"{word}: {child.value['prompt']}"
    return quiz


def test_an_older_version_put_back_keeps_all_answers(quiz, taken, tora):
    first = quiz.save_revision(user=tora)
    first.publish(user=tora)
    rewritten(quiz, "Nytt").save_revision(user=tora).publish(user=tora)
    before = questions_of(taken), list(Answer.objects.values_list("pk", "chosen"))
    keys = [child.id for child in QuizPage.objects.get(pk=quiz.pk).questions]

    first.as_object().save_revision(user=tora).publish(user=tora)

    assert [child.id for child in QuizPage.objects.get(pk=quiz.pk).questions] == keys
    assert (questions_of(taken), list(Answer.objects.values_list("pk", "chosen"))) == before


def test_a_late_autosave_changes_no_attempts_questions(quiz, samira, organisation, tora):
    revision = rewritten(quiz, "Publicerat").save_revision(user=tora)
    revision.publish(user=tora)
    attempt = learning.begin(samira, current_outline().by_slug["organisation"])
    before = questions_of(attempt)
    assert all(prompt.startswith("Publicerat: ") for _, prompt in before)

    late = rewritten(QuizPage.objects.get(pk=quiz.pk), "Sent")
    late.save_revision(user=tora, overwrite_revision=revision)

    revision.refresh_from_db()
    assert "Sent: " in str(revision.content), "Wagtail has rewritten what was published"
    assert questions_of(Attempt.objects.get(pk=attempt.pk)) == before
    assert questions_of(learning.begin(samira, current_outline().by_slug["organisation"])) == before


@pytest.mark.parametrize("address", ["/cms/", "/cms/choose-page/", "/cms/pages/", "/cms/images/"])
def test_a_coordinator_has_no_way_into_the_cms(client, course, address):
    nils = grant("nils@gr.example", role="samordnare", district="angered", at=TODAY).person
    client.force_login(nils)
    assert client.get(address).status_code == 403
    assert not nils.groups.exists()


@pytest.mark.parametrize("address", ["/api/v2/pages/", "/api/v3/pages/", "/sitemap.xml", "/sok/"])
def test_there_is_no_api_search_or_sitemap_to_leak_through(client, course, address):
    assert client.get(address).status_code == 404


def test_what_is_unpublished_is_not_found_by_its_address(client, course):
    lesson = LessonPage.objects.get(slug="vad-ar-vastbus")
    lesson.unpublish()
    response = client.get("/utbildning/organisation/vad-ar-vastbus/")
    assert response.status_code == 404
    assert lesson.goal not in response.content.decode()


def test_a_document_of_a_closed_collection_is_not_given_out(client, course, samira):
    closed = Collection.get_first_root_node().add_child(name="Stängd")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.GROUPS
    )
    document = get_document_model().objects.create(
        title="Protokoll", collection=closed, file=ContentFile(b"hemligt", name="protokoll.pdf")
    )
    for person in (None, samira):
        if person:
            client.force_login(person)
        response = client.get(document.url)
        assert response.status_code in (302, 403)
        assert b"hemligt" not in b"".join(response)


def test_a_copied_module_counts_for_itself(client, tora, samira, organisation_page, taken):
    client.force_login(tora)
    sent = {"new_title": "Kopia", "new_slug": "kopia", "copy_subpages": "on",
            "new_parent_page": organisation_page.get_parent().pk}  # fmt: skip
    client.post(reverse("wagtailadmin_pages:copy", args=[organisation_page.pk]), sent)
    module = ModulePage.objects.get(slug="kopia")
    publish_module(
        module, pages=[module, *module.get_children().specific()], material=False, note="Ny",
        by=tora, at=timezone.now(),
    )  # fmt: skip
    copy = QuizPage.objects.child_of(module).get()
    assert copy.translation_key != taken.page_key
    assert not Attempt.objects.filter(page_key=copy.translation_key).exists()
    learning.begin(samira, current_outline().by_slug["kopia"])
    assert Attempt.objects.filter(page_key=copy.translation_key).count() == 1
    assert Attempt.objects.filter(page_key=taken.page_key).count() == 1
