"""The drill backs up, destroys, restores, compares and lets a learner go on; and finds faults."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import drill
from config.backup.errors import BackupError
from config.backup.fingerprint import fingerprint
from content.models import Misconception
from people.models import Person
from tests.conftest import make_person

# What the migrations made must be there again for the next test, and for the next file.
pytestmark = [
    pytest.mark.usefixtures("put_back"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def practise(tmp_path):
    steps = []
    drill.practise(
        connection,
        folder=tmp_path / "ovning",
        media=tmp_path / "media",
        tell=lambda what, seconds: steps.append(what),
    )
    return steps


def refused(tmp_path):
    with pytest.raises(BackupError) as error:
        practise(tmp_path)
    return str(error.value)


def left_over():
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname = current_database() || '_ovning'"
        )
        return cursor.fetchall()


def test_a_learner_goes_on_after_a_restore_and_the_site_is_as_before(tmp_path):
    call_command("seed", stdout=StringIO())
    make_person("samira.ali@goteborg.example", "Samira Ali")
    before = fingerprint(connection)
    out = StringIO()
    call_command("restore_drill", stdout=out)
    told = out.getvalue()
    assert [line.split(" s  ")[1].split(":")[0] for line in told.splitlines()[:-1]] == [
        "Säkerhetskopia av webbplatsen",
        "Återställd i en tom databas",
        "Jämförd med kopian",
        "En medarbetare börjar på förtestet",
        "Säkerhetskopia av övningen",
        "Övningens databas och filer raderade",
        "Återställd i en tom databas",
        "Jämförd med kopian",
        "Medarbetaren fortsätter och blir klar",
    ]
    assert told.endswith("Övningen gick bra. Det som övades på är borttaget.\n")
    assert fingerprint(connection) == before
    assert list(tmp_path.iterdir()) == []
    assert left_over() == []


@pytest.fixture
def _people():
    make_person("samira.ali@goteborg.example", "Samira Ali")
    make_person("bo.ek@vgregion.example", "Bo Ek")


@pytest.fixture
def after_restoring(monkeypatch):
    """Does something to the practice copy when it has just been restored."""
    manage = drill.Scratch.manage

    def run(change):
        def and_change(scratch, *arguments):
            manage(scratch, *arguments)
            if arguments[0] == "restore":
                change(scratch)

        monkeypatch.setattr(drill.Scratch, "manage", and_change)

    return run


def lose_a_row(scratch):
    with scratch.connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person WHERE name = 'Bo Ek'")


@pytest.mark.usefixtures("_people")
def test_a_row_that_was_lost_is_found(tmp_path, after_restoring):
    after_restoring(lose_a_row)
    with pytest.raises(CommandError) as error:
        call_command("restore_drill", stdout=StringIO())
    assert error.value.returncode == 1
    assert str(error.value).startswith("Övningen misslyckades. Jämförd med kopian:")
    assert str(error.value).endswith("Tabellen people_person har 1 rader, inte 2.")
    assert Person.objects.count() == 2
    assert list(tmp_path.iterdir()) == []
    assert left_over() == []


@pytest.mark.usefixtures("_people")
def test_a_file_that_was_lost_is_found(tmp_path, after_restoring):
    from wagtail.images.models import Image

    (tmp_path / "media" / "original_images").mkdir(parents=True)
    (tmp_path / "media" / "original_images" / "hus.png").write_bytes(b"ett hus")
    Image.objects.create(title="Hus", file="original_images/hus.png", width=1, height=1)
    after_restoring(lambda scratch: (scratch.media / "original_images" / "hus.png").unlink())
    assert refused(tmp_path).endswith(
        "Filen original_images/hus.png finns i databasen men inte bland de uppladdade filerna."
    )
    assert (tmp_path / "media" / "original_images" / "hus.png").exists()


@pytest.mark.usefixtures("_people")
def test_a_copy_that_is_damaged_is_found(tmp_path, monkeypatch):
    make_backup = drill.make_backup

    def damaged(*arguments, target, **options):
        make_backup(*arguments, target=target, **options)
        with (target / "databas").open("r+b") as file:
            file.write(b"\xff")

    monkeypatch.setattr(drill, "make_backup", damaged)
    assert "Säkerhetskopian är skadad: filen databas har ändrats" in refused(tmp_path)


@pytest.mark.usefixtures("_people")
def test_a_site_where_no_learner_can_go_on_fails_the_drill(tmp_path):
    """Nothing is published."""
    assert not Misconception.objects.exists()
    assert "Förtestet gick inte att öppna (svar 404)." in refused(tmp_path)
    assert left_over() == []


def test_the_learner_of_the_drill_enters_no_other_database():
    from config.backup import learner

    with pytest.raises(SystemExit, match="ingen övningsdatabas"):
        learner.main("begin")
    assert not Person.objects.exists()
