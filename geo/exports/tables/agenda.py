"""
The calendar of agreements as files: ``.ics`` for calendar programs, CSV for everything else.

Identifiers of entries come from `geo.events.Event.id`, so that a second import updates entries
instead of doubling them; their time stamp and their sequence number follow the register's date, so
that a newer register counts as a revision, and the same register and period give the same bytes.
"""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

import icalendar

from geo.agreements import Register
from geo.card import citation, pair_names
from geo.events import Event
from geo.exports.tables.agreements import neutralise
from geo.text import format_date, t

UID_DOMAIN = "cross-border-ties"
CSV_COLUMNS = ("date", "event", "years", "id", "number", "home", "partner", "title", "basis")


def to_ics(events: Sequence[Event], register: Register, lang: str) -> bytes:
    """
    Return a calendar of all-day entries (RFC 5545).

    Parameters
    ----------
    events
        As made by `geo.events.build_events`.
    register
        For the names of the parties and the date of the register.
    lang
        Language of summaries and descriptions.
    """
    stamp = datetime.combine(register.newest, time(), UTC)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{UID_DOMAIN}//{lang}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", t("calendar.title", lang))
    dated = t("sheet.as_of", lang, day=format_date(register.newest, lang))
    calendar.add("x-wr-caldesc", dated)
    for event in events:
        entry = icalendar.Event()
        entry.add("uid", f"{event.id}@{UID_DOMAIN}")
        entry.add("dtstamp", stamp)
        entry.add("sequence", register.newest.toordinal())
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("summary", summary(event, register, lang))
        entry.add("description", description(event, lang))
        entry.add("categories", [t(f"event.{event.kind}", lang)])
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return calendar.to_ical()


def to_csv(events: Sequence[Event], register: Register, lang: str) -> str:
    """Return the events as CSV with the columns `CSV_COLUMNS`, dates in ISO 8601."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for event in events:
        agreement = event.agreement
        home, partner = pair_names(agreement, register, lang)
        row = (event.day, event.kind, event.years, agreement.id, agreement.number, home, partner)
        texts = (agreement.title, t("calendar.calculated", lang))
        writer.writerow([neutralise(str(cell)) for cell in (*row, *texts)])
    return out.getvalue()


def summary(event: Event, register: Register, lang: str) -> str:
    """Return an entry's heading: what, who."""
    home, partner = pair_names(event.agreement, register, lang)
    key = f"event.summary_{event.kind}"
    return t(key, lang, n=event.years, home=home, partner=partner)


def description(event: Event, lang: str) -> str:
    """Return an entry's text: the agreement as letters quote it, and that the day is calculated."""
    signed = format_date(event.agreement.signed_on, lang)
    note = t("event.calculated_from", lang, day=signed)
    text = event.agreement.term_text
    term = f"{t('card.term', lang)}: {text}" if text else ""
    return "\n".join(filter(None, (citation(event.agreement, lang), term, note)))
