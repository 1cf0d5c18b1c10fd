"""
The imprint: what the register of a folder is of, ``register.toml`` beside its tables.

It names the home region and the partner countries by their codes, and what cannot be derived from
the other files. With the names in ``places.toml`` it makes the words that sentences of
``text.toml`` ask for, so that no code and no text knows whose register it shows.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from geo.errors import DataError
from geo.languages import LANGUAGES, language
from geo.tables import holds_text, read_text
from geo.text import capital, has_text, join, load_places, t

IMPRINT = "register.toml"
_SENTENCE = re.compile(r"(?<=\.) ")
_FIELDS = ("home", "partners", "gap_m", "surveys", "credit")
_FORMS = (
    "country", "country_of", "country_with", "state", "state_of", "adjective", "adjective_of",
    "tongue", "region_word", "by_regions",
)  # fmt: skip
_CASES = ("", "_gen", "_in", "_by", "_all", "_shown", "_official")
_WHOLE = ("_all", "_shown")
"""Forms that say how much of the register it is."""
WIDEST_GAP_M = 10_000
"""What is wider between two countries is no fault of their surveys."""
MOST = 3
"""More partner countries than this are not named one by one in a sentence."""


@dataclass(frozen=True)
class Imprint:
    """
    What the register is of.

    `home` is the region whose register this is (ISO 3166-2, lower case), `partners` the countries
    across the border (ISO 3166-1), the most important first. `surveys` say whose outlines of each
    country are drawn, and of which year; gaps between them narrower than `gap_m` metres are closed.
    `credit` is whose data the map is made of besides the register, by language.

    `homes` is what the home side is: the home region; of several registers theirs; from the other
    side a region or a territory across the border (`geo.registers`). `place` is what that territory
    is called, by language, empty if it is none; `side` of which place across the border the point
    of view is, empty for the home side. `regions` are those that the map is about, on both sides,
    None for all that the folder has; `folders` where the registers are, where that is not the usual
    folder (`geo.settings.DATA`). `parts` are the imprints of the registers that are shown together,
    or from the other side; `known` the home regions of all that could be shown.
    """

    home: str
    partners: tuple[str, ...]
    surveys: Mapping[str, tuple[str, int]]
    credit: Mapping[str, str]
    gap_m: int = 0
    homes: tuple[str, ...] = ()
    place: Mapping[str, str] = field(default_factory=dict)
    regions: frozenset[str] | None = None
    folders: tuple[Path, ...] = field(default=(), compare=False)
    parts: "tuple[Imprint, ...]" = ()
    known: tuple[str, ...] = ()
    side: str = ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """The home regions of the registers that are shown; empty if those are all there are."""
        codes = tuple(part.home for part in self.parts or (self,))
        return codes if len(codes) < len(self.known) else ()

    @property
    def country(self) -> str:
        """The country that the home region is in."""
        return self.home.partition("-")[0]

    @property
    def countries(self) -> tuple[str, ...]:
        """The country of the home region, then those across the border."""
        return (self.country, *self.partners)

    @property
    def layers(self) -> dict[str, str]:
        """The files of shapes by country, that of the home region first."""
        every = (*self.countries, *(code for part in self.parts for code in part.countries))
        return {country: f"boundaries_{country}.geojson" for country in dict.fromkeys(every)}

    def words(self, lang: str) -> dict[str, str]:
        """Return the words that a text may ask for as placeholders: ``t(key, lang, **words)``."""
        return self._words[lang]

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        return {lang: self._words_in(lang) for lang in LANGUAGES}

    def _homes(self, lang: str) -> list[str]:
        """Return what the home side is called, its regions one by one."""
        return [self.place.get(lang) or t(f"region.{code}", lang) for code in self.homes]

    def _register(self, several: bool, lang: str) -> dict[str, str]:
        """Return the word for the register, or the registers, in every form a sentence needs."""
        of = "registers" if several else "register"
        words = {f"register{form}": t(f"across.{of}{form}", lang) for form in _CASES}
        if self.side:
            values = {"home_of": _of(self._homes(lang), lang), "register_in": words["register_in"]}
            words |= {f"register{x}": t(f"across.side{x}", lang, **values) for x in _WHOLE}
        return words | {name.capitalize(): capital(word) for name, word in words.items()}

    def _words_in(self, lang: str) -> dict[str, str]:
        names, owners = language(lang).names, self.parts or (self,)
        abroad, own = across(self.partners, lang), across((self.country,), lang)
        home_of = _of(self._homes(lang), lang)
        return {
            "home_name": together(self._homes(lang), "homes", lang),
            "home_of": home_of,
            "register_of": _of([name for owner in owners for name in owner._homes(lang)], lang),
            "home_short": _short(together(self._homes(lang), "homes", lang), lang),
            "home_adjective": own["adjective"],
            "home_adjective_of": own["adjective_of"],
            "Home_adjective": capital(own["adjective"]),
            "home_adjective_file": language("en").number(own["adjective"]).lower(),
            "home_file": "-".join(
                re.sub("[^a-z]", "", home.split()[0].lower()) for home in self._homes("en")[:MOST]
            ),
            "outlines": join(
                [
                    t("across.outline", lang, year=year, country=across((code,), lang)["country"])
                    for code, (_, year) in self.surveys.items()
                ],
                lang,
            ),
            "credit": self.credit[names],
            **self._register(len(owners) > 1, lang),
            # Of what others across the border signed its view knows nothing.
            "here": f" {t('across.here', lang, home_of=home_of)}" if self.side else "",
            **abroad,
            "Country": capital(abroad["country"]),
            "Adjective": capital(abroad["adjective"]),
            "adjective_file": language("en").number(abroad["adjective"]).lower(),
            "country_file": "-".join(
                re.findall("[a-z]+", across(self.partners, "en")["country"].lower())
            ),
        }


def across(countries: Sequence[str], lang: str) -> dict[str, str]:
    """Return the names of countries together, in every form that a sentence may ask for."""
    words = {key: t(f"across.{key}", lang) for key in _FORMS}
    if len(countries) > MOST:
        return words
    every = [_forms(code, lang) for code in countries]
    if len(every) == 1:
        return words | every[0]
    for form in ("country", "country_of", "country_with"):
        words[form] = join([forms[form] for forms in every], lang)
    return words | {"state": words["country"], "state_of": words["country_of"]}


def together(names: Sequence[str], form: str, lang: str) -> str:
    """Return the names of home regions in one form: «Смоленская и Псковская области»."""
    if len(names) > MOST:
        return t(f"across.{form}", lang, n=len(names))
    if len(names) == 1:
        return names[0]
    firsts, lasts = zip(*(name.rpartition(" ")[::2] for name in names), strict=True)
    many = language(lang).many.get(lasts[0])
    if many and len(set(lasts)) == 1 and all(firsts):
        return f"{join(firsts, lang)} {many}"
    return join(names, lang)


def joined(imprints: Sequence[Imprint], regions: frozenset[str]) -> Imprint:
    """
    Return the imprint of several registers together, about regions of both sides.

    The first one's country is the home side, whatever the others' is: each region of it that one of
    them is about is a home region, and every other country lies across.
    """
    first = imprints[0]
    own = [one.home for one in imprints if one.country == first.country]
    others = sorted(x for x in regions.difference(own) if x.partition("-")[0] == first.country)
    abroad = (code for one in imprints for code in one.countries if code != first.country)
    return replace(
        first,
        partners=tuple(dict.fromkeys(abroad)),
        surveys={k: v for one in reversed(imprints) for k, v in one.surveys.items()},
        credit={
            lang: " ".join(
                dict.fromkeys(x for one in imprints for x in _SENTENCE.split(one.credit[lang]))
            )
            for lang in first.credit
        },
        gap_m=max(one.gap_m for one in imprints),
        homes=(*own, *others),
        regions=regions,
        folders=tuple(folder for one in imprints for folder in one.folders),
        parts=tuple(imprints),
    )


def _short(name: str, lang: str) -> str:
    """Return the name of a region without the word for what it is: «Смоленская»."""
    first, _, last = name.rpartition(" ")
    return first if first and last in language(lang).many else name


def _of(names: Sequence[str], lang: str) -> str:
    """Return the names of home regions together as they stand after "of"."""
    return together([language(lang).of_region(name) for name in names], "homes_of", lang)


def _forms(code: str, lang: str) -> dict[str, str]:
    """Return the forms of one country's name; a language without cases has one for all."""
    given = load_places()["country"][code][language(lang).names]
    adjective = given["adjective"]
    return {
        "country_of": given["country"],
        "country_with": given["country"],
        "state_of": given["country"],
        "adjective_of": re.sub("ая$", "ой", adjective),
        **given,
    }


def load_imprint(folder: Path) -> Imprint:
    """
    Read what the register of a folder is of.

    DataError if the file is missing, no TOML, lacks something, has something else besides, or names
    a region or a country that is not known or cannot be meant.
    """
    text = read_text(folder / IMPRINT)
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError("error.bad_geojson", file=IMPRINT, reason="reason.no_toml") from error
    for name, expected in _faults(told):  # the first one is enough
        got = str(told.get(name, ""))[:80]
        raise DataError("error.bad_field", file=IMPRINT, field=name, expected=expected, got=got)
    surveys = {code: (one["source"], one["year"]) for code, one in told["surveys"].items()}
    home, partners = told["home"], tuple(told["partners"])
    credit, gap_m = dict(told["credit"]), told["gap_m"]
    return Imprint(home, partners, surveys, credit, gap_m, homes=(home,))


def _faults(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong and what is expected: strange fields, then those that we know."""
    yield from ((name, ", ".join(_FIELDS)) for name in told if name not in _FIELDS)
    home, partners, gap_m, surveys, credit = map(told.get, _FIELDS)
    known = load_places()["country"]
    country, dash, _ = str(home).partition("-")
    if not (isinstance(home, str) and dash and has_text(f"region.{home}") and country in known):
        yield "home", "expected.region"
    codes = partners if isinstance(partners, list) else []
    if not codes or any(code not in known for code in map(str, codes)):
        yield "partners", ", ".join(sorted(known))
    elif country in codes or len(set(codes)) < len(codes):
        yield "partners", "expected.partners"
    if type(gap_m) is not int or not 0 <= gap_m <= WIDEST_GAP_M:
        yield "gap_m", f"0…{WIDEST_GAP_M}"
    every, drawn = [country, *map(str, codes)], surveys if isinstance(surveys, dict) else {}
    if list(drawn) != every or not all(map(_is_survey, drawn.values())):
        yield "surveys", ", ".join(f"{code} = {{source, year}}" for code in every)
    words = credit if isinstance(credit, dict) else {}
    names = {language(lang).names for lang in LANGUAGES}
    if words.keys() != names or not all(map(holds_text, words.values())):
        yield "credit", ", ".join(f"credit.{name}" for name in sorted(names))


def _is_survey(one: object) -> bool:
    if not isinstance(one, dict) or sorted(one) != ["source", "year"]:
        return False
    return holds_text(one["source"]) and type(one["year"]) is int and 1800 < one["year"] < 2100
