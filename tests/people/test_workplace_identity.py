"""What makes a workplace the same, and that the database has room for it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from people.models import District, Organisation, Workplace, WorkplaceType
from tests.conftest import LONG_AGO


def identity(organisation, name, *, kind="bvc", district="centrum"):
    return Workplace.identity_of(
        organisation=organisation, name=name, workplace_type=kind, district=district
    )


def test_an_ordinary_identity():
    assert identity("Månens  AB", " Månens BVC") == "månens ab|månens bvc|bvc|centrum"
    assert identity("Månens AB", "", district=None) == "månens ab||bvc|"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("A|B", "C"), ("A", "B|C")),
        (("A|", "C"), ("A", "|C")),
        (("A|", ""), ("A", "|")),
        (("A\\|B", "C"), ("A\\", "B|C")),
        (("A|B", "C"), ("A B", "C")),
        (("A|B", "C"), ("A\tB", "C")),
    ],
)
def test_names_that_hold_the_separator_are_not_mixed_up(one, other):
    assert identity(*one) != identity(*other)


def test_white_space_and_case_make_no_difference():
    assert identity("A | B", "Ö\tC") == identity("a  |  b", "ö C")


def test_the_longest_identity_fits():
    longest = identity(
        "ﬃ" * Organisation._meta.get_field("name").max_length,
        "ΐ" * Workplace._meta.get_field("name").max_length,
        kind="x" * WorkplaceType._meta.get_field("code").max_length,
        district="x" * District._meta.get_field("code").max_length,
    )
    assert 400 < len(longest) <= Workplace._meta.get_field("identity").max_length
    assert len(longest.encode()) < 2704  # what an index of PostgreSQL has room for


@pytest.mark.parametrize(
    ("identity", "becomes"),
    [
        ("bo|li|ek|bvc|centrum", "bo\tli|ek|bvc|centrum"),
        ("bo|li|ek|bvc|", "bo\tli|ek|bvc|"),
        ("bo ab|ek|bvc|centrum", "bo ab|ek|bvc|centrum"),
    ],
    ids=["as it was made", "without a district", "made under another name"],
)
def test_what_is_stored_since_before_gets_its_new_identity(db, bvc, identity, becomes):
    migration = import_module("people.migrations.0005_workplace_identity")
    organisation = Organisation.objects.create(name="Bo|Li")
    Workplace.objects.create(
        organisation=organisation, name="Ek", workplace_type=bvc, identity=identity,
        valid_from=LONG_AGO,
    )  # fmt: skip
    migration.keep_the_separator_apart(apps, connection.schema_editor())
    assert Workplace.objects.get().identity == becomes
