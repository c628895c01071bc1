from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

ADDRESS = FieldPanel(
    "slug",
    heading="Sidans adress",
    help_text="Sista delen av webbadressen. Den fylls i av sig själv från titeln.",
)


TITLE = FieldPanel("title", classname="title")
"""Of a page with a fixed address: Wagtail's own panel fills in an address as one types."""


def tabs(
    *groups: tuple[str, list[Any]],
    form: type[WagtailAdminPageForm] = WagtailAdminPageForm,
    has_fixed_address: bool = False,
) -> TabbedInterface:
    """The tabs of a page's editor, as (heading, panels). Its address comes last, with what has no
    place of its own: comments and times of publication."""
    lists = [ObjectList(panels, heading=heading) for heading, panels in groups]
    address = [] if has_fixed_address else [ADDRESS]
    heading = "Övrigt" if has_fixed_address else "Adress"
    lists.append(ObjectList([*address, *Page.settings_panels], heading=heading))
    return TabbedInterface(lists, base_form_class=form)
