"""A mention: one party as a title words it, before anybody knows which territory it means."""

from dataclasses import dataclass
from enum import StrEnum
from operator import add

from geo.agreements import Body
from geo.reading.vocabulary import Unit
from geo.reading.words import Token


class Head(StrEnum):
    """What makes words the name of a place."""

    DISTRICT = "district"
    """An adjective before «район» or «муниципальный округ», or before a district's body."""
    CITY = "city"
    """A noun after «город»."""
    CITY_BODY = "city_body"
    """An adjective before a city's body."""
    URBAN_OKRUG = "urban_okrug"
    """An adjective before «городской округ»."""
    OKRUG = "okrug"
    """A name after «округ» or «район»."""
    INNER = "inner"
    """An adjective before «район города» and the city's name."""
    SETTLEMENT = "settlement"
    """A name before or after «городское поселение»: a part of a district, never a territory."""
    WORD = "word"
    """A unit that the gazetteer has none of, or words that a person takes for a place."""


@dataclass(frozen=True)
class PlaceName:
    """The words of a name, and the token it begins with."""

    text: str
    token: Token


@dataclass(frozen=True)
class Nucleus:
    """A place, or several of one kind, without what narrows it; `end` is the token after it."""

    head: Head
    names: tuple[PlaceName, ...]
    end: int
    within: str = ""
    bodies: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Qualifiers:
    """Oblasts and countries named with a place, every time they are named; None: not known."""

    regions: tuple[str | None, ...] = ()
    countries: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Regions and countries that the gazetteer has no places in."""
    towns: tuple[str, ...] = ()
    """Cities and districts named in brackets: where the place, or its body, is."""

    def __add__(self, other: "Qualifiers") -> "Qualifiers":
        return Qualifiers(*map(add, vars(self).values(), vars(other).values()))


@dataclass(frozen=True)
class Mention:
    """
    One party as the title words it.

    `nucleus` is the place without bodies and qualifiers, `asked` with the qualifiers beside it: the
    words by which a problem names it and a decision is given.
    """

    head: Head
    name: str
    within: str
    """The city or district it is named a part of."""
    body: Body
    wording: str
    nucleus: str
    asked: str
    qualifiers: Qualifiers
    executive_twice: bool
    """«Администрация исполнительного комитета»."""
    start: int
    """Where in the title it begins."""
    end: int = 0
    department: str = ""
    """The fields of the department that signs."""


def decided(words: str, start: int) -> Mention:
    """Return the party that a person found in words the grammar left over."""
    return Mention(
        Head.WORD, words, "", Body.MUNICIPALITY, words, words, words, Qualifiers(), False, start
    )
