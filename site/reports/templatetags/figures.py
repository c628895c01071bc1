"""Figures as a reader of Swedish expects them: decimal comma, space before %, words for hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..findings import SUPPRESSED, decimal_comma, is_shown

register = template.Library()

_HIDDEN = mark_safe(
    '<span aria-hidden="true">..</span><span class="vh">för få personer för att visas</span>'
)
_UNKNOWN = mark_safe('<span aria-hidden="true">–</span><span class="vh">uppgift saknas</span>')


def _absent(value: Any) -> SafeString:
    return _HIDDEN if value == SUPPRESSED else _UNKNOWN


@register.filter
def share(value: Any) -> str | SafeString:
    """A share 0–1 as percent with one decimal."""
    return f"{decimal_comma(100 * value)}\xa0%" if is_shown(value) else _absent(value)


@register.filter
def people(value: Any) -> str | SafeString:
    """A number of people, thousands apart."""
    return f"{value:,}".replace(",", "\xa0") if is_shown(value) else _absent(value)


@register.filter
def out_of(row: Mapping[str, Any]) -> str | SafeString:
    """How many are klara, out of the headcount where that is of the same people: where a type has
    no headcount its people are in the count alone."""
    count = people(row["completed_current"])
    if row["headcount"] is None or row["headcount_missing"]:
        return count
    return format_html("{} av {}", count, people(row["headcount"]))


@register.filter
def points(value: Any) -> str | SafeString:
    """A difference in percentage points."""
    return decimal_comma(value) if is_shown(value) else _absent(value)


@register.simple_tag
def bar(value: Any, target: float = 0.8) -> SafeString:
    """The bar of a row: lengths in attributes, colour as attribute first so that print keeps it."""
    width = f"{100 * min(1, value):.1f}%" if is_shown(value) else "0%"
    goal = f"{100 * float(target):.0f}%"
    return format_html(
        '<svg width="100%" height="44" aria-hidden="true" focusable="false">'
        '<rect class="rail" fill="#e4eff1" y="30%" width="100%" height="40%"/>'
        '<rect class="bar" fill="#5a8b98" y="30%" width="{}" height="40%"/>'
        '<line class="goal" stroke="#b0401a" stroke-width="2" x1="{}" x2="{}" y1="0" y2="100%"/>'
        "</svg>",
        width,
        goal,
        goal,
    )


@register.simple_tag
def plain_bar(value: Any) -> SafeString:
    """A bar without a target line."""
    width = f"{100 * min(1, value):.1f}%" if is_shown(value) else "0%"
    return format_html(
        '<svg width="100%" height="44" aria-hidden="true" focusable="false">'
        '<rect class="rail" fill="#e4eff1" y="30%" width="100%" height="40%"/>'
        '<rect class="bar" fill="#5a8b98" y="30%" width="{}" height="40%"/></svg>',
        width,
    )


@register.filter
def share_number(value: Any) -> str | SafeString:
    """A share 0–1 in percent, without the sign."""
    return decimal_comma(100 * value) if is_shown(value) else _absent(value)


@register.filter
def shown(value: Any) -> bool:
    return is_shown(value)


@register.filter
def isodate(value: str) -> date:
    """A date of the document, so that Django writes it in Swedish."""
    return date.fromisoformat(value)
