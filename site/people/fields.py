from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class ReadField(forms.CharField):
    """Text read by one of ``csv_files``'s readers: the same rules and words as in a file.

    Its value is what the reader gives, None when nothing is typed.
    """

    def __init__(self, reader: Callable[[str], Any], *, ask: str = "Ange", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader, self.ask = reader, ask

    def clean(self, value: Any) -> Any:
        text = " ".join(super().clean(value).split())
        if not text:
            return None
        try:
            return self.reader(text)
        except ValueError as error:
            raise ValidationError(f"{self.ask} {error}") from None


def day_picker(**attrs: str) -> forms.DateInput:
    """The browser's own date field; its value is always YYYY-MM-DD."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", **attrs})
