"""Every address × role, in one table. An address missing from it fails.

Roles: anonymous, a learner, NOSAM-samordnare in Angered, redaktör, temagrupp. 302 is to the
log-in for anonymous. The CMS is one row: whoever has no seat is stopped at its door.
"""

from __future__ import annotations

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from people.models import Person

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "learner", "samordnare", "redaktion", "temagrupp")
OPEN = (200, 200, 200, 200, 200)
OWN = (302, 200, 200, 200, 200)
LESSON = "vad-ar-vastbus"

# route → (address, expected status for each of ROLES)
TABLE: dict[str, tuple[str, tuple[int, int, int, int, int]]] = {
    "status/igang": ("/status/igang", OPEN),
    "status/redo": ("/status/redo", OPEN),
    "": ("/", OPEN),
    "intyg/": ("/intyg/", OWN),
    "mina-uppgifter/": ("/mina-uppgifter/", OWN),
    "checklistor/<slug:code>/": ("/checklistor/fore/", OPEN),
    "utbildning/": ("/utbildning/", OPEN),
    "utbildning/fortest/": ("/utbildning/fortest/", OWN),
    "utbildning/fortest/<int:attempt>/": ("/utbildning/fortest/999/", (302, 404, 404, 404, 404)),
    "utbildning/fortest/<int:attempt>/<int:position>/": (
        "/utbildning/fortest/999/1/",
        (302, 404, 404, 404, 404),
    ),
    "utbildning/<slug:module>/": ("/utbildning/organisation/", OPEN),
    "utbildning/<slug:module>/kunskapstest/": ("/utbildning/organisation/kunskapstest/", OWN),
    "utbildning/<slug:module>/kunskapstest/<int:attempt>/": (
        "/utbildning/organisation/kunskapstest/999/",
        (302, 404, 404, 404, 404),
    ),
    "utbildning/<slug:module>/kunskapstest/<int:attempt>/<int:position>/": (
        "/utbildning/organisation/kunskapstest/999/1/",
        (302, 404, 404, 404, 404),
    ),
    "utbildning/<slug:module>/sa-var-det-forut/": (
        "/utbildning/organisation/sa-var-det-forut/",
        OPEN,
    ),
    "utbildning/<slug:module>/<slug:lesson>/": (f"/utbildning/organisation/{LESSON}/", OPEN),
    "logga-in/": ("/logga-in/", (200, 302, 302, 302, 302)),
    "logga-in/kod/": ("/logga-in/kod/", (302, 302, 302, 302, 302)),
    "logga-in/andra-steget/": ("/logga-in/andra-steget/", (302, 302, 302, 302, 302)),
    "logga-ut/": ("/logga-ut/", OWN),
    "andra-steget/": ("/andra-steget/", (302, 403, 200, 200, 200)),
    "andra-steget/reservkoder/": ("/andra-steget/reservkoder/", (302, 302, 302, 302, 302)),
    "valkommen/": ("/valkommen/", OWN),
    "min-arbetsplats/": ("/min-arbetsplats/", OWN),
    "min-arbetsplats/uppgifter/": ("/min-arbetsplats/uppgifter/", OWN),
    "min-arbetsplats/saknas/": ("/min-arbetsplats/saknas/", OWN),
    "uppdrag/": ("/uppdrag/", (302, 404, 404, 404, 200)),
    "uppdrag/nytt/": ("/uppdrag/nytt/", (302, 404, 404, 404, 200)),
    "uppdrag/<int:seat>/": ("/uppdrag/999999/", (302, 404, 404, 404, 404)),
    "uppdrag/<int:seat>/avsluta/": ("/uppdrag/999999/avsluta/", (302, 404, 404, 404, 404)),
    "prova/<slug:role>/": ("/prova/medarbetare/", (405, 405, 405, 405, 405)),
    "rapporter/": ("/rapporter/", (302, 404, 200, 404, 200)),
    "rapporter/<slug:district>/": ("/rapporter/angered/", (302, 404, 200, 404, 200)),
    "rapporter/malgrupp/": ("/rapporter/malgrupp/", (302, 404, 200, 404, 200)),
    "rapporter/<slug:district>/malgrupp/": (
        "/rapporter/angered/malgrupp/",
        (302, 404, 200, 404, 200),
    ),
    "rapporter/ another district's headcounts": (
        "/rapporter/centrum/malgrupp/",
        (302, 404, 404, 404, 200),
    ),
    "rapporter/ the whole city's headcounts": (
        "/rapporter/stadsovergripande/malgrupp/",
        (302, 404, 404, 404, 200),
    ),
    "rapporter/ another district": ("/rapporter/centrum/", (302, 404, 404, 404, 200)),
    "rapporter/ unknown district": ("/rapporter/mars/", (302, 404, 404, 404, 404)),
    "cms/": ("/cms/", (302, 403, 403, 200, 200)),
    "cms/account/": ("/cms/account/", (302, 403, 403, 200, 200)),
    "cms/logout/": ("/cms/logout/", OWN),
    "^cms/(?:login|password_reset)/": ("/cms/login/", (302, 302, 302, 302, 302)),
    "^_util/(?:login|authenticate_with_password)/": (
        "/_util/login/1/1/",
        (302, 302, 302, 302, 302),
    ),
    "dokument/<int:document_id>/<path:document_filename>": (
        "/dokument/999/x.pdf",
        (404, 404, 404, 404, 404),
    ),
    "media/images/<str:name>": ("/media/images/x.png", (404, 404, 404, 404, 404)),
    "pages for-familjer": ("/for-familjer/", OPEN),
    "pages tillganglighet": ("/tillganglighet/", OPEN),
    "pages personuppgifter": ("/personuppgifter/", OPEN),
}
# Routes of Wagtail that a row above stands for.
STANDS_FOR = {
    "^((?:[\\w\\-]+/)*)$": "pages for-familjer",
    # Shadowed by the one door, which comes before Wagtail's own addresses.
    "_util/login/": "^_util/(?:login|authenticate_with_password)/",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        "^_util/(?:login|authenticate_with_password)/"
    ),
}


@pytest.fixture(scope="module")
def _site(django_db_setup, django_db_blocker):
    """The seeded site, made once for the whole table and rolled back afterwards."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        call_command("seed", stdout=StringIO())
        call_command("grant", "nils@exempel.example", role="samordnare", district="angered")
        call_command("grant", "rut@exempel.example", role="redaktion")
        call_command("grant", "tora@exempel.example", role="temagrupp")
        Person.objects.create_user("samira@exempel.example", name="Samira Ali")
        Person.objects.update(
            notice_read_at=timezone.now(), workplace_confirmed_on=timezone.localdate()
        )
        call_command("snapshot", at=date(2026, 11, 1))
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


PEOPLE = {
    "learner": "samira@exempel.example",
    "samordnare": "nils@exempel.example",
    "redaktion": "rut@exempel.example",
    "temagrupp": "tora@exempel.example",
}


@pytest.fixture
def browse(_site):
    def visit(role: str, address: str) -> int:
        client = Client(raise_request_exception=False)
        if role in PEOPLE:
            client.force_login(Person.objects.get(email=PEOPLE[role]))
        response = client.get(address)
        if role == "anonymous" and response.status_code == 302 and not address.startswith("/log"):
            assert response["Location"].startswith("/logga-in/"), (address, response["Location"])
        return response.status_code

    return visit


@pytest.mark.parametrize("route", TABLE)
def test_the_table_holds(browse, route):
    address, expected = TABLE[route]
    assert {role: browse(role, address) for role in ROLES} == dict(
        zip(ROLES, expected, strict=True)
    )


def routes(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("cms/") and hasattr(pattern, "url_patterns"):
            yield route
        elif hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_no_address_is_missing_from_the_table():
    found = {STANDS_FOR.get(route, route) for route in routes(get_resolver().url_patterns)}
    assert found - set(TABLE) == set()


def cms_addresses():
    """Every address of the CMS, with something in place of its arguments."""
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "cms/":
            yield from (
                "/" + re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>|\([^)]*\)", "1", route).strip("^$")
                for route in flat(pattern.url_patterns, "cms/")
            )


def flat(patterns, prefix):
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from flat(pattern.url_patterns, route)
        else:
            yield route.removesuffix("$")


def test_every_address_of_the_cms_is_closed_to_those_without_a_seat(browse):
    addresses = sorted(set(cms_addresses()))
    assert len(addresses) > 100
    for address in addresses:
        if address.startswith(("/cms/login", "/cms/logout", "/cms/password_reset")):
            continue
        assert browse("anonymous", address) == 302, address
        assert browse("learner", address) == 403, address
        assert browse("samordnare", address) == 403, address
