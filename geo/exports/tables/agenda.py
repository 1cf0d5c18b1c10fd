"""
The calendar of agreements as files: ``.ics`` for calendar programs, CSV for everything else; and a
meeting as an entry of such a program.

Identifiers of entries come from `geo.terms.events.Event.id`, so that a second import updates
entries instead of doubling them; their time stamp and their sequence number follow the register's
date, so that a newer register counts as a revision, and the same register and period give the same
bytes.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import icalendar

from geo.agreements import Register
from geo.card import citation, number_cell, pair_names, term
from geo.errors import GeoError
from geo.exports.tables.sheet import neutralise
from geo.shown import Shown
from geo.tables import csv_for_excel
from geo.terms import add_months
from geo.terms.events import Event, EventKind, worded
from geo.text import format_date, t

UID_DOMAIN = "cross-border-ties"
REMINDERS = {
    EventKind.PROLONGATION: (6, 2),
    EventKind.END: (6, 2),
    EventKind.ANNIVERSARY: (1,),
}
"""Months before an event: time to decide on a prolongation, and to prepare an anniversary."""
MORNING = timedelta(hours=9)
CSV_COLUMNS = ("date", "event", "years", "id", "number", "home", "partner", "title", "basis")


def to_ics(events: Sequence[Event], shown: Shown, last: date) -> bytes:
    """Return events as a calendar of all-day entries (RFC 5545) that goes to the day `last`."""
    register, lang = shown.register, shown.lang
    calendar = _empty_calendar(lang)
    calendar.add("method", "PUBLISH")
    # The library escapes only what it knows to be a text.
    calendar.add("x-wr-calname", icalendar.vText(shown.titled("calendar.title")))
    until = t(worded("event.until", events), lang, day=format_date(last, lang))
    said = [shown.about, shown.dated, until]
    if shown.on:
        said.append(t("calendar.no_day", lang, day=format_date(shown.on, lang)))
    calendar.add("x-wr-caldesc", icalendar.vText("; ".join(said)))
    for event in events:
        entry = _all_day(event.id, event.day, register.newest, summary(event, register, lang))
        entry.add("description", description(event, shown))
        entry.add("categories", [t(f"event.{event.kind}", lang)])
        entry.add("transp", "TRANSPARENT")
        for months in REMINDERS[event.kind]:
            entry.add_component(_reminder(event, months, str(entry["summary"])))
        calendar.add_component(entry)
    return calendar.to_ical()


def to_invitation(shown: Shown, link: str = "") -> bytes:
    """
    Return a meeting as one all-day entry: its name, place, who comes, and the link to the show.

    A second import after its day or place was changed updates the entry. GeoError if nobody has
    said on which day the meeting is.
    """
    occasion = shown.occasion
    if occasion is None or occasion.day is None:
        raise GeoError("meeting.no_day")
    number = sha256("~".join((shown.meeting, *shown.view.focus)).encode()).hexdigest()[:16]
    entry = _all_day(f"meeting-{number}", occasion.day, shown.today, shown.meeting)
    if occasion.place:
        entry.add("location", occasion.place)
    lines = (*occasion.lines(shown.lang), shown.about, link)
    entry.add("description", "\n".join(filter(None, lines)))
    if link:
        entry.add("url", link)
    calendar = _empty_calendar(shown.lang)
    calendar.add_component(entry)
    return calendar.to_ical()


def _empty_calendar(lang: str) -> icalendar.Calendar:
    """Return a calendar that says who made it."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{UID_DOMAIN}//{lang}")
    calendar.add("version", "2.0")
    return calendar


def _all_day(code: str, day: date, revised: date, what: str) -> icalendar.Event:
    """Return an entry of a whole day, as it stood on the day it was last revised."""
    entry = icalendar.Event()
    entry.add("uid", f"{code}@{UID_DOMAIN}")
    entry.add("dtstamp", datetime.combine(revised, time(), UTC))
    entry.add("sequence", revised.toordinal())
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", what)
    return entry


def _reminder(event: Event, months: int, text: str) -> icalendar.Alarm:
    """Return a reminder in the morning of the day that lies some months before an event."""
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    ahead = event.day - add_months(event.day, -months)
    alarm.add("trigger", MORNING - ahead)
    return alarm


def to_csv(events: Sequence[Event], register: Register, lang: str) -> bytes:
    """Return the events as CSV with the columns `CSV_COLUMNS`, dates in ISO 8601."""
    rows: list[Sequence[str]] = [CSV_COLUMNS]
    for event in events:
        agreement = event.agreement
        home, partner = pair_names(agreement, register, lang)
        number = number_cell(agreement, lang)
        basis = t("calendar.stated" if event.is_stated else "calendar.calculated", lang)
        row = (event.day, event.kind, event.years, agreement.id, number, home, partner)
        rows.append([neutralise(str(cell)) for cell in (*row, agreement.title, basis)])
    return csv_for_excel(rows)


def summary(event: Event, register: Register, lang: str) -> str:
    """Return an entry's heading: what, who."""
    home, partner = pair_names(event.agreement, register, lang)
    is_anniversary = event.kind == EventKind.ANNIVERSARY
    key = f"event.summary_{event.agreement.form if is_anniversary else event.kind}"
    return t(key, lang, n=event.years, home=home, partner=partner)


def description(event: Event, shown: Shown) -> str:
    """Return an entry's text: the agreement as letters quote it, and that the day is calculated."""
    lang = shown.lang
    signed = format_date(event.agreement.signed_on, lang)
    key = "event.stated" if event.is_stated else "event.calculated_from"
    note = t(key, lang, day=signed)
    said = f"{t('card.term', lang)}: {term(event.agreement, lang)}"
    return "\n".join((citation(event.agreement, shown), said, note))
