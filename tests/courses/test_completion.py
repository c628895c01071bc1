"""A module is klar when every live lesson is read and the test is passed. Once, and for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import actions
from courses.actions import answer_question, complete_if_done, publish_module
from courses.models import Completion, LessonPage
from courses.progress import progress_of
from courses.rendering import current_outline
from people.models import District, Membership, WorkplaceDistrict
from quizzes.models import Answer, Marking

from . import learning


def complete(person, module):
    return complete_if_done(person, module=module, at=timezone.now())


def test_reading_all_and_passing_makes_a_completion(samira, organisation):
    learning.read(samira, organisation)
    attempt = learning.take(samira, organisation)
    completion = Completion.objects.get()
    assert (completion.person, completion.module) == (samira, "organisation")
    assert (completion.version_number, completion.module_version.number) == (1, 1)
    assert completion.edition.code == "OK2021r2023"
    assert (completion.way, completion.test_passed) == (Completion.Way.SELF, True)
    assert completion.completed_at >= attempt.started_at


def test_the_order_does_not_matter(samira, organisation):
    learning.take(samira, organisation)
    assert complete(samira, organisation) is None
    learning.read(samira, organisation)
    assert complete(samira, organisation) is not None


def test_where_the_person_worked_is_noted(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    completion = Completion.objects.get()
    assert completion.district_codes == {"sdn10": "angered"}
    assert (completion.workplace_type, completion.organisation_kind) == ("forskola", "kommun")


def test_what_was_noted_stays_when_the_person_moves(samira, organisation, bvc_centrum):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    Membership.objects.filter(person=samira).update(valid_to=date(2026, 1, 1))
    Membership.objects.create(person=samira, workplace=bvc_centrum, valid_from=date(2026, 1, 1))
    WorkplaceDistrict.objects.all().delete()
    District.objects.filter(code="angered").update(name="Nordost")
    completion = Completion.objects.get()
    assert completion.district_codes == {"sdn10": "angered"}
    assert completion.workplace_type == "forskola"


def test_somebody_without_a_workplace_is_noted_as_unknown(rut, organisation):
    learning.read(rut, organisation)
    learning.take(rut, organisation)
    completion = Completion.objects.get()
    assert (completion.district_codes, completion.workplace_type) == ({}, "")


def test_a_lesson_left_is_not_klar(samira, organisation):
    learning.read(samira, organisation, lessons=organisation.lessons[:4])
    learning.take(samira, organisation)
    assert not Completion.objects.exists()


def test_a_failed_test_is_not_klar(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation, wrong=3)
    assert not Completion.objects.exists()


def test_six_right_of_eight_is_enough(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation, wrong=2)
    assert Completion.objects.exists()


def test_the_lesson_for_chefer_is_left_for_a_chef_alone(samira, bo, organisation):
    everybodys = [lesson for lesson in organisation.lessons if not lesson.managers_only]
    for person in (samira, bo):
        learning.read(person, organisation, lessons=everybodys)
        learning.take(person, organisation)
    assert [row.person for row in Completion.objects.all()] == [samira]
    learning.read(bo, organisation)
    assert complete(bo, organisation).person == bo


def test_only_the_lessons_that_are_live_are_asked_for(samira, organisation, organisation_page):
    learning.read(samira, organisation, lessons=organisation.lessons[1:])
    LessonPage.objects.child_of(organisation_page).first().unpublish()
    learning.take(samira, current_outline().by_slug["organisation"])
    assert Completion.objects.get().version_number == 2


def test_a_module_without_a_test_is_never_klar(samira, organisation):
    learning.read(samira, organisation)
    assert complete(samira, replace(organisation, quiz=None)) is None


def test_two_submits_make_one_row(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    first = Completion.objects.get()
    assert complete(samira, organisation) == first
    assert Completion.objects.get().completed_at == first.completed_at


def test_the_database_refuses_a_second_row(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    again = Completion.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        again.save(force_insert=True)


def test_taking_the_test_again_and_failing_lowers_nothing(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    learning.take(samira, organisation, wrong=8)
    assert Completion.objects.get().test_passed
    assert progress_of(samira).is_completed(organisation)


def test_the_modules_are_apart(samira, course, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    completed = [module.slug for module in course.modules
                 if progress_of(samira).is_completed(module)]  # fmt: skip
    assert completed == ["organisation"]


def test_an_answer_whose_completion_fails_is_not_acknowledged(samira, organisation, monkeypatch):
    """The last answer, the end of the attempt and the completion are saved together or not."""
    learning.read(samira, organisation)
    attempt = learning.begin(samira, organisation)
    *most, last = attempt.items.order_by("position")
    for item in most:
        choice = learning.right_choice(item.question)
        answer_question(item, choice=choice, module=organisation, at=timezone.now())

    def fail(*args, **kwargs):
        raise RuntimeError("avbrott")

    choice = learning.right_choice(last.question)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "complete_if_done", fail)
        with pytest.raises(RuntimeError):
            answer_question(last, choice=choice, module=organisation, at=timezone.now())
    attempt.refresh_from_db()
    assert not attempt.is_finished
    assert Answer.objects.count() == Marking.objects.count() == 7
    last = attempt.items.get(pk=last.pk)
    answer_question(last, choice=choice, module=organisation, at=timezone.now())
    assert Completion.objects.exists()


def test_the_last_two_answers_handed_in_at_once_are_taken_one_after_the_other(samira, organisation):
    """Otherwise neither would see the other's, and nobody would finish the attempt."""
    item = learning.begin(samira, organisation).items.first()
    choice = learning.right_choice(item.question)
    with CaptureQueriesContext(connection) as asked:
        answer_question(item, choice=choice, module=organisation, at=timezone.now())
    statements = [query["sql"] for query in asked if "quizzes_" in query["sql"]]
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    assert statements[0].startswith('SELECT "quizzes_attempt"."id"')
    assert statements[0].endswith(lock)
    assert any(sql.startswith('INSERT INTO "quizzes_answer"') for sql in statements[1:])


@pytest.fixture
def done(samira, organisation):
    learning.read(samira, organisation)
    learning.take(samira, organisation)
    return Completion.objects.get()


def renew(module_page, person, *, material):
    lesson = LessonPage.objects.child_of(module_page).first()
    at = timezone.now() + timedelta(seconds=1)
    publish_module(module_page, pages=[lesson], material=material, note="", by=person, at=at)
    return current_outline().by_slug["organisation"], lesson, at + timedelta(seconds=1)


def test_a_material_version_asks_for_rereading_and_retesting(samira, done, organisation_page, tora):
    module, lesson, at = renew(organisation_page, tora, material=True)
    assert progress_of(samira).next_lesson(module).slug == lesson.slug
    assert complete_if_done(samira, module=module, at=at) is None
    learning.read(samira, module, at=at)
    assert complete_if_done(samira, module=module, at=at) is None, "the test is from before"
    learning.take(samira, module, at=at)
    versions = list(Completion.objects.values_list("version_number", flat=True))
    assert versions == [1, 2]


def test_renewing_deletes_nothing(samira, done, organisation_page, tora):
    module, _, at = renew(organisation_page, tora, material=True)
    learning.read(samira, module, at=at)
    learning.take(samira, module, at=at)
    done.refresh_from_db()
    assert (done.version_number, done.test_passed) == (1, True)


def test_while_a_material_version_is_unread_the_edition_stays_klar(
    samira, done, organisation_page, tora
):
    module, _, _ = renew(organisation_page, tora, material=True)
    assert progress_of(samira).is_completed(module)


def test_an_editorial_version_asks_for_nothing(samira, done, organisation_page, tora):
    module, _, _ = renew(organisation_page, tora, material=False)
    assert progress_of(samira).next_lesson(module) is None
    assert progress_of(samira).is_completed(module)


def test_a_completion_counts_for_its_edition_with_the_test_passed(samira, done):
    assert list(Completion.objects.in_edition("OK2021r2023")) == [done]
    assert not Completion.objects.in_edition("VB2012").exists()
    Completion.objects.update(test_passed=False)
    assert not Completion.objects.in_edition("OK2021r2023").exists()


# When something else than reading or answering makes a module klar, or a test counts no longer


def test_a_test_passed_before_is_enough_once_the_last_lesson_is_left_out(
    client, samira, organisation
):
    learning.read(samira, organisation, lessons=organisation.lessons[:4])
    learning.take(samira, organisation)
    LessonPage.objects.get(slug=organisation.lessons[4].slug).unpublish()
    client.force_login(samira)
    response = client.get(learning.start_url(organisation), follow=True)
    assert response.redirect_chain == [("/utbildning/organisation/", 302)]
    assert "Du har redan godkänt på testet. Modulen är klar." in response.content.decode()
    assert Completion.objects.get().person == samira


def test_a_test_passed_before_is_enough_for_who_is_no_longer_a_manager(
    client, samira, organisation
):
    samira.is_manager = True
    samira.save()
    learning.read(samira, organisation, lessons=organisation.lessons_for(is_manager=False))
    learning.take(samira, organisation)
    assert not Completion.objects.exists()
    samira.is_manager = False
    samira.save()
    client.force_login(samira)
    client.post(learning.start_url(organisation))
    assert Completion.objects.count() == 1


def test_nothing_is_written_for_who_has_not_passed(client, samira, organisation):
    learning.read(samira, organisation)
    client.force_login(samira)
    assert "Börja testet" in client.get(learning.start_url(organisation)).content.decode()
    assert not Completion.objects.exists()


def test_an_attempt_from_before_the_module_changed_does_not_count_and_says_so(
    client, samira, organisation, organisation_page, tora
):
    learning.read(samira, organisation)
    client.force_login(samira)
    old = learning.begin_in_browser(client, organisation)
    publish_module(organisation_page, pages=[organisation_page.get_children().first()],
                   material=True, note="Ny utgåva", by=tora, at=timezone.now())  # fmt: skip
    changed = current_outline().by_slug["organisation"]
    learning.read(samira, changed)
    for item in learning.items_of(old):
        learning.answer_in_browser(client, changed, item)
    html = client.get(f"{learning.start_url(changed)}{old.pk}/").content.decode()
    assert "Modulen har ändrats sedan du började det här testet" in html
    assert "Gör testet igen" in html
    assert not Completion.objects.exists()


def test_an_open_attempt_from_before_the_module_changed_is_left_for_a_new_one(
    client, samira, organisation, organisation_page, tora
):
    client.force_login(samira)
    old = learning.begin_in_browser(client, organisation)
    publish_module(organisation_page, pages=[organisation_page.get_children().first()],
                   material=True, note="Ny utgåva", by=tora, at=timezone.now())  # fmt: skip
    assert (
        "Fortsätt där du var" not in client.get(learning.start_url(organisation)).content.decode()
    )
    new = learning.begin_in_browser(client, organisation)
    old.refresh_from_db()
    assert new.pk != old.pk
    assert old.is_finished
    assert not new.is_finished
