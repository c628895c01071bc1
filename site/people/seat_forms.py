"""The forms in which temagruppen gives a seat and changes its end. The last day is asked for, as
people say it; the database keeps the day after (``[valid_from, valid_to)``)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from .csv_files import iso_date
from .fields import ReadField, day_picker

ROLES = [
    ("samordnare", "NOSAM-samordnare. Läser stadsdelens rapport och anger målgruppens antal."),
    ("redaktion", "Redaktör. Skriver utkast till sidor och frågor."),
    ("temagrupp", "Ledamot i temagruppen. Publicerar, läser alla rapporter och ger uppdrag."),
]
LONGEST_YEARS = 10
_WHOLE_ADDRESS = "Skriv hela e-postadressen, till exempel namn@goteborg.se"


class EndForm(forms.Form):
    till_och_med = ReadField(
        iso_date(),
        label="Till och med (frivilligt)",
        help_text="Sista dagen. Lämna tomt om uppdraget gäller tills vidare.",
        required=False,
        widget=day_picker(),
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["till_och_med"]
        last = date(at.year + LONGEST_YEARS, 12, 31)
        field.reader = iso_date(not_before=at, not_after=last)  # type: ignore[attr-defined]
        field.widget.attrs |= {"min": at.isoformat(), "max": last.isoformat()}

    def until(self) -> date | None:
        """The first day on which the seat no longer holds; None for no end."""
        last: date | None = self.cleaned_data["till_och_med"]
        return last + timedelta(days=1) if last else None


class SeatForm(EndForm):
    epost = forms.EmailField(
        label="Personens e-postadress i jobbet",
        help_text="Den som inte har ett konto får ett, och loggar in med en kod i mejlet.",
        error_messages={"required": "Skriv personens e-postadress", "invalid": _WHOLE_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    uppdrag = forms.ChoiceField(
        label="Vilket uppdrag?",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vilket uppdrag", "invalid_choice": "Välj vilket uppdrag"},
    )
    stadsdel = forms.ChoiceField(
        label="Stadsdel",
        help_text="Bara för NOSAM-samordnare.",
        required=False,
        error_messages={"invalid_choice": "Välj en stadsdel i listan"},
    )
    field_order = ["epost", "uppdrag", "stadsdel", "till_och_med"]

    def __init__(self, *args: Any, districts: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The validator of an e-mail field carries a message of its own.
        self.fields["epost"].validators = [EmailValidator(_WHOLE_ADDRESS)]
        field = self.fields["stadsdel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Välj stadsdel"), *districts.items()]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        is_local = given.get("uppdrag") == "samordnare"
        if is_local and "stadsdel" in given and not given["stadsdel"]:
            self.add_error("stadsdel", ValidationError("Välj vilken stadsdel samordnaren har"))
        if not is_local and given.get("uppdrag") and given.get("stadsdel"):
            self.add_error(
                "stadsdel",
                ValidationError("Det här uppdraget gäller hela staden. Välj ingen stadsdel"),
            )
        return given
