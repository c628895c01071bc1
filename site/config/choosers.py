"""Wagtail's choosers without inline scripts: what starts them is data in the page, read by
static/js/cms.js. They have no template to override, so their one method is replaced. And those of
links in Swedish: their fields have no labels that a catalogue could translate."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.forms import choosers
from wagtail.admin.widgets import BaseChooser

LABELS = {
    choosers.ExternalLinkChooserForm: {"url": "Adress"},
    choosers.EmailLinkChooserForm: {
        "email_address": "E-postadress",
        "subject": "Ämne",
        "body": "Meddelande",
    },
    choosers.PhoneLinkChooserForm: {"phone_number": "Telefonnummer"},
    choosers.AnchorLinkChooserForm: {"url": "Stycke att länka till (dess id i sidans HTML)"},
}


def render(
    chooser: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any],
    renderer: Any = None,
) -> SafeString:
    shown = chooser.get_value_data(value)
    options = chooser.get_js_init_options(attrs["id"], name, shown)
    context = {
        "chooser": chooser.render_html(name, shown, attrs),
        "start": chooser.js_constructor,
        "id": attrs["id"],
        "options": json.dumps(options),
    }
    return render_to_string("wagtailadmin/widgets/chooser_start.html", context)


def start_without_inline_scripts() -> None:
    BaseChooser.render = render


def name_fields_of_links() -> None:
    for form, labels in LABELS.items():
        for field, label in {**labels, "link_text": "Länktext"}.items():
            form.base_fields[field].label = label
