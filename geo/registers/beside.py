"""
What several registers say of one agreement, and which of them has it.

An agreement that stands in two registers has a record in each. Where they differ, where one
register lacks what its own territory signed, and where two records are perhaps one agreement
though day or form differ, a person has to look; nothing is corrected or merged here.
"""

from collections.abc import Callable, Iterable
from itertools import combinations

from geo.agreements import Agreement, Register

COMPARED: dict[str, Callable[[Agreement], object]] = {
    "title": lambda one: " ".join(one.title.split()),
    "parties": lambda one: one.signatories,
    "status": lambda one: one.status,
    "term": lambda one: (one.term_text, one.ends_on),
    "lapse": lambda one: (one.lapse_text, one.lapsed_on),
}
"""What two records should have alike, by the name of the column. Each side numbers and registers
by itself, so that numbers and days of registration differ by right."""
NEAR_DAYS = 10
"""Two agreements of the same parties that were signed within so many days are perhaps one."""


def records(agreement: Agreement, register: Register) -> tuple[Agreement, ...]:
    """Return an agreement as each register has it; each record says which one it stands in."""
    return tuple(part.by_id[agreement.id] for part in register.parts if agreement.id in part.by_id)


def differences(agreement: Agreement) -> tuple[str, ...]:
    """Return the columns in which the records of an agreement differ."""
    own = [one.agreement for one in agreement.records]
    return tuple(name for name, of in COMPARED.items() if any(of(x) != of(own[0]) for x in own))


def missing_in(agreement: Agreement, register: Register) -> tuple[str, ...]:
    """Return the home regions that are party to an agreement, but whose register lacks it."""
    have = {one.imprint.home for one in agreement.records}
    parties = {register.territories[code].region for code in agreement.territories}
    homes = (part.territories.imprint.home for part in register.parts)
    return tuple(home for home in homes if home in parties - have)


def perhaps_one(register: Register) -> Iterable[tuple[Agreement, Agreement]]:
    """Return pairs of different registers, of the same territories, that are perhaps one."""
    alike: dict[frozenset[str], list[Agreement]] = {}
    for agreement in register.agreements:
        alike.setdefault(frozenset(agreement.territories), []).append(agreement)
    for same in alike.values():
        for one, other in combinations(same, 2):
            apart = {x.imprint.home for x in one.records}.isdisjoint(
                x.imprint.home for x in other.records
            )
            if apart and abs((one.signed_on - other.signed_on).days) <= NEAR_DAYS:
                yield one, other


def places_that_differ(register: Register) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Return codes of territories that two gazetteers call differently, and what they call them."""
    for code in register.territories:
        rows = [part.territories[code] for part in register.parts if code in part.territories]
        names = tuple(dict.fromkeys(row.name_ru for row in rows))
        if len(names) > 1:
            yield code, names
