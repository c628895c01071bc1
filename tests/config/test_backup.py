"""A backup put back is the same rows and files; what is damaged or in the way is refused whole."""

from __future__ import annotations

import errno
import json
import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import postgresql, sqlite
from config.backup.drill import Scratch
from config.backup.errors import BackupError
from config.backup.fingerprint import differences, fingerprint
from config.backup.folder import make_backup, read_backup, restore_backup
from people.models import AuditEvent
from tests.conftest import make_person

# What the migrations made must be there again for the next test, and for the next file.
pytestmark = [
    pytest.mark.usefixtures("put_back"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

on_postgresql = connection.vendor == "postgresql"


@pytest.fixture
def media(tmp_path):
    folder = tmp_path / "media" / "images"
    folder.mkdir(parents=True)
    (folder / "hus.png").write_bytes(b"ett hus")
    return folder.parent


@pytest.fixture
def target(tmp_path):
    return tmp_path / "kopior" / "2026-11-22"


@pytest.fixture
def site(media):
    """Two people and something noted."""
    make_person("samira.ali@goteborg.example", "Samira Ali")
    make_person("bo.ek@vgregion.example", "Bo Ek")
    AuditEvent.objects.create(action="grant", subject="bo.ek@vgregion.example")


@pytest.fixture
def kept(site, media, target):
    """A backup of the site."""
    make_backup(connection, media=media, target=target)
    return target


@pytest.fixture
def other(tmp_path):
    """An empty database beside the tests' own, and a place for its files."""
    scratch = Scratch(connection, tmp_path / "ovning")
    (tmp_path / "ovning").mkdir()
    scratch.create()
    yield scratch
    scratch.destroy()


def restore(kept, other, **options):
    return restore_backup(other.connection, media=other.var / "media", source=kept, **options)


def emails(other):
    with other.connection.cursor() as cursor:
        cursor.execute("SELECT email FROM people_person ORDER BY email")
        return [email for (email,) in cursor.fetchall()]


def refused(action, *arguments, **options):
    with pytest.raises(BackupError) as error:
        action(*arguments, **options)
    return str(error.value)


def test_what_is_restored_is_what_was_copied(kept, other):
    contents = restore(kept, other)
    assert emails(other) == ["bo.ek@vgregion.example", "samira.ali@goteborg.example"]
    assert (other.var / "media" / "images" / "hus.png").read_bytes() == b"ett hus"
    assert contents.tables["people_person"][0] == 2
    assert differences(contents.tables, fingerprint(other.connection)) == []


def test_nobody_else_may_read_the_backup(kept):
    assert kept.stat().st_mode & 0o077 == 0


def test_the_restored_database_goes_on_numbering_where_the_other_was(kept, other):
    restore(kept, other)
    with other.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_auditevent (at, action, subject, details, request_id) "
            "VALUES (CURRENT_TIMESTAMP, 'grant', 'x', '{}', '')"
        )
        cursor.execute("SELECT count(*), count(DISTINCT id) FROM people_auditevent")
        assert cursor.fetchone() == (2, 2)


def test_a_database_that_is_not_empty_is_left_alone_unless_told(kept, other):
    restore(kept, other)
    with other.connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_auditevent")
        cursor.execute("CREATE TABLE senare (id integer)")
    (other.var / "media" / "ny.png").write_bytes(b"ny")
    assert "Databasen är inte tom" in refused(restore, kept, other)
    assert (other.var / "media" / "ny.png").exists()
    restore(kept, other, overwrite=True)
    assert "senare" not in fingerprint(other.connection)
    assert [path.name for path in (other.var / "media").iterdir()] == ["images"]
    assert [path.name for path in other.var.iterdir()] == ["media"]


def test_files_in_the_way_are_left_alone_too(kept, other):
    (other.var / "media").mkdir(parents=True)
    (other.var / "media" / "ny.png").write_bytes(b"ny")
    assert "är inte tom" in refused(restore, kept, other)
    assert fingerprint(other.connection) == {}


@pytest.mark.parametrize("name", ["databas", "media/images/hus.png"])
@pytest.mark.parametrize("damage", ["har ändrats", "saknas"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(kept, other, name, damage):
    if damage == "saknas":
        (kept / name).unlink()
    else:
        with (kept / name).open("r+b") as file:
            file.write(b"\xff\xfe")
    assert f"Säkerhetskopian är skadad: filen {name} {damage}" in refused(restore, kept, other)
    assert fingerprint(other.connection) == {}


def test_a_database_file_that_cannot_be_read_changes_nothing(kept, other, monkeypatch):
    """Cut off in the middle, with the digest of the cut file: what is left is still refused."""
    restore(kept, other)
    before = fingerprint(other.connection)
    whole = (kept / "databas").read_bytes()
    (kept / "databas").write_bytes(whole[: len(whole) // 2])
    told = json.loads((kept / "innehall.json").read_text())
    told["files"]["databas"] = _digest(kept / "databas")
    (kept / "innehall.json").write_text(json.dumps(told))
    assert "gick inte att återställa" in refused(restore, kept, other, overwrite=True)
    assert fingerprint(other.connection) == before


def _digest(path):
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("told", [None, "", "{}", '{"vendor": "sqlite"}', "[]"])
def test_a_folder_that_is_no_backup_is_refused(tmp_path, told):
    if told is not None:
        (tmp_path / "innehall.json").write_text(told)
    assert "är ingen säkerhetskopia" in refused(read_backup, tmp_path)


def test_a_backup_of_the_other_kind_of_database_is_refused(kept, other):
    told = json.loads((kept / "innehall.json").read_text())
    told["vendor"] = "sqlite" if on_postgresql else "postgresql"
    (kept / "innehall.json").write_text(json.dumps(told))
    assert "Säkerhetskopian är från" in refused(restore, kept, other)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM people_person WHERE name = 'Bo Ek'",
         "Tabellen people_person har 1 rader, inte 2."),
        ("UPDATE people_person SET name = 'Bo Ak' WHERE name = 'Bo Ek'",
         "Tabellen people_person har rätt antal rader men inte samma innehåll."),
        ("DROP TABLE people_sitemark", "Tabellen people_sitemark saknas."),
        ("CREATE TABLE extra (id integer)", "Tabellen extra fanns inte i säkerhetskopian."),
    ],
)  # fmt: skip
def test_a_restore_that_is_not_what_was_copied_is_told(kept, other, monkeypatch, statement, told):
    engine = postgresql if on_postgresql else sqlite
    load = engine.load

    def load_and_change(to, file):
        load(to, file)
        with to.cursor() as cursor:
            cursor.execute(statement)

    monkeypatch.setattr(engine, "load", load_and_change)
    sentence = refused(restore, kept, other)
    assert sentence == f"Det återställda är inte det som kopierades. {told}"


def test_a_folder_in_use_is_not_written_over(site, media, target):
    target.mkdir(parents=True)
    (target / "viktigt").write_text("")
    said = refused(make_backup, connection, media=media, target=target)
    assert said == f"{target} finns redan. Ange en mapp som inte finns."


def test_a_full_disk_leaves_no_half_backup(site, media, target, monkeypatch):
    def full(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    said = refused(make_backup, connection, media=media, target=target)
    assert said == f"Säkerhetskopian gick inte att skriva i {target}: No space left on device"
    assert list(target.parent.iterdir()) == []


def test_the_commands_say_what_they_did(site, media, target, other, settings, monkeypatch):
    settings.MEDIA_ROOT = media
    out = StringIO()
    call_command("backup", str(target), stdout=out)
    assert out.getvalue().startswith(f"Säkerhetskopia i {target}: ")
    assert out.getvalue().endswith("1 uppladdade filer.\n")
    with pytest.raises(CommandError, match="finns redan") as error:
        call_command("backup", str(target))
    assert error.value.returncode == 1
    with pytest.raises(CommandError, match="är inte tom"):
        call_command("restore", str(target))


if on_postgresql:

    @pytest.mark.parametrize("tool", ["pg_dump", "psql", "pg_restore"])
    def test_a_tool_that_is_missing_is_named(site, media, kept, other, monkeypatch, tool):
        real = shutil.which
        monkeypatch.setattr(postgresql, "INSTALLED", "/none")
        monkeypatch.setattr(shutil, "which", lambda name: None if name == tool else real(name))
        elsewhere = kept.with_name("igen")
        said = (
            refused(make_backup, connection, media=media, target=elsewhere)
            if tool == "pg_dump"
            else refused(restore, kept, other)
        )
        assert said.startswith(f"Verktyget {tool} saknas: installera paketet postgresql-client")
        assert not elsewhere.exists()

    def test_a_database_in_use_is_not_restored(kept, other, monkeypatch):
        restore(kept, other)
        monkeypatch.setattr(postgresql, "LOCK_TIMEOUT", "100ms")
        reader = other.connection.copy()
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_person")
        try:
            said = refused(restore, kept, other, overwrite=True)
        finally:
            reader.close()
        assert said.startswith("Databasen används. Stoppa webbplatsen")
        assert len(emails(other)) == 2
