"""
Terms: how long an agreement runs, by the register's own wording, and the dates that follow from it.

The wording is read by `geo.terms.wording`. Where the register gives a last day or the day of a
lapse, that day counts (`Agreement.ends_on`, `Agreement.lapsed_on`).

Every other date here is calculated from the date of signing, since the register gives no date of
entry into force; a reader always sees it labelled so, and it never changes a status. Rules:

- Years are added to the day of signing itself, never to an earlier result. 29 February becomes
  28 February in a year that has none and 29 February again where there is one (Civil Code of the
  Russian Federation, art. 192: the last day of the month).
- A period of N years ends, and the next begins, on the anniversary of the day of signing. On that
  day the prolongation is due; from the day after it has happened.
- Months are added likewise: the same day, or the last one of the month.
"""

import calendar
from collections.abc import Iterator
from datetime import date

from geo.agreements import Agreement, Status
from geo.terms.wording import parse_lapse

ANNIVERSARY_STEP = 5
"""Anniversaries that are marked: 5, 10, 15, … years after the day of signing."""


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 28 February where there is no 29th."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """
    Return the same day `months` later, or the last day of that month if it is shorter.

    The calendar ends with the year 9999: what lies beyond is its last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def lapsed_on(agreement: Agreement) -> date | None:
    """
    Return the day an agreement lapsed, as the register states it or lets it be calculated.

    None if it does neither. "From the day the agreement of 29.06.2024 took effect": the day of
    entry into force is not in the register, the day of signing stands for it; likewise that of the
    agreement that ends this one. An inferred successor gives no date.
    """
    if agreement.status != Status.LAPSED:
        return None
    if agreement.lapsed_on:
        return agreement.lapsed_on
    lapse = parse_lapse(agreement.lapse_text)
    return (lapse.successor_signed_on if lapse else None) or agreement.ended_on


def prolongations(
    agreement: Agreement, first: date = date.min, last: date = date.max
) -> Iterator[date]:
    """
    Yield the days on which an agreement in force is prolonged; none unless it is by itself.

    They are those between two days, both included.
    """
    step = agreement.term_years
    if agreement.status == Status.IN_FORCE and step and agreement.prolonged is not False:
        yield from (day for day, _ in _every(step, agreement.signed_on, first, last))


def _every(step: int, begin: date, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield each `step` years after a day what lies between two days, with the years passed."""
    for years in range(step, last.year - begin.year + 1, step):
        day = add_years(begin, years)
        if first <= day <= last:
            yield day, years


def last_day(agreement: Agreement) -> date | None:
    """
    Return the day that a term without prolongation ends on; None for any other term.

    Stated by the register, or calculated from its years.
    """
    if agreement.ends_on:
        return agreement.ends_on
    if agreement.prolonged is not False or not agreement.term_years:
        return None
    if agreement.signed_on.year + agreement.term_years > date.max.year:
        return None
    return add_years(agreement.signed_on, agreement.term_years)


def next_prolongation(agreement: Agreement, today: date) -> date | None:
    """Return the first day of prolongation that is not past: the end of the current period."""
    return next(prolongations(agreement, today), None)


def n_prolongations(agreement: Agreement, today: date) -> int:
    """Return how many silent prolongations are past."""
    return sum(day < today for day in prolongations(agreement, last=today))


def anniversaries(agreement: Agreement, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Return the marked anniversaries between two days, both included, with the years passed."""
    return _every(ANNIVERSARY_STEP, agreement.signed_on, first, last)
