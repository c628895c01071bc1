"""What a page may load and do (CSP): the policies as data, and which one an answer carries.

A view says otherwise with django-csp's decorators. What is left open and why:
docs/beslut/0010-innehallspolicy.md.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

Policy = dict[str, list[str]]

READERS: Policy = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
}
PREVIEW: Policy = READERS | {"frame-ancestors": [SELF]}
"""A draft as readers will meet it, in a frame of the editor."""
EDITORS: Policy = PREVIEW | {
    # Draftail writes its placeholders into <style>, with a key that is new each time.
    "style-src-elem": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}
PERMISSIONS = "camera=(), geolocation=(), microphone=()"


def policy_for(request: HttpRequest) -> Policy:
    if getattr(request, "is_preview", False):
        return PREVIEW
    return EDITORS if request.path.startswith("/cms/") else READERS


class ContentPolicyMiddleware(CSPMiddleware):
    """Outermost, so that a refusal of any other middleware has a policy too. Static files need
    none: they are ours, they are no pages, and their headers are not compressed."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only:
            parts.config = policy_for(request)
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if isinstance(response, WhiteNoiseFileResponse):
            return response
        response.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)
