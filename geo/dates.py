"""Dates as the register writes them: «24 июля 1998 года», «31мая 2019 г.», «29.09.2023»."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_START = r"(?:(?<![^\W_])|(?<=\bот))"
_RANGE = r"(?P<range>(?<!№)(?<!№ )\d{1,2}(?: ?(?:и|[-–—,.]) ?| ))?"
"""A number before the day: «2 и 3 июля», or a slip. (Not that of a registration, № 5.)"""
_YEAR = r"(?P<year>\d{4})(?!\d)(?: ?(?:года|г\.|г\b))?"
_IN_WORDS = (
    rf"{_START}{_RANGE}(?:[«\"„“] ?)?(?P<day>\d{{1,2}})(?:-?го)?(?: ?[»\"”“])?(?P<space> ?)"
    rf"(?P<month>{'|'.join(MONTHS)}) ?{_YEAR}"
)
_IN_FIGURES = rf"{_START}(?<!\.){_RANGE}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?{_YEAR}"
_DATES = (re.compile(_IN_WORDS, re.IGNORECASE), re.compile(_IN_FIGURES))
_LOOKS_LIKE = re.compile(
    r"\d{1,2}[»\"”“]?(?:[. /]+|-го )[^\W_]+[. /]+\d{2,4}|\d{4}-\d\d-\d\d|\d{4} ?(?:год|г\.)"
)
FIRST_DAY = date(1945, 1, 1)
"""An earlier date is a misprint: no municipality of today had partners abroad."""


@dataclass(frozen=True)
class FoundDate:
    """
    A date in a text; `crowded` without its space.

    `day` is None where there is no such day, none so long ago, or two days before one month.
    """

    day: date | None
    text: str
    start: int
    end: int
    crowded: bool = False


@lru_cache(maxsize=1024)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Return every date of a text in its order."""
    return tuple(sorted(_find(text), key=lambda found: found.start))


def _find(text: str) -> Iterator[FoundDate]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = parts["month"].lower()
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            day = None if parts["range"] else _day(int(parts["year"]), number, int(parts["day"]))
            crowded = parts.get("space") == ""
            yield FoundDate(day, found[0], found.start(), found.end(), crowded)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found >= FIRST_DAY else None


def looks_like_date(text: str) -> str:
    """Return the part of a text that may be meant for a date; empty if none is."""
    found = _LOOKS_LIKE.search(text)
    return found[0] if found else ""


def in_words(day: date) -> str:
    """Return a date as the register writes it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"
