"""What changes people, their rights and where they work. Each verb is atomic and idempotent."""

from .accounts import open_account, read_notice
from .employment import report_missing, set_workplace, workplace_for
from .rights import (
    GRANTED_ROLES,
    Granted,
    Refused,
    end_seat,
    grant,
    keep_to_seats,
    reset_second_factor,
    set_seat_end,
)

__all__ = [
    "GRANTED_ROLES",
    "Granted",
    "Refused",
    "end_seat",
    "grant",
    "keep_to_seats",
    "open_account",
    "read_notice",
    "report_missing",
    "reset_second_factor",
    "set_seat_end",
    "set_workplace",
    "workplace_for",
]
