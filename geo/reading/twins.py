"""Rows that say what another says: an agreement twice, or the same registration number."""

import re
from dataclasses import replace

from geo.agreements import Status
from geo.reading.columns import Column
from geo.reading.notes import Read
from geo.reading.problems import FEW, Report, Sure
from geo.reading.words import fold

LATER = "later"
"""The answer that of two issues in one file the one below counts."""


def report_numbers(read: list[Read]) -> None:
    """Report a registration number that another row has already."""
    owners: dict[str, int] = {}
    for each in read:
        number = each.agreement.registration_number
        first = owners.setdefault(number, each.agreement.number)
        if re.match(r"\d", number) and first != each.agreement.number:
            where = {"sure": Sure.CERTAIN, "column": Column.REGISTRATION}
            each.tell("problem.number_twice", got=number, expected=str(first), **where)


def of_one_issue(read: list[Read], report: Report) -> list[Read]:
    """
    Return the rows without those of another issue of the register in the same file.

    That it holds two is known by most rows from one on being there already; which one counts is
    asked once.
    """
    known: dict[object, int] = {}
    twins: dict[int, int] = {}  # the place of a row, and that of the one before it
    for place, each in enumerate(read):
        key = each.agreement.id, _subject(each)
        if key in known:
            twins[place] = known[key]
        known[key] = place
    status = [each.agreement.status for each in read]
    alike = [place for place, twin in twins.items() if status[place] == status[twin]]
    if len(alike) <= FEW or 2 * len(alike) <= len(read) - min(alike):
        return read
    got = read[min(twins)].agreement.title
    said = report("problem.doubles", got=got, count=len(twins), options=(LATER,))
    gone = set(twins.values() if said == LATER else twins)
    return [each for place, each in enumerate(read) if place not in gone]


def told_apart(read: list[Read]) -> list[Read]:
    """
    Drop, and report, rows that say what one before says; count those of the same id.

    A row in both tables was moved and left where it stood: a person says which one is right.
    Agreements of one day, form and parties are two if their subjects differ, or the bodies that
    signed them: the second has «-2» at the end of its id.
    """
    known: dict[str, list[Read]] = {}
    kept: list[Read] = []
    for each in read:
        agreement = each.agreement
        same = known.setdefault(agreement.id, [])
        twin = next((other for other in same if _subject(other) == _subject(each)), None)
        first = (twin or same[0]).agreement if same else None
        if first:
            moved = twin and first.status != agreement.status
            again = "problem.both_tables" if moved else "problem.double"
            said = each.tell(
                again if twin else "problem.same_day",
                got=agreement.title,
                expected=str(first.number),
                options=tuple(Status) if moved else (),
                sure=Sure.UNKNOWN if twin else Sure.CERTAIN,
                column=Column.TITLE,
            )
            if twin and said != agreement.status:
                continue
        place = same.index(twin) if twin else len(same)
        if twin:
            kept = [other for other in kept if other.row is not twin.row]
        same[place : place + 1] = [each]
        numbered = f"{agreement.id}-{place + 1}" if place else agreement.id
        kept.append(replace(each, agreement=replace(agreement, id=numbered)))
    return kept


def _subject(each: Read) -> tuple[object, ...]:
    """Return what distinguishes agreements of the same day, form and parties."""
    one = each.agreement
    return one.kind, one.themes, fold(each.title.subject), one.signatories
