"""
History: the status of agreements on a date, and what changed between two dates.

An agreement signed after a date is not there yet. One that lapsed is in force until the day it
lapsed, if that can be calculated (`geo.terms.lapsed_on`). If not, it lapsed at some time between
its signing and the day of the register that lists it as lapsed (`Agreement.listed_on`), and nothing
says when. On a day before that one its status is unknown; from that day on the register's own table
is the truth, so it has lapsed. The date of the lapse stays unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from geo.agreements import Agreement, Status
from geo.terms import lapsed_on, prolongations


class Standing(StrEnum):
    """How an agreement stands on a date."""

    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    """Lapsed at an unknown date, on a day before the register's: nobody can say."""
    NOT_SIGNED = "not_signed"


@dataclass(frozen=True)
class RegisterChange:
    """What came, went and was prolonged after one date and up to another one, each by its days."""

    since: date
    until: date
    came: tuple[Agreement, ...]
    went: tuple[Agreement, ...]
    prolonged: tuple[tuple[Agreement, date], ...]
    unknown: tuple[Agreement, ...]
    """Lapsed at an unknown date, perhaps meanwhile: signed by the later day, and not yet listed as
    lapsed on the earlier one."""


def went_as(agreements: Iterable[Agreement]) -> str:
    """Return the key of how the days of lapses are known: calculated, stated, or some of both."""
    stated = {agreement.lapsed_on is not None for agreement in agreements}
    return "went_mixed" if len(stated) > 1 else "went_stated" if True in stated else "went"


def standing(agreement: Agreement, day: date | None) -> Standing:
    """Return how an agreement stands on a day; None for the register as it is."""
    if day is None:
        return Standing(agreement.status)
    if agreement.signed_on > day:
        return Standing.NOT_SIGNED
    if agreement.status == Status.IN_FORCE:
        return Standing.IN_FORCE
    if agreement.listed_on and agreement.listed_on <= day:
        return Standing.LAPSED
    gone = lapsed_on(agreement)
    if gone is None:
        return Standing.UNKNOWN
    return Standing.LAPSED if gone <= day else Standing.IN_FORCE


def change_between(agreements: Iterable[Agreement], since: date, until: date) -> RegisterChange:
    """Return what changed after `since` and up to `until`, this day included."""
    if until < since:
        msg = f"until {until} is before since {since}"
        raise ValueError(msg)
    agreements, after = tuple(agreements), since + timedelta(days=1)
    came = [one for one in agreements if after <= one.signed_on <= until]
    went = [one for one in agreements if (gone := lapsed_on(one)) and after <= gone <= until]
    prolonged = [(one, day) for one in agreements for day in prolongations(one, after, until)]
    return RegisterChange(
        since,
        until,
        tuple(sorted(came, key=lambda one: one.signed_on)),
        tuple(sorted(went, key=lambda one: lapsed_on(one) or until)),
        tuple(sorted(prolonged, key=lambda pair: pair[1])),
        tuple(one for one in agreements if _lapsed_between(one, since, until)),
    )


def _lapsed_between(agreement: Agreement, since: date, until: date) -> bool:
    """Return whether an agreement that lapsed at an unknown date may have done so in a time."""
    return (
        agreement.status == Status.LAPSED
        and lapsed_on(agreement) is None
        and agreement.signed_on <= until
        and standing(agreement, since) != Standing.LAPSED
    )
