"""
Events: prolongations, ends of terms and round anniversaries of agreements in force.

Their days are calculated, but for the end of a term that the register itself names.

Each event belongs to one agreement and has an identifier of its own that does not change when the
register is reissued, so that a calendar program updates it instead of adding it again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.agreements import Agreement, Effect, Status
from geo.terms import anniversaries, last_day, prolongations
from geo.text import t


class EventKind(StrEnum):
    """What happens on the day."""

    PROLONGATION = "prolongation"
    END = "end"
    """The last day of a term that is not prolonged by itself."""
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True)
class Event:
    """A day of one agreement; `years` have passed since it was signed."""

    day: date
    kind: EventKind
    years: int
    agreement: Agreement

    @property
    def id(self) -> str:
        """Identifier from agreement, kind and years; a term has one end, whenever it is."""
        years = "" if self.kind == EventKind.END else f"-{self.years}"
        return f"{self.agreement.id}-{self.kind}{years}"

    @property
    def is_stated(self) -> bool:
        """Whether the register names the day; else it is calculated."""
        return self.kind == EventKind.END and self.agreement.ends_on is not None

    @property
    def turn(self) -> int | None:
        """Which prolongation of the agreement this is, from 1; None for an anniversary."""
        term = self.agreement.term_years
        return self.years // term if self.kind == EventKind.PROLONGATION and term else None

    def said(self, lang: str, prolongation: str) -> str:
        """Return what happens; `prolongation` is the key of how one is worded there."""
        if self.kind == EventKind.PROLONGATION:
            return t(prolongation, lang, n=self.agreement.term_years or 0, turn=self.turn)
        return t(f"territory.{self.kind}{'_stated' * self.is_stated}", lang, n=self.years)


def alike(events: Iterable[Event]) -> list[Event]:
    """Return the first of events, and those of its day of which the same is said."""

    def said(event: Event) -> tuple[object, ...]:
        years = event.years if event.kind == EventKind.ANNIVERSARY else 0
        return event.day, event.kind, years, event.is_stated

    found = list(events)
    return [event for event in found if said(event) == said(found[0])]


def worded(key: str, events: Iterable[Event]) -> str:
    """Return the key of a text about calculated days, or of its like if the register states one."""
    return f"{key}_stated" if any(event.is_stated for event in events) else key


def occasions(
    events: Iterable[Event], lang: str, prolongation: str = "territory.prolongation"
) -> list[tuple[date, Agreement, str]]:
    """Return what falls on one day for one agreement together: "15-летие, пролонгация на 5 лет"."""
    days: dict[tuple[date, str], list[Event]] = {}
    for event in events:
        days.setdefault((event.day, event.agreement.id), []).append(event)
    return [
        (own[0].day, own[0].agreement, ", ".join(one.said(lang, prolongation) for one in own))
        for own in days.values()
    ]


def build_events(agreements: Iterable[Agreement], first: date, last: date) -> tuple[Event, ...]:
    """
    Return the events of agreements in force between two days, both included, in their order.

    A perpetual agreement has anniversaries only, one that ends another nothing. A term that ends
    within these days has no anniversary afterwards.
    """
    events = []
    for agreement in agreements:
        if agreement.status != Status.IN_FORCE or agreement.effect == Effect.ENDS:
            continue
        end, until = last_day(agreement), last
        if end and first <= end <= last:
            until = end
            events.append(Event(end, EventKind.END, end.year - agreement.signed_on.year, agreement))
        for day in prolongations(agreement, first, last):
            years = day.year - agreement.signed_on.year
            events.append(Event(day, EventKind.PROLONGATION, years, agreement))
        events += [
            Event(day, EventKind.ANNIVERSARY, years, agreement)
            for day, years in anniversaries(agreement, first, until)
        ]
    return tuple(sorted(events, key=lambda event: (event.day, event.kind, event.agreement.id)))
