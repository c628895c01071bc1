from __future__ import annotations

from datetime import date

from django.db import transaction

from people.models import (
    District,
    Membership,
    MissingWorkplace,
    Organisation,
    Person,
    Workplace,
    WorkplaceDistrict,
    WorkplaceType,
)


def set_workplace(
    person: Person, *, workplace: Workplace, occupation: str, is_manager: bool, at: date
) -> Membership:
    """``person`` works at ``workplace`` from ``at`` on; where they worked before is kept."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        now = _primary(person, at=at)
        if now is None or now.workplace_id != workplace.pk:
            now = _move(person, now, workplace, at=at)
        if now.occupation != occupation:
            now.occupation = occupation
            now.save(update_fields=["occupation"])
        person.is_manager = is_manager
        person.workplace_confirmed_on = at
        person.save(update_fields=["is_manager", "workplace_confirmed_on"])
    return now


def _primary(person: Person, *, at: date) -> Membership | None:
    current = Membership.objects.current(at=at).filter(person=person, is_primary=True)
    return current.order_by("-valid_from", "-pk").first()


def _move(person: Person, now: Membership | None, workplace: Workplace, *, at: date) -> Membership:
    """Close where the person works and open the new place, never two rows for one day.

    A change of mind on the same day corrects that day's row, or goes back to the one before it.
    """
    until = None
    if now is not None and now.valid_from == at:
        before = person.memberships.filter(
            workplace=workplace, is_primary=True, valid_from__lt=at, valid_to=at
        ).first()
        if before is None:
            now.workplace = workplace
            now.save(update_fields=["workplace"])
            return now
        until, now.valid_to = now.valid_to, at
        now.save(update_fields=["valid_to"])
        before.valid_to = until
        before.save(update_fields=["valid_to"])
        return before
    if now is not None:
        now.valid_to = at
        now.save(update_fields=["valid_to"])
    return Membership.objects.create(person=person, workplace=workplace, valid_from=at)


def workplace_for(
    *,
    organisation: Organisation,
    name: str,
    workplace_type: WorkplaceType,
    district: District | None,
    at: date,
) -> Workplace:
    """The workplace with this identity, made if new. Without a name: somewhere of that kind."""
    identity = Workplace.identity_of(
        organisation=organisation.name,
        name=name,
        workplace_type=workplace_type.code,
        district=district.code if district else None,
    )
    with transaction.atomic():
        workplace, is_new = Workplace.objects.get_or_create(
            identity=identity,
            defaults={
                "organisation": organisation,
                "name": " ".join(name.split()),
                "workplace_type": workplace_type,
                "valid_from": at,
            },
        )
        if is_new and district:
            WorkplaceDistrict.objects.create(
                workplace=workplace, district=district, layer=district.layer, valid_from=at
            )
    return workplace


def report_missing(
    name: str,
    *,
    organisation: str,
    workplace_type: WorkplaceType,
    district: District | None,
    at: date,
) -> MissingWorkplace:
    """Pass on a workplace that could not be found. Takes no person, so it can tell of none."""
    fields = {
        "name": name,
        "organisation": organisation,
        "workplace_type": workplace_type,
        "district": district,
    }
    waiting = MissingWorkplace.objects.filter(**fields, handled_on=None).first()
    return waiting or MissingWorkplace.objects.create(**fields, reported_on=at)
