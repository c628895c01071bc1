"""What a person meets before the first lesson: the notice, then the workplace."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest

from .models import Person

if TYPE_CHECKING:
    from .access import AnyUser

NOTICE, WORKPLACE = "/valkommen/", "/min-arbetsplats/"
ONWARD = "people.onward"


def next_step(person: AnyUser, *, at: date) -> str | None:
    """The page that ``person`` should meet first, or None. Asks the database nothing."""
    if not isinstance(person, Person):
        return None
    if person.notice_read_at is None:
        return NOTICE
    if person.workplace_confirmed_on is None or person.workplace_confirmed_on <= a_year_before(at):
        return WORKPLACE
    return None


def a_year_before(at: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    try:
        return at.replace(year=at.year - 1)
    except ValueError:
        return at.replace(year=at.year - 1, day=28)


def remember_onward(request: HttpRequest, target: str) -> None:
    """Keep where the person was going while the steps are taken; ``target`` is already safe."""
    request.session[ONWARD] = target


def onward(request: HttpRequest, *, at: date) -> str:
    """The next step, or where the person was going before the steps began."""
    step = next_step(request.user, at=at)
    return step or request.session.pop(ONWARD, "/")
