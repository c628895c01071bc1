from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import CopyForm


class DraftCopyForm(CopyForm):
    """A copied module is a draft. Once live it belongs to what everybody is to have done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("publish_copies", None)
