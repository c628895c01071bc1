"""The id of the request being served, so that a log line and a row of the audit can be paired."""

from __future__ import annotations

from contextvars import ContextVar

LENGTH = 64

served: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Empty when a command runs, not a request."""
    return served.get()
