"""
The closed gazetteer as the grammar needs it: names by the words that can stand for them.

A district is named by its adjective (Оршанский), a city by a noun (Орша) or, before a body of its
own, by the same adjective as its district (Оршанский городской исполнительный комитет). Nothing
outside the gazetteer is ever recognised; pymorphy3 and the endings below only propose which
dictionary form a word has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from geo.reading.words import distance, fold
from geo.search import forms
from geo.territories import Territories, Territory, TerritoryKind
from geo.text import t

_ADJECTIVE = re.compile(r"(?P<stem>.+[сцз]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)")
_ADJECTIVE_ENDINGS = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
_HARD_ENDINGS = ("ый", "ого", "ому", "ым", "ом", "ая", "ой", "ую", "ое", "ые", "ых", "ыми")
_NOUN_ENDINGS = {
    "а": ("а", "ы", "и", "е", "у", "ой", "ей"),
    "я": ("я", "и", "е", "ю", "ей"),
    "о": ("о", "а", "у", "ом", "е"),
    "ы": ("ы", "ов", "", "ам", "ами", "ах"),
    "и": ("и", "ов", "ей", "", "ам", "ами", "ах"),
    "ь": ("ь", "я", "ю", "ем", "е", "и", "ью"),
}
_ADJECTIVE_OF_CITY = (
    ("ск", "ский"), ("цк", "цкий"), ("цо", "цовский"), ("о", "ский"), ("ь", "ьский"), ("", "ский"),
)  # fmt: skip
CITIES = (TerritoryKind.GOROD,)
DISTRICTS = (
    TerritoryKind.RAYON, TerritoryKind.MUNITSIPALNY_OKRUG, TerritoryKind.GORODSKOY_OKRUG,
)  # fmt: skip


@lru_cache(maxsize=4096)
def paradigm(word: str) -> frozenset[str]:
    """Return the forms a folded word of a name can take."""
    if found := _ADJECTIVE.fullmatch(word):
        return frozenset(found["stem"] + ending for ending in _ADJECTIVE_ENDINGS)
    if word.endswith(("ый", "ий", "ие", "ые", "ое")):
        return frozenset(word[:-2] + ending for ending in (*_ADJECTIVE_ENDINGS, *_HARD_ENDINGS))
    if word[-1] in _NOUN_ENDINGS:
        return frozenset(word[:-1] + ending for ending in _NOUN_ENDINGS[word[-1]])
    return frozenset(word + ending for ending in ("", "а", "у", "ом", "ем", "е", "ым"))


def is_form(word: str, name: str) -> bool:
    """Return whether a folded word is a form of a name's word."""
    return word in paradigm(name) or name in forms(word)


def todays_form(word: str, territory: Territory) -> str:
    """Return today's adjective of a district as a title has a former one; empty if it is today's.

    «Мстиславльского» of Мстиславский gives «Мстиславского».
    """
    folded = fold(word)
    if is_form(folded, fold(territory.short_ru)):
        return ""
    found = _ADJECTIVE.fullmatch(folded)
    return territory.short_ru.removesuffix("ий") + (folded[found.end("stem") :] if found else "ий")


def is_adjective(word: str) -> bool:
    """Return whether a folded word has the ending of a district's adjective."""
    return bool(
        re.search(r"(?:[сцз]к|[нв])(?:[иы]й|ого|ому|[иы]м|ом|[иы]х|[иы]ми|ой|ая|ую|[иы]е)$", word)
    )


@dataclass(frozen=True)
class Near:
    """A name that a misprinted word may stand for, and in how many letters they differ."""

    territory: Territory
    distance: int


class Names:
    """One kind of names: the territories that a word, in any form, can mean."""

    def __init__(self, pairs: Iterable[tuple[str, Territory]]) -> None:
        self._territories: dict[str, tuple[Territory, ...]] = {}
        self._names_of_form: dict[str, tuple[str, ...]] = {}
        self._found: dict[str, tuple[Territory, ...]] = {}
        for name, territory in pairs:
            if territory not in self._territories.get(name, ()):
                self._territories[name] = (*self._territories.get(name, ()), territory)
        for name in self._territories:
            for form in paradigm(name) if " " not in name else ():
                self._names_of_form[form] = (*self._names_of_form.get(form, ()), name)

    def find(self, words: str) -> tuple[Territory, ...]:
        """Return the territories whose name the words are a form of."""
        if words not in self._found:
            self._found[words] = self._find(words)
        return self._found[words]

    def _find(self, words: str) -> tuple[Territory, ...]:
        parts = fold(words).split()
        if len(parts) == 1:
            found = (*self._names_of_form.get(parts[0], ()), *sorted(forms(parts[0])))
        else:
            found = tuple(name for name in self._territories if _is_phrase(parts, name.split()))
        every = [x for name in found for x in self._territories.get(name, ())]
        return tuple(dict.fromkeys(every))

    def near(self, words: str) -> tuple[Near, ...]:
        """Return the territories whose name the words may misprint, the nearest first."""
        best: dict[str, Near] = {}
        for name, territories in self._territories.items():
            gap = spelling_gap(words, name)
            for territory in territories if gap else ():
                known = best.get(territory.code)
                if known is None or gap < known.distance:
                    best[territory.code] = Near(territory, gap)
        return tuple(sorted(best.values(), key=lambda near: (near.distance, near.territory.code)))


def _is_phrase(words: list[str], name: list[str]) -> bool:
    return len(words) == len(name) and all(map(is_form, words, name))


Decisions = Mapping[str, str]
"""What a person decided: the words of a title to the code of a territory, empty for no place, and
the keys of other problems to their answers."""


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The names of the territories; compared and hashed by identity."""

    territories: Territories
    districts: Names
    """By adjective, today's and former ones."""
    cities: Names
    """By noun; the name may have several words."""
    city_adjectives: Names
    urban_okrugs: Names
    okrugs: Names
    """Okrugs named by a word of their own: Заречный."""
    seats: Names
    """Districts by the town of their administration."""
    inner: tuple[tuple[str, str, Territory], ...]
    """Districts of cities with their adjective and city."""
    regions: Mapping[str, str]
    """Codes of regions by adjective: витебский."""
    home: str = ""
    """The region whose register is read, where that is known."""
    decisions: Decisions = field(default_factory=dict)
    """Which places a person says that words mean."""

    def find_inner(self, adjective: str, city: str) -> tuple[Territory, ...]:
        """Return the districts of cities that have a name and lie in a city."""
        asked = [fold(adjective), fold(city)]
        return tuple(x for name, where, x in self.inner if _is_phrase(asked, [name, where]))

    def region(self, word: str) -> str:
        """Return the code of the region whose adjective a word is a form of; empty if none."""
        folded = fold(word)
        return next((code for name, code in self.regions.items() if is_form(folded, name)), "")


def spelling_gap(word: str, name: str) -> int:
    """Return in how many letters a word differs from a form of a name; 0 if not nearly one."""
    word = fold(word)
    limit = 1 if len(word) < 8 else 2
    if len(word.split()) != len(name.split()):
        return 0
    gap = 0
    for mine, theirs in zip(word.split(), name.split(), strict=True):
        near = [form for form in paradigm(theirs) if abs(len(form) - len(mine)) <= limit]
        gap += min((distance(mine, form) for form in near), default=limit + 1)
    return gap if gap <= limit else 0


def build_gazetteer(territories: Territories, home: str = "") -> Gazetteer:
    """Lay out the names of the territories, made once for a register."""
    every = tuple(x for x in territories.values() if x.kind != TerritoryKind.OUTSIDE)
    cities = [x for x in every if x.kind in CITIES]
    districts = [x for x in every if x.kind in DISTRICTS]
    named = [x for x in districts if not _ADJECTIVE.fullmatch(fold(x.short_ru))]
    by_adjective = [x for x in districts if x not in named]
    urban = [x for x in by_adjective if x.kind == TerritoryKind.GORODSKOY_OKRUG]
    inner = [x for x in every if x.kind == TerritoryKind.RAYON_V_GORODE]
    known = {adjective for x in by_adjective for adjective in _adjectives(x)}
    return Gazetteer(
        territories,
        districts=Names((name, x) for x in by_adjective for name in _adjectives(x)),
        cities=Names((fold(x.short_ru), x) for x in cities),
        city_adjectives=Names(
            (name, x) for x in cities for name in _city_adjectives(x, by_adjective, known)
        ),
        urban_okrugs=Names((name, x) for x in urban for name in _adjectives(x)),
        okrugs=Names((fold(x.short_ru), x) for x in named),
        seats=Names((fold(x.seat_ru), x) for x in districts if x.seat_ru),
        inner=tuple((fold(x.name_ru).split()[0], fold(x.seat_ru), x) for x in inner),
        regions=_regions(every),
        home=home,
    )


def _adjectives(territory: Territory) -> list[str]:
    """Return the adjectives of a district: today's, and those of its former names."""
    former = [fold(name).split()[0] for name in territory.former_names]
    names = [fold(territory.short_ru), *filter(_ADJECTIVE.fullmatch, former)]
    return list(dict.fromkeys(names))


def _city_adjectives(
    city: Territory, districts: Iterable[Territory], known: set[str]
) -> Iterable[str]:
    """Return the adjectives of a city: its district's, or the one its name makes."""
    name = fold(city.short_ru)
    own = [fold(x.short_ru) for x in districts if fold(x.seat_ru) == name]
    if own:
        return own
    ends = ((ending, said) for ending, said in _ADJECTIVE_OF_CITY if name.endswith(ending))
    made = next(name.removesuffix(ending) + said for ending, said in ends)
    # An adjective that a district of another seat has is that city's only within its own region.
    taken = [x for x in districts if fold(x.short_ru) == made and x.region != city.region]
    return () if made in known and taken else (made,)


def _regions(territories: Iterable[Territory]) -> dict[str, str]:
    """Return the codes of the oblasts by adjective: of those the gazetteer has places in."""
    names = {x.region: fold(t(f"region.{x.region}", "ru")) for x in territories}
    oblasts = {code: name.split()[0] for code, name in names.items() if name.endswith("область")}
    return {name.removesuffix("ая") + "ий": code for code, name in oblasts.items()}
