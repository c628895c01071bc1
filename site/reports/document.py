"""The report as JSON (DESIGN §5): what is frozen, and all that any screen or file reads.

A suppressed value is `SUPPRESSED`, an unknown one None. Districts stand in the order of the
counts, workplace types likewise; all of them, also those with nobody. Beyond the keys of §5 a
district's prioritised type whose `completed_current` is suppressed has `fallback`: the figures to
show instead, with `place` and `codes` saying of whom, or None if there are none to show. Of two
types together only what may be shown is given, the rest is None.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from reports import indicators
from reports.counts import (
    ALL,
    CITYWIDE,
    TOGETHER,
    TOGETHER_TYPES,
    UNKNOWN,
    WAYS,
    Answers,
    Counts,
    Group,
    Tally,
    others_than,
)
from reports.figures import (
    CURRENT,
    OLDER,
    RATED,
    REGISTERED,
    WAYS_TAKEN,
    Suppressed,
    module_measures,
    statement_measure,
)

SUPPRESSED = ".."

HEADLINE_KEYS = (
    "code",
    "name",
    "headcount",
    "headcount_as_of",
    "headcount_missing",
    "registered",
    "completed_current",
    "completed_older",
    "completed_by_way",
    "completion_rate",
    "current_coverage",
    "left_to_target",
)

_NAMES = {ALL: "Alla", UNKNOWN: "Okänd stadsdel", CITYWIDE: "Stadsövergripande"}

Json = dict[str, Any]


def report_document(
    counts: Counts,
    suppressed: Suppressed,
    *,
    names: Mapping[str, str],
    fictional: bool,
    target: Fraction = indicators.TARGET,
    gap_before_pp: float | None = None,
) -> Json:
    """`names`: district code → name. `gap_before_pp`: the gap published six months earlier."""
    report = _Report(counts, suppressed, target)
    return {
        "at": counts.at.isoformat(),
        "definition": indicators.DEFINITION,
        "layer": counts.layer,
        "target": float(target),
        "fictional": fictional,
        "districts": [report.place(code, names[code]) for code in counts.districts],
        **{code: report.place(code, name) for code, name in _NAMES.items()},
        "equity": report.equity(gap_before_pp),
    }


def headline(place: Json) -> Json:
    """All that a coordinator gets of another district."""
    return {key: place[key] for key in HEADLINE_KEYS}


def restrict(document: Json, districts: Collection[str]) -> Json:
    """What a coordinator of the districts may read: these and the whole city in full, of the
    others the headline."""
    return {
        **document,
        "districts": [
            place if place["code"] in districts else headline(place)
            for place in document["districts"]
        ],
        **{code: headline(document[code]) for code in (UNKNOWN, CITYWIDE)},
    }


class _Report:
    def __init__(self, counts: Counts, suppressed: Suppressed, target: Fraction) -> None:
        self.counts, self.suppressed, self.target = counts, suppressed, target

    def place(self, code: str, name: str) -> Json:
        group = Group(code)
        tally = self.counts.tally(group)
        return {
            "code": code,
            "name": name,
            **self._figures(group, tally),
            "workplace_types": [self._workplace_type(code, t) for t in self.counts.workplace_types],
            "modules": [self._module(group, tally, slug) for slug in self.counts.modules],
            "misconceptions": [self._misconception(code, m) for m in self.counts.misconceptions],
        }

    def equity(self, gap_before_pp: float | None) -> Json:
        """Over the districts whose rate is shown; the rest are counted as excluded."""
        rates = {
            code: rate
            for code in self.counts.districts
            if not self.suppressed.hides(Group(code), RATED)
            and (rate := self._rate(self.counts.tally(Group(code)))) is not None
        }
        values = list(rates.values())
        comparable = len(values) > 1
        return {
            "gap_pp": indicators.points(indicators.equity_gap(values)),
            "highest": max(rates, key=rates.__getitem__) if comparable else None,
            "lowest": min(rates, key=rates.__getitem__) if comparable else None,
            "min_max_ratio": indicators.share(indicators.min_max_ratio(values)),
            "status": indicators.status(values, gap_before_pp),
            "excluded": len(self.counts.districts) - len(values),
        }

    def _figures(self, group: Group, tally: Tally | None = None) -> Json:
        tally = tally or self.counts.tally(group)
        hides = self.suppressed.hides
        rate, rated = self._rate(tally), tally.rated.completed_current
        current, older = tally.completed_current, tally.completed_older
        left = indicators.left_to_target(rated, tally.headcount, self.target)
        coverage = indicators.share(indicators.current_coverage(current, older))
        return {
            "headcount": tally.headcount,
            "headcount_as_of": tally.headcount_as_of and tally.headcount_as_of.isoformat(),
            "headcount_missing": list(tally.headcount_missing),
            "registered": _unless(hides(group, REGISTERED), tally.registered),
            "completed_current": _unless(hides(group, *CURRENT), current),
            "completed_older": _unless(hides(group, OLDER), older),
            "completed_by_way": {
                way: _unless(hides(group, WAYS_TAKEN), tally.by_way[way]) for way in WAYS
            },
            "completion_rate": _unless(hides(group, RATED), indicators.share(rate)),
            "current_coverage": _unless(hides(group, *CURRENT, OLDER), coverage),
            "left_to_target": _unless(hides(group, RATED), left),
        }

    def _workplace_type(self, place: str, workplace_type: str) -> Json:
        row: Json = {
            "code": workplace_type,
            "priority": workplace_type in self.counts.priority,
            **self._figures(Group(place, workplace_type)),
        }
        if place in self.counts.districts:
            row["others"] = self._figures(Group(others_than(place), workplace_type))
            if row["priority"] and row["completed_current"] == SUPPRESSED:
                row["fallback"] = self._fallback(place, workplace_type)
        return row

    def _fallback(self, district: str, workplace_type: str) -> Json | None:
        if district in self.suppressed.together and workplace_type in TOGETHER_TYPES:
            return self._together(district)
        group = Group(ALL, workplace_type)
        if self.suppressed.hides(group, *CURRENT):
            return None
        return {"place": ALL, "codes": [workplace_type], **self._figures(group)}

    def _together(self, district: str) -> Json:
        """What may not be shown of the two is left out."""
        figures = self._figures(Group(district, TOGETHER))
        ways = figures["completed_by_way"]
        figures["completed_by_way"] = {way: _or_left_out(n) for way, n in ways.items()}
        shown = {key: _or_left_out(value) for key, value in figures.items()}
        return {"place": district, "codes": list(TOGETHER_TYPES), **shown}

    def _module(self, group: Group, tally: Tally, slug: str) -> Json:
        rated, unrated = module_measures(slug)
        rate = indicators.completion_rate(tally.rated.modules[slug], tally.headcount)
        hides = self.suppressed.hides
        return {
            "slug": slug,
            "completed_current": _unless(hides(group, rated, unrated), tally.modules[slug]),
            "completion_rate": _unless(hides(group, rated), indicators.share(rate)),
        }

    def _misconception(self, place: str, code: str) -> Json:
        answers = self.counts.answers_of(place, code)
        hidden = self.suppressed.hides(Group(place), statement_measure(code))
        return {
            "code": code,
            "before": {
                "n": _unless(hidden, answers.answered),
                "share": _unless(hidden, indicators.share(_share_wrong(answers))),
            },
            "after": None,
            "change_pp": None,
        }

    def _rate(self, tally: Tally) -> Fraction | None:
        return indicators.completion_rate(tally.rated.completed_current, tally.headcount)


def _share_wrong(answers: Answers) -> Fraction | None:
    return Fraction(answers.wrong, answers.answered) if answers.answered else None


def _or_left_out(value: Any) -> Any:
    return None if value == SUPPRESSED else value


def _unless(hidden: bool, value: Any) -> Any:
    return SUPPRESSED if hidden else value
