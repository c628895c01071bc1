"""A row of a register for those who may not change it: what it says, and where it is used."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Field, Model
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import InspectView, UsageView


class RowView(InspectView):
    page_title = "Läs"
    usage_url_name = ""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        address = reverse(self.usage_url_name, args=(quote(self.object.pk),))
        return [HeaderButton(label="Användning", url=address, icon_name="link")]

    def get_field_display_value(self, field_name: str, field: Field[Any, Any] | None) -> Any:
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return "Ja" if value else "Nej"
        if isinstance(value, list):
            return ", ".join(value)
        return "–" if value in (None, "") else value


class RowUsageView(UsageView):
    permission_required = None
    any_permission_required = ("add", "change", "delete", "view")
    inspect_url_name = ""

    def get_edit_url(self, instance: Model) -> str | None:
        """Where to go back to: the row's form, or its text for those who only read it."""
        if self.user_has_permission("change"):
            return super().get_edit_url(instance)
        return reverse(self.inspect_url_name, args=(quote(instance.pk),))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return super().header_buttons if self.user_has_permission("change") else []
