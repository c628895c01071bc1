from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from people.access import seats
from people.models import AuditEvent, CollaborationGroup, GroupDistrict, GroupSeat, Person

from .accounts import open_account

CMS_GROUPS: dict[str, str] = {
    GroupSeat.Role.EDITOR: "Redaktion",
    GroupSeat.Role.MEMBER: "Temagrupp",
}
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
    address = _address(email)
    group = _group_for(role, district, at=at)
    with transaction.atomic():
        _lock(group.pk)
        person = open_account(address)
        if not person.is_active:
            raise Refused(f"Kontot {person.email} är stängt. Öppna det först.")
        seat, changed = _seat(person, group, GRANTED_ROLES[role], until=until, at=at)
        keep_to_seats(person, at=at)
        if changed:
            details = {"role": seat.role, "group": group.code, "until": str(until or "")}
            _log("grant", person, details, by=by)
    return Granted(person, seat, changed)


def _address(email: str) -> str:
    address = Person.objects.normalize_email(email)
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(f"”{email}” är ingen e-postadress.") from None
    longest = Person._meta.get_field("email").max_length or 0
    if len(address) > longest:
        raise Refused(f"E-postadressen är för lång. Den får ha högst {longest} tecken.")
    return address


def _lock(group: int) -> None:
    """One change of a group's seats at a time, so that two never make one seat twice and never
    end each other's."""
    CollaborationGroup.objects.select_for_update(no_key=True).get(pk=group)


def _seat(
    person: Person, group: CollaborationGroup, role: str, *, until: date | None, at: date
) -> tuple[GroupSeat, bool]:
    seat = GroupSeat.objects.current(at=at).filter(person=person, group=group, role=role).first()
    if seat is None:
        fields = {"person": person, "group": group, "role": role}
        return GroupSeat.objects.create(**fields, valid_from=at, valid_to=until), True
    return seat, _let_end(seat, until)


def _let_end(seat: GroupSeat, until: date | None) -> bool:
    """Whether the end became another."""
    if seat.valid_to == until:
        return False
    if until is not None:
        _refuse_to_leave_nobody(seat, at=until)
    seat.valid_to = until
    seat.save(update_fields=["valid_to"])
    return True


def _refuse_to_leave_nobody(seat: GroupSeat, *, at: date) -> None:
    """Only members of temagruppen give seats; without one nobody could give the next."""
    kind, role = CollaborationGroup.Kind.TEMAGRUPP, GroupSeat.Role.MEMBER
    if (seat.group.kind, seat.role) != (kind, role):
        return
    members = GroupSeat.objects.current(at=at).filter(group__kind=kind, role=role)
    if not members.filter(person__is_active=True).exclude(pk=seat.pk).exists():
        raise Refused(
            "Temagruppen skulle bli utan ledamot, och då kan ingen ge uppdrag. "
            "Ge någon annan uppdraget först."
        )


def set_seat_end(
    seat: GroupSeat, *, until: date | None, at: date, by: Person | None = None
) -> bool:
    """Let a role hold until ``until`` (not included), None without end; whether that is new."""
    if until is not None and until <= at:
        raise Refused(f"Slutdatumet {until} har redan varit. Ange ett datum efter {at}.")
    with transaction.atomic():
        _lock(seat.group_id)
        seat.refresh_from_db()
        if not seat.is_current(at=at):
            raise Refused("Uppdraget är redan avslutat. Ge det på nytt i stället.")
        changed = _let_end(seat, until)
        if changed:
            details = {"role": seat.role, "group": seat.group.code, "until": str(until or "")}
            _log("change-seat", seat.person, details, by=by)
    return changed


def end_seat(seat: GroupSeat, *, at: date, by: Person | None = None) -> bool:
    """End a role from ``at`` on, and with the last seat of its kind the place in the CMS. False
    when it had ended already."""
    with transaction.atomic():
        _lock(seat.group_id)
        seat.refresh_from_db()
        if not seat.is_current(at=at):
            return False
        _let_end(seat, at)
        keep_to_seats(seat.person, at=at)
        _log("end-seat", seat.person, {"role": seat.role, "group": seat.group.code}, by=by)
    return True


def keep_to_seats(person: Person, *, at: date) -> None:
    """Leave the person in those groups of the CMS alone that a seat open at ``at`` gives. A seat
    that runs out by its date is ended by nobody, so the door to the CMS asks for this too."""
    roles = seats(person, at=at).filter(group__kind=CollaborationGroup.Kind.TEMAGRUPP)
    wanted = {
        name for role in roles.values_list("role", flat=True) if (name := CMS_GROUPS.get(role))
    }
    held = set(person.groups.filter(name__in=CMS_GROUPS.values()).values_list("name", flat=True))
    if gone := held - wanted:
        person.groups.remove(*Group.objects.filter(name__in=gone))
    for name in wanted - held:
        person.groups.add(Group.objects.get_or_create(name=name)[0])


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
    areas = GroupDistrict.objects.current(at=at).of_nosam()
    valid = ", ".join(areas.values_list("district__code", flat=True).distinct())
    if not valid:
        raise Refused("Det finns inga NOSAM-grupper än. Kör manage.py seed först.")
    if not district:
        raise Refused(f"En samordnare behöver en stadsdel. Ange --district, någon av {valid}.")
    area = areas.filter(district__code=district).first()
    if area is None:
        raise Refused(f"Okänd stadsdel ”{district}”. Välj någon av {valid}.")
    return area.group


def _log(action: str, person: Person, details: dict[str, str], *, by: Person | None) -> None:
    AuditEvent.objects.create(actor=by, action=action, subject=person.email, details=details)
