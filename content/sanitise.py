"""The one door for HTML that does not come from the rich-text editor: starter files and imports.

The only module that knows bleach (docs/beslut/0003). The allow-list is what the editor itself can
make, so that text is the same whichever way it came in.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import bleach
import markdown as markdown_library

TAGS = frozenset({"p", "br", "h2", "h3", "ul", "ol", "li", "b", "strong", "i", "em", "a"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# Their text is code or hidden, so it goes with the tag.
_DROP_WITH_CONTENT = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math")


def sanitise(html: str) -> str:
    """``html`` with only the tags an editor can make, and links to safe addresses."""
    for tag in _DROP_WITH_CONTENT:
        html = _without_element(html, tag)
    return bleach.clean(
        html,
        tags=TAGS,
        attributes=_safe_link,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    ).strip()


def markdown_to_html(text: str) -> str:
    """Markdown as sanitised HTML; raw HTML in the text is sanitised with the rest."""
    return sanitise(
        markdown_library.markdown(text, extensions=["sane_lists"], output_format="html")
    )


def _safe_link(tag: str, name: str, value: str) -> bool:
    if (tag, name) != ("a", "href"):
        return False
    address = "".join(value.split()).lower()
    parts = urlsplit(address)
    if not parts.scheme:
        return address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))
    return parts.scheme in SCHEMES


def _without_element(html: str, tag: str) -> str:
    lower = html.lower()
    while (start := lower.find(f"<{tag}")) != -1:
        end = lower.find(f"</{tag}", start)
        stop = lower.find(">", end if end != -1 else start)
        html = html[:start] + (html[stop + 1 :] if stop != -1 else "")
        lower = html.lower()
    return html
