"""Everything stored about a person, for that person (R: domain E.2, *Mina uppgifter*)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Prefetch, Q
from django.utils.timezone import localtime

from people.access import own
from people.models import AuditEvent, GroupSeat, Membership, Person
from quizzes.attempts import Result, results_of
from quizzes.models import Answer, Attempt, AttemptItem
from quizzes.questions import CHOICE_KINDS, Question

from .models import Completion, LessonVisit
from .outline import CourseOutline


def my_data(person: Person, *, outline: CourseOutline, at: datetime) -> dict[str, Any]:
    """All that is stored about ``person``, as plain data with Swedish keys."""
    return {
        "hämtat": _when(at),
        "person": {
            "namn": person.name,
            "e-post": person.email,
            "chef": person.is_manager,
            "konto skapat": _when(person.created_at),
            "läst om personuppgifter": _when(person.notice_read_at),
            "arbetsplats bekräftad": _when(person.workplace_confirmed_on),
            "senast inloggad": _when(person.last_login),
            "andra steget": is_mfa_enabled(person),
        },
        "arbetsplatser": _workplaces(person),
        "uppdrag": _seats(person),
        "händelser": _events(person),
        "lektioner": _lessons(person, outline),
        "prov": _attempts(person),
        "klara moduler": _completions(person, outline),
    }


def my_rows(data: dict[str, Any]) -> Iterator[list[str]]:
    """The same data as rows: kind, what, value, when."""
    for name, value in data["person"].items():
        yield ["person", name, _text(value), ""]
    for kind, name, section, (start, end) in _SECTIONS:
        for row in data[section]:
            rest = row.keys() - {name, start, end, "svar"}
            said = [f"{key}: {_text(row[key])}" for key in row if key in rest and row[key]]
            yield [kind, row[name], ", ".join(said), _period(row, start, end)]
            for answer in row.get("svar", ()):
                given = f"{answer['svar']} ({answer['bedömning']})"
                yield ["svar", answer["fråga"], given, _text(answer["inlämnat"])]


# Kind of row, the column that names it, the section it comes from, and its two times.
_SECTIONS = (
    ("arbetsplats", "arbetsplats", "arbetsplatser", ("från", "till")),
    ("uppdrag", "grupp", "uppdrag", ("från", "till")),
    ("händelse", "händelse", "händelser", ("när", "")),
    ("lektion", "lektion", "lektioner", ("påbörjad", "klar")),
    ("prov", "prov", "prov", ("påbörjat", "avslutat")),
    ("klar modul", "modul", "klara moduler", ("klar", "")),
)


def _period(row: dict[str, Any], start: str, end: str) -> str:
    return " till ".join(filter(None, (_text(row[start]), _text(row.get(end)))))


def _when(value: date | None) -> date | None:
    """Whole seconds, Swedish time; None for what has not been."""
    return localtime(value).replace(microsecond=0) if isinstance(value, datetime) else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)


def _workplaces(person: Person) -> list[dict[str, Any]]:
    rows = own(person, Membership.objects.all()).select_related(
        "workplace__organisation", "workplace__workplace_type"
    )
    return [
        {
            "arbetsplats": str(row.workplace),
            "namn": row.workplace.name,
            "arbetsgivare": row.workplace.organisation.name,
            "verksamhet": row.workplace.workplace_type.name,
            "stadsdel": ", ".join(_districts(row)),
            "befattning": row.occupation,
            "från": _when(row.valid_from),
            "till": _when(row.valid_to),
        }
        for row in rows
    ]


def _districts(row: Membership) -> list[str]:
    """The districts that the workplace serves, in every layer, while the person is there."""
    served = row.workplace.served.select_related("district").order_by("layer", "pk")
    return list(dict.fromkeys(one.district.name for one in served))


def _seats(person: Person) -> list[dict[str, Any]]:
    rows = own(person, GroupSeat.objects.select_related("group"))
    return [
        {
            "grupp": row.group.name,
            "roll": row.get_role_display(),
            "från": _when(row.valid_from),
            "till": _when(row.valid_to),
        }
        for row in rows
    ]


def _events(person: Person) -> list[dict[str, Any]]:
    """What was noted of changes to the person's rights, and of what the person did: not whom it
    was done to."""
    about = Q(subject=person.email)
    rows = AuditEvent.objects.filter(about | Q(actor=person)).order_by("at", "pk")
    return [
        {
            "händelse": row.action,
            "gjort av dig": row.actor_id == person.pk,
            "uppgifter": ", ".join(filter(None, map(_detail, row.details.values()))),
            "när": _when(row.at),
        }
        for row in rows
    ]


def _detail(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _lessons(person: Person, outline: CourseOutline) -> list[dict[str, Any]]:
    rows = own(person, LessonVisit.objects.order_by("started_at"))
    titles = {key: lesson.title for key, (_, lesson) in outline.lesson_by_key.items()}
    return [
        {
            "lektion": titles.get(str(row.lesson_key), "en lektion som inte längre är publicerad"),
            "påbörjad": _when(row.started_at),
            "klar": _when(row.finished_at),
        }
        for row in rows
    ]


def _attempts(person: Person) -> list[dict[str, Any]]:
    answered = AttemptItem.objects.filter(answer__isnull=False).select_related("answer")
    items = Prefetch("items", answered.prefetch_related("version", "answer__markings"))
    attempts = list(own(person, Attempt.objects.select_related("version")).prefetch_related(items))
    results = results_of(attempts)
    return [
        {
            "prov": attempt.version.snapshot["title"],
            "påbörjat": _when(attempt.started_at),
            "avslutat": _when(attempt.finished_at),
            "resultat": _result(attempt, results[attempt.pk]),
            "arbetade då": _worked(attempt),
            "svar": _answers(attempt),
        }
        for attempt in attempts
    ]


def _result(attempt: Attempt, result: Result) -> str:
    if attempt.purpose == Attempt.Purpose.PRE:
        return "utan poäng"
    if not attempt.is_finished:
        return "inte avslutat"
    verdict = "godkänt" if result.is_passed else "inte godkänt"
    return f"{result.points:.0f} rätt av {result.items}, {verdict}"


def _answers(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {
            "fråga": item.question["prompt_b" if attempt.wording == "B" else "prompt"],
            "svar": _chosen_text(item.question, item.answer.chosen),
            "bedömning": _marked(item.answer),
            "inlämnat": _when(item.answer.answered_at),
        }
        for item in attempt.items.all()
    ]


def _marked(answer: Answer) -> str:
    """The latest marking, with the misconceptions that it noted."""
    marking = list(answer.markings.all())[-1]
    verdict = "rätt" if marking.is_correct else "inte rätt"
    return ", ".join([verdict, *marking.misconceptions])


def _worked(row: Attempt | Completion) -> str:
    """Codes of district, workplace type and kind of organisation, as they were noted then."""
    codes = [*row.district_codes.values(), row.workplace_type, row.organisation_kind]
    return ", ".join(filter(None, codes))


def _chosen_text(question: Question, chosen: Any) -> str:
    if question["kind"] in CHOICE_KINDS:
        texts = {option["key"]: option["text"] for option in question["options"]}
        return ", ".join(texts.get(key, "") for key in chosen)
    if question["kind"] == "pair":
        rows = {row["key"]: row for row in question["pairs"]}
        return ", ".join(
            f"{rows[left]['left']} – {rows[right]['right']}" for left, right in chosen.items()
        )
    texts = {row["key"]: row["text"] for row in question["steps"]}
    return " → ".join(texts.get(key, "") for key in chosen)


def _completions(person: Person, outline: CourseOutline) -> list[dict[str, Any]]:
    rows = own(person, Completion.objects.select_related("edition"))
    titles = {module.slug: module.title for module in outline.modules}
    return [
        {
            "modul": titles.get(row.module, row.module),
            "utgåva": row.edition.short_title,
            "klar": _when(row.completed_at),
            "sätt": row.get_way_display(),
            "kunskapstest godkänt": _text(row.test_passed),
            "arbetade då": _worked(row),
        }
        for row in rows
    ]
