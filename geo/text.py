"""
Every word a reader sees: texts, plurals, numbers and dates in Russian and English.

``text.toml`` holds both languages side by side, ``places.toml`` the names of regions and countries;
only this module reads them. The language is an argument everywhere, never a global, and so are the
words for whose register it is (`geo.sources.imprint`).
"""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from geo.languages import LANGUAGES as LANGUAGES
from geo.languages import language


@cache
def load_texts() -> dict[str, dict[str, str | dict[str, str]]]:
    """Return every text by its dotted key: ``{"map.title": {"ru": ..., "en": ...}}``."""
    tables = {**_read("text.toml"), "region": load_places()["region"]}
    return {
        f"{table}.{name}": text for table, texts in tables.items() for name, text in texts.items()
    }


@cache
def load_places() -> dict[str, dict[str, Any]]:
    """Return the names of regions and the forms of names of countries, by their codes."""
    return _read("places.toml")


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


def t(key: str, lang: str, **values: object) -> str:
    """
    Return the text of `key` in `lang` with its placeholders filled.

    Values are inserted as they are: escaping belongs to the sink (HTML, Markdown, folium). KeyError
    if the key or the language does not exist: a mistake of the caller.
    """
    text = load_texts()[key][lang]
    if isinstance(text, dict):
        text = text[language(lang).plural(int(str(values["n"])))]
    return text.format(**values) if values else text


def has_text(key: str) -> bool:
    """Return whether there is a text of this key."""
    return key in load_texts()


def capital(text: str) -> str:
    """Return text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def format_date(day: date | None, lang: str) -> str:
    """Return ``02.04.2026`` (Russian) or ``2 Apr 2026`` (English); a dash where there is none."""
    if day is None:
        return "—"
    return language(lang).write_day(day)


def listed(names: Sequence[str], lang: str, most: int, mark: str = ", ") -> str:
    """Return the first names of a list and how many more there are; never one more alone."""
    if len(names) <= most + 1:
        return mark.join(names)
    return t("timeline.more", lang, names=mark.join(names[:most]), n=len(names) - most)


def join(names: Sequence[str], lang: str) -> str:
    """Return a list as the language writes it: «а, б и в»."""
    if len(names) < 2:
        return "".join(names)
    return t("stats.and", lang, first=", ".join(names[:-1]), last=names[-1])


def literal(text: str) -> str:
    """Return text as Markdown that shows every character as it is."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))


def parse_date(text: str) -> date | None:
    """
    Read a date as officials type it: ``02.04.2026``, ``2026-04-02``, or a year for its last day.

    Anything else gives None; nothing is guessed.
    """
    for pattern in (
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})",
    ):
        found = re.fullmatch(pattern, text.strip())
        if found:
            parts = {"month": 12, "day": 31} | {k: int(v) for k, v in found.groupdict().items()}
            try:
                return date(**parts)
            except ValueError:
                return None
    return None


def format_number(number: float | None, lang: str) -> str:
    """Return a whole number with thousands set apart as the language does; a dash for None."""
    if number is None:
        return "—"
    return f"{number:,.0f}".replace(",", language(lang).thousands)
