"""Who is counted where, and what counts as having become klar, known and believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from content.models import Misconception
from people.models import District, DistrictLayer, Membership, WorkplaceDistrict
from quizzes.models import Attempt, Marking
from reports.counts import CITYWIDE, EVERYONE, UNKNOWN, UNKNOWN_TYPE, Answers
from reports.gathering import gather, way_of
from tests.conftest import LONG_AGO, make_workplace

from .conftest import AT, CURRENT, EARLIER, MODULES, OLDER, question_key

DAY = timedelta(days=1)


@pytest.fixture
def counts(town):
    """What is counted at a date, 1 November 2026 unless another is given."""
    return lambda at=AT: gather(at=at, layer=town.layer)


@pytest.fixture
def registered(counts):
    """(place, type) → how many are registered there; only where somebody is."""
    return lambda at=AT: {
        key: cell.registered for key, cell in counts(at).cells.items() if cell.registered
    }


@pytest.fixture
def angered_now(town, counts):
    """The figures of the preschools in Angered, 1 November 2026."""
    return lambda at=AT: counts(at).cell("angered", "forskola")


# Who is counted where


def test_a_person_is_counted_at_the_primary_workplace(town, registered):
    town.staff(3, "angered", "forskola")
    town.staff(2, "angered", "bvc")
    town.staff(1, "lundby", "forskola")
    assert registered() == {
        ("angered", "forskola"): 3,
        ("angered", "bvc"): 2,
        ("lundby", "forskola"): 1,
    }


def test_the_ten_districts_and_every_type_are_listed_also_with_nobody(counts):
    found = counts()
    assert found.cells == {}
    assert len(found.districts) == 10
    assert found.districts[0] == "angered"
    assert "stadsovergripande" not in found.districts
    assert {"forskola", "bvc", "vardcentral", "annan", UNKNOWN_TYPE} <= set(found.workplace_types)
    assert set(found.priority) == {"forskola", "bvc", "vardcentral"}
    assert (found.layer, found.modules) == ("sdn10", MODULES)
    assert found.misconceptions == ("M01", "M02", "M04")


@pytest.mark.parametrize(
    ("moved_on", "district"),
    [(AT - DAY, "centrum"), (AT, "centrum"), (AT + DAY, "angered")],
)
def test_who_has_moved_counts_at_the_new_place_from_that_day(town, registered, moved_on, district):
    people = town.staff(1, "angered", until=moved_on)
    town.employ(people, town.workplace("centrum"), since=moved_on)
    assert registered() == {(district, "forskola"): 1}


@pytest.mark.parametrize(("until", "counted"), [(AT - DAY, 0), (AT, 0), (AT + DAY, 1)])
def test_who_has_left_is_counted_until_the_last_day(town, registered, until, counted):
    town.staff(1, "angered", until=until)
    assert sum(registered().values()) == counted


@pytest.mark.parametrize(("since", "counted"), [(AT, 1), (AT + DAY, 0)])
def test_who_begins_later_is_not_counted_yet(town, registered, since, counted):
    town.staff(1, "angered", since=since)
    assert sum(registered().values()) == counted


def test_two_workplaces_are_one_person_at_the_primary_one(town, registered):
    people = town.staff(2, "angered")
    town.employ(people, town.workplace("centrum", "bvc"), primary=False)
    assert registered() == {("angered", "forskola"): 2}


def test_a_workplace_without_district_is_unknown(town, registered):
    town.staff(2, None, "bvc")
    assert registered() == {(UNKNOWN, "bvc"): 2}


def test_a_workplace_with_a_district_in_another_layer_only_is_unknown(town, registered, preschool):
    layer = DistrictLayer.objects.create(code="stadsomrade", name="Områden", valid_from=LONG_AGO)
    area = District.objects.create(
        layer=layer, code="omr-nordost", name="Nordost", valid_from=LONG_AGO
    )
    workplace = make_workplace(town.city, "Månens förskola", preschool, area)
    town.employ(town.people(1), workplace)
    assert registered() == {(UNKNOWN, "forskola"): 1}


def test_a_workplace_counts_in_its_primary_district(town, registered):
    town.staff(1, "angered")
    second = District.objects.get(code="lundby")
    WorkplaceDistrict.objects.create(
        workplace=town.workplace("angered"), district=second, layer=second.layer,
        valid_from=LONG_AGO, is_primary=False,
    )  # fmt: skip
    assert registered() == {("angered", "forskola"): 1}


def test_a_workplace_that_comes_to_another_district_brings_its_people_that_day(town, registered):
    town.staff(2, "angered")
    workplace, district = town.workplace("angered"), District.objects.get(code="lundby")
    workplace.served.update(valid_to=AT)
    WorkplaceDistrict.objects.create(
        workplace=workplace, district=district, layer=district.layer, valid_from=AT
    )
    assert registered(date(2026, 10, 1)) == {("angered", "forskola"): 2}
    assert registered() == {("lundby", "forskola"): 2}


def test_a_district_that_has_ended_is_not_listed_and_its_people_are_unknown(town, counts):
    town.staff(2, "lundby")
    District.objects.filter(code="lundby").update(valid_to=AT)
    assert "lundby" not in counts().districts
    assert counts().cell(UNKNOWN, "forskola").registered == 2


def test_who_works_in_the_whole_city_is_counted_apart(town, registered):
    town.staff(2, "stadsovergripande", "grundskola")
    assert registered() == {(CITYWIDE, "grundskola"): 2}


@pytest.mark.parametrize("learnt", ["attempt", "completion"])
def test_who_has_learnt_without_saying_where_is_unknown(town, registered, learnt):
    people = town.people(2)
    if learnt == "attempt":
        town.pretest(people, M01="stammer", finished=False)
    else:
        town.complete(people, "sip", way="prior")
    assert registered() == {(UNKNOWN, UNKNOWN_TYPE): 2}


def test_who_has_learnt_before_beginning_somewhere_is_unknown_until_then(town, registered):
    people = town.staff(1, "angered", since=AT + DAY)
    town.complete(people, "sip")
    assert registered() == {(UNKNOWN, UNKNOWN_TYPE): 1}
    assert registered(date(2026, 12, 1)) == {("angered", "forskola"): 1}


def test_who_has_left_is_not_unknown(town, registered):
    people = town.staff(1, "angered", until=AT - DAY)
    town.complete(people)
    town.pretest(people, M01="stammer")
    assert registered() == {}


def test_who_has_no_workplace_and_has_learnt_nothing_is_not_counted(town, registered, tora):
    late = town.people(1)
    town.complete(late, "sip", at=datetime(2026, 11, 1, 8, tzinfo=UTC))
    town.pretest(late, M01="stammer", at=datetime(2026, 11, 1, 8, tzinfo=UTC))
    assert registered() == {}


def test_an_inactive_account_is_not_counted(town, registered):
    town.staff(1, "angered")
    gone = town.staff(1, "angered", is_active=False)
    without = town.people(1, is_active=False)
    town.complete([*gone, *without])
    assert registered() == {("angered", "forskola"): 1}


def test_of_two_primary_workplaces_at_once_the_later_holds(town, registered):
    """The database allows an ended one to overlap an open one: a person is still one."""
    people = town.staff(1, "angered", until=AT + DAY)
    town.employ(people, town.workplace("centrum"), since=date(2026, 10, 1))
    assert Membership.objects.current(at=AT).count() == 2
    assert registered() == {("centrum", "forskola"): 1}


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
