"""A page that is due is published together with its version, or not at all."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from courses import actions
from courses.models import LessonPage, ModulePage, ModuleVersion


@pytest.fixture
def lessons(course):
    """The first lessons of two modules."""
    modules = [ModulePage.objects.get(slug=slug) for slug in ("organisation", "sip")]
    return [LessonPage.objects.child_of(module).first() for module in modules]


def schedule(page, title, *, hours):
    page.title = title
    page.go_live_at = timezone.now() + timedelta(hours=hours)
    page.save_revision().publish()


@pytest.fixture
def due(lessons, monkeypatch):
    """Both lessons have a new title whose time has come, the first one's first."""
    for hours, lesson in enumerate(lessons, 1):
        schedule(lesson, "Nytt", hours=hours)
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    return lessons


def publish():
    call_command("publish_scheduled", stdout=StringIO())


def titles(pages):
    return [LessonPage.objects.get(pk=page.pk).title for page in pages]


def versions():
    return ModuleVersion.objects.count()


@pytest.fixture
def freeze_fails(monkeypatch):
    """Makes the version of the module ``slug`` impossible to freeze."""
    real = actions._new_version

    def make(slug):
        def fail(module, *args, **kwargs):
            if module.slug == slug:
                raise RuntimeError("går inte att frysa")
            return real(module, *args, **kwargs)

        monkeypatch.setattr(actions, "_new_version", fail)

    return make


def test_ours_stands_in_for_wagtails(course):
    assert get_commands()["publish_scheduled"] == "courses"


def test_what_is_due_is_published_with_a_version_each(due):
    before = versions()
    publish()
    assert titles(due) == ["Nytt", "Nytt"]
    assert versions() == before + 2
    publish()
    assert versions() == before + 2


def test_a_page_whose_version_can_not_be_frozen_stays_as_it_was(due, freeze_fails):
    old, before = titles(due), versions()
    freeze_fails("organisation")
    with pytest.raises(CommandError) as error:
        publish()
    assert error.value.returncode == 1
    assert "gick inte att publicera eller avpublicera: ”Nytt”. Tiden står kvar" in str(error.value)
    assert titles(due) == [old[0], "Nytt"]
    assert versions() == before + 1
    assert due[0].revisions.filter(approved_go_live_at__isnull=False).count() == 1


def test_it_is_published_once_the_fault_is_gone(due, freeze_fails):
    freeze_fails("organisation")
    with pytest.raises(CommandError):
        publish()
    freeze_fails("none")
    publish()
    assert titles(due) == ["Nytt", "Nytt"]


@pytest.fixture
def expired(lessons, monkeypatch):
    for lesson in lessons:
        lesson.expire_at = timezone.now() + timedelta(hours=1)
        lesson.save_revision().publish()
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    return lessons


def live(pages):
    return [LessonPage.objects.get(pk=page.pk).live for page in pages]


def test_what_has_expired_is_unpublished_with_a_version_each(expired):
    before = versions()
    publish()
    assert live(expired) == [False, False]
    assert versions() == before + 2


def test_a_page_that_can_not_be_unpublished_stays_live(expired, freeze_fails):
    freeze_fails("organisation")
    with pytest.raises(CommandError):
        publish()
    assert live(expired) == [True, False]


def test_a_schedule_cancelled_meanwhile_is_not_carried_out(due, monkeypatch):
    from courses.management.commands import publish_scheduled as command

    rows = list(command._due(timezone.now()))
    old = titles(due)
    due[0].revisions.update(approved_go_live_at=None)
    monkeypatch.setattr(command, "_due", lambda at: rows)
    publish()
    assert titles(due) == [old[0], "Nytt"]


def test_a_dry_run_changes_nothing(due):
    old, out = titles(due), StringIO()
    call_command("publish_scheduled", dryrun=True, stdout=out)
    assert titles(due) == old
    assert "Nytt" in out.getvalue()
