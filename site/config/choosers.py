"""Wagtail's choosers without inline scripts: what starts them is data in the page, read by
static/js/cms.js. They have no template to override, so their one method is replaced."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser


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
