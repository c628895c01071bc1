"""The one door for HTML that does not come from the rich-text editor: starter files and imports.

The only module that knows bleach (docs/beslut/0003). The allow-list is what the editor itself can
make, so that text is the same whichever way it came in.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import bleach
import markdown as markdown_library

TAGS = frozenset({"p", "br", "h2", "h3", "ul", "ol", "li", "b", "strong", "i", "em", "a"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Their text is code or hidden, so it goes with the tag: to its end, or to the end of the text.
_HIDDEN = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg|math)\b.*?(?:</\1\b[^>]*>|\Z)",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)


def sanitise(html: str) -> str:
    """``html`` with only the tags an editor can make, and links to safe addresses."""
    return bleach.clean(
        _without_hidden(html),
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
    """Whether the attribute may stay: an address on this site or of an allowed scheme.

    ``value`` comes as it was written, so entities and white space are read as a browser does.
    """
    if (tag, name) != ("a", "href"):
        return False
    address = "".join(unescape(value).split()).lower()
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return False
    if not scheme:
        return address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))
    return scheme in SCHEMES


def _without_hidden(html: str) -> str:
    """Repeated, since what is left when one element goes may make up another."""
    while (left := _HIDDEN.sub("", _COMMENT.sub("", html))) != html:
        html = left
    return html
