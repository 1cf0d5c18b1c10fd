"""
Parties in columns of their own, beside a title that names none.

Such a title is completed with them as a title words them: «… между сторонами: … ; …». A title that
names its parties itself stays as it is, and the columns may not say otherwise.
"""

from dataclasses import replace

from geo.reading.gazetteer import Gazetteer
from geo.reading.grammar import Grammar
from geo.reading.places import Decisions, resolve
from geo.reading.problems import Column
from geo.reading.row import SourceRow
from geo.reading.words import clean, tokenise


def with_parties(row: SourceRow, gazetteer: Gazetteer) -> SourceRow:
    """Return a row whose title names the parties that stand in columns of their own."""
    parties, title = row.text(Column.PARTY), row.text(Column.TITLE)
    if not parties or not title or Grammar(title, tokenise(title), gazetteer).read()[0]:
        return row
    whole = clean(f"{title.rstrip(' .;,')} между сторонами: {parties}")
    return replace(row, cells={**row.cells, Column.TITLE: whole, Column.PARTY: ""})


def places_beside(row: SourceRow, gazetteer: Gazetteer, decisions: Decisions) -> set[str]:
    """Return the codes of the places in columns of parties, as far as they are understood."""
    text = row.text(Column.PARTY)
    if not text:
        return set()
    mentions, _ = Grammar(text, tokenise(text), gazetteer).read()
    found = (resolve(each, gazetteer, lambda key, **_: "", decisions) for each in mentions)
    return {place.code for place in found if place}
