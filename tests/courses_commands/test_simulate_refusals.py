"""Where a fictional population must not or cannot be made."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import AuditEvent, Person, SiteMark, Workplace
from tests.conftest import make_person


def refused(**options):
    with pytest.raises(CommandError) as error:
        call_command("simulate", **{"learners": 60, "seed": 1, "stdout": StringIO(), **options})
    assert error.value.returncode == 1
    assert not AuditEvent.objects.filter(action="simulate").exists()
    assert not Workplace.objects.exists()
    return str(error.value)


@pytest.fixture
def demo(db):
    return SiteMark.objects.create(is_demo=True)


def test_real_people_are_never_mixed_with(demo):
    make_person("verklig@goteborg.example", "Verklig Person")
    make_person("pahittad@exempel.example", "Påhittad Person", is_fictional=True)
    said = refused()
    assert "verkliga personer i databasen (1)" in said
    assert Person.objects.count() == 2


def test_a_site_for_real_people_is_refused_even_when_empty(db):
    SiteMark.objects.create(is_demo=False)
    assert "skarp drift" in refused()


def test_before_seed_it_says_what_to_do(db):
    assert "Kör manage.py seed först" in refused()


def test_a_marked_but_empty_site_says_the_same(demo):
    assert "Kör manage.py seed först" in refused()


@pytest.mark.parametrize("learners", [0, -5, 500_001])
def test_a_number_that_makes_no_sense_is_refused(demo, learners):
    assert f"mellan 1 och 500000, inte {learners}" in refused(learners=learners)


@pytest.mark.parametrize("at", ["2026-13-01", "i dag", "2999-01-01"])
def test_a_day_that_is_none_or_has_not_been_is_refused(demo, at):
    assert f"--at ”{at}” ska vara ett datum" in refused(at=at)
