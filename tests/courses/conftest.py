"""Every test here runs on the starter site, seeded once and rolled back when the folder is left.

The cast is the same as elsewhere; where they work comes from the registers of the starter site.
"""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from itertools import count

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from courses import rendering
from courses.models import ModulePage, Publication
from people.models import (
    CollaborationGroup,
    District,
    DistrictLayer,
    Organisation,
    WorkplaceType,
)

_stamps = count(1_000_000, 1000)


@pytest.fixture(scope="package")
def _seeded(django_db_setup, django_db_blocker):
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
        call_command("seed", stdout=StringIO())
        outline = rendering.current_outline()
    yield outline
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def course(_seeded, db, monkeypatch):
    """The published course. Each test has a stamp of its own: a rolled back one would come again,
    and what is kept under it would be another test's pages."""
    stamp = next(_stamps)
    Publication.objects.update(stamp=stamp)
    outline = replace(_seeded, stamp=stamp)
    monkeypatch.setattr(rendering, "_held", outline)
    return outline


@pytest.fixture
def organisation(course):
    """The first module as readers meet it."""
    return course.by_slug["organisation"]


@pytest.fixture
def organisation_page(course):
    return ModulePage.objects.get(slug="organisation")


@pytest.fixture
def layer(course):
    return DistrictLayer.objects.get(code="sdn10")


@pytest.fixture
def angered(course):
    return District.objects.get(code="angered")


@pytest.fixture
def centrum(course):
    return District.objects.get(code="centrum")


@pytest.fixture
def preschool(course):
    return WorkplaceType.objects.get(code="forskola")


@pytest.fixture
def bvc(course):
    return WorkplaceType.objects.get(code="bvc")


@pytest.fixture
def city(course):
    return Organisation.objects.get(name="Göteborgs Stad")


@pytest.fixture
def region(course):
    return Organisation.objects.get(name="Västra Götalandsregionen")


@pytest.fixture
def rut(rut):
    rut.groups.add(Group.objects.get(name="Redaktion"))
    return rut


@pytest.fixture
def tora(tora):
    tora.groups.add(Group.objects.get(name="Temagrupp"))
    return tora


@pytest.fixture
def temagrupp(course):
    return CollaborationGroup.objects.get(kind=CollaborationGroup.Kind.TEMAGRUPP)
