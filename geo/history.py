"""
History: the status of agreements on a date, and what changed between two dates.

An agreement signed after a date is not there yet. One that lapsed is in force until the day it
lapsed, if that can be calculated (`geo.terms.lapsed_on`); if not, its status on any day from its
signing on is unknown: it lapsed at some time, and nothing says when.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.agreements import Agreement, Status
from geo.terms import lapsed_on, prolongations


class Standing(StrEnum):
    """How an agreement stands on a date."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    """Lapsed at an unknown date: in force or not on this day, nobody can tell."""
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True)
class Change:
    """What came, went and was prolonged after one date and up to another one, included."""

    came: tuple[Agreement, ...]
    went: tuple[Agreement, ...]
    prolonged: tuple[tuple[Agreement, date], ...]
    unknown: tuple[Agreement, ...]
    """Lapsed at an unknown date, signed before the later day: they may have gone meanwhile."""


def standing(agreement: Agreement, day: date | None) -> Standing:
    """Return how an agreement stands on a day; None for the register as it is."""
    if day is None:
        return Standing(str(agreement.status))
    if agreement.signed_on > day:
        return Standing.NOT_SIGNED
    if agreement.status == Status.IN_FORCE:
        return Standing.IN_FORCE
    gone = lapsed_on(agreement)
    if gone is None:
        return Standing.UNKNOWN
    return Standing.LAPSED if gone <= day else Standing.IN_FORCE


def count_standings(agreements: Iterable[Agreement], day: date | None) -> Counter[Standing]:
    """Return how many agreements stand how on a day."""
    return Counter(standing(agreement, day) for agreement in agreements)


def change_between(agreements: Iterable[Agreement], since: date, until: date) -> Change:
    """
    Return what changed after `since` and up to `until`.

    Raises
    ------
    ValueError
        If `until` is before `since`.
    """
    if until < since:
        msg = f"until {until} is before since {since}"
        raise ValueError(msg)
    came, went, prolonged, unknown = [], [], [], []
    for agreement in agreements:
        if since < agreement.signed_on <= until:
            came.append(agreement)
        gone = lapsed_on(agreement)
        if gone and since < gone <= until:
            went.append(agreement)
        if standing(agreement, until) == Standing.UNKNOWN:
            unknown.append(agreement)
        for day in prolongations(agreement):
            if day > until:
                break
            if day > since:
                prolonged.append((agreement, day))
    return Change(tuple(came), tuple(went), tuple(prolonged), tuple(unknown))
