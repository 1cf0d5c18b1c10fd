"""
Successors: what replaced an agreement that lapsed.

The register's own words win (`stated`): the agreement they name must be in the register, with the
same form, date and territories (those of the lapsed one where they name no parties). Where they say
nothing, the earliest later agreement counts (`inferred`) that the same bodies signed for the same
territories and that is not narrower: it names no field, or every field of the earlier one. Of
several of one day that of the same kind and fields counts. Nothing else is inferred.
"""

from collections.abc import Sequence
from dataclasses import replace

from geo.agreements import Agreement, Basis, Status
from geo.reading.columns import Column
from geo.reading.gazetteer import Gazetteer
from geo.reading.problems import Report, unasked
from geo.reading.title import Title, read_title
from geo.reading.vocabulary import FORMS
from geo.reading.words import fold
from geo.terms.wording import Lapse, parse_lapse


def find_successor(
    agreement: Agreement,
    agreements: Sequence[Agreement],
    gazetteer: Gazetteer,
    report: Report,
) -> Agreement:
    """Return the agreement with its successor, stated or inferred, if there is one."""
    if agreement.status != Status.LAPSED:
        return agreement
    lapse = parse_lapse(agreement.lapse_text) if agreement.lapse_text else Lapse("", None)
    if lapse is None:
        return agreement  # reported where the row is read
    if lapse.successor:
        named = _named(agreement, lapse, agreements, gazetteer)
        if named is None:
            got = agreement.lapse_text
            report("problem.successor", got=got, blocks=False, column=Column.TERM)
            return agreement
        return replace(agreement, successor_id=named.id, successor_basis=Basis.STATED)
    later = [other for other in agreements if could_replace(other, agreement)]
    day = min((other.signed_on for other in later), default=None)
    first = _one([other for other in later if other.signed_on == day], agreement)
    if not first:
        return agreement
    return replace(agreement, successor_id=first.id, successor_basis=Basis.INFERRED)


def could_replace(later: Agreement, earlier: Agreement) -> bool:
    """Return whether one agreement was signed later, by the same bodies, and is not narrower."""
    return (
        later.signed_on > earlier.signed_on
        and not later.effect
        and later.signatories == earlier.signatories
        and later.covers(earlier)
    )


def _named(
    agreement: Agreement, lapse: Lapse, agreements: Sequence[Agreement], gazetteer: Gazetteer
) -> Agreement | None:
    """Return the later agreement that the register names, by form, date and territories."""
    day = lapse.successor_signed_on
    if day is None or day <= agreement.signed_on:
        return None
    title = read_title(f"{lapse.successor} от {day:%d.%m.%Y}", gazetteer, unasked)
    if title:
        form, codes = title.form, {party.territory for party in title.parties}
    elif " между " not in lapse.successor:  # «с даты вступления в силу Договора от …»
        form, codes = FORMS[fold(lapse.successor.split()[0])], set(agreement.territories)
    else:
        return None
    found = [
        other
        for other in agreements
        if (other.signed_on, other.form) == (day, form) and set(other.territories) == codes
    ]
    return _one(found, title or agreement)


def _one(found: list[Agreement], like: Title | Agreement) -> Agreement | None:
    """Return the one that was found, of several that of the same kind and themes."""
    if len(found) > 1:
        found = [each for each in found if (each.kind, each.themes) == (like.kind, like.themes)]
    return found[0] if len(found) == 1 else None
