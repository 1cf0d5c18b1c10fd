"""
Whose register it is: every agreement has a party of the home region, or a person says so.

Looked at table by table, since the register of another oblast may stand below ours: where most rows
of a table have no party at home, the table is asked about as a whole, else row by row.
"""

from collections import Counter

from geo.reading.columns import Column
from geo.reading.gazetteer import Gazetteer
from geo.reading.notes import Read
from geo.reading.problems import Report
from geo.text import t

ONE_BY_ONE = 2
"""So many rows without a party at home are asked about one by one."""


def at_home(read: list[Read], gazetteer: Gazetteer, home: str, report: Report) -> list[Read]:
    """Return the rows that are of this register, for all that is known or a person said."""
    if not home:
        return read
    region = {code: place.region for code, place in gazetteer.territories.items()}
    strange = [x for x in read if home not in map(region.get, x.agreement.territories)]
    rows = Counter(each.row.table for each in read)
    lacking = Counter(each.row.table for each in strange)
    whole = {table for table, n in lacking.items() if n > ONE_BY_ONE and 2 * n > rows[table]}
    name = t(f"region.{home}", "ru")
    withheld = {
        table
        for table in whole
        if not report(
            "problem.not_ours",
            # What names a table in each issue: the first title in it.
            got=next(each.agreement.title for each in read if each.row.table == table),
            expected=name,
            count=lacking[table],
            table=table,
        )
    }
    gone = {
        id(each)
        for each in strange
        if each.row.table not in whole
        and not each.tell("problem.not_home", expected=name, column=Column.TITLE)
    }
    return [each for each in read if id(each) not in gone and each.row.table not in withheld]
