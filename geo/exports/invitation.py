"""The meeting as an entry of a calendar program: ``.ics`` (RFC 5545)."""

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

import icalendar

from geo.errors import GeoError
from geo.shown import Shown

UID_DOMAIN = "cross-border-ties"


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
    entry = icalendar.Event()
    entry.add("uid", f"meeting-{number}@{UID_DOMAIN}")
    entry.add("dtstamp", datetime.combine(shown.today, time(), UTC))
    entry.add("sequence", shown.today.toordinal())
    entry.add("dtstart", occasion.day)
    entry.add("dtend", occasion.day + timedelta(days=1))
    entry.add("summary", shown.meeting)
    if occasion.place:
        entry.add("location", occasion.place)
    lines = (*occasion.lines(shown.lang), shown.about, link)
    entry.add("description", "\n".join(filter(None, lines)))
    if link:
        entry.add("url", link)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{UID_DOMAIN}//{shown.lang}")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return calendar.to_ical()
