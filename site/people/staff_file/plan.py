"""What the staged rows change: who is new, which memberships close, which open. Only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from people.csv_files import CsvErrors
from people.models import Membership, Person, Workplace

from .staging import Staging, _key

_LINES = """
SELECT line.email, line.number, line.name, line.workplace, workplace.identity, line.valid_from,
       line.valid_to, line.occupation
FROM line JOIN workplace ON workplace.id = line.workplace
ORDER BY line.email, line.valid_from, line.number
"""


@dataclass
class Period:
    """A membership that exists (``pk``) or is to be made; dates as text, an open end is empty."""

    identity: str
    start: str
    end: str
    occupation: str
    pk: int | None = None
    workplace: int = 0
    row: int = 0
    was: str = ""
    changed: bool = False

    def holds(self, day: str) -> bool:
        return self.start <= day and (not self.end or day < self.end)


@dataclass(frozen=True)
class Line:
    email: str
    number: int
    name: str
    workplace: int
    identity: str
    start: str
    end: str
    occupation: str


def plan(staging: Staging, errors: CsvErrors) -> Iterator[int]:
    """Work out the changes, some hundred people at a time; yields how many rows are done."""
    _find_workplaces(staging)
    cursor = staging.db.execute(_LINES)
    lines = (Line(*row) for row in cursor)
    people = ((email, list(group)) for email, group in groupby(lines, lambda line: line.email))
    done = 0
    chunk: list[tuple[str, list[Line]]] = []
    for person in people:
        chunk.append(person)
        done += len(person[1])
        if len(chunk) == 300:
            _plan_chunk(staging, errors, chunk)
            chunk = []
            yield done
    if chunk:
        _plan_chunk(staging, errors, chunk)
    yield done


def _find_workplaces(staging: Staging) -> None:
    found: list[tuple[int, str]] = []
    for rows in staging.chunks("SELECT identity FROM workplace ORDER BY id"):
        identities = [identity for (identity,) in rows]
        workplaces = Workplace.objects.filter(identity__in=identities)
        found += workplaces.values_list("pk", "identity")
        if len(found) > 5000:
            _note_workplaces(staging, found)
            found = []
    _note_workplaces(staging, found)


def _note_workplaces(staging: Staging, found: list[tuple[int, str]]) -> None:
    staging.db.executemany("UPDATE workplace SET pk = ? WHERE identity = ?", found)


def _plan_chunk(staging: Staging, errors: CsvErrors, chunk: list[tuple[str, list[Line]]]) -> None:
    emails = [email for email, _ in chunk]
    known = {
        email: (pk, name)
        for pk, email, name in Person.objects.filter(email__in=emails).values_list(
            "pk", "email", "name"
        )
    }
    periods = _periods([pk for pk, _ in known.values()])
    for email, lines in chunk:
        pk, name = known.get(email, (None, ""))
        given = next((line.name for line in lines if line.name), "")
        if pk is None:
            staging.db.execute("INSERT INTO newcomer VALUES (?, ?, NULL)", (email, given))
        elif given and not name:
            staging.db.execute("INSERT INTO renamed VALUES (?, ?)", (pk, given))
        theirs = periods.get(pk, []) if pk else []
        for line in lines:
            _place(theirs, line, errors)
        _keep(staging, theirs, email=email, person=pk)


def _periods(people: list[int]) -> dict[int | None, list[Period]]:
    rows = (
        Membership.objects.filter(person__in=people, is_primary=True)
        .order_by("person", "valid_from", "pk")
        .values_list(
            "person_id", "pk", "workplace__identity", "valid_from", "valid_to", "occupation"
        )
    )
    return {
        person: [
            Period(identity, str(start), str(end or ""), occupation, pk=pk, was=str(end or ""))
            for _, pk, identity, start, end, occupation in theirs
            if end is None or end > start
        ]
        for person, theirs in groupby(rows, itemgetter(0))
    }


def _place(periods: list[Period], line: Line, errors: CsvErrors) -> None:
    """Fit one row into what is known of the person's work, in order of time."""
    latest = periods[-1] if periods else None
    if same := _same(periods, latest, line):
        _refine(same, line, is_latest=same is latest)
    elif latest and line.start <= latest.start:
        since = f"rad {latest.row}" if latest.row else "det som redan är sparat"
        expected = f"ett datum efter {latest.start}, då personen enligt {since} började på en annan"
        errors.add(line.number, "valid_from", line.start, f"{expected} arbetsplats")
    elif latest and latest.row and latest.end > line.start:
        expected = f"ett datum från och med {latest.end}, då perioden på rad {latest.row} slutar"
        errors.add(line.number, "valid_from", line.start, expected)
    else:
        if latest and latest.holds(line.start):
            latest.end, latest.changed = line.start, True
        periods.append(
            Period(
                line.identity, line.start, line.end, line.occupation,
                workplace=line.workplace, row=line.number,
            )
        )  # fmt: skip


def _same(periods: list[Period], latest: Period | None, line: Line) -> Period | None:
    """The period that the row is about, if it is known already."""
    for period in periods:
        if period.identity == line.identity and (
            period.start == line.start
            or period.holds(line.start)
            or (period is latest and line.start < period.start)
        ):
            return period
    return None


def _refine(period: Period, line: Line, *, is_latest: bool) -> None:
    """Take over what the row says beside the place: an occupation, and when it ends."""
    period.row = line.number if line.end else period.row
    if line.occupation and line.occupation != period.occupation:
        period.occupation, period.changed = line.occupation, True
    if is_latest and line.end > period.start and line.end != period.end:
        period.end, period.changed = line.end, True


def _keep(staging: Staging, periods: list[Period], *, email: str, person: int | None) -> None:
    for period in periods:
        end = period.end or None
        if period.pk is None:
            values: tuple[Any, ...] = (email, person, period.workplace, period.start, end)
            staging.db.execute(
                "INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?)", (*values, period.occupation)
            )
        elif period.changed:
            staging.db.execute(
                "INSERT INTO change VALUES (?, ?, ?, ?)",
                (period.pk, period.was or None, end, period.occupation),
            )


def plan_endings(staging: Staging, organisation: str, *, at: date) -> int:
    """End, from ``at``, those who work at ``organisation`` but are not there in the file."""
    employer = staging.employers.get(_key(organisation))
    if employer is None:
        raise LookupError(organisation)
    rows = (
        Membership.objects.current(at=at)
        .filter(is_primary=True, workplace__organisation=employer.pk)
        .values_list("pk", "person__email", "valid_to", "occupation")
    )
    there = (
        "SELECT 1 FROM line JOIN workplace ON workplace.id = line.workplace"
        " WHERE line.email = ? AND workplace.organisation = ? LIMIT 1"
    )
    ended = 0
    for pk, email, end, occupation in rows.iterator(chunk_size=1000):
        if staging.db.execute(there, (email, _key(organisation))).fetchone():
            continue
        values = (pk, str(end) if end else None, str(at), occupation)
        ended += staging.db.execute(
            "INSERT INTO change VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", values
        ).rowcount
    return ended
