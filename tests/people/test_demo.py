from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from people import access
from people.checks import refuse_mismatch
from people.models import Person, SiteMark


@pytest.fixture(autouse=True)
def _demo(settings, temagrupp, nosam_angered):
    settings.DEMO = True


def test_prova_som_medarbetare_is_somebody_new_each_time():
    names = set()
    for number in (1, 2, 3):
        client = Client()
        assert client.post("/prova/medarbetare/")["Location"] == "/valkommen/"
        person = Person.objects.get(pk=client.session["_auth_user_id"])
        assert person.email == f"medarbetare-{number}@exempel.example"
        assert person.is_fictional
        assert person.notice_read_at is None
        names.add(person.name)
        assert client.get("/valkommen/").status_code == 200
    assert len(names) == 3


def test_a_taken_number_is_passed_over():
    Person.objects.create_user("medarbetare-2@exempel.example")
    assert Client().post("/prova/medarbetare/").status_code == 302
    assert Person.objects.filter(email="medarbetare-3@exempel.example").exists()


def test_prova_som_nosam_samordnare_is_always_the_same(client, angered):
    from django.utils import timezone

    for _ in range(2):
        assert client.post("/prova/nosam/")["Location"] == "/rapporter/angered/"
    person = Person.objects.get()
    assert person.is_fictional
    assert list(access.districts_readable_by(person, at=timezone.localdate())) == [angered]


def test_prova_som_redaktor_is_in_redaktion_and_temagrupp(client):
    for _ in range(2):
        assert client.post("/prova/redaktor/")["Location"] == "/cms/"
    person = Person.objects.get()
    assert sorted(seat.role for seat in person.seats.all()) == ["editor", "member"]
    assert sorted(group.name for group in person.groups.all()) == ["Redaktion", "Temagrupp"]


def test_changing_role_changes_session(client):
    client.post("/prova/redaktor/")
    first = client.session.session_key
    client.post("/prova/medarbetare/")
    assert client.session.session_key != first
    assert client.session["people.privileged"] is False


def test_the_buttons_take_post_with_csrf_only(client):
    assert client.get("/prova/nosam/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/prova/nosam/").status_code == 403
    assert not Person.objects.exists()


def test_unknown_roles_are_not_found(client):
    assert client.post("/prova/kung/").status_code == 404


def test_outside_demo_there_are_no_buttons(client, settings):
    settings.DEMO = False
    for role in ["medarbetare", "nosam", "redaktor"]:
        assert client.post(f"/prova/{role}/").status_code == 404
    assert not Person.objects.exists()


# The mark of the database


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_server_refuses_the_other_kind_of_database(settings, is_demo):
    refuse_mismatch()
    SiteMark.objects.create(is_demo=is_demo)
    settings.DEMO = is_demo
    refuse_mismatch()
    settings.DEMO = not is_demo
    with pytest.raises(ImproperlyConfigured, match="Databasen är fylld"):
        refuse_mismatch()
