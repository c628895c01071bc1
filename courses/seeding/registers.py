"""The registers of the starter site. A row that exists is left as it is: editors own it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from content.models import (
    Checklist,
    GuidelineEdition,
    GuidelineSection,
    LawReference,
    Misconception,
)
from people.models import (
    CollaborationGroup,
    District,
    DistrictLayer,
    DistrictSuccession,
    GroupDistrict,
    Organisation,
    WorkplaceType,
)

from .files import read

Row = dict[str, Any]


def seed_registers() -> int:
    """Make the rows that are missing; how many that were."""
    return sum(
        (
            _simple(GuidelineSection, read("register/avsnitt.yaml"), by="number"),
            _editions(read("register/utgavor.yaml")),
            _simple(Misconception, read("register/missuppfattningar.yaml"), by="code"),
            _laws(read("register/lagrum.yaml")),
            _simple(Checklist, read("register/checklistor.yaml"), by="code"),
            _simple(WorkplaceType, read("register/verksamhetstyper.yaml"), by="code"),
            _districts(read("register/stadsdelar.yaml")),
            _groups(read("register/grupper.yaml")),
            _simple(Organisation, _ORGANISATIONS, by="name"),
        )
    )


_ORGANISATIONS: list[Row] = [
    {"name": "Göteborgs Stad", "kind": Organisation.Kind.MUNICIPAL},
    {"name": "Västra Götalandsregionen", "kind": Organisation.Kind.REGIONAL},
]


def _simple(model: type[Model], rows: Iterable[Row], *, by: str) -> int:
    manager = model._default_manager
    return sum(manager.get_or_create(**{by: row[by]}, defaults={**row})[1] for row in rows)


def _editions(rows: list[Row]) -> int:
    made = 0
    for row in rows:
        values = {name: row[name] for name in ("title", "short_title", "valid_from", "valid_to")}
        earlier = GuidelineEdition.objects.filter(code=row["supersedes"]).first()
        _, is_new = GuidelineEdition.objects.get_or_create(
            code=row["code"],
            defaults={
                **values,
                "supersedes": earlier,
                "is_main_line": row["main_line"],
                "summary": row["summary"],
                "links": row["links"],
            },
        )
        made += is_new
    return made


def _laws(rows: list[Row]) -> int:
    return sum(
        LawReference.objects.get_or_create(
            code=row["code"], valid_from=row["valid_from"], defaults={**row}
        )[1]
        for row in rows
    )


def _districts(data: dict[str, list[Row]]) -> int:
    made = _simple(DistrictLayer, data["layers"], by="code")
    layers = {layer.code: layer for layer in DistrictLayer.objects.all()}
    for order, row in enumerate(data["districts"], 1):
        values = {**row, "layer": layers[row["layer"]], "order": order}
        made += District.objects.get_or_create(code=row["code"], defaults=values)[1]
    districts = {district.code: district for district in District.objects.all()}
    for row in data["successions"]:
        made += DistrictSuccession.objects.get_or_create(
            from_district=districts[row["from"]],
            to_district=districts[row["to"]],
            date=row["date"],
            defaults={name: row[name] for name in ("kind", "share", "note")},
        )[1]
    return made


def _groups(rows: list[Row]) -> int:
    made = 0
    for row in rows:
        parent = CollaborationGroup.objects.filter(code=row["parent"]).first()
        values = {name: row[name] for name in ("name", "kind", "level")}
        group, is_new = CollaborationGroup.objects.get_or_create(
            code=row["code"], defaults={**values, "parent": parent}
        )
        made += is_new
        if is_new:
            for district in District.objects.filter(code__in=row["districts"]):
                GroupDistrict.objects.create(
                    group=group, district=district, valid_from=district.valid_from
                )
    return made


PAGE_RIGHTS = {
    "Redaktion": ("add_page", "change_page"),
    # Without bulk_delete a page with others below it is refused before our own reason is told.
    "Temagrupp": ("add_page", "change_page", "publish_page", "bulk_delete_page"),
}


def seed_groups(root: Page) -> None:
    """The two groups of the CMS, confined to the tree under ``root`` and to their collections."""
    for name, page_rights in PAGE_RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in page_rights:
            GroupPagePermission.objects.get_or_create(
                group=group,
                page=root,
                permission=Permission.objects.get(
                    codename=codename, content_type__app_label="wagtailcore"
                ),
            )
    _seed_collection("Utbildning", kinds=("image", "document"))
    # Documents only: an image is shown to whoever knows its address.
    behind_login = _seed_collection("Dokument för inloggade", kinds=("document",))
    CollectionViewRestriction.objects.get_or_create(
        collection=behind_login,
        defaults={"restriction_type": CollectionViewRestriction.LOGIN},
    )
    _seed_register_rights()
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()


def _seed_collection(name: str, *, kinds: Iterable[str]) -> Collection:
    """The collection of that name, where both groups keep files of ``kinds``."""
    collection = Collection.objects.filter(name=name).first()
    if collection is None:
        collection = Collection.get_first_root_node().add_child(name=name)
    codenames = [f"{verb}_{kind}" for verb in ("add", "change", "choose") for kind in kinds]
    for group in Group.objects.filter(name__in=PAGE_RIGHTS):
        for permission in Permission.objects.filter(codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
    return collection


def _seed_register_rights() -> None:
    """Temagruppen changes the registers, redaktionen reads them; nobody deletes in them."""
    registers = ("guidelineedition", "guidelinesection", "misconception", "lawreference",
                 "checklist")  # fmt: skip
    may_change = [f"{verb}_{name}" for name in registers for verb in ("add", "change")]
    rights = {
        "Temagrupp": [*may_change, "change_missingworkplace"],
        "Redaktion": [f"view_{name}" for name in registers],
    }
    for name, codenames in rights.items():
        Group.objects.get(name=name).permissions.add(
            *Permission.objects.filter(codename__in=codenames)
        )
