from __future__ import annotations

from datetime import date

from people.actions import set_workplace
from people.models import Membership
from tests.conftest import TODAY, make_workplace


def workplaces_of(person):
    rows = person.memberships.order_by("valid_from", "pk")
    return [(str(row.workplace), row.valid_from, row.valid_to) for row in rows]


# set_workplace


def test_moving_closes_the_old_and_opens_the_new(samira, solrosen, bvc_centrum):
    set_workplace(samira, workplace=bvc_centrum, occupation="", is_manager=False, at=TODAY)
    assert workplaces_of(samira) == [
        ("Solrosens förskola", date(2020, 1, 1), TODAY),
        ("BVC Centrum", TODAY, None),
    ]


def test_the_same_workplace_changes_only_the_occupation(samira, solrosen):
    set_workplace(samira, workplace=solrosen, occupation="rektor", is_manager=True, at=TODAY)
    assert workplaces_of(samira) == [("Solrosens förskola", date(2020, 1, 1), None)]
    assert samira.memberships.get().occupation == "rektor"


def test_a_change_of_mind_on_the_same_day_corrects_that_day(samira, bvc_centrum, city, preschool):
    other = make_workplace(city, "Månens förskola", preschool, None)
    for workplace in [bvc_centrum, other, other]:
        set_workplace(samira, workplace=workplace, occupation="", is_manager=False, at=TODAY)
    assert workplaces_of(samira) == [
        ("Solrosens förskola", date(2020, 1, 1), TODAY),
        ("Månens förskola", TODAY, None),
    ]


def test_going_back_the_same_day_reopens_the_old(samira, solrosen, bvc_centrum):
    for workplace in [bvc_centrum, solrosen]:
        set_workplace(samira, workplace=workplace, occupation="", is_manager=False, at=TODAY)
    current = Membership.objects.current(at=TODAY).get(person=samira)
    assert (current.workplace, current.valid_from, current.valid_to) == (
        solrosen, date(2020, 1, 1), None,
    )  # fmt: skip


def test_a_first_workplace_after_a_gap(samira, solrosen):
    samira.memberships.update(valid_to=date(2024, 1, 1))
    set_workplace(samira, workplace=solrosen, occupation="", is_manager=False, at=TODAY)
    assert workplaces_of(samira) == [
        ("Solrosens förskola", date(2020, 1, 1), date(2024, 1, 1)),
        ("Solrosens förskola", TODAY, None),
    ]
