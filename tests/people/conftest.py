from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.test import Client

from people.models import Person

from .staff_lines import HEADER


@pytest.fixture
def newcomer(db):
    return Person.objects.create_user("ny@goteborg.example", name="Nina Nyström")


@pytest.fixture
def as_newcomer(newcomer):
    client = Client()
    client.force_login(newcomer)
    return client


@pytest.fixture
def answers(city, angered, preschool):
    return {"arbetsgivare": f"org-{city.pk}", "omrade": "angered", "verksamhet": "forskola"}


@pytest.fixture
def put(tmp_path, angered, centrum, preschool, bvc):
    def run(*lines, header=HEADER, args=()):
        path = tmp_path / "personal.csv"
        path.write_text("\n".join([header, *lines]) + "\n")
        out = io.StringIO()
        call_command("import_people", str(path), *args, stdout=out, stderr=io.StringIO())
        return out.getvalue()

    return run
