"""
Free-text search over the register: names as officials write them find their place.

«г. Смоленск», «Смоленском», «Витебский р-н», «Вязьмой», «Orsha» and «12-с» all work: ё is е,
abbreviations are spelt out, and every word is compared by its dictionary form. A word that nothing
has in any form is taken as the beginning of one, for a reader who is still typing.
"""

import re
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from geo.agreements import Agreement, Register
from geo.territories import Territory, TerritoryKind
from geo.text import LANGUAGES, format_date, t

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

CITY_WORDS = frozenset({"город", "г", "гор", "city", "town"})
DISTRICT_WORDS = frozenset({"район", "рн", "округ", "мо", "district", "raion", "okrug"})
REGION_WORDS = frozenset({"область", "обл", "oblast", "region"})
OTHER_WORDS = frozenset({"муниципальный", "и", "в", "с", "со", "между", "and", "of"})
LIKENESS = 0.75
"""How like a name a misspelt word is, from 0 to 1, to be taken for it: «Смалевск» is Смоленск."""
_KIND_WORDS = CITY_WORDS | DISTRICT_WORDS | REGION_WORDS | OTHER_WORDS
_FIELDS = {"cities": CITY_WORDS, "districts": DISTRICT_WORDS, "regions": REGION_WORDS}
_CITIES = (TerritoryKind.GOROD, TerritoryKind.GORODSKOY_OKRUG)


@lru_cache(maxsize=1)
def _morph() -> "MorphAnalyzer":
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


def fold(text: str) -> str:
    """
    Return text in lower case with ё as е and «р-н», «м.о.» without their marks.

    Numbers are written as the register does: «2.4.2014» as 02.04.2014, a Latin c in «12-c» as с.
    """
    text = text.casefold().replace("ё", "е").replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"\bр[-‑–]н(а|е|у|ом)?\b", "район", text)
    text = re.sub(r"(?<=[0-9]-)c\b", "с", text)
    text = re.sub(r"\b([0-9])(?=\.[0-9]{1,2}\.[0-9]{4}\b)", r"0\1", text)
    text = re.sub(r"\b([0-9]{2}\.)([0-9])(?=\.[0-9]{4}\b)", r"\g<1>0\2", text)
    return re.sub(r"\bм\.\s?о\b\.?", "мо", text)


def words(text: str) -> list[str]:
    """Split text into folded words; ``12-с`` and dates stay whole, «31мая» does not."""
    return re.findall(r"\d+(?:[-.]\w+)+|\d+|[\w’'ʼ]+(?:-\w+)*", fold(text))


@cache
def forms(word: str) -> frozenset[str]:
    """Return a word with its possible dictionary forms."""
    if not re.search("[а-я]", word):
        return frozenset({word})
    lemmas = set()
    for parse in _morph().parse(word):
        lemmas.add(parse.normal_form.replace("ё", "е"))
        # "Горецкого" parses first as a surname: the adjective's masculine nominative, too.
        nominative = parse.inflect({"nomn", "masc", "sing"})
        if nominative:
            lemmas.add(nominative.word.replace("ё", "е"))
    return frozenset(lemmas | {word})


def _inflections(word: str) -> set[str]:
    """Return every form that has a word for its dictionary form, and the word itself."""
    if not re.search("[а-я]", word):
        return {word}
    lexemes = (parse.lexeme for parse in _morph().parse(word))
    return {word, *(form.word.replace("ё", "е") for lexeme in lexemes for form in lexeme)}


_Entry = dict[str, frozenset[str]]
"""What can be found of one place or agreement: dictionary forms by the field of `_FIELDS`; of an
agreement also its ``facts``."""


class Index:
    """
    The searchable words of a register.

    A word for a kind of place («г.», «р-н», «обл.») narrows the search to names of that kind.
    Without one, a word that names a district or city means that place, and not every title in
    which an oblast of the same name occurs; any other word is looked for everywhere.
    """

    def __init__(self, register: Register) -> None:
        places = {
            code: _place(register.territories[code], register) for code in register.party_codes
        }
        self._entries = {one.id: _entry(one, places) for one in register.agreements}
        entries = self._entries.values()
        self._names = frozenset().union(*(e["cities"] | e["districts"] for e in entries))
        self._words = self._names.union(*(e["regions"] | e["facts"] for e in entries))

    def find(self, query: str) -> frozenset[str]:
        """Return the ids of the agreements that have every word of the query."""
        asked = words(query)
        told = [word for word in asked if not forms(word) & _KIND_WORDS]
        kinds = [field for field, kind in _FIELDS.items() if any(forms(w) & kind for w in asked)]
        field = kinds[0] if told and len(kinds) == 1 else ""
        wanted = [self._known(word) for word in told or asked]
        return frozenset(
            code
            for code, entry in self._entries.items()
            if all(found & self._searched(entry, found, field) for found in wanted)
        )

    def correct(self, query: str) -> str:
        """Return the query with the nearest name for each word that nothing has, if that helps."""
        near = " ".join(map(self._near, words(query)))
        return near if near != " ".join(words(query)) and self.find(near) else ""

    def _near(self, word: str) -> str:
        if forms(word) & _KIND_WORDS or self._known(word) & self._words:
            return word
        found = get_close_matches(word, sorted(self._names), n=1, cutoff=LIKENESS)
        return found[0].capitalize() if found else word

    @cached_property
    def tables(self) -> dict:
        """
        Return what `find` needs in plain lists, for a browser without a server and morphology.

        `words`: the known words; `forms`: for every inflected form the positions in `words` of its
        dictionary forms, left out where the form is just itself; `kinds`: for every form of a word
        for a kind of place its fields (`cities`, `districts`, `regions`), empty for the other small
        words; `entries`: for every agreement, by field, positions in `words`.
        """
        known = sorted(self._words)
        place = {word: number for number, word in enumerate(known)}
        found = {
            form: sorted(place[word] for word in forms(form) & self._words)
            for word in known
            for form in _inflections(word)
        }
        kinds = {form: forms(form) for word in _KIND_WORDS for form in _inflections(word)}
        return {
            "words": known,
            "forms": {
                form: places
                for form, places in sorted(found.items())
                if places and [known[n] for n in places] != [form]
            },
            "kinds": {
                form: [field for field, kind in _FIELDS.items() if lemmas & kind]
                for form, lemmas in sorted(kinds.items())
                if lemmas & _KIND_WORDS
            },
            "entries": [
                {field: sorted(map(place.__getitem__, found)) for field, found in entry.items()}
                for entry in self._entries.values()
            ],
        }

    def _searched(self, entry: _Entry, found: frozenset[str], field: str) -> frozenset[str]:
        """Return the words of an entry among which one is looked for."""
        if field:
            return entry[field]
        names = entry["cities"] | entry["districts"]
        return names if found & self._names else names | entry["regions"] | entry["facts"]

    def _known(self, word: str) -> frozenset[str]:
        """Return the forms of a word, or if nothing has any of them, the words it begins."""
        found = forms(word) & self._words
        if found or len(word) < 2:
            return found or frozenset({word})
        return frozenset(known for known in self._words if known.startswith(word))


@lru_cache(maxsize=2)
def build_index(register: Register) -> Index:
    """Return the index of a register, made once."""
    return Index(register)


def _place(territory: Territory, register: Register) -> _Entry:
    """Return the words of a territory by the field that they are for."""
    names = _all_forms(_names(territory, register)) - _KIND_WORDS
    region = " ".join(t(f"region.{territory.region}", lang) for lang in LANGUAGES)
    is_city = territory.kind in _CITIES
    seat = territory.seat_ru if territory.kind == TerritoryKind.RAYON_V_GORODE else ""
    return {
        "cities": names if is_city else _all_forms(seat),
        "districts": frozenset() if is_city else names,
        "regions": _all_forms(region) - _KIND_WORDS,
    }


def _entry(agreement: Agreement, places: dict[str, _Entry]) -> _Entry:
    own = [places[code] for code in agreement.territories]
    facts = [agreement.title, agreement.registration_number, agreement.term_text]
    facts += [str(agreement.signed_on.year), agreement.signed_on.isoformat()]
    if "исполнительн" in agreement.title.casefold():
        facts.append(t("body.committee", LANGUAGES[0]))  # as everybody calls it
    for lang in LANGUAGES:
        facts += [format_date(agreement.signed_on, lang), t(f"kind.{agreement.kind}", lang)]
        facts += [t(f"theme.{theme}", lang) for theme in agreement.themes]
    named = {field: frozenset().union(*(place[field] for place in own)) for field in _FIELDS}
    return {**named, "facts": _all_forms(" ".join(facts))}


def _all_forms(text: str) -> frozenset[str]:
    return frozenset().union(*map(forms, words(text)))


def _names(territory: Territory, register: Register) -> str:
    """Return every name of a territory; of its seat only where that is no territory itself."""
    names = [territory.short_ru, territory.name_ru, territory.name_en, territory.name_be]
    names += territory.former_names
    seats = {other.short_ru for other in register.territories.values() if other.kind in _CITIES}
    if territory.seat_ru not in seats:
        names.append(territory.seat_ru)
    return " ".join(names)
