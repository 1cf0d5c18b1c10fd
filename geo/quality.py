"""
Data quality: what deserves a look in the register itself.

Each finding names the rows, says what is odd, and corrects nothing. The checks know the register's
rules, not its rows: they find the same in any reissue.

An agreement that stands in two registers has a record in each. Where they differ, where one
register lacks what its own territory signed, and where two records are perhaps one agreement
though day or form differ, a person has to look as well; nothing is merged here.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise

from geo.agreements import Agreement, Effect, Register, Status
from geo.terms import last_day
from geo.terms.wording import parse_lapse, parse_term
from geo.territories import is_city_and_district
from geo.ties import build_ties

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


class Check(StrEnum):
    """What is odd, in the order of the page."""

    RECORDS_DIFFER = "records_differ"
    """Two registers have one agreement, not alike."""
    MISSING_BESIDE = "missing_beside"
    """A register lacks what a territory of its region signed, and another register has it."""
    PERHAPS_ONE = "perhaps_one"
    """Two registers have agreements of the same parties, almost of the same day: perhaps one."""
    PLACES_DIFFER = "places_differ"
    """Two gazetteers call one territory differently."""
    BROKEN_OFF = "broken_off"
    """A lapsed row without its last cells."""
    NUMBER_MISSING = "number_missing"
    """A gap in the registration numbers."""
    NUMBER_TWICE = "number_twice"
    """One registration number in two rows."""
    REGISTERED_EARLY = "registered_early"
    """Registered before it was signed."""
    TWO_IN_FORCE = "two_in_force"
    """Two or more agreements of two territories in force for one pair."""
    ENDED_IN_FORCE = "ended_in_force"
    """In force, though another agreement ends it."""
    TERM_OVER = "term_over"
    """In force, though the term had ended before the register's newest entry."""
    TERM_UNPARSED = "term_unparsed"
    """A term or lapse in words that the grammar does not know."""
    LAPSE_UNEXPLAINED = "lapse_unexplained"
    """Lapsed with neither date nor reason."""
    SUCCESSOR_UNSTATED = "successor_unstated"
    """A later agreement of the same parties exists, but the register does not link it."""
    SUCCESSOR_POSSIBLE = "successor_possible"
    """So does one of the same bodies, with a city's district in the city's place, or the reverse:
    perhaps its successor. It is not written into the data; someone who knows has to confirm it."""
    OUT_OF_ORDER = "out_of_order"
    """Signed before the agreement in the row above."""
    NOT_REGISTERED = "not_registered"
    """Signed after registration had begun, without date or number of registration."""
    WORDING = "wording"
    """A misprint or an odd wording, noted when the row was read."""


@dataclass(frozen=True)
class Finding:
    """
    One oddity.

    `agreements` are the rows concerned; `details` fill the placeholders of the text
    ``quality.<check>``. `home` is the home region of the register, where there are several.
    """

    check: Check
    agreements: tuple[Agreement, ...]
    details: tuple[tuple[str, str], ...] = ()
    home: str = ""


def find_oddities(register: Register) -> tuple[Finding, ...]:
    """
    Return everything odd, by kind of check and then in the register's order.

    Of several registers it is what is odd in each, and then what is odd between them.
    """
    if register.parts:
        return (*_of_each(register), *find_between(register))
    checks = (_rows, _numbers, _two_in_force, _successors, _order)
    found = (finding for check in checks for finding in check(register))
    order = list(Check)
    return tuple(sorted(found, key=lambda finding: order.index(finding.check)))


def _of_each(register: Register) -> Iterable[Finding]:
    own = {agreement.id for agreement in register.agreements}
    for part in register.parts:
        imprint = part.territories.imprint
        for finding in find_oddities(part):
            rows = [agreement.id for agreement in finding.agreements[:1]]
            if own.issuperset(rows) and (rows or not register.territories.imprint.side):
                yield replace(finding, home=imprint.home)


def find_between(register: Register) -> Iterable[Finding]:
    """Return what several registers have to settle among themselves; of one, nothing."""
    if len(register.parts) < 2:
        return
    pairs = tuple(_perhaps_one(register))
    paired = {agreement.id for pair in pairs for agreement in pair}
    for agreement in register.agreements:
        if columns := differences(agreement):
            details = (("columns", ",".join(columns)),)
            yield Finding(Check.RECORDS_DIFFER, records(agreement, register), details)
    for agreement in register.agreements:
        homes = _missing_in(agreement, register)
        if homes and agreement.id not in paired:
            yield Finding(Check.MISSING_BESIDE, (agreement,), (("homes", ",".join(homes)),))
    yield from (Finding(Check.PERHAPS_ONE, pair) for pair in pairs)
    for code in register.territories:
        rows = [part.territories[code] for part in register.parts if code in part.territories]
        names = dict.fromkeys(row.name_ru for row in rows)
        if len(names) > 1:
            yield Finding(Check.PLACES_DIFFER, (), (("code", code), ("text", "; ".join(names))))


def records(agreement: Agreement, register: Register) -> tuple[Agreement, ...]:
    """Return an agreement as each register has it; each record says which one it stands in."""
    return tuple(part.by_id[agreement.id] for part in register.parts if agreement.id in part.by_id)


def differences(agreement: Agreement) -> tuple[str, ...]:
    """Return the columns in which the records of an agreement differ."""
    own = [one.agreement for one in agreement.records]
    return tuple(name for name, of in COMPARED.items() if any(of(x) != of(own[0]) for x in own))


def _missing_in(agreement: Agreement, register: Register) -> tuple[str, ...]:
    """Return the home regions that are party to an agreement, but whose register lacks it."""
    have = {one.imprint.home for one in agreement.records}
    parties = {register.territories[code].region for code in agreement.territories}
    homes = (part.territories.imprint.home for part in register.parts)
    return tuple(home for home in homes if home in parties - have)


def _perhaps_one(register: Register) -> Iterable[tuple[Agreement, Agreement]]:
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


def _rows(register: Register) -> Iterable[Finding]:
    """Look at each row by itself, and at what ends it."""
    # Registration begins with the earliest registered agreement; before it, none is expected.
    begun = min((a.signed_on for a in register.agreements if a.registered_on), default=date.max)
    for one in register.agreements:
        in_force, row = one.status == Status.IN_FORCE, (one,)
        text, end = one.term_text or one.lapse_text, last_day(one)
        parse, lapse = parse_term if in_force else parse_lapse, parse_lapse(one.lapse_text)
        ends = [a for a in register.about.get(one.id, ()) if a.effect == Effect.ENDS]
        if not in_force and not one.lapse_text:
            yield Finding(Check.BROKEN_OFF, row)
        if one.registered_on and one.registered_on < one.signed_on:
            yield Finding(Check.REGISTERED_EARLY, row)
        if in_force and ends:
            yield Finding(Check.ENDED_IN_FORCE, (one, ends[0]))
        if in_force and end and end < register.newest:
            yield Finding(Check.TERM_OVER, row, (("text", f"{end:%d.%m.%Y}"),))
        if (text or in_force) and not parse(text):
            yield Finding(Check.TERM_UNPARSED, row, (("text", text or "—"),))
        if lapse and not lapse.successor_signed_on:
            yield Finding(Check.LAPSE_UNEXPLAINED, row)
        if in_force and one.signed_on > begun and not one.registered_on:
            yield Finding(Check.NOT_REGISTERED, row)
        if one.source_note:
            yield Finding(Check.WORDING, row, (("note", one.source_note),))


def _numbers(register: Register) -> Iterable[Finding]:
    """Registration numbers run "2-с", "3-с", …: look for gaps and repetitions in each series."""
    series: dict[str, dict[int, list[Agreement]]] = {}
    for agreement in register.agreements:
        found = re.fullmatch(r"([0-9]+)(\D.*)", agreement.registration_number)
        if found:
            series.setdefault(found[2], {}).setdefault(int(found[1]), []).append(agreement)
    for suffix, numbers in series.items():
        for number in range(1, max(numbers) + 1):
            owners = numbers.get(number, [])
            details = (("number", f"{number}{suffix}"),)
            if not owners:
                yield Finding(Check.NUMBER_MISSING, (), details)
            if len(owners) > 1:
                yield Finding(Check.NUMBER_TWICE, tuple(owners), details)


def _two_in_force(register: Register) -> Iterable[Finding]:
    """One finding per pair; several in force may well be meant, and the text says so."""
    in_force = [a for a in register.agreements if a.status == Status.IN_FORCE]
    seen: set[tuple[Agreement, ...]] = set()
    for tie in build_ties(in_force, register.territories):
        # An agreement of many parties stands beside others by its nature.
        own = tuple(a for a in tie.agreements if len(a.territories) == 2 and not a.effect)
        if len(own) > 1 and own not in seen:
            seen.add(own)
            yield Finding(Check.TWO_IN_FORCE, own)


def _successors(register: Register) -> Iterable[Finding]:
    for agreement in register.agreements:
        if agreement.successor_basis == "inferred":
            pair = (agreement, register.by_id[agreement.successor_id])
            yield Finding(Check.SUCCESSOR_UNSTATED, pair)
        if agreement.status == Status.LAPSED and not agreement.successor_id:
            later = [x for x in register.agreements if _may_go_on(x, agreement, register)]
            if later:
                first = min(later, key=lambda other: other.signed_on)
                yield Finding(Check.SUCCESSOR_POSSIBLE, (agreement, first))


def _may_go_on(later: Agreement, earlier: Agreement, register: Register) -> bool:
    """Return whether one agreement is later, of the same bodies but for a city and its district."""
    new, old = later.signatories, earlier.signatories
    if later.signed_on <= earlier.signed_on or not later.covers(earlier):
        return False
    if len(new - old) != 1 or len(old - new) != 1 or not new & old:
        return False
    (one, body), (other, other_body) = *(new - old), *(old - new)
    places = register.territories[one], register.territories[other]
    return body == other_body and is_city_and_district(*places)


def _order(register: Register) -> Iterable[Finding]:
    for above, below in pairwise(register.agreements):
        if above.status == below.status and below.signed_on < above.signed_on:
            yield Finding(Check.OUT_OF_ORDER, (below, above))
