from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from .registers import GuidelineEdition
from .review import edition_in_force, next_review


class SourcedForm(WagtailAdminPageForm):
    """Proposes the origin of a new page, so that only the source itself is left to tell."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            edition = GuidelineEdition.objects.filter(code=edition_in_force()).first()
            proposed = {
                "edition": edition and edition.pk,
                "reviewed_on": timezone.localdate(),
                "review_due": next_review(),
            }
            self.initial |= {name: at for name, at in proposed.items() if not self.initial[name]}


class RowForm(WagtailAdminModelForm):
    """A row of a register. What pages refer to it by is typed once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.instance.KEY].disabled = self.instance.pk is not None
