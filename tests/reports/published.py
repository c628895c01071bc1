"""Frozen documents without a database: the counts of domain.md G.3, and what may be hidden."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache

from reports.counts import Answers, CellCounts, Counts, Group, others_than
from reports.document import report_document
from reports.figures import HEADLINE, Figure, Suppressed, module_measures, statement_measure

AT = date(2026, 11, 1)
AS_OF = date(2026, 10, 1)
MODULES = ("organisation", "funktion", "praktiskt-arbete", "sip")
TYPES = ("forskola", "bvc", "vardcentral", "grundskola", "annan", "okand")

# code → name, completed, headcount, left to target (domain.md G.3)
EXAMPLE = {
    "angered": ("Angered", 151, 420, 185),
    "askim-frolunda-hogsbo": ("Askim-Frölunda-Högsbo", 266, 380, 38),
    "centrum": ("Centrum", 231, 300, 9),
    "lundby": ("Lundby", 169, 260, 39),
    "majorna-linne": ("Majorna-Linné", 236, 310, 12),
    "norra-hisingen": ("Norra Hisingen", 175, 330, 89),
    "vastra-hisingen": ("Västra Hisingen", 158, 350, 122),
    "vastra-goteborg": ("Västra Göteborg", 209, 290, 23),
    "orgryte-harlanda": ("Örgryte-Härlanda", 272, 340, 0),
    "ostra-goteborg": ("Östra Göteborg", 118, 310, 130),
}
NAMES = {code: row[0] for code, row in EXAMPLE.items()}


def cell(completed, headcount, *, registered=None, older=0, as_of=AS_OF):
    """Everybody has become klar on their own; the first module is held by four more."""
    registered = completed + older + 4 if registered is None else registered
    return CellCounts(
        registered=registered,
        completed_current=completed,
        completed_older=older,
        by_way={"self": completed, "meeting": 0, "prior": 0},
        modules={slug: completed + 4 * (slug == "organisation") for slug in MODULES},
        headcount=headcount,
        headcount_as_of=None if headcount is None else as_of,
    )


def example_counts():
    """G.3 with its people in four types: 12 at BVC and 14 at vårdcentral in every district, the
    rest halved; in Lundby also 20 in a type without a headcount, and 30 nobody knows where."""
    cells = {("unknown", "okand"): cell(0, None, registered=30)}
    for code, (_, completed, headcount, _) in EXAMPLE.items():
        cells[code, "bvc"] = cell(5, 12, registered=11)
        cells[code, "vardcentral"] = cell(7, 14, registered=12)
        rest, heads = completed - 12, headcount - 26
        cells[code, "forskola"] = cell(rest // 2, heads // 2, older=6)
        cells[code, "grundskola"] = cell(rest - rest // 2, heads - heads // 2, older=6)
    cells["lundby", "annan"] = cell(0, None, registered=20)
    answers = {(code, "M01"): Answers(40, 10 + order) for order, code in enumerate(EXAMPLE)}
    answers |= {(code, "M02"): Answers(40, 20) for code in EXAMPLE}
    return Counts(
        at=AT,
        layer="sdn10",
        districts=tuple(EXAMPLE),
        workplace_types=TYPES,
        modules=MODULES,
        cells=cells,
        misconceptions=("M01", "M02", "M04"),
        answers={**answers, ("angered", "M01"): Answers(240, 112)},
    )


def hiding(*groups, together=(), statements=()):
    """Hides the headline and the modules of groups, and statements of (place, code)."""
    measures = [*HEADLINE, *(m for slug in MODULES for m in module_measures(slug))]
    hidden = {Figure(group, measure) for group in groups for measure in measures}
    hidden |= {Figure(Group(place), statement_measure(code)) for place, code in statements}
    return Suppressed(hidden=frozenset(hidden), together=frozenset(together))


SMALL_HIDDEN = hiding(
    Group("angered", "bvc"),
    Group("angered", "vardcentral"),
    Group("centrum", "bvc"),
    Group("centrum", "forskola"),
    Group(others_than("angered"), "bvc"),
    together=["angered"],
    statements=[("centrum", "M01")],
)
"""Angered shows BVC and vårdcentral together; Centrum the city's BVC and preschools instead."""


def document(counts=None, suppressed=SMALL_HIDDEN, **changes):
    made = report_document(
        counts or _example(), suppressed, names=NAMES, fictional=False, gap_before_pp=None
    )
    return deepcopy(made) | changes


@cache
def _example():
    return example_counts()


def in_document(made, code):
    return next(place for place in made["districts"] if place["code"] == code)


def of_type(place, code):
    return next(row for row in place["workplace_types"] if row["code"] == code)
