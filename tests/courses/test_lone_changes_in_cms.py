"""The same by an editor in the CMS: dragging in the list, moving, unpublishing, setting a time."""

from __future__ import annotations

import pytest

from courses import actions
from courses.models import LessonPage, ModulePage, ModuleVersion
from courses.rendering import current_outline


@pytest.fixture
def lessons(organisation_page):
    return list(LessonPage.objects.child_of(organisation_page))


@pytest.fixture
def sip(course):
    return ModulePage.objects.get(slug="sip")


@pytest.fixture
def as_tora(client, tora):
    client.force_login(tora)
    return client


def slugs(module="organisation"):
    return [lesson.slug for lesson in current_outline().by_slug[module].lessons]


def notes(module="organisation"):
    """Of the versions made since the course was seeded."""
    versions = ModuleVersion.objects.filter(slug=module, number__gt=1).order_by("number")
    assert not any(version.is_material for version in versions)
    return [version.note for version in versions]


def drag(client, page, position):
    return client.post(f"/cms/pages/{page.pk}/set_position/?position={position}")


def move(client, page, to):
    return client.post(f"/cms/pages/{page.pk}/move/{to.pk}/confirm/")


def unpublish(client, page):
    return client.post(f"/cms/pages/{page.pk}/unpublish/")


def test_a_lesson_dragged_to_another_place_in_the_list(as_tora, lessons):
    first, second, *rest = (lesson.slug for lesson in lessons)
    assert drag(as_tora, lessons[0], 1).status_code == 200
    assert slugs() == [second, first, *rest]
    assert drag(as_tora, lessons[0], 0).status_code == 200
    assert slugs() == [first, second, *rest]
    assert notes() == ["Flyttad för sig", "Flyttad för sig"]


def test_a_module_dragged_among_the_others(as_tora, sip):
    assert drag(as_tora, sip, 0).status_code == 200
    assert current_outline().modules[0].slug == "sip"
    assert notes("sip") == ["Flyttad för sig"]
    assert notes() == []


def test_a_lesson_moved_to_another_module(as_tora, lessons, sip):
    moved = lessons[0].slug
    assert move(as_tora, lessons[0], sip).status_code == 302
    assert moved not in slugs()
    assert slugs("sip")[-1] == moved
    assert notes() == notes("sip") == ["Flyttad för sig"]


def test_a_lesson_unpublished(as_tora, lessons):
    assert unpublish(as_tora, lessons[0]).status_code == 302
    assert lessons[0].slug not in slugs()
    assert notes() == ["Avpublicerad för sig"]


@pytest.mark.parametrize("change", [
    lambda client, page, sip: drag(client, page, 1),
    lambda client, page, sip: move(client, page, sip),
    lambda client, page, sip: unpublish(client, page),
], ids=["dragged", "moved", "unpublished"])  # fmt: skip
def test_who_only_writes_changes_no_published_lesson(client, rut, lessons, sip, change):
    client.force_login(rut)
    before = slugs(), slugs("sip")
    assert change(client, lessons[0], sip).status_code in (302, 403)
    assert (slugs(), slugs("sip")) == before
    assert notes() == notes("sip") == []


@pytest.mark.parametrize("change", [drag, move, unpublish])
def test_a_change_that_cannot_be_versioned_is_not_made(as_tora, lessons, sip, monkeypatch, change):
    def fail(*args, **kwargs):
        raise RuntimeError("går inte att frysa")

    monkeypatch.setattr(actions, "freeze", fail)
    as_tora.raise_request_exception = False
    before = list(LessonPage.objects.order_by("pk").values_list("pk", "path", "live"))
    where = {drag: (1,), move: (sip,), unpublish: ()}[change]
    assert change(as_tora, lessons[0], *where).status_code == 500
    assert list(LessonPage.objects.order_by("pk").values_list("pk", "path", "live")) == before
    assert notes() == notes("sip") == []
