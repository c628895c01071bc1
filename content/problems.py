"""What keeps a page from being published: a sentence each, with where in the page it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from wagtail.blocks import Block, ListBlock
from wagtail.models import Page

from .fields import BodyField


@dataclass(frozen=True)
class Problem:
    sentence: str
    anchor: str = ""
    """Where it stands in the page's editor; empty for the page's own fields."""

    def __str__(self) -> str:
        return self.sentence


class NotReadyError(Exception):
    """A page that is not fit to be published was to be."""

    def __init__(self, page: Page, problems: list[Problem]) -> None:
        super().__init__(f"{page.title}: {problems[0]}")
        self.page = page
        self.problems = problems


def problems_of_draft(page: Page) -> list[Problem]:
    """Of the latest draft; empty when it can be published."""
    return problems_of(page.get_latest_revision_as_object())


def problems_of(page: Page) -> list[Problem]:
    """Of the page as it is in memory; empty when it can be published."""
    found = [problem for field in _streams(page) for problem in _in_stream(page, field)]
    try:
        page.full_clean()
    except ValidationError as error:
        found += _in_fields(page, error)
    return list(dict.fromkeys(found))


def _streams(page: Page) -> list[BodyField]:
    return [field for field in page._meta.get_fields() if isinstance(field, BodyField)]


def _in_fields(page: Page, error: ValidationError) -> Iterator[Problem]:
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else page._meta.get_field(name).verbose_name
        yield from (Problem(_sentence([label] if label else [], text)) for text in messages)


def _in_stream(page: Page, field: BodyField) -> Iterator[Problem]:
    value = getattr(page, field.name)
    try:
        field.stream_block.clean(value)
    except ValidationError as error:
        told = error.as_json_data()  # type: ignore[attr-defined]
        yield from (Problem(_sentence([field.verbose_name], m)) for m in told.get("messages", ()))
        for key, inside in _errors_in(told):
            child = value[key]
            place = [f"Block {key + 1} ({child.block.label})"]
            for sentence in _sentences(child.block, inside, place):
                yield Problem(sentence, f"block-{child.id}-section" if child.id else "")


def _sentences(block: Block, told: dict[str, Any], place: list[str]) -> Iterator[str]:
    """The sentences of a block's error, however deep they stand."""
    yield from (_sentence(place, message) for message in told.get("messages") or ())
    for key, inside in _errors_in(told):
        yield from _sentences(*_step_in(block, key, place=place, told=inside))


def _errors_in(told: dict[str, Any]) -> list[tuple[Any, dict[str, Any]]]:
    """Field name, or the number from 0 on in a list, → what its error tells."""
    inside = told.get("blockErrors") or {}
    pairs = inside.items() if isinstance(inside, dict) else enumerate(inside)
    return [(key, error) for key, error in pairs if error]


def _step_in(
    block: Block, key: Any, *, place: list[str], told: dict[str, Any]
) -> tuple[Block, dict[str, Any], list[str]]:
    """Into a field or a row. No block of ours holds a stream of others."""
    if isinstance(block, ListBlock):
        child = block.child_block
        return child, told, [*place[:-1], f"{child.label or block.label} {key + 1}"]
    child = block.child_blocks[key]
    return child, told, [*place, str(child.label)]


def _sentence(place: list[str], message: str) -> str:
    where = ", ".join(place)
    return f"{where[:1].upper()}{where[1:]}: {message}" if where else str(message)
