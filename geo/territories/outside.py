"""
Parties outside the gazetteer, as a keeper names them: nothing is forced into a wrong place.

They are written in one line, in a file of decisions and as what the reader is told:
``Печорский район; Республика Коми; 65.12, 57.22``. That is the name, the region or the country by
name or code, and, where it is known, the point: latitude and longitude, as maps show them.
"""

import re
from functools import cache

from geo.languages import language
from geo.territories import Territory, party_outside
from geo.text import load_texts, t

NAME_LENGTH = 120
_POINT = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)[°,]? *[,;/ ] *(-?\d{1,3}(?:[.,]\d+)?)°?")
_BEFORE = str.maketrans({"ў": "у", "і": "и", "ъ": None, "ь": None})
"""What is changed in a name before it is written as a number of registration is."""


@cache
def regions() -> dict[str, str]:
    """Return the codes of all regions and countries that have a name, with it in Russian."""
    codes = (key.partition(".")[2] for key in load_texts() if key.startswith("region."))
    return {code: t(f"region.{code}", "ru") for code in codes}


def read_point(text: str) -> tuple[float, float] | None:
    """Return (lon, lat) of what a map shows as latitude and longitude; None if it is no point."""
    found = _POINT.fullmatch(text.strip())
    if not found:
        return None
    lat, lon = (float(number.replace(",", ".")) for number in found.groups())
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None


def read_outside(text: str) -> Territory | None:
    """Return the party that a line names; None if it is no such line."""
    text = "".join(filter(str.isprintable, text))
    name, region, point = (*(part.strip() for part in text.split(";", 2)), "", "")[:3]
    code = region_code(region)
    at = read_point(point) if point else None
    if not (code and re.search(r"\w", name)) or len(name) > NAME_LENGTH or (point and not at):
        return None
    english = " ".join(map(_latin, name.split()))
    slug = "-".join(re.findall(r"[a-z0-9]+", english.lower()))
    return party_outside(f"{code}-x-{slug}", name, english, at) if slug else None


def _latin(word: str) -> str:
    """Return a word in Latin letters, with a capital if it has one in Russian."""
    latin = language("en").number(word.lower().translate(_BEFORE))
    latin = re.sub("[iy]y$", "y", latin)
    return (
        re.sub(r"[a-z]", lambda first: first[0].upper(), latin, count=1)
        if word != word.lower()
        else latin
    )


def region_code(said: str) -> str:
    """Return the code of a region or country named by its code or name; empty if none is."""
    said = " ".join(said.lower().replace("ё", "е").split())
    for code, name in regions().items():
        if said in (code, name.lower(), t(f"region.{code}", "en").lower()):
            return code
    return ""
