"""
What depends on the reader's language besides words: plurals, numbers, dates, names, Office's tags.

Another language takes a record in ``languages.toml`` and its words in ``text.toml``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

NBSP = "\u00a0"
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@dataclass(frozen=True)
class Language:
    """
    How one language writes what is no word.

    `names` is the language of the gazetteer's names that its readers know, ``ru`` or ``en``;
    `plurals` are the CLDR forms of whole numbers. `day` is a format string of `day`, a date, and
    `month`, its name among `months`; `table_day` (as ``strftime`` has it) is what Excel there takes
    for a date in a CSV file, `sheet_day` that of a cell. `quotes` stand before and after quoted
    words; `office` is what Word, PowerPoint and their spelling call the language. `after_with` and
    `after_of` change a name that stands there: a pattern, and what stands for it; `many` has the
    plurals of words that names of regions end in. With `own_words` the register is in this
    language, so that its wordings are given as they stand. `letters` stand in its numbers for those
    of the Russian alphabet, where readers do not know them: as BGN/PCGN writes them.
    """

    names: str
    plurals: tuple[str, ...]
    thousands: str
    day: str
    table_day: str
    sheet_day: str
    quotes: tuple[str, str]
    office: str
    after_with: tuple[tuple[str, str], ...]
    after_of: tuple[tuple[str, str], ...] = ()
    many: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ("",) * 12
    own_words: bool = False
    letters: str = ""

    def plural(self, n: int) -> str:
        """Return the form of a whole number, by the rules of English or of Russian."""
        if "few" not in self.plurals:
            return "one" if n == 1 else "other"
        if n % 10 == 1 and n % 100 != 11:
            return "one"
        return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"

    def with_name(self, name: str) -> str:
        """Return "with" and a name: «с Могилевской областью»."""
        return _changed(name, self.after_with)

    def of_region(self, name: str) -> str:
        """Return the name of a place as it stands after "of": «Смоленской области»."""
        return _changed(name, self.after_of)

    def number(self, given: str) -> str:
        """Return a number of registration in letters that readers know: ``18-s``."""
        latin = dict(zip(_RUSSIAN, self.letters.split(), strict=False))
        return "".join(latin.get(letter, letter) for letter in given)

    def name_of(self, row: object, kind: str = "name") -> str:
        """Return the name of what has one in several languages: ``name_ru``, ``short_en``."""
        return str(getattr(row, f"{kind}_{self.names}"))

    def write_day(self, day: date) -> str:
        """Return a date as a reader of the language expects it in a text."""
        return self.day.format(day=day, month=self.months[day.month - 1])


def _changed(name: str, rules: tuple[tuple[str, str], ...]) -> str:
    for pattern, ending in rules:
        name = re.sub(pattern, ending, name)
    return name


_FILE = Path(__file__).with_suffix(".toml")
_ALL = msgspec.convert(tomllib.loads(_FILE.read_text(encoding="utf-8")), dict[str, Language])

LANGUAGES = tuple(_ALL)
"""Codes of the languages; the first one is the default."""


def language(code: str) -> Language:
    """Return the language of a code."""
    return _ALL[code]
