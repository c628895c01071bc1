"""The rows of the file, checked one by one and then against one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from people.csv_files import CsvErrors, Row, filled, iso_date, one_of, read_rows
from people.models import District, Organisation, Person, Workplace, WorkplaceType

REQUIRED = (
    "email", "name", "organisation", "workplace", "workplace_type", "district", "valid_from",
)  # fmt: skip
OPTIONAL = {"organisation_kind": "", "occupation": "", "valid_to": ""}
_SCHEMA = """
CREATE TABLE workplace (
    id INTEGER PRIMARY KEY, identity TEXT UNIQUE, organisation TEXT, name TEXT, type TEXT,
    district TEXT, since TEXT, pk INTEGER);
CREATE TABLE line (
    number INTEGER PRIMARY KEY, email TEXT, name TEXT, workplace INTEGER, valid_from TEXT,
    valid_to TEXT, occupation TEXT);
CREATE TABLE newcomer (email TEXT PRIMARY KEY, name TEXT, pk INTEGER);
CREATE TABLE renamed (person INTEGER PRIMARY KEY, was TEXT, name TEXT);
CREATE TABLE opening (
    email TEXT, person INTEGER, workplace INTEGER, valid_from TEXT, valid_to TEXT, occupation TEXT);
CREATE TABLE change (membership INTEGER PRIMARY KEY, was TEXT, valid_to TEXT, occupation TEXT);
"""


@dataclass
class Employer:
    """An organisation of the file or of the database, by its name in small letters."""

    name: str
    kind: str
    pk: int | None
    row: int = 0

    @property
    def saved_pk(self) -> int:
        if self.pk is None:
            raise LookupError(self.name)
        return self.pk


class Staging:
    """A private temporary database: it spills to disk and vanishes when closed."""

    def __init__(self) -> None:
        self.db = sqlite3.connect("", isolation_level=None)
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        self.db.execute("BEGIN")
        self.rows = 0
        self.employers = {
            _key(name): Employer(name, kind, pk)
            for pk, name, kind in Organisation.objects.values_list("pk", "name", "kind")
        }

    def close(self) -> None:
        self.db.close()

    def count(self, table: str) -> int:
        (count,) = self.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 - ours
        return int(count)

    def chunks(self, query: str, *args: Any, size: int = 300) -> Iterator[list[tuple[Any, ...]]]:
        cursor = self.db.execute(query, args)
        while rows := cursor.fetchmany(size):
            yield rows


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _email(text: str) -> str:
    email = Person.objects.normalize_email(text)
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError("en e-postadress, till exempel namn@goteborg.se") from None
    return filled(email, at_most=254)


def _at_most(length: int, text: str) -> str:
    return filled(text, at_most=length) if text else ""


def _unless_empty(parser: Callable[[str], Any], text: str) -> Any:
    return parser(text) if text else None


def stage(staging: Staging, errors: CsvErrors, *, at: date) -> Iterator[int]:
    """Fill ``staging`` from the file of ``errors``; yields the row number now and then."""
    types = list(WorkplaceType.objects.values_list("code", flat=True))
    districts = District.objects.current(at=at).filter(layer__is_reporting=True)
    codes = list(districts.values_list("code", flat=True))
    kinds = [kind.value for kind in Organisation.Kind]
    parsers: dict[str, Callable[[str], Any]] = {
        "email": _email,
        "name": partial(_at_most, 120),
        "organisation": partial(filled, at_most=120),
        "workplace": partial(_at_most, 120),
        "workplace_type": one_of(types),
        "district": partial(_unless_empty, one_of(codes)),
        "valid_from": iso_date(not_after=at),
        "organisation_kind": partial(_unless_empty, one_of(kinds)),
        "occupation": partial(_at_most, 80),
        "valid_to": partial(_unless_empty, iso_date()),
    }
    path: Path = errors.path
    for row in read_rows(path, required=REQUIRED, optional=OPTIONAL, errors=errors):
        before = errors.total
        cells = {name: errors.parse(row, name, parser) for name, parser in parsers.items()}
        if errors.total == before:
            _check_and_keep(staging, errors, row, cells)
        staging.rows += 1
        if staging.rows % 500 == 0:
            yield staging.rows
    _find_duplicates(staging, errors)


def _check_and_keep(staging: Staging, errors: CsvErrors, row: Row, cells: dict[str, Any]) -> None:
    if cells["valid_to"] and cells["valid_to"] <= cells["valid_from"]:
        errors.add(row.number, "valid_to", row["valid_to"], f"ett datum efter {row['valid_from']}")
        return
    employer = _employer(staging, errors, row, cells["organisation_kind"])
    if employer is None:
        return
    name = " ".join(cells["workplace"].split())
    identity = Workplace.identity_of(
        organisation=employer.name,
        name=name,
        workplace_type=cells["workplace_type"],
        district=cells["district"],
    )
    since = cells["valid_from"].isoformat()
    (workplace,) = staging.db.execute(
        "INSERT INTO workplace (identity, organisation, name, type, district, since)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (identity) DO UPDATE SET since = MIN(since, excluded.since) RETURNING id",
        (
            identity,
            _key(employer.name),
            name,
            cells["workplace_type"],
            cells["district"],
            since,
        ),
    ).fetchone()
    staging.db.execute(
        "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            row.number,
            cells["email"],
            cells["name"],
            workplace,
            since,
            row["valid_to"],
            cells["occupation"],
        ),
    )


def _employer(staging: Staging, errors: CsvErrors, row: Row, kind: str | None) -> Employer | None:
    """The organisation of the row; None, and the fault noted, when its kind is another."""
    known = staging.employers.get(_key(row["organisation"]))
    if known is None:
        known = Employer(" ".join(row["organisation"].split()), kind or "", None, row.number)
        staging.employers[_key(known.name)] = known
    elif kind and not known.kind:
        known.kind = kind
    elif kind and kind != known.kind:
        where = f"som på rad {known.row}" if known.row else "som det redan är sparat"
        errors.add(row.number, "organisation_kind", kind, f"{known.kind}, {where}")
        return None
    return known


_SAME_KEY = """
SELECT later.number, later.{column}, first.number, first.{column} FROM line AS later
JOIN line AS first ON first.number = (
    SELECT MIN(number) FROM line WHERE email = later.email AND {same})
WHERE later.number > first.number AND later.{column} <> first.{column} {extra}
ORDER BY later.number
"""


def _find_duplicates(staging: Staging, errors: CsvErrors) -> None:
    """The same person and workplace twice with different values, or one person with two names."""
    staging.db.execute("CREATE INDEX by_key ON line (email, workplace, number)")
    same_place = "workplace = later.workplace"
    named = "name <> ''"
    searches = [
        ("valid_from", same_place, ""),
        ("valid_to", same_place, ""),
        ("occupation", same_place, ""),
        ("name", named, f"AND later.{named}"),
    ]
    for column, same, extra in searches:
        query = _SAME_KEY.format(column=column, same=same, extra=extra)
        for number, value, first, wanted in staging.db.execute(query):
            errors.add(number, column, value, f"samma som på rad {first}: ”{wanted}”")
