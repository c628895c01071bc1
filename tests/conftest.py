"""The cast. Everybody is fictional, and named the same in every test.

Samira   works at the preschool Solrosen in Angered; a learner.
Bo       works at BVC Centrum; a learner and a manager.
Nils     is NOSAM-samordnare in Angered.
Celia    is NOSAM-samordnare in Centrum.
Rut      writes: she has an editor's seat in temagruppen.
Tora     is a member of temagruppen: she publishes, and reads every district's report.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from people.models import (
    CollaborationGroup,
    District,
    DistrictLayer,
    GroupDistrict,
    GroupSeat,
    Membership,
    Organisation,
    Person,
    Workplace,
    WorkplaceDistrict,
    WorkplaceType,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LONG_AGO = date(2011, 1, 1)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=STOCKHOLM)


@pytest.fixture(autouse=True)
def _own_var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def layer(db):
    return DistrictLayer.objects.create(
        code="sdn10", name="Stadsdelar", valid_from=LONG_AGO, is_reporting=True
    )


def _district(layer, code, name, order):
    return District.objects.create(
        layer=layer, code=code, name=name, valid_from=LONG_AGO, order=order
    )


@pytest.fixture
def angered(layer):
    return _district(layer, "angered", "Angered", 1)


@pytest.fixture
def centrum(layer):
    return _district(layer, "centrum", "Centrum", 3)


@pytest.fixture
def preschool(db):
    return WorkplaceType.objects.create(
        code="forskola", name="Förskola", short_name="Förskola", group="utbildning",
        is_priority=True, order=1,
    )  # fmt: skip


@pytest.fixture
def bvc(db):
    return WorkplaceType.objects.create(
        code="bvc", name="Barnavårdscentral (BVC)", short_name="BVC", group="hälso- och sjukvård",
        is_priority=True, order=2,
    )  # fmt: skip


@pytest.fixture
def city(db):
    return Organisation.objects.create(name="Göteborgs Stad", kind=Organisation.Kind.MUNICIPAL)


@pytest.fixture
def region(db):
    return Organisation.objects.create(
        name="Västra Götalandsregionen", kind=Organisation.Kind.REGIONAL
    )


def make_workplace(organisation, name, workplace_type, district, *, since=LONG_AGO):
    workplace = Workplace.objects.create(
        organisation=organisation,
        name=name,
        workplace_type=workplace_type,
        valid_from=since,
        identity=Workplace.identity_of(
            organisation=organisation.name,
            name=name,
            workplace_type=workplace_type.code,
            district=district.code if district else None,
        ),
    )
    if district:
        WorkplaceDistrict.objects.create(
            workplace=workplace, district=district, layer=district.layer, valid_from=since
        )
    return workplace


@pytest.fixture
def solrosen(city, preschool, angered):
    return make_workplace(city, "Solrosens förskola", preschool, angered)


@pytest.fixture
def bvc_centrum(region, bvc, centrum):
    return make_workplace(region, "BVC Centrum", bvc, centrum)


def make_person(email, name, workplace=None, **fields):
    fields.setdefault("notice_read_at", NOW)
    fields.setdefault("workplace_confirmed_on", TODAY)
    person = Person.objects.create_user(email, name=name, **fields)
    if workplace:
        Membership.objects.create(person=person, workplace=workplace, valid_from=date(2020, 1, 1))
    return person


@pytest.fixture
def samira(solrosen):
    return make_person("samira.ali@goteborg.example", "Samira Ali", solrosen)


@pytest.fixture
def bo(bvc_centrum):
    return make_person("bo.ek@vgregion.example", "Bo Ek", bvc_centrum, is_manager=True)


@pytest.fixture
def temagrupp(db):
    return CollaborationGroup.objects.create(
        code="temagrupp-barn-och-unga", name="Temagrupp barn och unga",
        kind=CollaborationGroup.Kind.TEMAGRUPP, level=CollaborationGroup.Level.SUBREGIONAL,
    )  # fmt: skip


def _nosam(district):
    group = CollaborationGroup.objects.create(
        code=f"nosam-{district.code}", name=f"NOSAM barn och unga {district.name}",
        kind=CollaborationGroup.Kind.NOSAM, level=CollaborationGroup.Level.LOCAL,
    )  # fmt: skip
    GroupDistrict.objects.create(group=group, district=district, valid_from=LONG_AGO)
    return group


@pytest.fixture
def nosam_angered(angered):
    return _nosam(angered)


@pytest.fixture
def nosam_centrum(centrum):
    return _nosam(centrum)


def seat(person, group, role, *, since=date(2020, 1, 1), until=None):
    GroupSeat.objects.create(
        person=person, group=group, role=role, valid_from=since, valid_to=until
    )
    return person


@pytest.fixture
def nils(nosam_angered):
    person = make_person("nils.dahl@goteborg.example", "Nils Dahl")
    return seat(person, nosam_angered, GroupSeat.Role.COORDINATOR)


@pytest.fixture
def celia(nosam_centrum):
    person = make_person("celia.roos@goteborg.example", "Celia Roos")
    return seat(person, nosam_centrum, GroupSeat.Role.COORDINATOR)


@pytest.fixture
def rut(temagrupp):
    return seat(make_person("rut.holm@gr.example", "Rut Holm"), temagrupp, GroupSeat.Role.EDITOR)


@pytest.fixture
def tora(temagrupp):
    return seat(make_person("tora.lind@gr.example", "Tora Lind"), temagrupp, GroupSeat.Role.MEMBER)
