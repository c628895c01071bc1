"""Names of people and workplaces that do not exist."""

from __future__ import annotations

import unicodedata

from people.demo import DOMAIN

FIRST = (
    "Abdi", "Agnes", "Aisha", "Alma", "Amina", "Anders", "Anna", "Arvid", "Astrid", "Azad",
    "Beata", "Bilal", "Carina", "Cecilia", "Dalia", "David", "Ebba", "Elena", "Elias", "Emil",
    "Eva", "Farah", "Filip", "Greta", "Hamid", "Hanna", "Helena", "Hodan", "Ida", "Ingrid",
    "Jakob", "Jelena", "Johan", "Josefin", "Kajsa", "Karim", "Kerstin", "Layla", "Leif", "Linnea",
    "Maja", "Malin", "Marko", "Marta", "Mehmet", "Mikael", "Mina", "Noor", "Olof", "Parisa",
    "Per", "Rana", "Rasmus", "Rosa", "Sahra", "Samuel", "Sanna", "Simon", "Soheil", "Stina",
    "Tara", "Tilde", "Ulla", "Veronika", "Viktor", "Ylva", "Zahra", "Åke", "Åsa", "Örjan",
)  # fmt: skip
LAST = (
    "Abdullahi", "Ahlgren", "Amiri", "Andersson", "Aslan", "Bengtsson", "Bergström", "Björk",
    "Blom", "Brodin", "Dahl", "Demir", "Ekberg", "Ekström", "Eriksson", "Farah", "Fransson",
    "Gustavsson", "Haddad", "Hansen", "Hassan", "Hedlund", "Hermansson", "Holmgren", "Hosseini",
    "Ismail", "Jovanovic", "Karlsson", "Kaya", "Khalil", "Kovac", "Larsson", "Lindqvist",
    "Lundin", "Malmberg", "Mohamed", "Nilsson", "Nordin", "Norén", "Omar", "Palm", "Petrovic",
    "Quist", "Rahimi", "Rosenberg", "Sandell", "Sjöberg", "Strand", "Svensson", "Söderlund",
    "Tahir", "Thorén", "Vesterlund", "Virtanen", "Wikström", "Yildiz", "Zetterberg", "Åberg",
    "Åström", "Öberg",
)  # fmt: skip
_BEGINNINGS = (
    "Sol", "Ljung", "Björk", "Lind", "Hassel", "Gran", "Äppel", "Rönn", "Blåbärs", "Klöver",
    "Tall", "Fjärils",
)  # fmt: skip
_ENDINGS = ("gläntan", "backen", "kullen", "dalen", "gården", "ängen", "lunden", "stigen")
_PATTERNS = {
    "forskola": "{}s förskola",
    "bvc": "BVC {}",
    "vardcentral": "Vårdcentralen {}",
    "grundskola": "{}s skola",
    "gymnasium": "{}s gymnasium",
    "elevhalsa": "Elevhälsan {}",
    "socialtjanst": "Socialtjänsten {}",
    "funktionsstod": "{}s korttidshem",
    "bup": "BUP-mottagningen {}",
    "habilitering": "Habiliteringen {}",
    "ungdomsmottagning": "Ungdomsmottagningen {}",
    "barnmedicin": "Barnmottagningen {}",
    "familjecentral": "Familjecentralen {}",
    "hvb_familjehem": "Familjehemsenheten {}",
    "fritid": "Fritidsgården {}",
}
OCCUPATIONS = {
    "forskola": ("förskollärare", "barnskötare", "rektor", "specialpedagog"),
    "bvc": ("barnsjuksköterska", "sjuksköterska", "psykolog"),
    "vardcentral": ("distriktssköterska", "läkare", "kurator"),
    "grundskola": ("lärare", "fritidspedagog", "rektor", "specialpedagog"),
    "gymnasium": ("lärare", "rektor", "studie- och yrkesvägledare"),
    "elevhalsa": ("skolsköterska", "skolkurator", "skolpsykolog"),
    "socialtjanst": ("socialsekreterare", "familjebehandlare", "enhetschef"),
    "funktionsstod": ("stödassistent", "LSS-handläggare"),
    "bup": ("psykolog", "kurator", "skötare"),
    "habilitering": ("arbetsterapeut", "logoped", "specialpedagog"),
}
"""Posts by workplace type; elsewhere the post is left empty, as it may be."""


def person_name(number: int, *, shift: int) -> str:
    """The ``number``-th name, counted from a ``shift`` that the seed decides: 4 200 in all."""
    place = (number + shift) * 997 % (len(FIRST) * len(LAST))
    return f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST)]}"


def address(name: str, number: int) -> str:
    """An address that cannot exist, in plain letters; the number makes it one of its kind."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}.{number}@{DOMAIN}"


def workplace_name(workplace_type: str, number: int) -> str:
    """The ``number``-th name for a workplace of this type; numbered anew when they run out."""
    words = len(_BEGINNINGS) * len(_ENDINGS)
    place = number * 29 % words
    word = _BEGINNINGS[place % len(_BEGINNINGS)] + _ENDINGS[place // len(_BEGINNINGS)]
    name = _PATTERNS.get(workplace_type, "{}").format(word)
    return name if number < words else f"{name} {number // words + 1}"
