"""
Parties in columns of their own, beside a title that names none of them, or only one.

Such a title is completed with them as a title words them: «… между сторонами: … ; …». A title that
names its parties itself stays as it is, and the columns may not say otherwise. What the heading of
a column says of all parties in it (a district, of which oblast or country) is part of each.
"""

import re
from dataclasses import replace

from geo.reading.columns import Column
from geo.reading.gazetteer import Gazetteer, is_adjective
from geo.reading.grammar import Grammar
from geo.reading.mention import Mention
from geo.reading.places import resolve
from geo.reading.problems import unasked
from geo.reading.row import SourceRow
from geo.reading.shorthand import is_same
from geo.reading.words import clean, fold, tokenise
from geo.text import load_places

_OBLAST = re.compile(r"\w+[сц]кой (?:области|обл\.)", re.IGNORECASE)
_UNITS = (("район", "{} район"), ("округ", "{} округ"), ("город", "город {}"))


def in_column(party: str, heading: str) -> str:
    """Return the words for a party with the unit and the region that its column's heading names."""
    if len(party.split()) == 1:
        named = (form for unit, form in _UNITS if unit in fold(heading))
        form = next(named, "{}")
        if is_adjective(fold(party)) != form.startswith("город"):
            party = form.format(party)
    oblast = _OBLAST.search(heading)
    where = oblast[0] if oblast else _country(heading)
    said = "обл" in fold(party) or _country(party) or is_same(party)
    return f"{party} ({where})" if party and where and not said else party


def _country(words: str) -> str:
    """Return the one country that words name, as a noun or an adjective; empty if none or two."""
    named = []
    for known in load_places()["country"].values():
        names = "|".join((*known["written"], rf"{known['ru']['adjective'][:-2]}\w+"))
        if re.search(rf"\b(?:{names})\b", fold(words)):
            named.append(known["ru"]["state"])
    return named[0] if len(named) == 1 else ""


def with_parties(row: SourceRow, gazetteer: Gazetteer) -> SourceRow:
    """Return a row whose title names the parties that stand in columns of their own."""
    parties, title = row.text(Column.PARTY), row.text(Column.TITLE)
    if not parties or not title or len(named := _mentions(title, gazetteer)) > 1:
        return row
    title = title.rstrip(" .;,")
    if not named:
        joined = "" if parties.startswith("между ") else " между сторонами:"
        whole = f"{title}{joined} {parties}"
    else:
        own = _codes(named, gazetteer)
        others = [x for x in parties.split("; ") if not own & places_in(x, gazetteer)]
        if not others:
            return row
        whole = f"{title}; с другой стороны: {'; '.join(others)}"
    return replace(row, cells={**row.cells, Column.TITLE: clean(whole), Column.PARTY: ""})


def places_in(text: str, gazetteer: Gazetteer) -> set[str]:
    """Return the codes of the places in a column of parties, as far as they are understood."""
    return _codes(_mentions(text, gazetteer), gazetteer)


def _mentions(text: str, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    return Grammar(text, tokenise(text), gazetteer).read()[0] if text else ()


def _codes(mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> set[str]:
    found = (resolve(each, gazetteer, unasked) for each in mentions)
    return {place.code for place in found if place}
