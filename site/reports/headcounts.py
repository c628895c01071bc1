"""Reading the denominators from a file: all of it or nothing, and never over an earlier entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from people.access import reporting_layer
from people.csv_files import CsvErrors, Row, filled, iso_date, one_of, read_rows, whole_number
from people.models import District, Person, WorkplaceType

from .actions import Entered, Key, Value, enter_headcounts

COLUMNS = ("district", "workplace_type", "count", "as_of", "source")


def import_headcounts(path: Path, *, at: date, by: Person | None = None) -> Entered:
    """Enter the rows of ``path`` that are not there. Nothing is written before all is read.

    Raises CsvErrors, and DistrictLayer.DoesNotExist before ``seed``.
    """
    rows = read_headcounts(path, at=at)
    return enter_headcounts(rows, action="import-headcounts", subject=path.name[-200:], by=by)


def read_headcounts(path: Path, *, at: date) -> dict[Key, Value]:
    """The rows of ``path``, in its order. Raises CsvErrors naming what is wrong with them."""
    errors = CsvErrors(path)
    found: dict[Key, Value] = {}
    first_row: dict[Key, int] = {}
    for row, key, value in _parsed(path, errors, at=at):
        if found.setdefault(key, value) != value:
            _refuse_second(row, errors, value, found[key], first_row[key])
        first_row.setdefault(key, row.number)
    errors.raise_if_any()
    return found


def _refuse_second(row: Row, errors: CsvErrors, value: Value, first: Value, number: int) -> None:
    column, place = ("count", 0) if value[0] != first[0] else ("source", 1)
    expected = (
        f"{first[place]} som på rad {number}, som gäller samma stadsdel, verksamhetstyp och datum"
    )
    errors.add(row.number, column, row[column], expected)


def _parsed(path: Path, errors: CsvErrors, *, at: date) -> Iterator[tuple[Row, Key, Value]]:
    types = dict(WorkplaceType.objects.values_list("code", "pk"))
    read_district, districts = _district_reader()
    read_type, read_date = one_of(types), iso_date(not_after=at)
    read_source = partial(filled, at_most=200)
    for row in read_rows(path, required=COLUMNS, errors=errors):
        district = errors.parse(row, "district", read_district)
        kind = errors.parse(row, "workplace_type", read_type)
        count = errors.parse(row, "count", whole_number)
        as_of = errors.parse(row, "as_of", read_date)
        source = errors.parse(row, "source", read_source)
        if not (district is None or kind is None or count is None or as_of is None or not source):
            yield row, (districts[district], types[kind], as_of), (count, source)


def _district_reader() -> tuple[Callable[[str], str], dict[str, int]]:
    """A parser of the reporting layer's codes, and the districts' keys by code."""
    layer = reporting_layer()
    known = dict(District.objects.filter(layer=layer).values_list("code", "pk"))
    elsewhere = dict(District.objects.exclude(layer=layer).values_list("code", "layer__name"))

    def parse(text: str) -> str:
        if text in elsewhere:
            raise ValueError(
                f"någon av {', '.join(known)}. {text} hör till indelningen {elsewhere[text]}, "
                f"och rapporterna följer {layer.name}"
            )
        return one_of(known)(text)

    return parse, known
