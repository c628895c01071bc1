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

    def is_of(self, line: Line) -> bool:
        return (self.identity, self.start) == (line.identity, line.start)

    def goes_on_in(self, line: Line) -> bool:
        """Whether the row says a later day of the same work at the same place."""
        return self.identity == line.identity and self.holds(line.start)

    @property
    def told(self) -> str:
        return f"enligt rad {self.row}" if self.row else "enligt det som redan är sparat"


def plan(staging: Staging, errors: CsvErrors, *, at: date) -> Iterator[int]:
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
            _plan_chunk(staging, errors, chunk, today=str(at))
            chunk = []
            yield done
    if chunk:
        _plan_chunk(staging, errors, chunk, today=str(at))
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


def _plan_chunk(
    staging: Staging, errors: CsvErrors, chunk: list[tuple[str, list[Line]]], *, today: str
) -> None:
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
        elif given and given != name:
            staging.db.execute("INSERT INTO renamed VALUES (?, ?, ?)", (pk, name, given))
        theirs = periods.get(pk, []) if pk else []
        for line in lines:
            _place(theirs, line, errors, today=today)
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


def _place(periods: list[Period], line: Line, errors: CsvErrors, *, today: str) -> None:
    """Fit one row into what is known of the person's work, in order of time.

    A row is about the period that began at that place on that day. What it then says about the
    end is taken over or refused; an empty cell says nothing, so it agrees with an end that is to
    come and with one that came of another place. Where the person is known to have left, the
    row is refused: opening the period again would wipe out when that was, and someone who has
    come back has a new ``valid_from``.
    """
    known = next((period for period in periods if period.is_of(line)), None)
    if fault := _fault(periods, known, line, today):
        column, value, expected = fault
        errors.add(line.number, column, value, expected)
    elif known:
        _refine(known, line)
    else:
        _begin(periods, line)


def _fault(
    periods: list[Period], known: Period | None, line: Line, today: str
) -> tuple[str, str, str] | None:
    """The column, its value and what would be right, when the row cannot hold."""
    if not periods:
        return None
    latest = periods[-1]
    if known:
        return _wrong_end(periods, known, line, today)
    if line.start <= latest.start:
        return "valid_from", line.start, _possible_start(periods, line)
    if latest.row and latest.end > line.start:
        expected = f"ett datum från och med {latest.end}, då perioden på rad {latest.row} slutar"
        return "valid_from", line.start, expected
    if latest.goes_on_in(line):
        return _wrong_end(periods, latest, line, today)
    return None


def _wrong_end(
    periods: list[Period], period: Period, line: Line, today: str
) -> tuple[str, str, str] | None:
    following = periods[periods.index(period) + 1 :]
    if following and line.end > following[0].start:
        start = following[0].start
        expected = f"ett datum till och med {start}, då {following[0].told} börjar en annan period"
        return "valid_to", line.end, expected
    if not following and not line.end and period.end and period.end <= today:
        expected = (
            f"{period.end}, då personen {period.told} slutade, eller om personen är tillbaka "
            "ett valid_from från och med det datumet"
        )
        return "valid_to", line.end, expected
    return None


def _possible_start(periods: list[Period], line: Line) -> str:
    there = (period for period in periods if period.identity == line.identity)
    if first := next((period for period in there if period.start > line.start), None):
        return f"{first.start} eller senare, då personen {first.told} började där"
    latest = periods[-1]
    return (
        f"ett datum efter {latest.start}, då personen {latest.told} började på en annan arbetsplats"
    )


def _refine(period: Period, line: Line) -> None:
    """Take over what the row says beside the place: an occupation, and when it ends."""
    period.row = line.number if line.end else period.row
    if line.occupation and line.occupation != period.occupation:
        period.occupation, period.changed = line.occupation, True
    if line.end and line.end != period.end:
        period.end, period.changed = line.end, True


def _begin(periods: list[Period], line: Line) -> None:
    """Open a period and close the one before. At the same place, what the row leaves out stays."""
    begun = Period(
        line.identity, line.start, line.end, line.occupation,
        workplace=line.workplace, row=line.number,
    )  # fmt: skip
    before = periods[-1] if periods else None
    if before and before.goes_on_in(line):
        begun.end = begun.end or before.end
        begun.occupation = begun.occupation or before.occupation
    if before and before.holds(line.start):
        before.end, before.changed = line.start, True
    periods.append(begun)


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
