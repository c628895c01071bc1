from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import timezone

from people import access
from people.actions import end_seat, grant, keep_to_seats
from people.doors import LOGGED_OUT
from people.models import AuditEvent, GroupSeat, Person

EMAIL = "ny.person@goteborg.example"


def run(*args):
    out = StringIO()
    call_command("grant", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def groups(nosam_angered, nosam_centrum, temagrupp):
    """The bodies that roles are given in."""


@pytest.fixture
def cms_groups(db):
    for name in ["Redaktion", "Temagrupp"]:
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))


def test_grant_makes_an_account_with_a_verified_address(groups):
    assert "är nu samordnare i NOSAM barn och unga Angered" in run(
        EMAIL.upper(), "--role", "samordnare", "--district", "angered"
    )
    person = Person.objects.get()
    assert person.email == EMAIL
    assert EmailAddress.objects.get(user=person, verified=True, primary=True).email == EMAIL
    readable = access.districts_readable_by(person, at=timezone.localdate())
    assert [district.code for district in readable] == ["angered"]
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.actor) == ("grant", EMAIL, None)
    assert event.details == {"role": "coordinator", "group": "nosam-angered", "until": ""}


@pytest.mark.parametrize(
    ("role", "seat_role", "group"),
    [("redaktion", "editor", "Redaktion"), ("temagrupp", "member", "Temagrupp")],
)
def test_roles_of_temagruppen_open_the_cms(groups, role, seat_role, group):
    run(EMAIL, "--role", role)
    person = Person.objects.get()
    assert person.seats.get().role == seat_role
    assert person.seats.get().group.kind == "temagrupp"
    assert [g.name for g in person.groups.all()] == [group]
    assert access.may_edit(person, at=timezone.localdate())


def test_grant_twice_is_grant_once(groups):
    run(EMAIL, "--role", "redaktion")
    assert "var redan redaktör" in run(EMAIL, "--role", "redaktion")
    assert Person.objects.count() == GroupSeat.objects.count() == AuditEvent.objects.count() == 1


def test_grant_keeps_an_existing_person(groups, samira):
    run(samira.email, "--role", "temagrupp")
    samira.refresh_from_db()
    assert samira.name == "Samira Ali"


def test_a_role_with_an_end(groups):
    until = timezone.localdate() + timedelta(days=30)
    run(EMAIL, "--role", "redaktion", "--until", str(until))
    person = Person.objects.get()
    assert access.may_edit(person, at=until - timedelta(days=1))
    assert not access.may_edit(person, at=until)
    run(EMAIL, "--role", "redaktion")
    assert person.seats.get().valid_to is None
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["--role", "samordnare", "--district", "solna"], "Okänd stadsdel ”solna”. Välj någon av "),
        (["--role", "samordnare"], "Ange --district, någon av angered, centrum"),
        (["--role", "kung"], "Okänd roll ”kung”. Välj någon av redaktion, temagrupp, samordnare"),
        (["--role", "redaktion", "--district", "angered"], "bara för samordnare"),
        (["--role", "redaktion", "--until", "31/12"], "--until ”31/12” ska vara ett datum"),
        (["--role", "redaktion", "--until", "2027-02-30"], "ett datum som finns"),
        (["--role", "redaktion", "--until", "2020-01-01"], "har redan varit"),
    ],
)
def test_grant_refuses_with_a_sentence(groups, args, text):
    with pytest.raises(CommandError, match=None) as error:
        run(EMAIL, *args)
    assert text in str(error.value)
    assert error.value.returncode == 1
    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("email", ["", "samira", "a b@c.se"])
def test_grant_refuses_what_is_no_address(groups, email):
    with pytest.raises(CommandError, match="är ingen e-postadress"):
        run(email, "--role", "redaktion")


def test_grant_before_seed_says_so(db):
    for role in [["redaktion"], ["samordnare", "--district", "angered"]]:
        with pytest.raises(CommandError, match="seed"):
            run(EMAIL, "--role", *role)


def test_grant_refuses_a_closed_account(groups, samira):
    Person.objects.filter(pk=samira.pk).update(is_active=False)
    with pytest.raises(CommandError, match="är stängt"):
        run(samira.email, "--role", "redaktion")


def test_an_ended_seat_takes_the_cms_group_away(groups):
    today = date(2026, 11, 21)
    granted = grant(EMAIL, role="redaktion", at=today)
    end_seat(granted.seat, at=today + timedelta(days=1))
    assert not granted.person.groups.exists()
    assert not access.may_edit(granted.person, at=today + timedelta(days=1))
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["end-seat", "grant"]
    end_seat(granted.seat, at=today + timedelta(days=2))
    assert AuditEvent.objects.count() == 2


# The CMS


@pytest.fixture
def rut_in_her_group(rut, cms_groups):
    rut.groups.add(Group.objects.get(name="Redaktion"))
    return rut


def test_rut_enters_the_cms(client, rut_in_her_group, settings):
    settings.DEMO = True
    client.force_login(rut_in_her_group)
    assert client.get("/cms/").status_code == 200


def test_nobody_else_enters_the_cms(client, samira, nils, cms_groups, settings):
    settings.DEMO = True
    for person in [samira, nils]:
        client.force_login(person)
        assert client.get("/cms/").status_code == 403
        assert client.get("/cms/pages/").status_code == 403


def test_the_group_alone_opens_nothing_when_the_seat_has_ended(client, rut_in_her_group, settings):
    settings.DEMO = True
    rut_in_her_group.seats.update(valid_to=date(2026, 1, 1))
    client.force_login(rut_in_her_group)
    assert client.get("/cms/").status_code == 403


def test_the_door_takes_what_a_seat_that_ran_out_gave(client, rut_in_her_group, settings):
    """Nobody ends a seat that has a last day; the right to publish must not outlive it."""
    settings.DEMO = True
    rut = rut_in_her_group
    grant(rut.email, role="temagrupp", until=date(2026, 11, 1), at=date(2026, 10, 1))
    assert {group.name for group in rut.groups.all()} == {"Redaktion", "Temagrupp"}
    client.force_login(rut)
    assert client.get("/cms/").status_code == 200
    assert [group.name for group in rut.groups.all()] == ["Redaktion"]


def test_a_place_in_the_cms_costs_no_writes_when_nothing_has_changed(
    client, rut_in_her_group, settings, django_assert_num_queries
):
    keep_to_seats(rut_in_her_group, at=date(2026, 11, 21))
    with django_assert_num_queries(2):
        keep_to_seats(rut_in_her_group, at=date(2026, 11, 21))


def test_the_seat_alone_gives_403_and_no_circle(client, rut, settings):
    settings.DEMO = True
    client.force_login(rut)
    assert client.get("/cms/").status_code == 403


def test_an_anonymous_visitor_of_the_cms_is_shown_the_door(client, db):
    assert client.get("/cms/pages/?x=1")["Location"] == "/logga-in/?next=/cms/pages/%3Fx%3D1"


AUTOSAVE = {"Accept": "application/json"}


def test_the_editor_is_told_in_a_sentence_that_nobody_is_logged_in(client, db):
    response = client.post("/cms/pages/1/edit/", {"title": "Ny"}, headers=AUTOSAVE)
    assert response.status_code == 400
    said = response.json()
    assert said["success"] is False
    assert said["error_message"].startswith("Du är utloggad. Logga in i en annan flik")
    assert "no-store" in response["Cache-Control"]


def test_who_has_not_confirmed_the_log_in_is_told_the_same(client, rut_in_her_group, settings):
    settings.DEMO = False
    client.force_login(rut_in_her_group)
    assert client.post("/cms/pages/1/edit/", headers=AUTOSAVE).json() == LOGGED_OUT


def test_no_other_door_answers_so(client, db, nils, settings):
    settings.DEMO = False
    client.force_login(nils)
    assert client.get("/rapporter/angered/", headers=AUTOSAVE).status_code == 302
