"""Rows that say what another says: an agreement twice, or the same registration number."""

import re
from dataclasses import replace

from geo.agreements import Status
from geo.reading.columns import Column
from geo.reading.notes import Read
from geo.reading.problems import Sure
from geo.reading.words import fold


def report_numbers(read: list[Read]) -> None:
    """Report a registration number that another row has already."""
    owners: dict[str, int] = {}
    for each in read:
        number = each.agreement.registration_number
        if not re.match(r"\d", number):
            continue
        first = owners.setdefault(number, each.agreement.number)
        if first != each.agreement.number:
            each.tell(
                "problem.number_twice",
                got=number,
                expected=str(first),
                sure=Sure.CERTAIN,
                column=Column.REGISTRATION,
            )


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
