"""What counts as klar, how many should be, and what the förtest says (DESIGN §3 rules 2, 3, 5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from content.models import Misconception
from courses.models import ModulePage
from people.models import District
from quizzes.models import Attempt, Marking
from reports.counts import CITYWIDE, EVERYONE, UNKNOWN, Answers
from reports.gathering import way_of

from .conftest import AT, CURRENT, EARLIER, MODULES, OLDER, question_key

DAY = timedelta(days=1)


@pytest.fixture
def angered_now(town, counts):
    """The figures of the preschools in Angered, 1 November 2026."""
    return lambda at=AT: counts(at).cell("angered", "forskola")


# Klar in the current edition


def test_all_four_modules_in_the_current_edition_with_the_test_passed(town, angered_now):
    town.complete(town.staff(3, "angered"))
    town.staff(4, "angered")
    cell = angered_now()
    assert (cell.registered, cell.completed_current, cell.completed_older) == (7, 3, 0)
    assert cell.modules == dict.fromkeys(MODULES, 3)


def test_three_modules_are_three_modules_and_not_klar(town, angered_now):
    town.complete(town.staff(2, "angered"), "organisation", "funktion", "praktiskt-arbete")
    cell = angered_now()
    assert (cell.completed_current, cell.completed_older) == (0, 0)
    assert cell.modules == {"organisation": 2, "funktion": 2, "praktiskt-arbete": 2, "sip": 0}


def test_a_module_unpublished_for_a_while_is_still_one_of_the_four(town, angered_now):
    town.complete(town.staff(2, "angered"))
    town.complete(town.staff(3, "angered"), "organisation", "funktion", "praktiskt-arbete")
    ModulePage.objects.get(slug="sip").unpublish()
    cell = angered_now()
    assert cell.completed_current == 2
    assert cell.modules["sip"] == 2


def test_a_module_that_nobody_has_seen_is_not(town, angered_now):
    town.complete(town.staff(2, "angered"), "organisation", "funktion", "praktiskt-arbete")
    ModulePage.objects.get(slug="sip").unpublish()
    assert angered_now().completed_current == 2


def test_sip_alone_never_counts_as_vastbus(town, angered_now):
    town.complete(town.staff(5, "angered"), "sip")
    cell = angered_now()
    assert (cell.completed_current, cell.completed_older) == (0, 0)
    assert cell.modules["sip"] == 5


def test_it_counts_where_the_person_works_now(town, counts):
    people = town.staff(1, "angered", until=AT)
    town.complete(people)
    town.employ(people, town.workplace("lundby", "bvc"), since=AT)
    assert counts().tally(EVERYONE).completed_current == 1
    assert counts().cell("lundby", "bvc").completed_current == 1


def test_without_the_test_passed_it_is_not_of_the_current_edition(town, angered_now):
    people = town.staff(1, "angered")
    town.complete(people, "organisation", "funktion", "praktiskt-arbete")
    town.complete(people, "sip", way="meeting", passed=False)
    cell = angered_now()
    assert (cell.completed_current, cell.modules["sip"], cell.completed_older) == (0, 0, 1)


@pytest.mark.parametrize(
    ("older", "current", "expected"),
    [
        (MODULES, (), (0, 1)),
        (MODULES[:3], (), (0, 0)),
        (MODULES[:2], MODULES[2:], (0, 1)),
        (MODULES, MODULES[:3], (0, 1)),
        (MODULES, MODULES, (1, 0)),
    ],
)
def test_who_has_all_four_but_not_all_in_the_current_edition_is_older(
    town, angered_now, older, current, expected
):
    people = town.staff(1, "angered")
    town.complete(people, *older, edition=OLDER, way="prior")
    if current:
        town.complete(people, *current)
    cell = angered_now()
    assert (cell.completed_current, cell.completed_older) == expected
    assert sum(cell.modules.values()) == len(current)


def test_the_current_edition_is_that_of_the_date(town, angered_now):
    town.complete(town.staff(1, "angered"), edition=OLDER, at=datetime(2022, 5, 1, tzinfo=UTC))
    assert angered_now(date(2022, 12, 1)).completed_current == 1
    assert angered_now(date(2023, 1, 1)).completed_current == 0
    assert angered_now(date(2023, 1, 1)).completed_older == 1


def test_renewing_and_doing_it_in_two_ways_does_not_count_twice(town, angered_now):
    people = town.staff(2, "angered")
    town.complete(people)
    town.complete(people, version=2)
    town.complete(people, way="meeting")
    cell = angered_now()
    assert cell.completed_current == 2
    assert cell.by_way == {"self": 2, "meeting": 0, "prior": 0}


@pytest.mark.parametrize(
    ("ways", "way"),
    [
        (("self", "self", "self", "self"), "self"),
        (("meeting", "meeting", "meeting", "meeting"), "meeting"),
        (("self", "self", "self", "meeting"), "meeting"),
        (("prior", "prior", "prior", "prior"), "prior"),
        (("self", "self", "self", "prior"), "prior"),
        (("prior", "prior", "meeting", "self"), "meeting"),
    ],
)
def test_ways_are_counted_apart_and_a_person_in_one_of_them(town, angered_now, ways, way):
    people = town.staff(1, "angered")
    for module, taken in zip(MODULES, ways, strict=True):
        town.complete(people, module, way=taken)
    assert angered_now().by_way == {"self": 0, "meeting": 0, "prior": 0, way: 1}


def test_a_module_taken_in_two_ways_may_count_as_self():
    assert way_of([{"self"}, {"self", "prior"}]) == "self"
    assert way_of([{"self"}, {"meeting", "prior"}]) == "meeting"


MIDNIGHTS = [
    (AT, datetime(2026, 10, 31, 23, 0, tzinfo=UTC), CURRENT),
    (date(2026, 8, 1), datetime(2026, 7, 31, 22, 0, tzinfo=UTC), CURRENT),
    # Summer time began, and ended, the night before the month did.
    (date(2024, 4, 1), datetime(2024, 3, 31, 22, 0, tzinfo=UTC), CURRENT),
    (date(2021, 11, 1), datetime(2021, 10, 31, 23, 0, tzinfo=UTC), OLDER),
]


@pytest.mark.parametrize(("at", "midnight", "edition"), MIDNIGHTS)
def test_what_is_done_at_midnight_swedish_time_belongs_to_the_new_month(
    town, angered_now, at, midnight, edition
):
    town.complete(town.staff(2, "angered"), edition=edition, at=midnight - timedelta(seconds=1))
    town.complete(town.staff(5, "angered"), edition=edition, at=midnight)
    cell = angered_now(at)
    assert (cell.completed_current, cell.registered) == (2, 7)


# The denominators


def test_the_latest_headcount_holds(town, angered_now):
    town.headcount("angered", "forskola", 100, as_of=date(2026, 9, 1))
    town.headcount("angered", "forskola", 120, as_of=date(2026, 10, 1))
    town.headcount("angered", "forskola", 90, as_of=date(2026, 8, 1))
    town.headcount("angered", "forskola", 150, as_of=AT + DAY)
    assert (angered_now().headcount, angered_now().headcount_as_of) == (120, date(2026, 10, 1))


def test_a_headcount_of_the_day_itself_holds(town, angered_now):
    town.headcount("angered", "forskola", 80, as_of=AT)
    assert angered_now().headcount == 80


def test_of_two_for_the_same_date_the_one_entered_last_holds(town, angered_now):
    town.headcount("angered", "forskola", 120, source="Budget")
    town.headcount("angered", "forskola", 110, source="Personalsystemet")
    assert angered_now().headcount == 110


def test_a_missing_headcount_is_none_and_an_entered_zero_is_zero(town, counts):
    town.staff(2, "angered", "forskola")
    town.headcount("angered", "bvc", 0)
    assert counts().cell("angered", "forskola").headcount is None
    assert counts().cell("angered", "bvc").headcount == 0


def test_a_headcount_without_people_is_there_and_one_of_the_whole_city_apart(town, counts):
    town.headcount("lundby", "bvc", 14)
    town.headcount("stadsovergripande", "grundskola", 30)
    assert counts().cell("lundby", "bvc").registered == 0
    assert counts().cell("lundby", "bvc").headcount == 14
    assert counts().cell(CITYWIDE, "grundskola").headcount == 30


def test_a_headcount_of_a_district_that_has_ended_is_left_out(town, counts):
    town.headcount("lundby", "bvc", 14)
    District.objects.filter(code="lundby").update(valid_to=AT)
    assert counts().cells == {}


# The förtest


def test_answers_are_counted_where_people_work(town, counts):
    town.pretest(town.staff(3, "angered"), M01="stammer", M02="stammer-inte")
    town.pretest(town.staff(2, "lundby", "bvc"), M01="stammer-inte", M02="stammer-inte")
    town.pretest(town.staff(1, None), M01="stammer")
    assert counts().answers == {
        ("angered", "M01"): Answers(3, 3),
        ("angered", "M02"): Answers(3, 0),
        ("lundby", "M01"): Answers(2, 0),
        ("lundby", "M02"): Answers(2, 0),
        (UNKNOWN, "M01"): Answers(1, 1),
    }


def test_vet_inte_is_left_out(town, counts):
    town.pretest(town.staff(4, "angered"), M01="vet-inte", M02="vet-inte")
    town.pretest(town.staff(1, "angered"), M01="stammer", M02="vet-inte")
    assert counts().answers == {("angered", "M01"): Answers(1, 1)}


def test_only_the_first_attempt_counts(town, counts):
    people = town.staff(1, "angered")
    town.pretest(people, M01="stammer-inte", at=EARLIER + DAY)
    town.pretest(people, M01="stammer", M02="vet-inte", at=EARLIER)
    town.pretest(people, M01="stammer-inte", M02="stammer", M04="stammer", at=EARLIER + 2 * DAY)
    assert counts().answers == {("angered", "M01"): Answers(1, 1)}


@pytest.mark.parametrize(
    ("finished", "at"),
    [(False, EARLIER), (True, datetime(2026, 10, 31, 23, 0, tzinfo=UTC))],
)
def test_a_fortest_not_finished_by_the_date_does_not_count(town, counts, finished, at):
    town.pretest(town.staff(1, "angered"), M01="stammer", finished=finished, at=at)
    assert counts().answers == {}


def test_a_fortest_finished_the_second_before_counts(town, counts):
    at = datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)
    town.pretest(town.staff(1, "angered"), M01="stammer", at=at)
    assert counts().answers == {("angered", "M01"): Answers(1, 1)}


def test_the_two_wordings_are_one_statement(town, counts):
    town.pretest(town.staff(2, "angered"), M01="stammer", wording="A")
    town.pretest(town.staff(3, "angered"), M01="stammer-inte", wording="B")
    assert counts().answers == {("angered", "M01"): Answers(5, 2)}


def test_the_latest_marking_holds(town, counts):
    town.pretest(town.staff(1, "angered"), M01="stammer", M02="stammer-inte")
    first = Marking.objects.get(is_correct=False)
    Marking.objects.create(
        answer=first.answer, rule="all_or_nothing", points=1, is_correct=True,
        marked_at=EARLIER + 40 * DAY,
    )  # fmt: skip
    assert counts().answers[("angered", "M01")] == Answers(1, 0)


def test_an_answer_is_to_what_the_statement_said_then(town, counts):
    """The same question key stood for M02 in one version of the förtest and for M01 in the next."""
    town.pretest(town.staff(3, "angered"), M02="stammer", version=town.version(1))
    later = town.version(2, M01=question_key("M02"), M02=question_key("M01"))
    town.pretest(town.staff(2, "angered"), M01="stammer-inte", version=later)
    assert counts().answers == {
        ("angered", "M02"): Answers(3, 3),
        ("angered", "M01"): Answers(2, 0),
    }


def test_the_kunskapstest_and_statements_no_longer_asked_do_not_count(town, counts):
    town.pretest(town.staff(2, "angered"), M01="stammer")
    Attempt.objects.update(purpose=Attempt.Purpose.FINAL)
    town.pretest(town.staff(2, "angered"), M04="stammer")
    Misconception.objects.filter(code="M04").update(in_pretest=False)
    assert counts().answers == {}


def test_answers_of_people_who_have_left_do_not_count(town, counts):
    town.pretest(town.staff(2, "angered", until=AT), M01="stammer")
    assert counts().answers == {}
