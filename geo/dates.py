"""
Dates as the register writes them: «24 июля 1998 года», «31мая 2019 г.», «29.09.2023», «пятого мая
2011 года».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_DAYS = (
    "первого", "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого",
    "девятого", "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого",
    "пятнадцатого", "шестнадцатого", "семнадцатого", "восемнадцатого", "девятнадцатого",
    "двадцатого",
)  # fmt: skip
_IN_LETTERS = {word: day for day, word in enumerate(_DAYS, start=1)}
_IN_LETTERS |= {f"двадцать {word}": day for day, word in enumerate(_DAYS[:9], start=21)}
_IN_LETTERS |= {"тридцатого": 30, "тридцать первого": 31}
_START = r"(?:(?<![^\W_])|(?<=\bот)|(?<=года))"
_MONTH = "|".join(MONTHS)
_LETTERS = rf"(?<!дцать[ -])(?:{'|'.join(_IN_LETTERS)})".replace("четвер", "четв[её]р")
_RANGE = (
    rf"(?P<range>(?<!№)(?<!№ )\d{{1,2}}(?:(?: ?(?:{_MONTH})|\.\d{{1,2}}\.?)?"
    rf" ?(?:и|по|[-–—,./]) ?| )|{_LETTERS} ?(?:и|[-–—,]) ?)?"
)
"""A day before the day: «2 и 3 июля», «2 июня – 3 июля», or a slip. (Not a registration's, № 5.)"""
_YEAR = r"(?P<year>\d{4})(?!\d| ?[-–—/(] ?\d{4}\b(?!\.))(?: ?(?:года|г\.|г\b))?"
_IN_WORDS = (
    rf"{_START}{_RANGE}(?:[«\"„“] ?)?(?P<day>\d{{1,2}}|{_LETTERS})(?:-?го)?"
    rf"(?: ?[»\"”“])?(?P<space> ?)(?P<month>{_MONTH}) ?{_YEAR}"
)
_IN_FIGURES = rf"{_START}(?<!\.){_RANGE}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?{_YEAR}"
_DATES = (re.compile(_IN_WORDS, re.IGNORECASE), re.compile(_IN_FIGURES))
_LOOKS_LIKE = re.compile(
    r"\d{1,2}[»\"”“]?(?:[. /]+|-го )[^\W_]+[. /]+\d{2,4}|\d{4}[.-]\d\d[.-]\d\d|\d{4} ?(?:год|г\.)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SHORT = re.compile(
    r"(?<![\d./])(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d\d)(?!\d|[./]\d)"
)
_LOOSE = tuple(
    re.compile(rf"(?<![\d.]){pattern}(?!\d)(?: ?(?:года|г\.|г\b))?", re.IGNORECASE)
    for pattern in (
        r"(?P<day>\d{1,2})[.,/ -]+(?P<month>[IVX]{1,4}|[а-я]{3,8}|\d{1,2})[.,/ -]+(?P<year>\d{4})",
        r"(?P<year>\d{4})[.-](?P<month>\d\d)[.-](?P<day>\d\d)",
    )
)
FIRST_DAY = date(1945, 1, 1)
"""An earlier date is a misprint: no municipality of today had partners abroad."""


@dataclass(frozen=True)
class FoundDate:
    """
    A date in a text; `crowded` without its space, `loose` in a form that a person has to confirm.

    `day` is None where there is no such day, none so long ago, or two days before one month: those
    are `days`.
    """

    day: date | None
    text: str
    start: int
    end: int
    crowded: bool = False
    loose: bool = False
    days: tuple[date, ...] = ()


@lru_cache(maxsize=100_000)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Return every date of a text in its order."""
    return tuple(sorted(_find(text), key=lambda found: found.start))


def _find(text: str) -> Iterator[FoundDate]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = parts["month"].lower()
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            named = parts["day"].lower().replace("ё", "е")
            number_of_day = _IN_LETTERS.get(named) or int(named)
            day = _day(int(parts["year"]), number, number_of_day)
            first = re.fullmatch(r"(\d+) ?(?:и|по|[-–—,]) ?", parts["range"] or "")  # «4–5 марта»
            earlier = _day(int(parts["year"]), number, int(first[1])) if first else None
            days = (earlier, day) if earlier and day else ()
            crowded = parts.get("space") == ""
            one = None if parts["range"] else day
            yield FoundDate(one, found[0], *found.span(), crowded, days=days)


def find_loose_date(text: str) -> tuple[FoundDate, ...]:
    """Return a date as it may be meant: «5/V/2020», «5 сент. 2020»; if there is one."""
    for pattern in _LOOSE:
        for found in pattern.finditer(text):
            if day := _loose_day(found):
                return (FoundDate(day, found[0], *found.span(), loose=True),)
    return ()


def _loose_day(found: re.Match[str]) -> date | None:
    name, year = found["month"].lower(), int(found["year"])
    roman = _ROMAN.index(name) + 1 if name in _ROMAN else 0
    near = get_close_matches(name, MONTHS, n=1, cutoff=0.5)  # «сен» is «сентября»
    month = int(name) if name.isdigit() else roman or (near and MONTHS.index(near[0]) + 1) or 0
    if len(found["year"]) == 2:
        year += 1900 if year >= FIRST_DAY.year % 100 else 2000
    return _day(year, month, int(found["day"]))


def in_full(text: str) -> str:
    """Return a text with the years of its days in full: «05.05.20» is «05.05.2020»."""

    def one(found: re.Match[str]) -> str:
        day = _loose_day(found)
        return f"{day:%d.%m.%Y}" if day else found[0]

    return _SHORT.sub(one, text)


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
