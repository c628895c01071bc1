"""How the fictional city differs between districts and workplace types. Invented numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class DistrictPattern:
    """``size``: staff in the worked example (3 290 in all); ``rate``: share of them, 0–1, who are
    klara with all four modules; ``beliefs``: misconceptions held by more people than elsewhere,
    with the share, 0–1, of those who answer the statement."""

    size: int
    rate: float
    beliefs: dict[str, float]

    @property
    def registered(self) -> float:
        """Registered people per head, 0–1: fewer where fewer take the course."""
        return 0.84 + 0.12 * (self.rate - 0.36) / 0.44


DISTRICTS = {
    "angered": DistrictPattern(420, 0.360, {"M01": 0.52}),
    "askim-frolunda-hogsbo": DistrictPattern(380, 0.700, {"M05": 0.38}),
    "centrum": DistrictPattern(300, 0.770, {"M13": 0.42}),
    "lundby": DistrictPattern(260, 0.650, {"M17": 0.46}),
    "majorna-linne": DistrictPattern(310, 0.761, {"M06": 0.36}),
    "norra-hisingen": DistrictPattern(330, 0.530, {"M04": 0.44}),
    "vastra-hisingen": DistrictPattern(350, 0.451, {"M02": 0.48}),
    "vastra-goteborg": DistrictPattern(290, 0.721, {"M08": 0.42}),
    "orgryte-harlanda": DistrictPattern(340, 0.800, {"M17": 0.32}),
    "ostra-goteborg": DistrictPattern(310, 0.381, {"M01": 0.38, "M04": 0.34}),
}
ELSEWHERE = DistrictPattern(310, 0.600, {})
"""A district that the pattern does not know, staff for the whole city, and a district not given."""

_BELIEFS = {
    "M01": 0.20, "M02": 0.18, "M04": 0.17, "M05": 0.15, "M06": 0.09, "M08": 0.21, "M13": 0.08,
    "M17": 0.24,
}  # fmt: skip
_OTHER_BELIEF = 0.15
UNSURE = 0.12
"""Share, 0–1, who answer *Vet inte*."""


@dataclass(frozen=True)
class TypePattern:
    """``share``: of the staff in a district, 0–1; ``lean``: how much likelier than others to be
    klar, in log odds; ``per_workplace``: people at one workplace; ``private``: share, 0–1, of the
    workplaces that have another huvudman than the city or the region."""

    share: float
    lean: float
    per_workplace: int
    private: float = 0.0


TYPES = {
    "forskola": TypePattern(0.36, -0.35, 18, 0.2),
    "bvc": TypePattern(0.04, -0.6, 6, 0.3),
    "vardcentral": TypePattern(0.10, -0.6, 20, 0.4),
    "grundskola": TypePattern(0.22, 0.15, 40, 0.15),
    "gymnasium": TypePattern(0.04, 0.0, 30, 0.3),
    "elevhalsa": TypePattern(0.05, 0.7, 15),
    "socialtjanst": TypePattern(0.08, 0.6, 25),
    "funktionsstod": TypePattern(0.03, 0.1, 20),
    "bup": TypePattern(0.03, 0.6, 20),
    "habilitering": TypePattern(0.02, 0.4, 15),
    "ungdomsmottagning": TypePattern(0.012, 0.3, 10),
    "barnmedicin": TypePattern(0.012, 0.0, 10),
    "familjecentral": TypePattern(0.015, 0.2, 10),
    "hvb_familjehem": TypePattern(0.02, -0.2, 10, 0.5),
    "fritid": TypePattern(0.02, -0.3, 15),
    "annan": TypePattern(0.01, -0.3, 10),
}
CITYWIDE = {"bup": 0.3, "habilitering": 0.3, "barnmedicin": 0.2, "socialtjanst": 0.2}
"""Workplace types that serve the whole city, with their share of those who work there."""
UNKNOWN = {"forskola": 0.4, "vardcentral": 0.3, "annan": 0.3}
"""Workplace types of those who have not said which district, with their share."""
BVC_HEADCOUNT = (6, 20)
"""The fewest and the most staff at the BVC of a district: around the smallest group shown."""
WITHOUT_HEADCOUNT = {("lundby", "grundskola")}
"""Where nobody has given a headcount: one cell, large enough not to hide its whole district."""

KEPT = 0.93
"""Share of those placed in a district with a headcount who still work there."""


def pattern_of(district: str | None) -> DistrictPattern:
    return DISTRICTS.get(district or "", ELSEWHERE)


def completing(district: str | None, workplace_type: str) -> float:
    """The probability that a registered person is klar with all four modules."""
    pattern = pattern_of(district)
    odds = math.log(pattern.rate / (1 - pattern.rate)) + TYPES[workplace_type].lean
    return min(0.97, 1 / (1 + math.exp(-odds)) / (pattern.registered * KEPT))


def believing(district: str, code: str) -> float:
    """The probability that somebody there who is sure holds the misconception ``code``."""
    return pattern_of(district).beliefs.get(code, _BELIEFS.get(code, _OTHER_BELIEF))
