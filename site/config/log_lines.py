"""Log lines as JSON, one object a line, without values.

What a message is filled with, and what an exception says of itself, may be somebody's name or
address ("Key (email)=(…) already exists"). So neither is written: a line has the message's
template, the kind of the exception and where in the code it was. Uses nothing of Django's, since
gunicorn's master process writes with it too.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from people.request_id import current_request_id

OURS = "vastbus"
_ROOT = str(Path(__file__).resolve().parents[2])
_PACKAGES = "site-packages/"


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": current_request_id(),
            "process": record.process,
            "where": _place(record.pathname, record.lineno, record.funcName),
            **_message(record),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["exceptions"] = _exceptions(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _message(record: logging.LogRecord) -> dict[str, str]:
    """The template. Of others' messages only where there is one to be told from what fills it."""
    is_template = bool(record.args) or record.name.split(".")[0] == OURS
    return {"message": str(record.msg)} if is_template else {}


def _exceptions(error: BaseException | None) -> list[dict[str, Any]]:
    """The exception and those that led to it, nearest first; each with its frames, outermost
    first."""
    found: list[dict[str, Any]] = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        found.append(
            {
                "type": f"{type(error).__module__}.{type(error).__qualname__}",
                "frames": [_place(f.filename, f.lineno, f.name) for f in frames],
            }
        )
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _place(file: str, line: int | None, function: str | None) -> str:
    short = file.rpartition(_PACKAGES)[2].removeprefix(f"{_ROOT}/")
    return f"{short}:{line} {function}"
