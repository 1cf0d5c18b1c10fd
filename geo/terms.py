"""
Terms: how long an agreement runs, by the register's own wording, and the dates that follow from it.

The grammar knows three things: perpetual; N years, then prolonged for the same again without a
word, the number also in words beside its figures; lapsed, with or without the agreement that
replaced it. Anything else is not understood, and nothing is guessed.

Every date here is calculated from the date of signing, since the register gives no date of entry
into force; a reader always sees it labelled so, and it never changes a status. Rules:

- Years are added to the day of signing itself, never to an earlier result. 29 February becomes
  28 February in a year that has none and 29 February again where there is one (Civil Code of the
  Russian Federation, art. 192: the last day of the month).
- A period of N years ends, and the next begins, on the anniversary of the day of signing. On that
  day the prolongation is due; from the day after it has happened.
- Months are added likewise: the same day, or the last one of the month.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from geo.agreements import Agreement, Status
from geo.dates import find_dates

ANNIVERSARY_STEP = 5
"""Anniversaries that are marked: 5, 10, 15, … years after the day of signing."""

_TERM = re.compile(
    r"(?:(?P<perpetual>бессрочн(?:ый|ое|ая|о))"
    r"|(?:на )?(?P<years>[1-9][0-9]?) (?:\((?P<in_words>[а-яё]+)\) )?(?:год|года|лет),?"
    r" с (?:последующей|автоматической|последующей автоматической) пролонгацией"
    r"(?: на тот же срок)?)\.?",
    re.IGNORECASE,
)
_NUMERALS = ("один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
_LAPSE = re.compile(
    r"утратило? силу(?: \(с даты вступления в силу (?P<form>договора|соглашения)"
    r" (?P<subject>.+?),? от (?P<day>[0-9][^()]*)\))?\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Term:
    """A term as the register words it; `years` is None for a perpetual one."""

    years: int | None

    @property
    def perpetual(self) -> bool:
        """Whether it has no end."""
        return self.years is None


@dataclass(frozen=True)
class Lapse:
    """
    A lapse as the register words it.

    `successor` is the replacing agreement in the register's words without its date, and
    `successor_signed_on` its date; empty and None where the register names none.
    """

    successor: str
    successor_signed_on: date | None


def parse_term(text: str) -> Term | None:
    """Read the wording of a term; None if it is not in the grammar."""
    found = _TERM.fullmatch(" ".join(text.split()))
    if not found:
        return None
    if not found["years"]:
        return Term(None)
    years, in_words = int(found["years"]), (found["in_words"] or "").lower()
    if in_words and in_words not in _NUMERALS[years - 1 : years]:
        return None
    return Term(years)


def parse_lapse(text: str) -> Lapse | None:
    """Read the wording of a lapse; None if it is not in the grammar."""
    found = _LAPSE.fullmatch(" ".join(text.split()))
    if not found:
        return None
    if not found["form"]:
        return Lapse("", None)
    dates = find_dates(found["day"])
    if len(dates) != 1 or dates[0].text != found["day"] or dates[0].day is None:
        return None
    return Lapse(f"{found['form']} {found['subject']}", dates[0].day)


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
    Return the day an agreement lapsed as far as the register lets it be calculated, else None.

    "From the day the agreement of 29.06.2024 took effect": the day of entry into force is not in
    the register, the day of signing stands for it. An inferred successor gives no date.
    """
    if agreement.status != Status.LAPSED:
        return None
    lapse = parse_lapse(agreement.lapse_text)
    return lapse.successor_signed_on if lapse else None


def prolongations(agreement: Agreement) -> Iterator[date]:
    """Yield the days on which an agreement in force is prolonged; none for a perpetual one."""
    if agreement.status != Status.IN_FORCE or not agreement.term_years:
        return
    years = agreement.term_years
    while agreement.signed_on.year + years <= date.max.year:
        yield add_years(agreement.signed_on, years)
        years += agreement.term_years


def next_prolongation(agreement: Agreement, today: date) -> date | None:
    """Return the first day of prolongation that is not past: the end of the current period."""
    return next((day for day in prolongations(agreement) if day >= today), None)


def n_prolongations(agreement: Agreement, today: date) -> int:
    """Return how many silent prolongations are past."""
    past = 0
    for day in prolongations(agreement):
        if day >= today:
            break
        past += 1
    return past


def anniversaries(agreement: Agreement, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield the marked anniversaries between two days, both included, with the years passed."""
    years = ANNIVERSARY_STEP
    while agreement.signed_on.year + years <= min(last.year, date.max.year):
        day = add_years(agreement.signed_on, years)
        if first <= day <= last:
            yield day, years
        years += ANNIVERSARY_STEP
