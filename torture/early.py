"""A seeded fault: the product's application, but an answer is acknowledged before it is stored.

Served by gunicorn in place of `config.wsgi`, in one trial that must notice it.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

from django.db import connection

from config.wsgi import application
from courses.views import questions
from quizzes.attempts import AlreadyAnsweredError

DELAY_SECONDS = 0.25

_store = questions.answer_question


def _store_later(item: Any, **answer: Any) -> None:
    def store() -> None:
        time.sleep(DELAY_SECONDS)
        try:
            with suppress(AlreadyAnsweredError):
                _store(item, **answer)
        finally:
            connection.close()

    threading.Thread(target=store).start()


questions.answer_question = _store_later  # type: ignore[assignment]

__all__ = ["application"]
