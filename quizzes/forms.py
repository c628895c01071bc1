from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class QuizForm(WagtailAdminPageForm):
    """The form of a test. Where a new one stands tells its kind, so there is nothing to choose."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            parent = self.parent_page.specific_class._meta.label
            self.instance.kind = self.instance.KIND_UNDER[parent]
