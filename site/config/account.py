from __future__ import annotations

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    NameEmailSettingsPanel,
)

LEFT_OUT = (AvatarSettingsPanel, NameEmailSettingsPanel)
"""Profile pictures are taken unchecked and are of no use here. A first and a last name are demanded
but have no place in a Person, so nothing else on the page could be saved without them."""


class OwnAccountView(AccountView):
    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, LEFT_OUT)]


account = require_admin_access(OwnAccountView.as_view())
