"""The indicators of domain.md G.1 as functions of counts, in exact arithmetic.

Functions that may be undefined give None. Rounding happens last: `share` and `points`.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil

DEFINITION = "1"
TARGET = Fraction(4, 5)

EQUAL, ON_THE_WAY, NOT_EQUAL = "equal", "on_the_way", "not_equal"

# Decided by temagruppen (domain.md G.1).
RATIO_EQUAL = Fraction(4, 5)
RATIO_ON_THE_WAY = Fraction(3, 5)
LOWEST_RATE_EQUAL = Fraction(7, 10)
GAP_SHRUNK_PP = Decimal(5)


def completion_rate(completed_current: int, headcount: int | None) -> Fraction | None:
    """Genomförandegrad, 0–1. Both arguments from cells that have a headcount. A headcount that
    has been overtaken gives 1, not more; none or zero gives None."""
    if not headcount:
        return None
    return min(Fraction(completed_current, headcount), Fraction(1))


def current_coverage(completed_current: int, completed_older: int) -> Fraction | None:
    """Of those who have completed, the share who know the edition in force."""
    completed = completed_current + completed_older
    return Fraction(completed_current, completed) if completed else None


def left_to_target(
    completed_current: int, headcount: int | None, target: Fraction = TARGET
) -> int | None:
    """Kvar till målet, people. Both counts from cells that have a headcount."""
    if headcount is None:
        return None
    return max(0, ceil(target * headcount) - completed_current)


def equity_gap(rates: Sequence[Fraction]) -> Fraction | None:
    """Likvärdighetsgap as a share; None for fewer than two districts."""
    return max(rates) - min(rates) if len(rates) > 1 else None


def min_max_ratio(rates: Sequence[Fraction]) -> Fraction | None:
    """Lägsta/högsta-kvot; None for fewer than two districts or when all are at zero."""
    return min(rates) / max(rates) if len(rates) > 1 and max(rates) else None


def status(rates: Sequence[Fraction], gap_before_pp: float | None = None) -> str | None:
    """`gap_before_pp` is the gap published six months earlier. Equality at a low level is not
    success: the lowest district must have reached `LOWEST_RATE_EQUAL`."""
    gap, ratio = equity_gap(rates), min_max_ratio(rates)
    if gap is None:
        return None
    if ratio is not None and ratio >= RATIO_EQUAL and min(rates) >= LOWEST_RATE_EQUAL:
        return EQUAL
    if ratio is not None and ratio >= RATIO_ON_THE_WAY:
        return ON_THE_WAY
    if gap_before_pp is not None and Decimal(str(gap_before_pp)) - _pp(gap) >= GAP_SHRUNK_PP:
        return ON_THE_WAY
    return NOT_EQUAL


def share(value: Fraction | None) -> float | None:
    """Three decimals, halves away from zero."""
    return None if value is None else float(_rounded(value, "0.001"))


def points(value: Fraction | None) -> float | None:
    """A difference of shares in percentage points, one decimal, halves away from zero."""
    return None if value is None else float(_pp(value))


def _pp(value: Fraction) -> Decimal:
    return _rounded(100 * value, "0.1")


def _rounded(value: Fraction, step: str) -> Decimal:
    steps = abs(value) / Fraction(step)
    whole = Decimal(int(steps + Fraction(1, 2)))
    return (whole if value >= 0 else -whole) * Decimal(step)
