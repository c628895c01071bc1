"""Every test here runs on the starter site, seeded once and rolled back when the folder is left.

The cast is the same as elsewhere; where they work comes from the registers of the starter site.
"""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from content.models import GuidelineEdition
from courses import rendering
from courses.models import ModulePage, ModuleVersion
from people.models import (
    CollaborationGroup,
    District,
    DistrictLayer,
    Organisation,
    WorkplaceType,
)


@pytest.fixture(scope="package")
def _seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("seed", stdout=StringIO())
        built = rendering.current_outline()
    yield built
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def site(_seeded, db, monkeypatch):
    """The starter site. What one test publishes is forgotten before the next."""
    monkeypatch.setattr(rendering, "_held", _seeded)
    return _seeded
