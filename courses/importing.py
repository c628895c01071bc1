"""Learning done elsewhere, read from a file: all of it or nothing, and never over what stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from content.models import GuidelineEdition
from people.access import Snapshot, snapshot_of
from people.csv_files import CsvErrors, Row, iso_date, one_of, read_rows
from people.models import AuditEvent, Person

from .models import Completion, ModulePage

COLUMNS = ("email", "module", "edition", "completed_on", "way", "test_passed")
_WAYS = (Completion.Way.PRIOR.value, Completion.Way.MEETING.value)
_PASSED = {"ja": True, "nej": False}
_BATCH = 500

Key = tuple[str, str, str, str]
"""Address, module, edition and way: what the database holds once for learning done elsewhere."""
Value = tuple[date, bool]


@dataclass(frozen=True)
class Imported:
    """``rows`` in the file, of which ``new`` were entered."""

    rows: int
    new: int


@dataclass
class _Reading:
    """What one file says, held against what stands in the database since before.

    ``told``: what each key has been said to be, and where; ``new``: what is to be entered.
    """

    errors: CsvErrors
    people: dict[str, Person]
    editions: dict[str, GuidelineEdition]
    told: dict[Key, tuple[Value, str]]
    new: dict[Key, Value] = field(default_factory=dict)
    rows: int = 0

    def add(self, row: Row, key: Key, value: Value) -> None:
        self.rows += 1
        if key not in self.told:
            self.told[key] = (value, f"som på rad {row.number}")
            self.new[key] = value
        (day, is_passed), where = self.told[key]
        if day != value[0]:
            self.errors.add(row.number, "completed_on", str(value[0]), f"{day}, {where}")
        elif is_passed != value[1]:
            right = next(text for text, meant in _PASSED.items() if meant == is_passed)
            self.errors.add(row.number, "test_passed", row["test_passed"], f"{right}, {where}")


def import_completions(path: Path, *, at: date, by: Person | None = None) -> Imported:
    """Enter the rows of ``path`` that are not there, with where each person worked that day.

    Raises CsvErrors. Nothing is written before all is read.
    """
    reading = _read(path, at=at)
    new = list(_completions(reading))
    with transaction.atomic():
        Completion.objects.bulk_create(new, ignore_conflicts=True, batch_size=_BATCH)
        if new:
            details = {"rows": reading.rows, "new": len(new)}
            AuditEvent.objects.create(
                actor=by, action="import-completions", subject=path.name[-200:], details=details
            )
    return Imported(rows=reading.rows, new=len(new))


def _completions(reading: _Reading) -> Iterator[Completion]:
    snapshots: dict[tuple[str, date], Snapshot] = {}
    for key, (day, is_passed) in reading.new.items():
        email, module, edition, way = key
        person = reading.people[email]
        if (email, day) not in snapshots:
            snapshots[email, day] = snapshot_of(person, at=day)
        yield Completion(
            person=person,
            module=module,
            edition=reading.editions[edition],
            completed_at=noon(day),
            way=way,
            test_passed=is_passed,
            **snapshots[email, day].as_fields(),
        )


def noon(day: date) -> datetime:
    """The moment that stands for a day when only the day is known."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_default_timezone())


def _read(path: Path, *, at: date) -> _Reading:
    """The whole file, checked. It is read twice, so that only addresses are looked up at once."""
    rows = read_rows(path, required=COLUMNS, errors=CsvErrors(path))
    people = _people(sorted({_address(row["email"]) for row in rows}))
    editions = {edition.code: edition for edition in GuidelineEdition.objects.main_line()}
    reading = _Reading(CsvErrors(path), people, editions, _standing(list(people.values())))
    for row, key, value in _parsed(reading, at=at):
        reading.add(row, key, value)
    reading.errors.raise_if_any()
    return reading


def _address(text: str) -> str:
    return Person.objects.normalize_email(text)


def _people(emails: list[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for start in range(0, len(emails), _BATCH):
        batch = Person.objects.filter(email__in=emails[start : start + _BATCH])
        found |= {person.email: person for person in batch.only("email")}
    return found


def _standing(people: list[Person]) -> dict[Key, tuple[Value, str]]:
    found: dict[Key, tuple[Value, str]] = {}
    for start in range(0, len(people), _BATCH):
        completions = Completion.objects.filter(
            person__in=people[start : start + _BATCH], version_number=0, way__in=_WAYS
        )
        for row in completions.select_related("edition", "person"):
            key = (row.person.email, row.module, row.edition.code, row.way)
            value = (timezone.localdate(row.completed_at), row.test_passed)
            found[key] = (value, "som redan är infört och aldrig ändras")
    return found


def _parsed(reading: _Reading, *, at: date) -> Iterator[tuple[Row, Key, Value]]:
    errors = reading.errors
    modules = list(ModulePage.objects.live().values_list("slug", flat=True))
    read_person, read_module = _person_reader(reading.people), one_of(modules)
    read_edition, read_date = _edition_reader(reading.editions), iso_date(not_after=at)
    read_way, read_passed = one_of(_WAYS), one_of(_PASSED)
    for row in read_rows(errors.path, required=COLUMNS, errors=errors):
        email = errors.parse(row, "email", read_person)
        module = errors.parse(row, "module", read_module)
        edition = errors.parse(row, "edition", read_edition)
        day = errors.parse(row, "completed_on", read_date)
        way = errors.parse(row, "way", read_way)
        passed = errors.parse(row, "test_passed", read_passed)
        if day and edition and not reading.editions[edition].is_current(at=day):
            errors.add(row.number, "completed_on", str(day), _dates(reading.editions[edition]))
        elif email and module and edition and day and way and passed:
            yield row, (email, module, edition, way), (day, _PASSED[passed])


def _dates(edition: GuidelineEdition) -> str:
    until = f" till och med {edition.valid_to - timedelta(days=1)}" if edition.valid_to else ""
    return f"ett datum då {edition.code} gällde: från och med {edition.valid_from}{until}"


def _person_reader(people: dict[str, Person]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if _address(text) not in people:
            raise ValueError("e-postadressen till en person som finns här (se import_people)")
        return _address(text)

    return parse


def _edition_reader(main_line: dict[str, GuidelineEdition]) -> Callable[[str], str]:
    sources = set(
        GuidelineEdition.objects.filter(is_main_line=False).values_list("code", flat=True)
    )

    def parse(text: str) -> str:
        if text in sources:
            raise ValueError(
                f"någon av {', '.join(main_line)}. {text} är en källa och ingen utgåva av "
                "Västbus, så ingen kan vara klar i den"
            )
        return one_of(main_line)(text)

    return parse
