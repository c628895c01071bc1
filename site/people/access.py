"""Who may see what: the one place that decides, and that every query of people's data goes through.

Answers in people's nouns and takes any queryset with a path to a person; imports no other app.
Rights come from open, dated seats (GroupSeat), never from a flag on the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from .models import (
    CollaborationGroup,
    DatedQuerySet,
    District,
    DistrictLayer,
    GroupSeat,
    Membership,
    Person,
    WorkplaceDistrict,
)

AnyUser = Person | AnonymousUser
M = TypeVar("M", bound=Model)

_READS_ALL = (GroupSeat.Role.MEMBER, GroupSeat.Role.COORDINATOR)
_READS_OWN = (GroupSeat.Role.COORDINATOR, GroupSeat.Role.MEMBER)
_COUNTS_OWN = (GroupSeat.Role.COORDINATOR,)
_EDITS = (GroupSeat.Role.EDITOR, GroupSeat.Role.MEMBER)
_MANAGES = (GroupSeat.Role.MEMBER,)


def own(user: AnyUser, queryset: QuerySet[M], *, path: str = "person") -> QuerySet[M]:
    """The rows of ``queryset`` that belong to ``user``; none for somebody not logged in."""
    if not isinstance(user, Person):
        return queryset.none()
    return queryset.filter(**{path: user})


def own_id(user: AnyUser) -> int:
    """The id by which hand-written SQL finds the rows of ``user``; nobody's (0) without log-in."""
    return user.pk if isinstance(user, Person) else 0


def seats(user: AnyUser, *, at: date) -> QuerySet[GroupSeat]:
    return own(user, GroupSeat.objects.current(at=at)).select_related("group")


def _sits_in_temagruppen(user: AnyUser, roles: Iterable[str], *, at: date) -> bool:
    kind = CollaborationGroup.Kind.TEMAGRUPP
    return seats(user, at=at).filter(group__kind=kind, role__in=roles).exists()


def reads_all_districts(user: AnyUser, *, at: date) -> bool:
    """Temagruppen reads every district's report."""
    return _sits_in_temagruppen(user, _READS_ALL, at=at)


def districts_readable_by(user: AnyUser, *, at: date) -> QuerySet[District]:
    """The districts whose full (suppressed) report the user may read, in the reporting layer."""
    return _districts(user, _READS_OWN, at=at)


def districts_counted_by(user: AnyUser, *, at: date) -> QuerySet[District]:
    """The districts whose headcounts the user gives: a samordnare those of the own NOSAM,
    temagruppen all, the whole city's too. Who only reads (ledamot) gives none."""
    return _districts(user, _COUNTS_OWN, at=at)


def _districts(user: AnyUser, roles: Iterable[str], *, at: date) -> QuerySet[District]:
    """All districts for temagruppen, otherwise those of the groups where the user has a role."""
    districts = District.objects.current(at=at).filter(layer__is_reporting=True)
    if not isinstance(user, Person):
        return districts.none()
    if reads_all_districts(user, at=at):
        return districts
    groups = seats(user, at=at).filter(group__kind=CollaborationGroup.Kind.NOSAM, role__in=roles)
    return districts.filter(
        pk__in=District.objects.filter(
            groups__in=_open_areas(at).filter(group__in=groups.values("group"))
        ).values("pk")
    )


def _open_areas(at: date) -> QuerySet[Any]:
    from .models import GroupDistrict

    return GroupDistrict.objects.current(at=at)


def may_read_reports(user: AnyUser, *, at: date) -> bool:
    return districts_readable_by(user, at=at).exists()


def may_edit(user: AnyUser, *, at: date) -> bool:
    """Whether the user has an open seat in temagruppen as editor or member: enters the CMS."""
    return _sits_in_temagruppen(user, _EDITS, at=at)


def manages_seats(user: AnyUser, *, at: date) -> bool:
    """Whether the user is a member of temagruppen, who give and end the others' seats."""
    return _sits_in_temagruppen(user, _MANAGES, at=at)


def managed_seats(user: AnyUser, *, at: date) -> DatedQuerySet[GroupSeat] | None:
    """Every seat, open or not, for who manages them; None for anybody else.

    The only query that gives somebody the names of others: of those with an office, never of
    those who learn.
    """
    if not manages_seats(user, at=at):
        return None
    return GroupSeat.objects.select_related("person", "group")


def needs_second_factor(user: AnyUser, *, at: date) -> bool:
    """Who reads reports or edits needs a second factor, wherever no demo is shown."""
    return may_edit(user, at=at) or may_read_reports(user, at=at)


@dataclass(frozen=True)
class Snapshot:
    """Where a person works at a moment, as text that outlives districts and workplaces.

    Empty values mean that it is not known (*Ej angivet*).
    """

    district_codes: dict[str, str] = field(default_factory=dict)
    workplace_type: str = ""
    organisation_kind: str = ""

    def as_fields(self) -> dict[str, Any]:
        return {
            "district_codes": self.district_codes,
            "workplace_type": self.workplace_type,
            "organisation_kind": self.organisation_kind,
        }


def primary_membership(user: AnyUser, *, at: date) -> Membership | None:
    return (
        own(user, Membership.objects.current(at=at).filter(is_primary=True))
        .select_related("workplace__workplace_type", "workplace__organisation")
        .order_by("-valid_from", "-pk")
        .first()
    )


def snapshot_of(user: AnyUser, *, at: date) -> Snapshot:
    """The district in each layer, workplace type and kind of organisation of ``user`` at ``at``."""
    membership = primary_membership(user, at=at)
    if membership is None:
        return Snapshot()
    served = WorkplaceDistrict.objects.current(at=at).filter(
        workplace=membership.workplace, is_primary=True
    )
    return Snapshot(
        district_codes=dict(served.values_list("layer__code", "district__code")),
        workplace_type=membership.workplace.workplace_type.code,
        organisation_kind=membership.workplace.organisation.kind,
    )


def reporting_layer() -> DistrictLayer:
    """The layer that reports are made for; raises DoesNotExist before ``seed``."""
    return DistrictLayer.objects.get(is_reporting=True)
