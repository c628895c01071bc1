"""Small parts that many templates share: icons, the ring, bars. No `style`, so the CSP holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from math import cos, radians, sin
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from courses.questions import asked, check_order
from quizzes.questions import Question

register = template.Library()

_FILLED = '<circle cx="12" cy="12" r="10" fill="currentColor" stroke="none"/>'
_ICONS = {
    "check": '<path d="M5 12.5 10 17.5 19.5 7"/>',
    "ok": f'{_FILLED}<path d="M7 12.4 10.6 16 17 8.8" class="on"/>',
    "now": '<circle cx="12" cy="12" r="9"/>'
    '<circle cx="12" cy="12" r="4.5" fill="currentColor" stroke="none"/>',
    "later": '<circle cx="12" cy="12" r="9"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.4 2"/>',
    "arrow": '<path d="M4.5 12h14.5M13 6l6 6-6 6"/>',
    "back": '<path d="M19.5 12H5M11 6l-6 6 6 6"/>',
    "think": f'{_FILLED}<path d="M8.5 15.5 15.5 8.5M8.5 8.5l7 7" class="on"/>',
    "ask": '<path d="M4 5.5h16v10.5h-8.5L7 20v-4H4z"/>'
    '<path d="M8.5 10.8h.01M12 10.8h.01M15.5 10.8h.01" stroke-width="2.75"/>',
    "error": '<path d="M12 3 22 20.5H2z"/><path d="M12 10v4.5M12 17.4h.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6h.01"/>',
    "down": '<path d="M12 4v11.5M6.5 10.5 12 16l5.5-5.5M4.5 20h15"/>',
    "page": '<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M9.5 12h6M9.5 16h6"/>',
}
_SVG = (
    '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" '
    'stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" '
    'aria-hidden="true" focusable="false">{}</svg>'
)
_RENDERED = {name: mark_safe(_SVG.format(paths)) for name, paths in _ICONS.items()}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon, always beside words that say the same. Raises KeyError for an unknown name."""
    return _RENDERED[name]


def _arc(start: float, end: float, radius: float = 38) -> str:
    """An SVG path around (50, 50); degrees clockwise from the top."""
    points = [
        (50 + radius * sin(radians(angle)), 50 - radius * cos(radians(angle)))
        for angle in (start, end)
    ]
    (x1, y1), (x2, y2) = points
    return f"M{x1:.1f} {y1:.1f}A{radius:g} {radius:g} 0 0 1 {x2:.1f} {y2:.1f}"


@register.simple_tag
def ring(parts: Sequence[float] = (1, 1, 1, 1), label: Any = "", size: int = 100) -> SafeString:
    """The ring: one arc per part, each 0–1 done, around the child or a ``label``."""
    arcs = []
    for number, done in enumerate(parts):
        start = number * 90 + 6
        if done < 1:
            arcs.append(("track", "#d4dfe1", _arc(start, start + 78)))
        if done:
            arcs.append(("done", "#0c4150", _arc(start, start + 78 * done)))
    middle = (
        format_html('<text x="50" y="60.5">{}</text>', label)
        if label
        else mark_safe('<circle class="core" fill="#0c4150" cx="50" cy="50" r="15"/>')
    )
    return format_html(
        '<svg class="ring" viewBox="0 0 100 100" width="{}" height="{}" fill="none" '
        'stroke-width="9" aria-hidden="true" focusable="false">{}{}</svg>',
        size,
        size,
        format_html_join("", '<path class="{}" stroke="{}" d="{}"/>', arcs),
        middle,
    )


_LOGO = ring(size=34)


@register.simple_tag
def logo() -> SafeString:
    return _LOGO


@register.simple_tag
@cache
def stylesheets(names: str) -> SafeString:
    """Links to our own stylesheets, named without folder and ending. Hashed names never change
    while a process lives."""
    links = ((static(f"css/{name}.css"),) for name in names.split())
    return format_html_join("", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def current(request: HttpRequest | None, address: str) -> SafeString:
    """`aria-current` for the menu row that leads to where the reader is."""
    path = request.path if request else ""
    here = path == address or (address != "/" and path.startswith(address))
    return mark_safe(' aria-current="page"') if here else mark_safe("")


@register.inclusion_tag("components/question_form.html")
def unanswered(question: Question) -> dict[str, Any]:
    """A frozen question as readers meet it, for editors to look at."""
    shown = asked(question, check_order(question))
    return {"asked": shown, "prefix": f"{question['key']}-", "method": "get", "button": "Svara"}


@register.filter
def numbers(count: int) -> range:
    return range(1, count + 1)


@register.filter
def lookup(data: dict[str, Any], key: str) -> Any:
    """The value under a key that is no name, such as one with a space."""
    return data.get(key)


@register.filter
def when(value: Any) -> Any:
    """A date, or a date and a time, in Swedish words; anything else as it is."""
    if isinstance(value, datetime):
        return date_format(value, "j F Y \\k\\l. H.i")
    return date_format(value, "j F Y") if isinstance(value, date) else value
