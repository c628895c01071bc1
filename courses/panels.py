from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component
from wagtail.models import Page, get_page_models

from content.models import Sourced


class ModuleStatusPanel(Panel):
    """How each page of the module stands, and the way to publishing them together."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/cms/module_status.html"

        def __init__(self, **kwargs: Any) -> None:
            from .module_status import statuses_of

            super().__init__(**kwargs)
            if self.instance.pk:
                self.statuses = statuses_of(self.instance)
                rights = self.instance.permissions_for_user(self.request.user)
                self.may_publish = rights.can_publish()

        def is_shown(self) -> bool:
            return bool(self.instance.pk)


class HowToPanel(Component):
    """The start page's help: from a new lesson to a published one, with the way there."""

    name = "how-to"
    order = 10
    template_name = "courses/cms/how_to.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        from .models import ModulePage
        from .module_status import statuses_of

        user = parent_context["request"].user
        modules = list(ModulePage.objects.order_by("path"))
        return {
            "modules": [
                (module, sum(row.is_to_publish for row in statuses_of(module)))
                for module in modules
            ],
            "may_publish": any(m.permissions_for_user(user).can_publish() for m in modules),
            "overdue": _overdue(at=timezone.localdate()),
        }


def _overdue(*, at: date) -> list[Page]:
    """Published pages that were to have been reviewed before ``at``, the longest ago first."""
    kinds = [model for model in get_page_models() if issubclass(model, Sourced)]
    late = [page for kind in kinds for page in kind.objects.live().filter(review_due__lt=at)]
    return sorted(late, key=lambda page: page.review_due)
