"""The grid in which the headcounts of one district are given: a row for each workplace type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.formats import date_format

from people.csv_files import filled, iso_date, whole_number
from people.fields import ReadField, day_picker
from people.models import WorkplaceType
from people.onboarding import a_year_before

from .models import Headcount
from .templatetags.figures import people

CONFIRMED, SEEN = "stammer", "sett"
HISTORY = 5


@dataclass(frozen=True)
class GridRow:
    """``now``: the entry that holds. ``latest``: the last ones, that one first. ``confirm``:
    the value of the box that says a large change is right; empty when there is nothing to say."""

    kind: WorkplaceType
    now: Headcount | None
    is_old: bool
    latest: list[Headcount]
    field: BoundField
    confirm: str
    is_confirmed: bool


class HeadcountForm(forms.Form):
    """``entries``: all of the district, in the order in which they come to hold.

    An empty field leaves what holds. Nothing is asked about the rest when no number is typed.
    """

    per_den = ReadField(iso_date(), label="Antalen gäller den", required=False, widget=day_picker())
    kalla = ReadField(
        partial(filled, at_most=200),
        label="Varifrån kommer antalen?",
        help_text="Till exempel: Personalsystemet.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[WorkplaceType],
        entries: Sequence[Headcount],
        at: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.entries, self.at = kinds, entries, at
        self.now = {row.workplace_type_id: row for row in entries}
        self.large: dict[int, str] = {}
        day = self.fields["per_den"]
        day.initial = at
        day.reader = iso_date(not_after=at)  # type: ignore[attr-defined]
        day.widget.attrs["max"] = at.isoformat()
        for kind in kinds:
            self.fields[_name(kind)] = ReadField(
                whole_number,
                ask=f"{kind.name}: skriv",
                label=f"Nytt antal, {kind.name}",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )
        self.order_fields([*map(_name, kinds), "per_den", "kalla"])

    def last_entry(self) -> int:
        """The latest entry that this page shows, so that a later one is noticed when it is sent."""
        return max((row.pk for row in self.entries), default=0)

    def rows(self) -> Iterator[GridRow]:
        for kind in self.kinds:
            now = self.now.get(kind.pk)
            confirm = self.large.get(kind.pk, "")
            yield GridRow(
                kind=kind,
                now=now,
                is_old=now is not None and now.as_of < a_year_before(self.at),
                latest=self._of(kind)[: -HISTORY - 1 : -1],
                field=self._described(kind),
                confirm=confirm,
                is_confirmed=bool(confirm) and confirm in self._confirmed(),
            )

    def _described(self, kind: WorkplaceType) -> BoundField:
        """The field, told by what holds now and by what is wrong with it."""
        field = self[_name(kind)]
        ids = [f"nu-{kind.code}", *([f"{field.auto_id}_error"] if field.errors else [])]
        field.field.widget.attrs["aria-describedby"] = " ".join(ids)
        return field

    def _of(self, kind: WorkplaceType) -> list[Headcount]:
        return [row for row in self.entries if row.workplace_type_id == kind.pk]

    def given(self) -> dict[WorkplaceType, int]:
        counts = ((kind, self.cleaned_data.get(_name(kind))) for kind in self.kinds)
        return {kind: count for kind, count in counts if count is not None}

    def clean(self) -> dict[str, Any]:
        given = self.given()
        if not given:
            return self.cleaned_data
        self._require("kalla", "Skriv varifrån antalen kommer")
        self._require("per_den", "Ange vilken dag antalen gäller")
        self._refuse_earlier(given)
        for kind, count in given.items():
            if (now := self.now.get(kind.pk)) is not None and not self._stands(kind, count):
                self._ask_about(kind, now, count)
        return self.cleaned_data

    def _require(self, name: str, message: str) -> None:
        if name in self.cleaned_data and not self.cleaned_data[name]:
            self.add_error(name, message)

    def _refuse_earlier(self, given: Mapping[WorkplaceType, int]) -> None:
        """An entry of an earlier date than the one that holds would never hold."""
        as_of = self.cleaned_data.get("per_den")
        later = {kind: self.now[kind.pk].as_of for kind in given if kind.pk in self.now}
        later = {kind: held for kind, held in later.items() if as_of and held > as_of}
        if later:
            names = ", ".join(kind.name for kind in later)
            newest = date_format(max(later.values()))
            self.add_error(
                "per_den",
                f"Det finns nyare antal för {names}. Ange den {newest} eller senare",
            )

    def _stands(self, kind: WorkplaceType, count: int) -> bool:
        """Whether just this already holds, such as when the form is sent twice."""
        return self._value(self.now[kind.pk]) == self._typed(count)

    def _typed(self, count: int) -> tuple[Any, ...]:
        return (count, self.cleaned_data.get("per_den"), self.cleaned_data.get("kalla"))

    @staticmethod
    def _value(row: Headcount) -> tuple[Any, ...]:
        return (row.count, row.as_of, row.source)

    def _ask_about(self, kind: WorkplaceType, now: Headcount, count: int) -> None:
        """What the person should look at before the number is entered."""
        before, new = people(now.count), people(count)
        if now.pk > self._seen():
            self.add_error(
                _name(kind),
                f"{kind.name}: antalet ändrades till {before} medan du fyllde i. "
                "Kontrollera ditt antal och spara igen",
            )
        elif self._typed(count) in map(self._value, self._of(kind)):
            self.add_error(
                _name(kind),
                f"{kind.name}: {new} fanns redan för den dagen, men {before} angavs senare. "
                "Skriv en annan källa, till exempel Rättat, om ditt antal ska gälla",
            )
        elif 2 * abs(count - now.count) > now.count:
            self.large[kind.pk] = f"{kind.code}-{count}"
            if self.large[kind.pk] not in self._confirmed():
                self.add_error(
                    _name(kind),
                    f"{kind.name}: från {before} till {new} är en stor ändring. "
                    "Rätta antalet, eller kryssa i att det stämmer",
                )

    def _seen(self) -> int:
        text = self.data.get(SEEN, "")
        return int(text) if text.isdecimal() and len(text) < 19 else 0

    def _confirmed(self) -> list[str]:
        confirmed: list[str] = self.data.getlist(CONFIRMED)  # type: ignore[attr-defined]
        return confirmed


def _name(kind: WorkplaceType) -> str:
    return f"antal-{kind.code}"
