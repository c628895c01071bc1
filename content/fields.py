from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: editing a block is not a migration.

    The price: a data migration sees raw JSON only (docs/beslut/0005).
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class LinesField(models.JSONField):
    """A list of short texts, written one a line."""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs |= {"form_class": LinesFormField, "show_hidden_initial": False}
        return models.Field.formfield(self, **kwargs)


class LinesFormField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": 8}), **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [
            line for line in map(str.strip, (super().to_python(value) or "").splitlines()) if line
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)
