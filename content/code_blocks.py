"""Blocks that refer to a register by code, so that text is portable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.blocks import ChoiceBlock, MultipleChoiceBlock

from people.models import WorkplaceType

from .registers import Checklist, GuidelineEdition, GuidelineSection, LawReference, Misconception

Choices = list[tuple[str, str]]


def edition_choices() -> Choices:
    return [(edition.code, str(edition)) for edition in GuidelineEdition.objects.all()]


def section_choices() -> Choices:
    return [(str(section.number), str(section)) for section in GuidelineSection.objects.all()]


def misconception_choices() -> Choices:
    return [(row.code, str(row)) for row in Misconception.objects.all()]


def checklist_choices() -> Choices:
    return [(row.code, row.title) for row in Checklist.objects.all()]


def law_choices() -> Choices:
    """One for each code, however many periods it has: the last that has not ended."""
    rows = LawReference.objects.exclude(valid_to__lte=timezone.localdate())
    return list(dict(rows.order_by("code", "valid_from").values_list("code", "matter")).items())


def workplace_type_choices() -> Choices:
    return [(row.code, row.name) for row in WorkplaceType.objects.all()]


class CodeBlock(ChoiceBlock):
    """A row of a register, by its code. Codes are text already, so reading a page asks no register,
    where Wagtail's own block would ask once for every value.

    ``register``: the model; ``key``: its field that the code is in. By them a row of the register
    knows the pages that it is used on.
    """

    def __init__(self, *, register: type[Model], key: str = "code", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register, self.key = register, key

    def normalize_choice(self, value: Any) -> Any:
        return value

    def extract_references(self, value: Any) -> Iterator[tuple[type[Model], str, str, str]]:
        if value:
            rows = self.register._default_manager.filter(**{self.key: value})
            for pk in rows.values_list("pk", flat=True):
                yield self.register, str(pk), "", ""


class CodesBlock(MultipleChoiceBlock):
    """Several rows of a register, by their codes; see CodeBlock."""

    def normalize_choice(self, value: Any) -> Any:
        return value
