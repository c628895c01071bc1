"""Ten districts with staff who have learnt something, made in bulk: `town`.

Beside the cast of tests/conftest.py. Nobody and nothing here is made unless a test asks for it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from itertools import count, repeat
from uuid import NAMESPACE_URL, uuid5

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page

from content.models import GuidelineEdition, Misconception
from courses.models import Completion, ModulePage
from people.models import (
    District,
    Membership,
    Organisation,
    Person,
    Workplace,
    WorkplaceType,
)
from quizzes.models import Answer, Attempt, AttemptItem, Marking, QuizVersion
from quizzes.scoring import mark
from reports.gathering import gather
from reports.models import Headcount, ReportSnapshot
from tests.conftest import LONG_AGO, STOCKHOLM, TODAY, make_workplace

from . import published

AT = published.AT
EARLIER = datetime(2026, 10, 12, 14, 0, tzinfo=STOCKHOLM)
CURRENT, OLDER = "OK2021r2023", "OK2021"
MODULES = published.MODULES
_TITLES = ("Organisation", "Funktion", "Praktiskt arbete", "SIP")
_EDITIONS = (
    ("VB2012", 2012, 2021, True),
    (OLDER, 2021, 2023, True),
    (CURRENT, 2023, None, True),
    ("SIPVG2020", 2020, None, False),
)
_TYPES = (
    ("vardcentral", "Vårdcentral", True),
    ("grundskola", "Grundskola", False),
    ("annan", "Annan verksamhet", False),
)
_BELIEFS = (
    ("M01", "Västbus är bara till för de allra tyngsta ärendena.", True),
    ("M02", "På ett Västbusmöte talar vi om för de andra vad de ska göra.", True),
    ("M04", "Det är bara socialtjänsten som får kalla.", True),
    ("M03", "Vi tar till Västbus först när vi har prövat allt annat.", False),
)


@pytest.fixture
def clock(monkeypatch):
    """It is 21 November 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def registers(layer, angered, centrum, preschool, bvc):
    """What the figures are named by: all ten districts, hela staden, the types, the beliefs."""
    others = [code for code in published.NAMES if code not in ("angered", "centrum")]
    order = list(published.NAMES).index
    since = {"layer": layer, "valid_from": LONG_AGO}
    District.objects.bulk_create(
        [District(code=c, name=published.NAMES[c], order=order(c) + 1, **since) for c in others]
        + [District(code="stadsovergripande", name="Hela staden", order=11, is_citywide=True,
                    **since)]
    )  # fmt: skip
    WorkplaceType.objects.bulk_create(
        WorkplaceType(code=c, name=name, short_name=name, is_priority=priority, order=3 + number)
        for number, (c, name, priority) in enumerate(_TYPES)
    )
    Misconception.objects.bulk_create(
        Misconception(code=code, belief=belief, truth=f"{code} är inte så.", in_pretest=asked)
        for code, belief, asked in _BELIEFS
    )
    return layer


@pytest.fixture
def course(db):
    """The four modules and the editions they have been learnt in."""
    GuidelineEdition.objects.bulk_create(
        GuidelineEdition(
            code=code, title=code, short_title=code, is_main_line=main,
            valid_from=date(start, 1, 1), valid_to=end and date(end, 1, 1),
        )
        for code, start, end, main in _EDITIONS
    )  # fmt: skip
    root = Page.get_first_root_node()
    for slug, title in zip(MODULES, _TITLES, strict=True):
        root.add_child(instance=ModulePage(title=title, short_title=title, slug=slug))


@pytest.fixture
def read(client):
    """The page that somebody gets of an address."""

    def run(person, address):
        client.force_login(person)
        return BeautifulSoup(client.get(address).content.decode(), "html.parser")

    return run


@pytest.fixture
def town(registers, course):
    return Town(registers)


@pytest.fixture
def counts(town):
    """What is counted at a date, 1 November 2026 unless another is given."""
    return lambda at=AT: gather(at=at, layer=town.layer)


@pytest.fixture
def freeze_document(registers):
    """Stores a document as the frozen one of its date; unless given, that of `published`."""

    def store(document=None):
        document = document or published.document()
        return ReportSnapshot.objects.create(
            at=document["at"], layer=document["layer"], definition=document["definition"],
            document=document,
        )  # fmt: skip

    return store


def question_key(code):
    return str(uuid5(NAMESPACE_URL, code))


def statement(code, key):
    return {
        "key": key, "kind": "statement", "misconception": code, "scene": "", "note": "",
        "prompt": f"{code} i ordalydelse A", "prompt_b": f"{code} i ordalydelse B",
        "options": [
            {"key": "stammer", "correct": False, "misconception": code, "left_out": None},
            {"key": "stammer-inte", "correct": True, "misconception": None, "left_out": None},
            {"key": "vet-inte", "correct": False, "misconception": None, "left_out": None},
        ],
    }  # fmt: skip


class Town:
    """Staff, what they have learnt and believed, and how many they should be."""

    def __init__(self, layer):
        self.layer = layer
        self._numbers = count(1)
        self._workplaces = {}

    @cached_property
    def city(self):
        return Organisation.objects.get_or_create(
            name="Göteborgs Stad", defaults={"kind": "kommun"}
        )[0]

    def workplace(self, district, kind="forskola", name=""):
        """The only workplace of its name there; ``district`` None is one without."""
        if (district, kind, name) not in self._workplaces:
            self._workplaces[district, kind, name] = make_workplace(
                self.city,
                name or f"{kind} i {district}",
                WorkplaceType.objects.get(code=kind),
                district and District.objects.get(code=district),
            )
        return self._workplaces[district, kind, name]

    def people(self, number, **fields):
        """Persons without a workplace."""
        made = [
            Person(email=f"medarbetare.{n}@goteborg.example", name=f"Medarbetare Testsson {n}",
                   **fields)
            for n, _ in zip(self._numbers, range(number), strict=False)
        ]  # fmt: skip
        return Person.objects.bulk_create(made)

    def staff(self, number, district, kind="forskola", *, since=LONG_AGO, until=None, **fields):
        people = self.people(number, **fields)
        self.employ(people, self.workplace(district, kind), since=since, until=until)
        return people

    def employ(self, people, workplace: Workplace, *, since=LONG_AGO, until=None, primary=True):
        Membership.objects.bulk_create(
            Membership(
                person=person, workplace=workplace, valid_from=since, valid_to=until,
                is_primary=primary,
            )
            for person in people
        )  # fmt: skip

    def complete(
        self, people, *modules, edition=CURRENT, at=EARLIER, way="self", passed=True, version=1
    ):
        """Completions of ``modules``, all four if none is named."""
        held = GuidelineEdition.objects.get(code=edition)
        Completion.objects.bulk_create(
            Completion(
                person=person, module=module, edition=held, completed_at=at, way=way,
                test_passed=passed, version_number=version,
            )
            for person in people
            for module in modules or MODULES
        )  # fmt: skip

    def pretest(self, people, *, at=EARLIER, finished=True, version=None, wording="", **chosen):
        """An attempt each at the förtest, begun and finished at ``at``. ``chosen``: misconception
        code → the option, ``stammer`` (wrong), ``stammer-inte`` or ``vet-inte``."""
        version = version or self.version()
        key_of = {one["misconception"]: one["key"] for one in version.snapshot["questions"]}
        attempts = Attempt.objects.bulk_create(
            Attempt(
                person=person, page_key=version.page_key, purpose=Attempt.Purpose.PRE,
                version=version, pass_mark=0, seed=0, started_at=at, wording=wording,
                finished_at=at if finished else None,
            )
            for person in people
        )  # fmt: skip
        items = AttemptItem.objects.bulk_create(
            AttemptItem(
                attempt=attempt, position=position, version=version, question_key=key_of[code],
                shown_keys=[],
            )
            for attempt in attempts
            for position, code in enumerate(chosen, 1)
        )  # fmt: skip
        options = [option for _ in attempts for option in chosen.values()]
        answers = Answer.objects.bulk_create(
            Answer(item=item, chosen=[option], answered_at=at)
            for item, option in zip(items, options, strict=True)
        )
        Marking.objects.bulk_create(map(_marking, answers, repeat(version), repeat(at)))
        return attempts

    def version(self, number=1, **keys):
        """The förtest as it was in its version ``number``. ``keys``: misconception code → question
        key, where it is another than usual."""
        questions = [
            statement(code, keys.get(code, question_key(code))) for code in ("M01", "M02", "M04")
        ]
        return QuizVersion.objects.get_or_create(
            page_key=uuid5(NAMESPACE_URL, "fortest"),
            number=number,
            defaults={"digest": str(number), "snapshot": {"questions": questions}},
        )[0]

    def headcount(
        self, district, kind, number, *, as_of=published.AS_OF, source="Personalsystemet"
    ):
        return Headcount.objects.create(
            district=District.objects.get(code=district),
            workplace_type=WorkplaceType.objects.get(code=kind),
            count=number,
            as_of=as_of,
            source=source,
        )


def _marking(answer, version, at):
    question = version.questions[str(answer.item.question_key)]
    marked = mark(question, answer.chosen)
    return Marking(
        answer=answer, rule="all_or_nothing", points=marked.points, is_correct=marked.is_correct,
        misconceptions=list(marked.misconceptions), marked_at=at,
    )  # fmt: skip
