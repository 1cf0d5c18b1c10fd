"""
Whose register it is: every agreement has a party of the home region, or a person says so.

Looked at table by table, since the register of another oblast may stand below ours: where most rows
of a table have no party at home, the table is asked about as a whole, else row by row.
"""

from collections import Counter
from collections.abc import Iterable

from geo.reading.columns import Column
from geo.reading.gazetteer import Gazetteer
from geo.reading.notes import Read
from geo.reading.problems import Report
from geo.reading.row import SourceRow
from geo.text import t

FEW = 2
"""So many rows without a party at home are asked about one by one."""

Entry = tuple[SourceRow, Read, Report]


def at_home(
    entries: Iterable[Entry], gazetteer: Gazetteer, home: str, report: Report
) -> list[Entry]:
    """Return the rows that are of this register, for all that is known or a person said."""
    entries = list(entries)
    if not home:
        return entries
    strange = [entry for entry in entries if not _has_party(entry[1], gazetteer, home)]
    rows = Counter(row.table for row, _, _ in entries)
    lacking = Counter(row.table for row, _, _ in strange)
    whole = {table for table, n in lacking.items() if n > FEW and 2 * n > rows[table]}
    name = t(f"region.{home}", "ru")
    confirmed = {
        table
        for table in whole
        if report(
            "problem.not_ours",
            got=_titles(entries, table),
            expected=name,
            count=lacking[table],
            table=table,
        )
    }
    gone = set()
    for row, read, tell in strange:
        if row.table in whole:
            said = row.table in confirmed
        else:
            said = bool(tell("problem.not_home", expected=name, column=Column.TITLE))
        if not said:
            gone.add(id(read))
    withheld = whole - confirmed
    return [e for e in entries if id(e[1]) not in gone and e[0].table not in withheld]


def _has_party(read: Read, gazetteer: Gazetteer, home: str) -> bool:
    places = (gazetteer.territories[code] for code in read.agreement.territories)
    return any(place.region == home for place in places)


def _titles(entries: Iterable[Entry], table: int) -> str:
    """Return what names a table in each issue: the first title in it."""
    return next(read.agreement.title for row, read, _ in entries if row.table == table)
