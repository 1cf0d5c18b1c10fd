"""The meeting as an entry of a calendar program: ``.ics`` (RFC 5545)."""

from hashlib import sha256

from geo.errors import GeoError
from geo.exports.tables.agenda import all_day, empty_calendar
from geo.shown import Shown


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
    entry = all_day(f"meeting-{number}", occasion.day, shown.today, shown.meeting)
    if occasion.place:
        entry.add("location", occasion.place)
    lines = (*occasion.lines(shown.lang), shown.about, link)
    entry.add("description", "\n".join(filter(None, lines)))
    if link:
        entry.add("url", link)
    calendar = empty_calendar(shown.lang)
    calendar.add_component(entry)
    return calendar.to_ical()
