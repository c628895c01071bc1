"""For tests that must commit, because another process reads what they wrote."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection


@pytest.fixture(scope="module")
def put_back(django_db_setup, django_db_blocker):
    """The tests' own database as it was before the file, when all tests of the file have run:
    such tests empty it, migrations' rows included, and the next file needs them."""
    with django_db_blocker.unblock():
        put_back = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    yield
    with django_db_blocker.unblock():
        put_back()


def _sqlite():
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)

    def put_back():
        connection.ensure_connection()
        copy.backup(connection.connection)
        copy.close()

    return put_back


def _postgresql():
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}_before" TEMPLATE "{name}"')

    def put_back():
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            cursor.execute(f'ALTER DATABASE "{name}_before" RENAME TO "{name}"')

    return put_back
