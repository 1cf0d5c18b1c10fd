"""
What depends on the reader's language besides words: plurals, numbers, dates, names, Office's tags.

Another language takes a record here and its words in ``text.toml``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

NBSP = "\u00a0"
_RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@dataclass(frozen=True)
class Language:
    """
    How one language writes what is no word.

    `names` is the language of the gazetteer's names that its readers know, ``ru`` or ``en``;
    `plural` gives the CLDR form of a whole number, one of `plurals`. `day` is a format string of
    `day`, a date, and `month`, its name among `months`; `table_day` (as ``strftime`` has it) is
    what Excel there takes for a date in a CSV file, `sheet_day` that of a cell. `quotes` stand
    before and after quoted words; `office` is what Word, PowerPoint and their spelling call the
    language, `separator` what Word expects between items in a field. `with_name` puts a name after
    "with": «с Могилевской областью», `of_region` that of a place after "of": «Смоленской области»;
    `many` has the plurals of words that names of regions end in. With `own_words` the register is
    in this language, so that its wordings are given as they stand. `letters` stand in its numbers
    for those of the Russian alphabet, where readers do not know them: as BGN/PCGN writes them.
    """

    names: str
    plurals: tuple[str, ...]
    plural: Callable[[int], str]
    decimal: str
    thousands: str
    day: str
    table_day: str
    sheet_day: str
    quotes: tuple[str, str]
    office: str
    separator: str
    with_name: Callable[[str], str] = "with {}".format
    of_region: Callable[[str], str] = str
    many: Mapping[str, str] = field(default_factory=dict)
    months: tuple[str, ...] = ("",) * 12
    own_words: bool = False
    letters: str = ""

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


_ENDINGS = (
    (r"ая область$", "ой областью"),
    (r"ий (район|муниципальный округ|городской округ)", r"им \1"),
    (r"ый округ", "ым округ"),
    (r"ой округ", "им округ"),
    (r"(район|округ)\b", r"\1ом"),
    (r"^город (.*)ый$", r"городом \1ым"),
    (r"^город (.*)ь$", r"городом \1ем"),
    (r"^город (.*)ша$", r"городом \1шей"),
    (r"^город (.*ки)е (.*)и$", r"городом \1ми \2ами"),
    (r"^город (.*)[иы]$", r"городом \1ами"),
    (r"^город (.*[бвгджзклмнпрстфхцчшщ])$", r"городом \1ом"),
    (r"^город ", "городом "),
)
"""Endings of the instrumental case for all that the gazetteer's Russian names end in."""


def _with_russian(name: str) -> str:
    name = name.replace("Город ", "город ")
    for pattern, ending in _ENDINGS:
        name = re.sub(pattern, ending, name)
    together = re.match(r"[сзшж][бвгджзклмнпрстфхцчшщ]|щ", name, re.IGNORECASE)
    return f"{'со' if together else 'с'} {name}"


_GENITIVE = (
    (r"^Республика", "Республики"),
    (r"^Город Москва", "города Москвы"),
    (r"^Город ", "город "),
    (r"ая автономная область", "ой автономной области"),
    (r"ая область", "ой области"),
    (r"ая Республика", "ой Республики"),
    (r"[ыи]й (край|район|уезд|муниципальный|городской|автономный)", r"ого \1"),
    (r"ый округ", "ого округа"),
    (r"ской округ", "ского округа"),
    (r"(район|уезд)$", r"\1а"),
    (r"край$", "края"),
    (r"Югра$", "Югры"),
    (r"^город (.*)ый$", r"города \1ого"),
    (r"^город (.*)ь$", r"города \1я"),
    (r"^город (.*[шжчщгкх])а$", r"города \1и"),
    (r"^город (.*)а$", r"города \1ы"),
    (r"^город (.*[бвгджзклмнпрстфхцчшщ])$", r"города \1а"),
    (r"^город ", "города "),
    (r"^(\w+)ия$", r"\1ии"),
)
"""Endings of the genitive case of all that names of regions and territories consist of."""


def _of_russian(name: str) -> str:
    for pattern, ending in _GENITIVE:
        name = re.sub(pattern, ending, name)
    return name


def _russian(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14):
        return "few"
    return "many"


_ALL = {
    "ru": Language(
        names="ru",
        plurals=("one", "few", "many"),
        plural=_russian,
        decimal=",",
        thousands=NBSP,
        day="{day:%d.%m.%Y}",
        table_day="%d.%m.%Y",
        sheet_day="DD.MM.YYYY",
        quotes=("«", "»"),
        office="ru-RU",
        separator=";",
        with_name=_with_russian,
        of_region=_of_russian,
        many={"область": "области", "области": "областей", "край": "края", "края": "краёв"},
        own_words=True,
    ),
    "en": Language(
        names="en",
        plurals=("one", "other"),
        plural=lambda n: "one" if n == 1 else "other",
        decimal=".",
        thousands=",",
        day="{day.day} {month} {day.year}",
        table_day="%Y-%m-%d",
        sheet_day="D MMM YYYY",
        quotes=("“", "”"),
        office="en-GB",
        separator=",",
        many={"oblast": "oblasts", "Krai": "Krais"},
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun",
                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        letters="a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch \" y ' e yu ya",
    ),
}  # fmt: skip

LANGUAGES = tuple(_ALL)
"""Codes of the languages; the first one is the default."""


def language(code: str) -> Language:
    """Return the language of a code."""
    return _ALL[code]
