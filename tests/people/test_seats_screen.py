"""Temagruppen's screen of seats: who sees it, what it gives and ends, and every refusal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people import access
from people.actions import Refused, end_seat, grant, set_seat_end
from people.models import AuditEvent, GroupSeat, Person
from tests.conftest import TODAY, make_person, seat

LIST, NEW = "/uppdrag/", "/uppdrag/nytt/"
GIVEN = {"epost": "ny.person@goteborg.example", "uppdrag": "samordnare", "stadsdel": "centrum"}
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(monkeypatch, nosam_angered, nosam_centrum):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


@pytest.fixture
def second(temagrupp):
    """Another member of temagruppen, so that Tora may leave."""
    person = make_person("mira.ek@gr.example", "Mira Ek")
    return seat(person, temagrupp, GroupSeat.Role.MEMBER)


def page_of(response):
    return BeautifulSoup(response.content.decode(), "html.parser")


def send(client, address, data=None):
    """Sends a form; gives the page that it leads to."""
    response = client.post(address, data or {})
    assert response.status_code == 302, "answered with a page: Back would ask to send it again"
    return page_of(client.get(response["Location"]))


def errors(page):
    return [one.text for one in page.select("#fel li")]


def notices(page):
    return [one.text.strip() for one in page.select(".notice[role=status]")]


def listed(page):
    """Group → the lines of its seats."""
    return {
        body.select_one(".group th").text: [
            " ".join(cell.text for cell in row.select("th, td:not(.acts)")).split()
            for row in body.select("tr:not(.group)") or body.select("tr")
        ]
        for body in page.select(".seats tbody")
    }


def address_of(person):
    return f"/uppdrag/{person.seats.get().pk}/"


# Who


def test_nobody_but_a_member_of_temagruppen_learns_that_it_exists(
    client, samira, nils, rut, tora, temagrupp
):
    resource = make_person("resurs@gr.example", "Ro")
    seat(resource, temagrupp, GroupSeat.Role.RESOURCE)
    seat(resource, temagrupp, GroupSeat.Role.COORDINATOR)
    before = GroupSeat.objects.count()
    for person in (samira, nils, rut, resource):
        client.force_login(person)
        assert "/uppdrag/" not in client.get("/mina-uppgifter/").content.decode()
        for address in (LIST, NEW, address_of(tora), f"{address_of(tora)}avsluta/"):
            assert client.get(address).status_code == 404
        for address in (NEW, address_of(tora), f"{address_of(tora)}avsluta/"):
            assert client.post(address, GIVEN).status_code == 404
    assert GroupSeat.objects.count() == before
    assert tora.seats.get().valid_to is None


def test_without_log_in_it_leads_to_the_door(client, tora):
    for address in (LIST, NEW, address_of(tora), f"{address_of(tora)}avsluta/"):
        assert client.get(address)["Location"] == f"/logga-in/?next={address}"
    assert client.post(f"{address_of(tora)}avsluta/")["Location"].startswith("/logga-in/")
    assert tora.seats.get().valid_to is None


@pytest.mark.parametrize("address", [LIST, NEW, "/uppdrag/1/", "/uppdrag/1/avsluta/"])
def test_a_second_factor_is_asked_for_outside_demo(as_tora, address, settings):
    settings.DEMO = False
    assert as_tora.get(address)["Location"].startswith("/andra-steget/")
    assert as_tora.post(address, GIVEN)["Location"].startswith("/andra-steget/")
    assert GroupSeat.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_seat_that_does_not_exist_is_not_found(as_tora, number):
    for end in ("", "avsluta/"):
        assert as_tora.get(f"/uppdrag/{number}/{end}").status_code == 404


def test_the_way_there_is_in_the_menu_and_in_the_cms(as_tora, tora):
    from django.contrib.auth.models import Permission

    group = Group.objects.create(name="Temagrupp")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    tora.groups.add(group)
    menu = page_of(as_tora.get(LIST)).select_one(".nav")
    assert menu.find(href=LIST)["aria-current"] == "page"
    cms = as_tora.get("/cms/").content.decode()
    assert f'"url": "{LIST}"' in cms
    assert '"url": "/rapporter/malgrupp/"' in cms


def test_a_redaktor_has_no_such_way(client, rut):
    from django.contrib.auth.models import Permission

    group = Group.objects.create(name="Redaktion")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    rut.groups.add(group)
    client.force_login(rut)
    cms = client.get("/cms/").content.decode()
    assert LIST not in cms
    assert "/rapporter/malgrupp/" not in cms


# The list


def test_open_seats_stand_under_their_groups_and_empty_groups_say_so(as_tora, nils, rut, samira):
    page = page_of(as_tora.get(LIST))
    assert {group: [" ".join(one) for one in rows] for group, rows in listed(page).items()} == {
        "Temagrupp barn och unga": [
            "Rut Holm rut.holm@gr.example Redaktör Från 1 januari 2020",
            "Tora Lind tora.lind@gr.example Ledamot Från 1 januari 2020",
        ],
        "NOSAM barn och unga Angered": [
            "Nils Dahl nils.dahl@goteborg.example Samordnare Från 1 januari 2020"
        ],
        "NOSAM barn och unga Centrum": ["NOSAM barn och unga Centrum Ingen har uppdrag här"],
    }
    assert page.find(href=f"{NEW}?uppdrag=samordnare&stadsdel=centrum")
    assert "Samira" not in page.text


def test_a_seat_with_an_end_tells_its_last_day(as_tora, nils):
    nils.seats.update(valid_to=date(2027, 7, 1))
    assert "till och med 30 juni 2027" in page_of(as_tora.get(LIST)).text


def test_seats_that_ended_within_a_year_are_in_the_history_and_older_ones_are_not(
    as_tora, nosam_angered
):
    until = {"Gammal": date(2025, 11, 21), "Nyss": date(2025, 11, 22), "Idag": TODAY}
    for name, day in until.items():
        person = make_person(f"{name}@goteborg.example", name)
        seat(person, nosam_angered, GroupSeat.Role.COORDINATOR, until=day)
    told = [one.text for one in page_of(as_tora.get(LIST)).select("details li")]
    assert [line.split(" ")[0] for line in told] == ["Idag", "Nyss"]
    assert "till och med 20 november 2026" in told[0]


def test_the_list_costs_the_same_for_one_and_for_thirty(as_tora, nosam_angered, nosam_centrum):
    def cost():
        as_tora.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert as_tora.get(LIST).status_code == 200
        return len(queries)

    before = cost()
    for number in range(30):
        person = make_person(f"{number}@goteborg.example", f"Nr {number}")
        group = (nosam_angered, nosam_centrum)[number % 2]
        seat(person, group, GroupSeat.Role.COORDINATOR, until=TODAY if number % 3 else None)
    assert cost() == before


# To give


def test_a_seat_is_given_and_logged(as_tora, tora, centrum):
    page = send(as_tora, NEW, GIVEN)
    assert notices(page) == [
        "ny.person@goteborg.example är nu samordnare i NOSAM barn och unga Centrum."
    ]
    person = Person.objects.get(email=GIVEN["epost"])
    assert list(access.districts_readable_by(person, at=TODAY)) == [centrum]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject) == ("grant", tora, person.email)


def test_the_same_seat_again_is_nothing_new(as_tora):
    send(as_tora, NEW, GIVEN)
    page = send(as_tora, NEW, {**GIVEN, "epost": GIVEN["epost"].upper()})
    assert "var redan samordnare" in notices(page)[0]
    assert GroupSeat.objects.filter(role="coordinator").count() == 1
    assert AuditEvent.objects.count() == 1


def test_a_redaktor_gets_into_the_cms(as_tora):
    send(as_tora, NEW, {"epost": GIVEN["epost"], "uppdrag": "redaktion"})
    person = Person.objects.get(email=GIVEN["epost"])
    assert access.may_edit(person, at=TODAY)
    assert [group.name for group in person.groups.all()] == ["Redaktion"]


def test_the_last_day_is_the_last_day(as_tora):
    send(as_tora, NEW, {**GIVEN, "till_och_med": "2026-11-21"})
    person = Person.objects.get(email=GIVEN["epost"])
    assert access.may_read_reports(person, at=TODAY)
    assert not access.may_read_reports(person, at=TOMORROW)


def test_the_link_from_an_empty_group_has_filled_in_what_is_known(as_tora):
    page = page_of(as_tora.get(f"{NEW}?uppdrag=samordnare&stadsdel=centrum"))
    assert page.select_one("[name=uppdrag][checked]")["value"] == "samordnare"
    assert page.select_one("[name=stadsdel] [selected]")["value"] == "centrum"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"epost": ""}, "Skriv personens e-postadress"),
        ({"epost": "samira"}, "Skriv hela e-postadressen, till exempel namn@goteborg.se"),
        ({"epost": "a b@c.se"}, "Skriv hela e-postadressen, till exempel namn@goteborg.se"),
        ({"epost": "a\0b@c.se"}, "Skriv hela e-postadressen, till exempel namn@goteborg.se"),
        ({"uppdrag": ""}, "Välj vilket uppdrag"),
        ({"uppdrag": "kung"}, "Välj vilket uppdrag"),
        ({"stadsdel": ""}, "Välj vilken stadsdel samordnaren har"),
        ({"stadsdel": "mars"}, "Välj en stadsdel i listan"),
        ({"uppdrag": "redaktion"}, "Det här uppdraget gäller hela staden. Välj ingen stadsdel"),
        ({"till_och_med": "2026-11-20"}, "Ange ett datum från och med 2026-11-21"),
        ({"till_och_med": "31/12"}, "Ange ett datum som ÅÅÅÅ-MM-DD, till exempel 2026-11-01"),
        ({"till_och_med": "9999-12-31"}, "Ange ett datum som inte ligger efter 2036-12-31"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(as_tora, wrong, told):
    page = send(as_tora, NEW, {**GIVEN, **wrong})
    assert page.title.text.startswith("Fel: ")
    assert told in errors(page)[0]
    assert told in page.select_one(".error-text").text
    if "epost" not in wrong:
        assert page.select_one("[name=epost]")["value"] == GIVEN["epost"]
    assert not Person.objects.filter(email__contains="ny.person").exists()
    assert not AuditEvent.objects.exists()


def test_too_long_an_address_is_refused_on_the_screen_and_by_the_verb(as_tora):
    long = f"{'x' * 60}@{'y' * 60}.{'z' * 60}.{'u' * 60}.{'v' * 20}.example"
    page = send(as_tora, NEW, {**GIVEN, "epost": long})
    assert "högst 254 tecken" in errors(page)[0]
    with pytest.raises(Refused, match="högst 254 tecken"):
        grant(long, role="redaktion", at=TODAY)
    with pytest.raises(Refused, match="är ingen e-postadress"):
        grant("samira", role="redaktion", at=TODAY)
    assert not AuditEvent.objects.exists()


def test_the_longest_address_is_given_a_seat_and_fits_in_the_audit(as_tora):
    domain = ".".join(["y" * 60] * 3)
    longest = f"{'x' * (254 - len(domain) - 9)}@{domain}.example"
    assert len(longest) == 254
    granted = grant(longest, role="temagrupp", at=TODAY)
    assert AuditEvent.objects.get().subject == granted.person.email == longest
    assert AuditEvent._meta.get_field("subject").max_length == 254


def test_a_closed_account_is_refused_with_a_sentence_and_what_was_typed_is_kept(as_tora, samira):
    Person.objects.filter(pk=samira.pk).update(is_active=False)
    page = send(as_tora, NEW, {**GIVEN, "epost": samira.email})
    assert "är stängt" in errors(page)[0]
    assert page.select_one("[name=epost]")["value"] == samira.email
    assert not samira.seats.exists()


# To end


def test_a_seat_is_ended_after_a_question_and_the_right_is_gone_at_once(as_tora, nils, tora):
    address = f"{address_of(nils)}avsluta/"
    assert "Avsluta uppdraget?" in page_of(as_tora.get(address)).h1.text
    assert access.may_read_reports(nils, at=TODAY)
    page = send(as_tora, address)
    assert notices(page) == ["Nils Dahl är inte längre samordnare i NOSAM barn och unga Angered."]
    assert not access.may_read_reports(nils, at=TODAY)
    assert nils.seats.get().valid_to == TODAY
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.subject) == ("end-seat", tora, nils.email)
    assert "Nils Dahl" in page.select_one("details").text


def test_to_end_it_twice_ends_it_once(as_tora, nils):
    address = f"{address_of(nils)}avsluta/"
    send(as_tora, address)
    assert "redan avslutat" in page_of(as_tora.get(address)).text
    assert "var redan inte längre" in notices(send(as_tora, address))[0]
    assert AuditEvent.objects.count() == 1


def test_an_ended_editor_loses_the_place_in_the_cms(as_tora, rut):
    rut.groups.add(Group.objects.create(name="Redaktion"))
    send(as_tora, f"{address_of(rut)}avsluta/")
    assert not rut.groups.exists()


def test_a_seat_that_was_ended_is_given_again_beside_the_old_one(as_tora, nils):
    send(as_tora, f"{address_of(nils)}avsluta/")
    send(as_tora, NEW, {"epost": nils.email, "uppdrag": "samordnare", "stadsdel": "angered"})
    assert nils.seats.count() == 2
    assert access.may_read_reports(nils, at=TODAY)


def test_the_last_member_of_temagruppen_is_never_ended(as_tora, tora, rut):
    page = send(as_tora, f"{address_of(tora)}avsluta/")
    assert "Temagruppen skulle bli utan ledamot" in notices(page)[0]
    page = send(as_tora, address_of(tora), {"till_och_med": "2027-06-30"})
    assert "Temagruppen skulle bli utan ledamot" in errors(page)[0]
    assert page.select_one("[name=till_och_med]")["value"] == "2027-06-30"
    with pytest.raises(Refused):
        grant(tora.email, role="temagrupp", until=TOMORROW, at=TODAY)
    assert tora.seats.get().valid_to is None
    assert not AuditEvent.objects.exists()


def test_a_member_may_leave_while_there_is_another_and_is_then_outside(as_tora, tora, second):
    page = send(as_tora, f"{address_of(tora)}avsluta/")
    assert as_tora.get(LIST).status_code == 404
    assert not access.manages_seats(tora, at=TODAY)
    assert "NOSAM" not in page.text


@pytest.mark.parametrize("change", [{"valid_to": TODAY}, {"valid_to": TOMORROW}])
def test_a_member_whose_own_seat_ends_as_early_is_nobody_to_leave_it_to(
    as_tora, second, tora, change
):
    second.seats.update(**change)
    with pytest.raises(Refused):
        set_seat_end(tora.seats.get(), until=TOMORROW, at=TODAY)


def test_a_closed_account_is_nobody_to_leave_it_to(tora, second):
    Person.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(Refused):
        end_seat(tora.seats.get(), at=TODAY)


# To change the end


def test_the_end_is_set_moved_and_taken_away(as_tora, nils, tora):
    page = send(as_tora, address_of(nils), {"till_och_med": "2027-06-30"})
    assert "till och med den 30 juni 2027" in notices(page)[0]
    assert nils.seats.get().valid_to == date(2027, 7, 1)
    field = page_of(as_tora.get(address_of(nils))).select_one("[name=till_och_med]")
    assert field["value"] == "2027-06-30"
    assert (
        "Inget nytt" in notices(send(as_tora, address_of(nils), {"till_och_med": "2027-06-30"}))[0]
    )
    send(as_tora, address_of(nils), {"till_och_med": ""})
    assert nils.seats.get().valid_to is None
    assert [
        (event.action, event.details["until"], event.actor)
        for event in AuditEvent.objects.order_by("pk")
    ] == [("change-seat", "2027-07-01", tora), ("change-seat", "", tora)]


@pytest.mark.parametrize("day", ["2026-11-20", "2019-12-31", "igår"])
def test_an_end_that_has_been_is_refused_and_kept(as_tora, nils, day):
    page = send(as_tora, address_of(nils), {"till_och_med": day})
    assert errors(page)[0].startswith("Ange ett datum")
    assert page.select_one("[name=till_och_med]")["value"] == day
    assert nils.seats.get().valid_to is None
    with pytest.raises(Refused):
        set_seat_end(nils.seats.get(), until=TODAY, at=TODAY)


def test_an_ended_seat_gets_no_new_end(as_tora, nils):
    nils.seats.update(valid_to=TODAY)
    page = send(as_tora, address_of(nils), {"till_och_med": "2027-06-30"})
    assert "redan avslutat" in errors(page)[0]
    assert nils.seats.get().valid_to == TODAY


# When the session has ended


def test_what_was_typed_is_there_after_log_in(client, tora):
    response = client.post(NEW, GIVEN)
    assert response["Location"] == "/logga-in/?next=/uppdrag/nytt/%3Ffel%3D1"
    client.force_login(tora)
    page = page_of(client.get(f"{NEW}?fel=1"))
    assert page.select_one("[name=epost]")["value"] == GIVEN["epost"]
    assert notices(page) == ["Det du skrev är inte sparat än. Kontrollera det och spara igen."]
    assert not Person.objects.filter(email=GIVEN["epost"]).exists()
