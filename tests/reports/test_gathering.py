"""Who is counted, and where (DESIGN §3 rules 4 and 5)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from people.models import District, DistrictLayer, WorkplaceDistrict
from reports.counts import CITYWIDE, UNKNOWN, UNKNOWN_TYPE
from tests.conftest import LONG_AGO, make_workplace

from .conftest import AT, MODULES

DAY = timedelta(days=1)


@pytest.fixture
def registered(counts):
    """(place, type) → how many are registered there; only where somebody is."""
    return lambda at=AT: {
        key: cell.registered for key, cell in counts(at).cells.items() if cell.registered
    }


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
