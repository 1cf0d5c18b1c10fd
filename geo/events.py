"""
Events: prolongations and round anniversaries of agreements in force, on calculated dates.

Each event belongs to one agreement and has an identifier of its own that does not change when the
register is reissued, so that a calendar program updates it instead of adding it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.agreements import Agreement, Status
from geo.terms import anniversaries, prolongations


class EventKind(StrEnum):
    """What happens on the day."""

    PROLONGATION = "prolongation"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True)
class Event:
    """A calculated day of one agreement; `years` have passed since it was signed."""

    day: date
    kind: EventKind
    years: int
    agreement: Agreement

    @property
    def id(self) -> str:
        """Identifier from agreement, kind and years."""
        return f"{self.agreement.id}-{self.kind}-{self.years}"

    @property
    def turn(self) -> int | None:
        """Which prolongation of the agreement this is, from 1; None for an anniversary."""
        term = self.agreement.term_years
        return self.years // term if self.kind == EventKind.PROLONGATION and term else None


def build_events(agreements: Iterable[Agreement], first: date, last: date) -> tuple[Event, ...]:
    """
    Return the events of agreements in force between two days, both included, in their order.

    A perpetual agreement has anniversaries only.
    """
    events = []
    for agreement in agreements:
        if agreement.status != Status.IN_FORCE:
            continue
        for day in prolongations(agreement):
            if day > last:
                break
            if day >= first:
                years = day.year - agreement.signed_on.year
                events.append(Event(day, EventKind.PROLONGATION, years, agreement))
        events += [
            Event(day, EventKind.ANNIVERSARY, years, agreement)
            for day, years in anniversaries(agreement, first, last)
        ]
    return tuple(sorted(events, key=lambda event: (event.day, event.kind, event.agreement.id)))
