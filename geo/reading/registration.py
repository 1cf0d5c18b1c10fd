"""
The registration of an agreement: «2 ноября 2018 года, № 2-с», «б/н», a dash, or nothing.

Day and number may stand in any order and each may be missing. «б/н» is kept as the number.
"""

import re
from dataclasses import dataclass
from datetime import date

from geo.dates import find_dates, looks_like_date
from geo.reading.words import fold

NO_NUMBER = "б/н"
_NONE = re.compile(
    r"[-‑–—− ,]*|нет(?: данных)?|отсутству[ею]т|не (?:за)?регистрир\w+|(?:номер )?не присвоен|н/д"
    r"|(?:регистраци[ия] )?не (?:подлежит|требует(?:ся)?|проводилась)(?: регистрации)?"
    r"|без регистрации"
)
_NUMBER = re.compile(
    r"(?:за |под )?(?:рег(?:истрационный)?\.? ?)?(?:№+|no?\.?|номер(?: регистрации:?)?)? ?"
    r"((?!\d*[оoз][-\d])\d[\w/.-]*(?<![-¹²³⁰-⁹]))",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:19|20)\d\d|[34]\d{4}|(?:№ ?)?\d{1,2}\.\d\d")
"""What alone is rather a year, a day as Excel counts it, or a day and its month."""
_SPACED = re.compile(r"(?<=\d) ?[-‒–—−] ?(?=[а-яё]{1,2}$)", re.IGNORECASE)
"""A dash before the letter of a number, however it is set: «18 – с» is «18-с»."""
_NO_NUMBER = re.compile(r"№? ?(?:б ?[/\\.-] ?н|без (?:номера|№))\.?")
_WORDS = re.compile(
    r"\b(?:от|зарегистрирован\w*|внесен\w*|в реестр\w?|дата(?: регистрации)?:?|б/д)(?=\W|$)"
    r"|(?<!\S)[-‑–—−]+(?=,|$)",
    re.IGNORECASE,
)
"""Words beside day and number that say nothing more, and a dash in the place of one."""


@dataclass(frozen=True)
class Registration:
    """Day and number; None and empty where the register gives none."""

    day: date | None
    number: str


def parse_registration(text: str) -> Registration | None:
    """Read the wording of a registration; None if it is not in the grammar."""
    if _NONE.fullmatch(fold(text).rstrip(".")):
        return Registration(None, "")
    dates = find_dates(text)
    if len(dates) > 1 or any(each.day is None for each in dates):
        return None
    rest = text
    for each in dates:
        rest = text[: each.start] + " " + text[each.end :]
    rest = _WORDS.sub(" ", rest).strip(" ,;:./()")
    day = dates[0].day if dates else None
    if not rest:
        return Registration(day, "")
    if _NO_NUMBER.fullmatch(fold(rest)):
        return Registration(day, NO_NUMBER)
    found = None if _DAY.fullmatch(text) else _NUMBER.fullmatch(_SPACED.sub("-", rest))
    return Registration(day, found[1]) if found and not looks_like_date(found[1]) else None
