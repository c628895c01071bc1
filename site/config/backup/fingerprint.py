"""How many rows every table has, and a sum that tells whether they are the same rows."""

from __future__ import annotations

from hashlib import sha256

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Table → how many rows, and the sum of their hashes, which no order of them changes.
Fingerprint = dict[str, tuple[int, str]]

_OF_POSTGRESQL = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t"


def fingerprint(connection: BaseDatabaseWrapper) -> Fingerprint:
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        return {table: _of_table(connection, cursor, table) for table in tables}


def _of_table(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str
) -> tuple[int, str]:
    quoted = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        cursor.execute(_OF_POSTGRESQL.format(quoted))
        rows, total = cursor.fetchone()
        return rows, str(total)
    cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608 - a table's own name
    rows = total = 0
    for row in cursor:
        rows += 1
        total += int.from_bytes(sha256(repr(row).encode()).digest()[:8], "big")
    return rows, str(total)


def differences(expected: Fingerprint, found: Fingerprint) -> list[str]:
    """A sentence for each table that is not as expected; empty when all are."""
    return [
        _difference(table, expected.get(table), found.get(table))
        for table in sorted(expected.keys() | found.keys())
        if expected.get(table) != found.get(table)
    ]


def _difference(table: str, expected: tuple[int, str] | None, found: tuple[int, str] | None) -> str:
    if found is None:
        return f"Tabellen {table} saknas."
    if expected is None:
        return f"Tabellen {table} fanns inte i säkerhetskopian."
    if expected[0] != found[0]:
        return f"Tabellen {table} har {found[0]} rader, inte {expected[0]}."
    return f"Tabellen {table} har rätt antal rader men inte samma innehåll."
