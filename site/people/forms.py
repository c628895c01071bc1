"""The forms about where a person works. Choices are read when the form is made, never at import."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from .models import District, Organisation, WorkplaceType

NO_DISTRICT = "vet-inte"
_GENERIC = {
    Organisation.Kind.INDEPENDENT: "En friskola eller fristående förskola",
    Organisation.Kind.PRIVATE_CARE: "En privat vårdgivare",
    Organisation.Kind.OTHER: "Någon annan",
}
_NAMED_KINDS = (Organisation.Kind.MUNICIPAL, Organisation.Kind.REGIONAL)


class AboutMeForm(forms.Form):
    """What only the person knows: the same in both ways to a workplace."""

    befattning = forms.CharField(
        label="Din befattning (frivilligt)",
        help_text="Till exempel förskollärare eller sjuksköterska.",
        max_length=80,
        required=False,
        error_messages={"max_length": "Skriv befattningen med högst 80 tecken"},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    chef = forms.BooleanField(label="Jag är chef", required=False)


class PlacedForm(forms.Form):
    """A form with the fields ``omrade`` and ``verksamhet``."""

    def district(self) -> District | None:
        return District.objects.filter(code=self.cleaned_data["omrade"]).first()

    def workplace_type(self) -> WorkplaceType:
        return WorkplaceType.objects.get(code=self.cleaned_data["verksamhet"])


class WorkplaceForm(AboutMeForm, PlacedForm):
    """Where somebody works when the workplace is not in the list."""

    arbetsgivare = forms.ChoiceField(
        label="Vem är du anställd av?",
        widget=forms.RadioSelect,
        error_messages={"required": "Välj vem du är anställd av"},
    )
    omrade = forms.ChoiceField(
        label="Vilket område arbetar du i?",
        error_messages={"required": "Välj vilket område du arbetar i, eller ”Vet inte”"},
    )
    verksamhet = forms.ChoiceField(
        label="Vilken verksamhet arbetar du i?",
        error_messages={"required": "Välj vilken verksamhet du arbetar i"},
    )
    field_order = ["arbetsgivare", "omrade", "verksamhet", "befattning", "chef"]

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "arbetsgivare", employers())
        _choices(self, "omrade", [("", "Välj område"), *areas(at=at)])
        _choices(self, "verksamhet", [("", "Välj verksamhet"), *services()])

    def organisation(self) -> Organisation:
        """The chosen employer; one row stands for all unnamed ones of a kind."""
        kind, _, value = self.cleaned_data["arbetsgivare"].partition("-")
        if kind == "org":
            return Organisation.objects.get(pk=value)
        name = Organisation.Kind(value).label + " (utan namn)"
        return Organisation.objects.get_or_create(name=name, defaults={"kind": value})[0]


class MissingForm(PlacedForm):
    """A workplace that should be in the list. Asks nothing about who is asking."""

    namn = forms.CharField(
        label="Vad heter arbetsplatsen?",
        max_length=120,
        error_messages={
            "required": "Skriv vad arbetsplatsen heter",
            "max_length": "Skriv namnet med högst 120 tecken",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    arbetsgivare = forms.CharField(
        label="Vem driver den? (frivilligt)",
        max_length=120,
        required=False,
        error_messages={"max_length": "Skriv arbetsgivaren med högst 120 tecken"},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    omrade = forms.ChoiceField(
        label="Vilket område ligger den i?",
        error_messages={"required": "Välj vilket område den ligger i, eller ”Vet inte”"},
    )
    verksamhet = forms.ChoiceField(
        label="Vilken verksamhet är det?",
        error_messages={"required": "Välj vilken verksamhet det är"},
    )

    def __init__(self, *args: Any, at: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "omrade", [("", "Välj område"), *areas(at=at)])
        _choices(self, "verksamhet", [("", "Välj verksamhet"), *services()])


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
    field.choices = choices
    field.error_messages["invalid_choice"] = field.error_messages["required"]


def employers() -> list[tuple[str, str]]:
    """The municipality and the region by name, all others by kind."""
    named = Organisation.objects.filter(kind__in=_NAMED_KINDS).order_by("kind", "name")
    return [(f"org-{organisation.pk}", organisation.name) for organisation in named] + [
        (f"kind-{kind}", label) for kind, label in _GENERIC.items()
    ]


def areas(*, at: date) -> list[tuple[str, str]]:
    """The reporting districts in order, then the whole city, then not knowing."""
    districts = District.objects.current(at=at).filter(layer__is_reporting=True)
    own = [(d.code, "Hela staden" if d.is_citywide else d.name) for d in districts]
    citywide = {d.code for d in districts if d.is_citywide}
    return [
        *(pair for pair in own if pair[0] not in citywide),
        *(pair for pair in own if pair[0] in citywide),
        (NO_DISTRICT, "Vet inte"),
    ]


def services() -> list[tuple[str, str]]:
    return list(WorkplaceType.objects.values_list("code", "name"))
