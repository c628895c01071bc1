"""Writes the plan in one transaction, in chunks; stops if somebody else changed the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from people.actions import Refused
from people.models import (
    AuditEvent,
    District,
    Membership,
    Organisation,
    Person,
    Workplace,
    WorkplaceDistrict,
    WorkplaceType,
)

from .staging import Staging

_CHUNK = 90


@dataclass
class Summary:
    people: int = 0
    organisations: int = 0
    workplaces: int = 0
    opened: int = 0
    changed: int = 0
    renamed: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def write(
    staging: Staging, *, source: str, progress: Callable[[int], None] = lambda _: None
) -> Summary:
    """Make what is planned. All or nothing, with its log row; nothing planned writes nothing."""
    summary = Summary(
        people=staging.count("newcomer"),
        organisations=len(_new_employers(staging)),
        workplaces=staging.count("workplace WHERE pk IS NULL"),
        opened=staging.count("opening"),
        changed=staging.count("change"),
        renamed=staging.count("renamed"),
    )
    if not summary:
        return summary
    try:
        with transaction.atomic():
            _make_organisations(staging)
            _make_workplaces(staging)
            _make_people(staging)
            _rename_people(staging)
            _change_memberships(staging)
            _open_memberships(staging, progress)
            AuditEvent.objects.create(
                action="import-people", subject=source[:200], details=asdict(summary)
            )
    except IntegrityError as error:
        raise Refused(
            "Någon ändrade samma uppgifter medan filen lästes in. Ingenting har ändrats. "
            "Kör kommandot igen."
        ) from error
    return summary


def _new_employers(staging: Staging) -> list[Any]:
    return [employer for employer in staging.employers.values() if employer.pk is None]


def _make_organisations(staging: Staging) -> None:
    new = _new_employers(staging)
    made = Organisation.objects.bulk_create(
        [Organisation(name=e.name, kind=e.kind or Organisation.Kind.OTHER) for e in new],
        batch_size=_CHUNK,
    )
    for employer, organisation in zip(new, made, strict=True):
        employer.pk = organisation.pk


def _make_workplaces(staging: Staging) -> None:
    types = dict(WorkplaceType.objects.values_list("code", "pk"))
    districts = {code: (pk, layer) for code, pk, layer in _districts()}
    query = (
        "SELECT id, identity, organisation, name, type, district, since FROM workplace"
        " WHERE pk IS NULL AND id > ? ORDER BY id LIMIT ?"
    )
    last = 0
    while rows := staging.db.execute(query, (last, _CHUNK)).fetchall():
        last = rows[-1][0]
        made = Workplace.objects.bulk_create(
            Workplace(
                identity=identity,
                organisation_id=staging.employers[organisation].saved_pk,
                name=name,
                workplace_type_id=types[kind],
                valid_from=date.fromisoformat(since),
            )
            for _, identity, organisation, name, kind, _, since in rows
        )
        pairs = list(zip(made, rows, strict=True))
        WorkplaceDistrict.objects.bulk_create(
            WorkplaceDistrict(
                workplace=workplace,
                district_id=districts[row[5]][0],
                layer_id=districts[row[5]][1],
                valid_from=workplace.valid_from,
            )
            for workplace, row in pairs
            if row[5]
        )
        staging.db.executemany(
            "UPDATE workplace SET pk = ? WHERE id = ?",
            [(workplace.pk, row[0]) for workplace, row in pairs],
        )


def _districts() -> Any:
    return District.objects.values_list("code", "pk", "layer_id")


def _make_people(staging: Staging) -> None:
    last = ""
    query = "SELECT email, name FROM newcomer WHERE email > ? ORDER BY email LIMIT ?"
    while rows := staging.db.execute(query, (last, _CHUNK)).fetchall():
        last = rows[-1][0]
        made = Person.objects.bulk_create(
            Person(email=email, name=name, password=make_password(None)) for email, name in rows
        )
        staging.db.executemany(
            "UPDATE newcomer SET pk = ? WHERE email = ?",
            [(person.pk, person.email) for person in made],
        )


def _rename_people(staging: Staging) -> None:
    for rows in staging.chunks("SELECT person, was, name FROM renamed", size=_CHUNK):
        for person, was, name in rows:
            if not Person.objects.filter(pk=person, name=was).update(name=name):
                raise IntegrityError(f"person {person} has changed")


def _change_memberships(staging: Staging) -> None:
    query = "SELECT membership, was, valid_to, occupation FROM change"
    for rows in staging.chunks(query, size=_CHUNK):
        found = Membership.objects.in_bulk([row[0] for row in rows])
        for pk, was, valid_to, occupation in rows:
            membership = found.get(pk)
            if membership is None or membership.valid_to != _day(was):
                raise IntegrityError(f"membership {pk} has changed")
            membership.valid_to, membership.occupation = _day(valid_to), occupation
        Membership.objects.bulk_update(found.values(), ["valid_to", "occupation"])


def _open_memberships(staging: Staging, progress: Callable[[int], None]) -> None:
    query = (
        "SELECT COALESCE(opening.person, newcomer.pk), workplace.pk, opening.valid_from,"
        " opening.valid_to, opening.occupation FROM opening"
        " JOIN workplace ON workplace.id = opening.workplace"
        " LEFT JOIN newcomer ON newcomer.email = opening.email"
    )
    done = 0
    for rows in staging.chunks(query, size=_CHUNK):
        Membership.objects.bulk_create(
            Membership(
                person_id=person,
                workplace_id=workplace,
                valid_from=date.fromisoformat(start),
                valid_to=_day(end),
                occupation=occupation,
            )
            for person, workplace, start, end, occupation in rows
        )
        done += len(rows)
        progress(done)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
