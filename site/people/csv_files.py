"""Reading a CSV file that a person has made: pure, streaming, and clear about what is wrong. And
one rule for the files that we write, ``not_a_formula``.

    errors = CsvErrors(path)
    for row in read_rows(path, required=("district", "count"), optional={}, errors=errors):
        count = errors.parse(row, "count", whole_number)                # None when it is wrong
        on = errors.parse(row, "as_of", iso_date(not_after=today))
        district = errors.parse(row, "district", one_of(codes))
        if on and on < start:
            errors.add(row.number, "as_of", str(on), f"ett datum från och med {start}")
    errors.raise_if_any()                                # nothing has been written until here

``str(errors)`` is the Swedish text for stderr: the first ten with file, row, column, value and
what would be right. A file that cannot be read at all (missing, empty, not UTF-8, wrong columns)
raises CsvErrors from ``read_rows`` itself. Rows are counted as in a spreadsheet: the header is 1.

No cell that comes out of here holds a control character: PostgreSQL cannot keep NUL at all, and
none of them is ever meant.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

SHOWN = 10
EARLIEST = date(1900, 1, 1)
"""No date before this is meant: nobody who is asked about was at work then."""

_LONGEST_VALUE = 60
_LINE_BREAKS_AND_TABS = re.compile(r"[\t\n\v\f\r]+")
_WHOLE_NUMBER = re.compile(
    "[0-9]{1,9}|[1-9][0-9]{0,2}(?:[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
    "[0-9]{3}){1,2}"
)
_CONTROL_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNREADABLE_ROWS = {
    "unexpected end of data": "ett citattecken öppnas men stängs aldrig",
    "expected after": "efter ett citattecken som stängs ska nästa cell börja",
    "field limit": "en cell är alltför lång; kanske saknas ett citattecken som stänger den",
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class CellError:
    """One fault. ``row`` is None for the whole file, ``column`` is empty for the whole row."""

    row: int | None
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        where = [f"rad {self.row}"] if self.row else []
        where += [f"kolumn {self.column}"] if self.column else []
        if not where:
            return self.expected
        value = self.value[:_LONGEST_VALUE] + ("…" if len(self.value) > _LONGEST_VALUE else "")
        value = _CONTROL_CHARACTER.sub(_picture, value)
        return f"{', '.join(where)}: ”{value}” – rätt vore {self.expected}"


class CsvErrors(Exception):
    """Collects the faults of one file; keeps the first ten and how many there were."""

    def __init__(self, path: Path | str) -> None:
        super().__init__()
        self.path = Path(path)
        self.shown: list[CellError] = []
        self.total = 0

    def add(self, row: int | None, column: str, value: str, expected: str) -> None:
        self.total += 1
        if len(self.shown) < SHOWN:
            self.shown.append(CellError(row, column, value, expected))

    def parse(self, row: Row, column: str, parser: Callable[[str], T]) -> T | None:
        """The cell as ``parser`` reads it; None, and the fault noted, when it raises ValueError."""
        try:
            return parser(row[column])
        except ValueError as error:
            self.add(row.number, column, row[column], str(error))
            return None

    def refuse(self, expected: str, *, row: int | None = None, value: str = "") -> NoReturn:
        """Stop at once: the file cannot be read any further."""
        self.add(row, "", value, expected)
        raise self

    def raise_if_any(self) -> None:
        if self.total:
            raise self

    def __bool__(self) -> bool:
        return self.total > 0

    def __str__(self) -> str:
        lines = [f"{self.path}: {error}" for error in self.shown]
        if self.total > len(self.shown):
            lines.append(f"… och {self.total - len(self.shown)} fel till.")
        lines.append("Ingenting har ändrats.")
        return "\n".join(lines)


def read_rows(
    path: Path | str,
    *,
    required: tuple[str, ...],
    optional: dict[str, str] | None = None,
    errors: CsvErrors | None = None,
) -> Iterator[Row]:
    """Every row with its cells stripped, one at a time. A line break within a cell is a blank.

    ``optional`` gives what stands for an absent column or an empty cell. A row with the wrong
    number of cells, or with a control character, is noted in ``errors`` and left out; without
    ``errors`` it stops the reading.
    """
    found = CsvErrors(path) if errors is None else errors
    rows = 0
    for number, cells, columns in _records(found, required, optional or {}):
        row = _row(number, cells, columns, optional or {}, found)
        if row is not None:
            yield row
        elif errors is None:
            found.raise_if_any()
        rows += 1
    if not rows:
        found.refuse("filen har en rubrikrad men inga rader under den.")


def _row(
    number: int, cells: list[str], columns: list[str], optional: dict[str, str], errors: CsvErrors
) -> Row | None:
    """The cells by column; None, and the fault noted, when they cannot be that."""
    if len(cells) != len(columns):
        expected = f"{len(columns)} celler ({', '.join(columns)}), inte {len(cells)}"
        errors.add(number, "", ";".join(cells), expected)
        return None
    faults_before = errors.total
    values = dict(optional)
    for column, cell in zip(columns, cells, strict=True):
        text = _LINE_BREAKS_AND_TABS.sub(" ", cell).strip()
        if _CONTROL_CHARACTER.search(text):
            errors.add(number, column, text, "text utan styrtecken; de syns inte i ett kalkylblad")
        values[column] = text or values.get(column, "")
    return Row(number, values) if errors.total == faults_before else None


def _picture(control_character: re.Match[str]) -> str:
    """A sign that can be seen, such as ␀: a terminal must never act on what a file holds."""
    code = ord(control_character[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def _records(
    errors: CsvErrors, required: tuple[str, ...], optional: dict[str, str]
) -> Iterator[tuple[int, list[str], list[str]]]:
    number = 0
    try:
        with errors.path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            if not header.strip():
                errors.refuse("filen är tom. Första raden ska vara " + ",".join(required) + ".")
            delimiter = ";" if header.count(";") > header.count(",") else ","
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            columns: list[str] = []
            for number, cells in enumerate(reader, start=1):
                if number == 1:
                    columns = _columns(cells, errors, required, optional)
                elif any(cell.strip() for cell in cells):
                    yield number, cells, columns
    except UnicodeDecodeError:
        line, text = _first_line_not_utf8(errors.path)
        errors.refuse("text i UTF-8. Spara filen som ”CSV UTF-8”", row=line, value=text)
    except csv.Error as error:
        errors.refuse(f"en rad som går att läsa ({_unreadable_row(error)})", row=number + 1)
    except OSError as error:
        errors.refuse(f"filen går inte att läsa: {_unreadable_file(error)}.")


def _unreadable_row(error: csv.Error) -> str:
    """In Swedish. The csv module has one class for all, so its English text tells them apart."""
    told = (swedish for part, swedish in _UNREADABLE_ROWS.items() if part in str(error))
    return next(told, "kontrollera citattecken och radbrytningar")


def _unreadable_file(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "den finns inte"
        case IsADirectoryError():
            return "det är en mapp"
        case PermissionError():
            return "den som kör kommandot har inte rätt att läsa den"
        case _:
            return f"systemet svarade med fel {error.errno}"


def _columns(
    cells: list[str], errors: CsvErrors, required: tuple[str, ...], optional: dict[str, str]
) -> list[str]:
    columns = [cell.strip().casefold() for cell in cells]
    known = (*required, *optional)
    for column in required:
        if column not in columns:
            errors.add(1, column, "", f"en kolumn som heter {column}; den saknas")
    for column in columns:
        if column not in known:
            errors.add(1, column or "(utan namn)", column, "någon av " + ", ".join(known))
    for column in known:
        if columns.count(column) > 1:
            errors.add(1, column, column, "varje kolumn en gång")
    errors.raise_if_any()
    return columns


def _first_line_not_utf8(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number, line.decode("latin-1").strip()
    return 1, ""


def whole_number(text: str) -> int:
    """A whole number ≥ 0, also with a space between the thousands: neither ``12,5`` nor ``-1``."""
    if not _WHOLE_NUMBER.fullmatch(text):
        raise ValueError("ett heltal, 0 eller större, med bara siffror, till exempel 1200")
    return int("".join(text.split()))


def iso_date(
    *, not_before: date = EARLIEST, not_after: date | None = None
) -> Callable[[str], date]:
    """A parser of YYYY-MM-DD, refusing what lies before ``not_before`` or after ``not_after``."""

    def parse(text: str) -> date:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError("ett datum som ÅÅÅÅ-MM-DD, till exempel 2026-11-01")
        try:
            parsed = date.fromisoformat(text)
        except ValueError:
            raise ValueError("ett datum som finns, skrivet ÅÅÅÅ-MM-DD") from None
        if parsed < not_before:
            raise ValueError(f"ett datum från och med {not_before}")
        if not_after is not None and parsed > not_after:
            raise ValueError(f"ett datum som inte ligger efter {not_after}")
        return parsed

    return parse


def one_of(known: Collection[str]) -> Callable[[str], str]:
    """A parser that lets through only the codes in ``known``, and names them when it does not."""

    def parse(text: str) -> str:
        if text not in known:
            raise ValueError("någon av " + ", ".join(known))
        return text

    return parse


def filled(text: str, *, at_most: int = 120) -> str:
    """Some text that fits its field; ``partial(filled, at_most=80)`` for a shorter one."""
    if not text:
        raise ValueError("något ifyllt")
    if len(text) > at_most:
        raise ValueError(f"högst {at_most} tecken")
    return text


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def not_a_formula(text: str) -> str:
    """The text for a cell of a file that goes out: a spreadsheet must never calculate it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
