from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction

from people.models import AuditEvent, CollaborationGroup, GroupDistrict, GroupSeat, Person

from .accounts import open_account

CMS_GROUPS = {GroupSeat.Role.EDITOR: "Redaktion", GroupSeat.Role.MEMBER: "Temagrupp"}
GRANTED_ROLES = {
    "redaktion": GroupSeat.Role.EDITOR,
    "temagrupp": GroupSeat.Role.MEMBER,
    "samordnare": GroupSeat.Role.COORDINATOR,
}


class Refused(Exception):
    """A change that cannot be made; the text says in Swedish why, and what would work."""


@dataclass(frozen=True)
class Granted:
    person: Person
    seat: GroupSeat
    changed: bool


def grant(
    email: str,
    *,
    role: str,
    district: str | None = None,
    until: date | None = None,
    at: date,
    by: Person | None = None,
) -> Granted:
    """Give ``email`` the rights of ``role`` from ``at`` to ``until`` (not included)."""
    if until is not None and until <= at:
        raise Refused(f"Slutdatumet {until} har redan varit. Ange ett datum efter {at}.")
    group = _group_for(role, district, at=at)
    with transaction.atomic():
        person = open_account(email)
        if not person.is_active:
            raise Refused(f"Kontot {person.email} är stängt. Öppna det först.")
        seat, changed = _seat(person, group, GRANTED_ROLES[role], until=until, at=at)
        if name := _cms_group(seat):
            person.groups.add(Group.objects.get_or_create(name=name)[0])
        if changed:
            details = {"role": seat.role, "group": group.code, "until": str(until or "")}
            _log("grant", person, details, by=by)
    return Granted(person, seat, changed)


def _seat(
    person: Person, group: CollaborationGroup, role: str, *, until: date | None, at: date
) -> tuple[GroupSeat, bool]:
    seat = GroupSeat.objects.current(at=at).filter(person=person, group=group, role=role).first()
    if seat is None:
        fields = {"person": person, "group": group, "role": role}
        return GroupSeat.objects.create(**fields, valid_from=at, valid_to=until), True
    if seat.valid_to == until:
        return seat, False
    seat.valid_to = until
    seat.save(update_fields=["valid_to"])
    return seat, True


def end_seat(seat: GroupSeat, *, at: date, by: Person | None = None) -> None:
    """End a role from ``at`` on, and with the last seat of its kind the place in the CMS."""
    if not seat.is_current(at=at):
        return
    with transaction.atomic():
        seat.valid_to = at
        seat.save(update_fields=["valid_to"])
        name = _cms_group(seat)
        others = GroupSeat.objects.current(at=at).filter(
            person=seat.person, group__kind=seat.group.kind, role=seat.role
        )
        if name and not others.exists():
            seat.person.groups.remove(*Group.objects.filter(name=name))
        _log("end-seat", seat.person, {"role": seat.role, "group": seat.group.code}, by=by)


def reset_second_factor(email: str, *, by: Person | None = None) -> bool:
    """Remove the app and the recovery codes of who has lost them; whether there were any. The next
    log-in that needs a second factor leads to enrolment."""
    person = Person.objects.filter(email=Person.objects.normalize_email(email)).first()
    if person is None:
        raise Refused(f"Det finns inget konto med adressen {email}.")
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=person).delete()
        if removed:
            _log("reset-second-factor", person, {}, by=by)
    return bool(removed)


def _cms_group(seat: GroupSeat) -> str | None:
    """The auth group that opens the CMS for a seat; only temagruppen's seats do."""
    if seat.group.kind != CollaborationGroup.Kind.TEMAGRUPP:
        return None
    return CMS_GROUPS.get(GroupSeat.Role(seat.role))


def _group_for(role: str, district: str | None, *, at: date) -> CollaborationGroup:
    if role not in GRANTED_ROLES:
        raise Refused(f"Okänd roll ”{role}”. Välj någon av {', '.join(GRANTED_ROLES)}.")
    if role == "samordnare":
        return _nosam_of(district, at=at)
    if district is not None:
        raise Refused(f"Rollen {role} gäller hela staden. Ange --district bara för samordnare.")
    group = CollaborationGroup.objects.filter(kind=CollaborationGroup.Kind.TEMAGRUPP).first()
    if group is None:
        raise Refused("Det finns ingen temagrupp än. Kör manage.py seed först.")
    return group


def _nosam_of(district: str | None, *, at: date) -> CollaborationGroup:
    areas = (
        GroupDistrict.objects.current(at=at)
        .filter(group__kind=CollaborationGroup.Kind.NOSAM, district__layer__is_reporting=True)
        .order_by("district__order", "district__code")
    )
    valid = ", ".join(areas.values_list("district__code", flat=True).distinct())
    if not valid:
        raise Refused("Det finns inga NOSAM-grupper än. Kör manage.py seed först.")
    if not district:
        raise Refused(f"En samordnare behöver en stadsdel. Ange --district, någon av {valid}.")
    area = areas.filter(district__code=district).select_related("group").first()
    if area is None:
        raise Refused(f"Okänd stadsdel ”{district}”. Välj någon av {valid}.")
    return area.group


def _log(action: str, person: Person, details: dict[str, str], *, by: Person | None) -> None:
    AuditEvent.objects.create(actor=by, action=action, subject=person.email, details=details)
