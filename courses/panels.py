from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


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
