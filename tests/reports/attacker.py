"""A reader who knows arithmetic: everything in the published reports, as an integer program.

Built from the documents alone. Unknown are, for every month, place and workplace type, how many
are registered and have completed, by way; for every place how many hold each module, and how many
answered and were wrong in each statement. Everything published is an equation or a bound.
Besides, the reader takes for granted that a hidden group has somebody in it, that no more are
registered than the headcount says, and that nobody un-completes from one month to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

HIDDEN = ".."
WAYS = ("self", "meeting", "prior")
CELL = ("registered", "current", "older", *WAYS)
MANY = 100_000

Sum = dict[int, float]


@dataclass
class Program:
    """min ≤ rows · x ≤ max over integers x ≥ 0."""

    index: dict[tuple, int] = field(default_factory=dict)
    rows: list[tuple[Sum, float, float]] = field(default_factory=list)

    def variable(self, *key) -> int:
        return self.index.setdefault(key, len(self.index))

    def require(self, total: Sum, low: float, high: float) -> None:
        self.rows.append((total, low, high))

    def constraint(self) -> LinearConstraint:
        entries = [(i, j, a) for i, (total, _, _) in enumerate(self.rows) for j, a in total.items()]
        at_row, at_column, values = zip(*entries, strict=True)
        shape = len(self.rows), len(self.index)
        matrix = csr_array((values, (at_row, at_column)), shape=shape)
        low = np.array([low for _, low, _ in self.rows])
        high = np.array([high for _, _, high in self.rows])
        return LinearConstraint(matrix, low, high)


def added(*sums: Sum) -> Sum:
    total: Sum = {}
    for one in sums:
        for variable, factor in one.items():
            total[variable] = total.get(variable, 0) + factor
    return total


def times(one: Sum, factor: float) -> Sum:
    return {variable: factor * each for variable, each in one.items()}


def less(one: Sum, *others: Sum) -> Sum:
    return added(one, *(times(other, -1) for other in others))


def counts_rounded_to(share: float, base: int) -> tuple[int, int]:
    """The least and the greatest count that is published as the share of the base."""
    return ceil(base * (share - 5e-4) - 1e-6), floor(base * (share + 5e-4) + 1e-6)


class Secret(NamedTuple):
    """A hidden value: of which month, of what, of which cells (or, of modules and statements,
    places), and what it is in the unknowns."""

    month: int
    what: str
    of: frozenset[tuple[str, str]]
    total: tuple[tuple[int, float], ...]


class Permitted(NamedTuple):
    """A disclosure that DESIGN §4 allows: nobody or everybody in a group that is shown."""

    month: int
    what: str
    of: frozenset[tuple[str, str]]
    nobody: bool


class Month:
    """One document's part of the program, what it hides and what it may give away."""

    def __init__(self, program: Program, number: int, document: dict) -> None:
        self.program, self.number, self.document = program, number, document
        extra = {code: document[code] for code in ("unknown", "citywide")}
        self.districts = {place["code"]: place for place in document["districts"]}
        self.places = {**self.districts, **extra}
        self.types = [row["code"] for row in document["all"]["workplace_types"]]
        self.cells = {
            (place, row["code"]): row
            for place, figures in self.places.items()
            for row in figures["workplace_types"]
        }
        self.secrets: list[Secret] = []
        self.permitted: list[Permitted] = []
        self.shown: dict[tuple[str, frozenset], int] = {}
        self._know_what_everybody_knows()
        for figures, cells in self._groups():
            self._read_figures(figures, cells)
        for place, figures in (*self.places.items(), ("all", document["all"])):
            self._read_modules(place, figures)
            self._read_statements(place, figures)
        self._read_equity()

    def cell(self, place: str, workplace_type: str, what: str) -> Sum:
        return {self.program.variable(self.number, place, workplace_type, what): 1}

    def total(self, cells, what: str, rated: bool | None = None) -> Sum:
        chosen = (
            key
            for key in cells
            if rated is None or (self.cells[key]["headcount"] is not None) == rated
        )
        return added(*(self.cell(*key, what) for key in chosen))

    def in_places(self, place: str, *what) -> Sum:
        places = self.places if place == "all" else [place]
        return added(*({self.program.variable(self.number, p, *what): 1} for p in places))

    def _know_what_everybody_knows(self) -> None:
        require = self.program.require
        for key, row in self.cells.items():
            registered, current, older, *ways = (self.cell(*key, what) for what in CELL)
            most = MANY if row["headcount"] is None else max(2, row["headcount"])
            require(registered, 1 if row["registered"] == HIDDEN else 0, most)
            require(less(registered, current, older), 0, MANY)
            require(less(current, *ways), 0, 0)
        for place, figures in self.places.items():
            for rated in (True, False):
                self._know_modules(place, [m["slug"] for m in figures["modules"]], rated)

    def _know_modules(self, place: str, slugs: list[str], rated: bool) -> None:
        """Who has completed holds every module; who has not lacks at least one."""
        cells = [(place, t) for t in self.types]
        people, current = (self.total(cells, what, rated) for what in ("registered", "current"))
        lacking = []
        for slug in slugs:
            held = self.in_places(place, "module", slug, rated)
            lacking.append(less(people, held))
            self.program.require(less(held, current), 0, MANY)
            self.program.require(lacking[-1], 0, MANY)
        if slugs:
            self.program.require(less(added(*lacking), less(people, current)), 0, MANY)

    def _groups(self) -> Iterator[tuple[dict, frozenset]]:
        """Every group with headline figures, and its cells."""
        for place, figures in (*self.places.items(), ("all", self.document["all"])):
            inside = list(self.places) if place == "all" else [place]
            yield figures, frozenset((p, t) for p in inside for t in self.types)
            for row in figures["workplace_types"]:
                t = row["code"]
                yield row, frozenset((p, t) for p in inside)
                if "others" in row:
                    yield row["others"], frozenset((p, t) for p in self.districts if p != place)
                fallback = row.get("fallback")
                if fallback and fallback["place"] == place:
                    yield fallback, frozenset((place, code) for code in fallback["codes"])

    def _read_figures(self, figures: dict, cells: frozenset) -> None:
        whole = {what: self.total(cells, what) for what in CELL}
        rated = self.total(cells, "current", rated=True)
        values = {
            "registered": figures["registered"],
            "current": figures["completed_current"],
            "older": figures["completed_older"],
            **figures["completed_by_way"],
        }
        people, headcount = figures["registered"], figures["headcount"]
        full = None if figures["headcount_missing"] else headcount
        for what, value in values.items():
            self._read(what, cells, value, whole[what], full if what == "registered" else people)
        self._read_rate("rate", cells, figures["completion_rate"], rated, headcount)
        self._read_left(figures["left_to_target"], rated, headcount)
        if figures["completed_older"] is not None:
            self._read_coverage(figures["current_coverage"], whole["current"], whole["older"])

    def _read(self, what: str, of: frozenset, value: int | str, total: Sum, full) -> None:
        if value is None:
            return
        if value == HIDDEN:
            self.secrets.append(Secret(self.number, what, of, tuple(total.items())))
            return
        self.shown[what, of] = value
        self.program.require(total, value, value)
        if value in (0, full):
            self.permitted.append(Permitted(self.number, what, of, value == 0))

    def _read_rate(self, what: str, of: frozenset, rate, rated: Sum, headcount) -> None:
        if rate == HIDDEN:
            self.secrets.append(Secret(self.number, what, of, tuple(rated.items())))
        elif rate is not None:
            low, high = counts_rounded_to(rate, headcount)
            self.program.require(rated, low, MANY if rate == 1 else high)
            if rate == 0:
                self.permitted.append(Permitted(self.number, what, of, True))

    def _read_left(self, left, rated: Sum, headcount: int | None) -> None:
        if left not in (HIDDEN, None):
            least = ceil(round(self.document["target"] * headcount, 6)) - left
            self.program.require(rated, least, MANY if left == 0 else least)

    def _read_coverage(self, coverage, current: Sum, older: Sum) -> None:
        if coverage is None:
            self.program.require(added(current, older), 0, 0)
        elif coverage != HIDDEN:
            both, slack = added(current, older), 5e-4 + 1e-9
            self.program.require(less(current, times(both, coverage - slack)), 0, MANY)
            self.program.require(less(times(both, coverage + slack), current), 0, MANY)

    def _read_modules(self, place: str, figures: dict) -> None:
        of = frozenset((p, "") for p in (self.places if place == "all" else [place]))
        for module in figures["modules"]:
            slug, count = module["slug"], module["completed_current"]
            rated, rest = (self.in_places(place, "module", slug, part) for part in (True, False))
            self._read(slug, of, count, added(rated, rest), figures["registered"])
            rate = module["completion_rate"]
            self._read_rate(f"{slug} rate", of, rate, rated, figures["headcount"])

    def _read_statements(self, place: str, figures: dict) -> None:
        of = frozenset((p, "") for p in (self.places if place == "all" else [place]))
        for statement in figures["misconceptions"]:
            code, count = statement["code"], statement["before"]["n"]
            share = statement["before"]["share"]
            n, wrong = (self.in_places(place, code, what) for what in ("n", "wrong"))
            if place != "all":
                self.program.require(less(n, wrong), 0, MANY)
                self.program.require(n, 1 if count == HIDDEN else 0, MANY)
            self._read(f"{code} answered", of, count, n, None)
            known = share if share in (HIDDEN, None) else round(share * count)
            if known is not None:
                self._read(f"{code} wrong", of, known, wrong, count)

    def _read_equity(self) -> None:
        equity = self.document["equity"]
        if equity["gap_pp"] is None:
            return
        high, low = (
            times(
                self.total([(place, t) for t in self.types], "current", rated=True),
                1 / self.districts[place]["headcount"],
            )
            for place in (equity["highest"], equity["lowest"])
        )
        gap, slack = equity["gap_pp"] / 100, 5e-4 + 1e-9
        self.program.require(less(high, low), gap - slack, gap + slack)


class Attack:
    """What can be told from reports of consecutive months, the earliest first."""

    def __init__(self, *documents: dict) -> None:
        self.program = Program()
        self.months = [Month(self.program, i, document) for i, document in enumerate(documents)]
        for earlier, later in pairwise(self.months):
            self._know_that_nobody_uncompletes(earlier, later)
        self.constraint = self.program.constraint()

    def told(self) -> list[Secret]:
        """The hidden values with one possibility only, permitted disclosures excepted."""
        secrets = [s for month in self.months for s in month.secrets if not self._excepted(s)]
        open_ = dict.fromkeys(secrets, None)
        self._try(open_, None, 1)
        self._try(open_, None, -1)
        told = []
        while open_:
            secret = next(iter(open_))
            if not (self._try(open_, secret, 1) or self._try(open_, secret, -1)):
                told.append(secret)
                del open_[secret]
        return told

    def _try(self, open_: dict, secret: Secret | None, sign: int) -> bool:
        """Looks for a table with more, or less, of the secret or of all that are open. Forgets
        the secrets that it has seen with two values."""
        aim = np.zeros(len(self.program.index))
        for one in [secret] if secret else open_:
            for variable, factor in one.total:
                aim[variable] -= sign * factor
        found = milp(aim, constraints=self.constraint, integrality=1, bounds=Bounds(0, MANY))
        assert found.x is not None, found.message
        for one in list(open_):
            value = round(sum(found.x[variable] * factor for variable, factor in one.total))
            if open_[one] not in (None, value):
                del open_[one]
            else:
                open_[one] = value
        return secret is not None and secret not in open_

    def _know_that_nobody_uncompletes(self, earlier: Month, later: Month) -> None:
        for key in earlier.cells.keys() & later.cells.keys():
            before, after = (month.cell(*key, "current") for month in (earlier, later))
            self.program.require(less(after, before), 0, MANY)
        for place, figures in earlier.places.items():
            for module in figures["modules"]:
                slug = module["slug"]
                parts = [("module", slug, rated) for rated in (True, False)]
                self._know_grows(earlier, later, place, *parts)
            for statement in figures["misconceptions"]:
                for what in ("n", "wrong"):
                    self._know_grows(earlier, later, place, (statement["code"], what))

    def _know_grows(self, earlier: Month, later: Month, place: str, *whats: tuple) -> None:
        before, after = (
            added(*(month.in_places(place, *what) for what in whats)) for month in (earlier, later)
        )
        self.program.require(less(after, before), 0, MANY)

    def _excepted(self, secret: Secret) -> bool:
        """Follows from permitted disclosures: nobody, everybody, everybody the month before and
        the same people since, or nobody by the two other ways."""
        month = self.months[secret.month]
        return (
            self._nobody(secret)
            or self._everybody(secret)
            or self._everybody_before(secret)
            or (
                secret.what in WAYS
                and ("current", secret.of) in month.shown
                and all(self._nobody(secret._replace(what=w)) for w in WAYS if w != secret.what)
            )
        )

    def _nobody(self, secret: Secret) -> bool:
        """Nobody in wider groups that are shown, in its own month or, of what lasts, later; nobody
        by any way; or everybody by the current edition, so nobody by an older one."""
        lasts = secret.what not in ("registered", "older")

        def tells(p: Permitted) -> bool:
            later = lasts and p.month > secret.month
            if p.what == "current" and not p.nobody:
                return secret.what == "older" and p.month == secret.month
            by_any = p.what == "current" and secret.what in WAYS
            same = p.what in _names(secret.what) and (
                p.month == secret.month or secret.what not in WAYS
            )
            return p.nobody and (p.month == secret.month or later) and (by_any or same)

        return self._follows(self._of_counted(secret), tells)

    def _of_counted(self, secret: Secret) -> Secret:
        """A rate counts the cells with a headcount only."""
        if secret.what != "rate":
            return secret
        cells = self.months[secret.month].cells
        return secret._replace(
            of=frozenset(key for key in secret.of if cells[key]["headcount"] is not None)
        )

    def _everybody(self, secret: Secret) -> bool:
        return self._people(secret) is not None and self._follows(
            secret,
            lambda p: not p.nobody and p.month == secret.month and p.what in _names(secret.what),
        )

    def _everybody_before(self, secret: Secret) -> bool:
        """Everybody the month before, and as many are registered still."""
        if secret.month == 0 or secret.what in ("registered", "older", *WAYS):
            return False
        earlier = secret._replace(month=secret.month - 1)
        return self._people(earlier) == self._people(secret) and self._everybody(earlier)

    def _people(self, secret: Secret) -> int | None:
        """How many are registered, if that is shown or everybody is."""
        month, registered = self.months[secret.month], secret._replace(what="registered")
        if self._follows(
            registered, lambda p: p[:2] == (secret.month, "registered") and not p.nobody
        ):
            places = {place for place, t in secret.of if not t}
            cells = {key for key in month.cells if key in secret.of or key[0] in places}
            return sum(
                month.cells[key]["headcount"] for key in cells if month.cells[key]["headcount"]
            )
        return month.shown.get(("registered", secret.of))

    def _follows(self, secret: Secret, tells: Callable[[Permitted], bool]) -> bool:
        """Whether every cell of the secret is in a group of which a permitted one tells all."""
        told = (p.of for month in self.months for p in month.permitted if tells(p))
        return secret.of <= set().union(*told)


def _names(what: str) -> set[str]:
    return {"rate": {"rate", "current"}}.get(what, {what, what.removesuffix(" rate")})
