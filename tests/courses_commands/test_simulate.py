"""The fictional population: where it is refused, that it is repeatable, uneven and complete."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Max
from django.test import TestCase

from courses.models import Completion, LessonPage, LessonVisit
from courses.simulation import population
from people.access import Snapshot, snapshot_of
from people.models import (
    AuditEvent,
    Membership,
    Organisation,
    Person,
    WorkplaceDistrict,
)
from quizzes.attempts import result_of, wording_for
from quizzes.models import Answer, Attempt, AttemptItem, Marking, QuizVersion
from reports.models import Headcount
from tests.conftest import TODAY

LEARNERS, SEED = 240, 5
STRONGHOLDS = {
    "angered": "M01", "vastra-hisingen": "M02", "centrum": "M13", "lundby": "M17",
    "norra-hisingen": "M04", "askim-frolunda-hogsbo": "M05", "majorna-linne": "M06",
    "vastra-goteborg": "M08",
}  # fmt: skip
CURRENT, OLDER = "OK2021r2023", "OK2021"


def simulate(learners=LEARNERS, seed=SEED, **options):
    out = StringIO()
    call_command("simulate", learners=learners, seed=seed, stdout=out, **options)
    return out.getvalue()


def fingerprint():
    """All that follows from the seed, in people's own order; ids differ from run to run."""
    return {
        "people": list(Person.objects.order_by("pk").values_list("email", "name", "created_at")),
        "memberships": list(
            Membership.objects.order_by("pk").values_list(
                "person__email", "workplace__identity", "valid_from", "valid_to", "occupation"
            )
        ),
        "completions": list(
            Completion.objects.order_by("pk").values_list(
                "person__email", "module", "edition__code", "way", "completed_at", "district_codes"
            )
        ),
        "answers": list(
            Answer.objects.order_by("pk").values_list(
                "item__attempt__person__email", "item__question_key", "chosen", "answered_at"
            )
        ),
        "headcounts": list(Headcount.objects.order_by("pk").values_list("count", "as_of")),
    }


def completers():
    """People with all four modules in the current edition, the test passed."""
    counted = Completion.objects.in_edition(CURRENT).order_by()
    modules = counted.values_list("person").annotate(modules=Count("module", distinct=True))
    return set(modules.filter(modules=4).values_list("person", flat=True))


def workplaces_now():
    """Person → (district or None, type) of the primary workplace today."""
    district = dict(WorkplaceDistrict.objects.values_list("workplace", "district__code"))
    rows = Membership.objects.current(at=TODAY).filter(is_primary=True)
    return {
        person: (district.get(workplace), kind)
        for person, workplace, kind in rows.values_list(
            "person", "workplace", "workplace__workplace_type__code"
        )
    }


@contextmanager
def emptied():
    """The seeded site without its population, which is back afterwards."""
    with transaction.atomic():
        for model in (Completion, Attempt, Headcount, Person, AuditEvent):
            model.objects.all().delete()
        yield
        transaction.set_rollback(True)


class TestPopulation(TestCase):
    """One small population, looked at from many sides."""

    @classmethod
    def setUpTestData(cls):
        folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(cls.settings(cls, VAR_DIR=folder))
        call_command("seed", stdout=StringIO())
        with transaction.atomic():
            simulate(at=str(TODAY))
            cls.first = fingerprint()
            transaction.set_rollback(True)
        cls.said = simulate(at=str(TODAY))

    def test_the_same_seed_gives_the_same_population(self):
        assert fingerprint() == self.first

    def test_another_seed_gives_another(self):
        with emptied():
            simulate(seed=SEED + 1, at=str(TODAY))
            other = fingerprint()
        assert [name for name in other if other[name] == self.first[name]] == []

    def test_when_it_is_broken_off_nothing_is_left(self):
        with emptied():
            with (
                patch.object(population, "count_on", side_effect=KeyboardInterrupt),
                pytest.raises(KeyboardInterrupt),
            ):
                simulate(at=str(TODAY))
            left = [model.objects.count() for model in (Person, Attempt, Headcount, AuditEvent)]
        assert left == [0, 0, 0, 0]

    def test_everybody_is_fictional_at_an_address_that_cannot_exist(self):
        assert Person.objects.count() == LEARNERS
        assert not Person.objects.filter(is_fictional=False).exists()
        assert not Person.objects.exclude(email__endswith="@exempel.example").exists()
        assert not any(person.has_usable_password() for person in Person.objects.all())
        assert Person.objects.values("name").distinct().count() > LEARNERS * 0.9

    def test_huvudman_of_several_kinds_and_the_invented_ones_say_so(self):
        kinds = {"kommun", "region", "enskild", "privat_vardgivare"}
        used = Organisation.objects.filter(workplaces__memberships__isnull=False).distinct()
        assert kinds <= set(used.values_list("kind", flat=True))
        public = used.filter(kind__in=("kommun", "region")).values_list("name", flat=True)
        assert set(public) == {"Göteborgs Stad", "Västra Götalandsregionen"}
        assert all("påhittad" in one.name for one in used.exclude(name__in=public))

    def test_the_summary_tells_how_much_was_made(self):
        assert f"{LEARNERS} påhittade medarbetare" in self.said
        assert f"{Completion.objects.count()} avklarade moduler" in self.said
        assert f"{Attempt.objects.count()} försök" in self.said
        assert f"{Headcount.objects.count()} målgruppsantal" in self.said

    def test_again_it_is_nothing_new_and_another_one_is_refused(self):
        assert "inget nytt" in simulate()
        with pytest.raises(CommandError, match=f"Det finns redan {LEARNERS} påhittade"):
            simulate(learners=LEARNERS + 1)
        with pytest.raises(CommandError, match="Det finns redan"):
            simulate(seed=SEED + 1)
        assert Person.objects.count() == LEARNERS

    def test_headcounts_at_three_dates_bvc_small_and_one_cell_without(self):
        dates = {date(2024, 10, 1), date(2025, 10, 1), date(2026, 10, 1)}
        assert set(Headcount.objects.values_list("as_of", flat=True)) == dates
        clinics = Headcount.objects.filter(workplace_type__code="bvc")
        assert clinics.count() == 10 * len(dates)
        assert all(6 <= row.count <= 20 for row in clinics)
        held = {
            (row.district.code, row.workplace_type.code)
            for row in Headcount.objects.latest(at=TODAY)
        }
        assert ("stadsovergripande", "bup") in held
        assert ("angered", "annan") in held
        assert ("lundby", "grundskola") not in held

    def test_fewer_are_registered_than_there_are_heads_in_most_cells(self):
        registered = Counter(workplaces_now().values())
        held = Headcount.objects.latest(at=TODAY)
        below = [
            row for row in held
            if registered[row.district.code, row.workplace_type.code] <= row.count
        ]  # fmt: skip
        assert len(below) > 0.8 * len(held)
        assert sum(row.count for row in held) > len(workplaces_now())

    def test_every_district_has_figures_and_they_differ_clearly(self):
        done, now = completers(), workplaces_now()
        share = defaultdict(list)
        for person, (district, _) in now.items():
            share[district].append(person in done)
        rates = {district: sum(held) / len(held) for district, held in share.items()}
        assert len(rates.keys() - {None, "stadsovergripande"}) == 10
        low = [*share["angered"], *share["ostra-goteborg"], *share["vastra-hisingen"]]
        high = [*share["orgryte-harlanda"], *share["centrum"], *share["majorna-linne"]]
        assert sum(low) / len(low) + 0.15 < sum(high) / len(high)

    def test_some_have_no_district_no_workplace_or_another_one_than_before(self):
        districts = Counter(district for district, _ in workplaces_now().values())
        assert districts[None] >= 1
        assert districts["stadsovergripande"] >= 1
        assert len(workplaces_now()) < LEARNERS
        moved = Membership.objects.filter(is_primary=True).values("person").annotate(n=Count("pk"))
        assert moved.filter(n=2).exists()
        assert Membership.objects.filter(is_primary=False).exists()
        assert not Membership.objects.filter(valid_to__gt=TODAY).exists()

    def test_learning_of_every_sort_over_two_years(self):
        ways = Counter(Completion.objects.values_list("edition__code", "way"))
        assert {(CURRENT, way) for way in ("self", "meeting", "prior")} <= ways.keys()
        assert {key for key in ways if key[0] == OLDER} == {(OLDER, "prior")}
        older = Completion.objects.filter(edition__code=OLDER)
        assert older.aggregate(latest=Max("completed_at"))["latest"].date() < date(2023, 1, 1)
        own = Completion.objects.filter(edition__code=CURRENT)
        months = {f"{done.completed_at:%Y-%m}" for done in own}
        assert len(months) > 18
        assert min(months) >= "2024-11"
        assert not own.filter(completed_at__gte="2026-11-21T00:00+01:00").exists()
        per_person = Counter(
            own.order_by().values_list("person").annotate(n=Count("pk")).values_list("n", flat=True)
        )
        assert {1, 3, 4} <= per_person.keys()
        assert own.filter(test_passed=False, way="meeting").exists()
        sip_only = (
            own.values("person").annotate(n=Count("pk"), slug=Max("module")).filter(n=1, slug="sip")
        )
        assert sip_only.exists()

    def test_rows_carry_where_the_person_worked_that_day(self):
        for row in [*Completion.objects.all()[:40], *Attempt.objects.filter(purpose="pre")[:40]]:
            at = row.started_at if isinstance(row, Attempt) else row.completed_at
            kept = Snapshot(row.district_codes, row.workplace_type, row.organisation_kind)
            assert kept == snapshot_of(row.person, at=at.date())

    def test_what_was_done_here_points_at_a_version_and_its_lessons_are_read(self):
        own = Completion.objects.filter(way="self").select_related("module_version", "person")
        for row in own[:40]:
            assert row.module_version.slug == row.module
            assert row.version_number == row.module_version.number
            lessons = LessonPage.objects.child_of(row.module_version.module).live()
            if not row.person.is_manager:
                lessons = lessons.filter(managers_only=False)
            read = LessonVisit.objects.filter(
                person=row.person, finished_at__lt=row.completed_at,
                lesson_key__in=lessons.values("translation_key"),
            )  # fmt: skip
            assert read.count() == lessons.count()
        others = Completion.objects.exclude(way="self")
        assert set(others.values_list("version_number", "module_version")) == {(0, None)}

    def test_the_pretest_is_taken_by_most_in_both_wordings_and_sometimes_left(self):
        pretests = Attempt.objects.filter(purpose="pre").select_related("person")
        assert 0.55 * LEARNERS < pretests.count() < 0.85 * LEARNERS
        assert all(one.wording == wording_for(one.person) for one in pretests)
        assert {one.wording for one in pretests} == {"A", "B"}
        finished = pretests.filter(finished_at__isnull=False)
        assert 0 < pretests.count() - finished.count() < 20
        items = AttemptItem.objects.filter(attempt__in=finished)
        assert items.count() == 8 * finished.count()
        assert not items.filter(answer__isnull=True).exists()
        assert not items.filter(answer__markings__isnull=True).exists()

    def test_misconceptions_are_spread_unevenly(self):
        version = QuizVersion.objects.get(snapshot__kind="fortest")
        statements = {key: one["misconception"] for key, one in version.questions.items()}
        held = defaultdict(list)
        rows = Marking.objects.filter(answer__item__attempt__purpose="pre").values_list(
            "misconceptions",
            "answer__chosen",
            "answer__item__question_key",
            "answer__item__attempt__district_codes",
        )
        for shown, chosen, key, districts in rows:
            if chosen != ["vet-inte"]:
                code = statements[str(key)]
                held[STRONGHOLDS.get(districts.get("sdn10")) == code].append(code in shown)
        share = {there: sum(rows) / len(rows) for there, rows in held.items()}
        assert share[True] > share[False] + 0.1
        assert share[False] > 0.05

    def test_tests_with_answers_belong_to_some_who_completed_and_the_last_is_passed(self):
        tests = Attempt.objects.filter(purpose="final")
        people = tests.values("person").distinct().count()
        assert 0 < people < 0.35 * LEARNERS
        last = {}
        for attempt in tests.select_related("version").order_by("started_at"):
            last[attempt.person_id, attempt.page_key] = attempt
            drawn = attempt.items.order_by("position").values_list("question_key", flat=True)
            assert len(set(drawn)) == attempt.version.snapshot["draw"]
        assert all(result_of(attempt).is_passed for attempt in last.values())
        assert len(last) < tests.count()
        times = {(one.person_id, one.finished_at) for one in last.values()}
        done = Completion.objects.filter(way="self").values_list("person", "completed_at")
        assert times <= set(done)

    def test_new_rows_get_ids_of_their_own_afterwards(self):
        top = Person.objects.aggregate(top=Max("pk"))["top"]
        assert Person.objects.create_user("efterat@exempel.example").pk == top + 1
