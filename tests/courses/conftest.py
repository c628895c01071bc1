"""Every test here runs on the starter site, seeded once and rolled back when the folder is left.

The cast is the same as elsewhere; where they work comes from the registers of the starter site.
"""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from itertools import count
from pathlib import Path

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

HERE = Path(__file__).parent
OUTLINE = pytest.StashKey()
_stamps = count(1_000_000, 1000)


@pytest.fixture
def _seeded(request, django_db_setup, django_db_blocker):
    """The outline of the starter site, seeded by the first test of the folder that asks.

    Not a fixture of package scope, since that takes an ``__init__.py``, and this folder would then
    be imported under the name of the app.
    """
    (folder,) = (node for node in request.node.iter_parents() if node.path == HERE)
    if OUTLINE not in folder.stash:
        with django_db_blocker.unblock():
            folder.stash[OUTLINE] = _seed(folder, django_db_blocker)
    return folder.stash[OUTLINE]


def _seed(folder, blocker):
    assert not transaction.get_connection().in_atomic_block, "seed before the test's transaction"
    outer = transaction.atomic()
    outer.__enter__()

    def forget():
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
        rendering._held = None
        if OUTLINE in folder.stash:
            del folder.stash[OUTLINE]

    folder.addfinalizer(forget)
    call_command("seed", stdout=StringIO())
    return rendering.current_outline()


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
