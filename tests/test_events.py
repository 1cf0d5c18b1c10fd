"""Events: prolongations and anniversaries on calculated dates, and the calendar made of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import icalendar
import pytest

from geo.agreements import Register, Status
from geo.exports.tables.agenda import to_csv, to_ics
from geo.terms.events import EventKind, build_events
from tests.conftest import TODAY, show

YEARS_AHEAD = date(2028, 11, 22)


def year_of(register, year):
    return build_events(register.agreements, date(year, 1, 1), date(year, 12, 31))


def entries(content):
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_the_anniversaries_of_2027_include_20_years_of_no_3_and_no_4(register):
    found = {
        (event.agreement.number, event.years)
        for event in year_of(register, 2027)
        if event.kind == EventKind.ANNIVERSARY
    }
    assert {(3, 20), (4, 20)} <= found


def test_events_come_in_the_order_of_days_and_within_the_period(register):
    events = build_events(register.agreements, TODAY, YEARS_AHEAD)
    assert [event.day for event in events] == sorted(event.day for event in events)
    assert events[0].day == date(2027, 2, 2)
    assert all(TODAY <= event.day <= YEARS_AHEAD for event in events)
    assert len(events) == 41


def test_both_ends_of_the_period_count(register):
    (event,) = build_events(register.agreements, date(2027, 8, 23), date(2027, 8, 23))
    assert (event.agreement.number, event.kind, event.years) == (34, EventKind.PROLONGATION, 4)
    assert not build_events(register.agreements, date(2027, 8, 24), date(2027, 8, 24))


def test_lapsed_agreements_have_no_events_and_perpetual_ones_no_prolongation(register):
    for event in build_events(register.agreements, date(1990, 1, 1), date(2060, 1, 1)):
        assert event.agreement.status == Status.IN_FORCE
        assert event.kind == EventKind.ANNIVERSARY or not event.agreement.perpetual


def test_identifiers_are_unique_and_stay_when_rows_are_renumbered(register):
    events = build_events(register.agreements, TODAY, YEARS_AHEAD)
    ids = [event.id for event in events]
    assert len(set(ids)) == len(ids)
    moved = tuple(replace(a, number=a.number + 7) for a in reversed(register.agreements))
    again = build_events(moved, TODAY, YEARS_AHEAD)
    assert [event.id for event in again] == ids


def test_identifiers_do_not_depend_on_the_day_the_calendar_is_made(register):
    early = build_events(register.agreements, TODAY, YEARS_AHEAD)
    late = build_events(register.agreements, TODAY + timedelta(days=100), YEARS_AHEAD)
    assert {event.id for event in late} < {event.id for event in early}


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_calendar_file_is_read_back_as_it_was_meant(register, lang):
    events = build_events(register.agreements, TODAY, YEARS_AHEAD)
    read = entries(to_ics(events, show(register, lang=lang), YEARS_AHEAD))
    assert len(read) == len(events)
    for event, entry in zip(events, read, strict=True):
        start, end = entry.decoded("dtstart"), entry.decoded("dtend")
        assert start == event.day and not isinstance(start, datetime)  # all day
        assert end == event.day + timedelta(days=1)  # the end is exclusive
        assert event.agreement.title in str(entry["description"])
    word = "расчётн" if lang == "ru" else "calculated"
    assert all(word in str(entry["description"]) for entry in read)


def test_a_second_run_updates_and_does_not_double(register):
    events = build_events(register.agreements, TODAY, YEARS_AHEAD)
    one, two = (
        to_ics(events, show(register), YEARS_AHEAD),
        to_ics(events, show(register), YEARS_AHEAD),
    )
    assert one == two
    uids = [str(entry["uid"]) for entry in entries(one)]
    assert len(set(uids)) == len(uids) == 41
    assert uids == [
        str(entry["uid"])
        for entry in entries(to_ics(events, show(register, lang="en"), YEARS_AHEAD))
    ]


def test_the_calendar_file_follows_the_standard(register):
    content = to_ics(
        build_events(register.agreements, TODAY, YEARS_AHEAD), show(register), YEARS_AHEAD
    )
    assert content.startswith(b"BEGIN:VCALENDAR\r\n") and content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["version"] == "2.0" and calendar["prodid"]
    assert all(entry.decoded("dtstamp").tzinfo for entry in entries(content))


def test_a_newer_register_makes_a_revision_of_every_entry(build_register):
    def revision(**changes):
        register = build_register(**changes)
        events = build_events(register.agreements, date(2030, 1, 1), date(2030, 12, 31))
        return {
            str(entry["uid"]): (entry["sequence"], entry.decoded("dtstamp"))
            for entry in entries(to_ics(events, show(register), YEARS_AHEAD))
        }

    early, late = revision(), revision(many={"registered_on": date(2021, 1, 1)})
    assert early.keys() == late.keys() != set()
    for uid, (sequence, stamp) in early.items():
        assert sequence < late[uid][0] and stamp < late[uid][1]


def test_a_prolongation_knows_which_one_it_is(register):
    events = build_events(register.agreements, TODAY, date(2028, 7, 24))
    turns = {(e.agreement.number, str(e.kind)): e.turn for e in events}
    # Signed in 1998 for three years: the tenth period ends in 2028.
    assert turns[1, "prolongation"] == 10 and turns[34, "prolongation"] == 2
    assert turns[1, "anniversary"] is None


def test_hostile_titles_stay_inside_their_entry(build_register):
    title = "Договор; a,b\\n\r\nEND:VEVENT\r\nBEGIN:VEVENT от 1 мая 2010 года"
    register: Register = build_register(new={"title": title})
    events = build_events(register.agreements, date(2030, 1, 1), date(2030, 12, 31))
    read = entries(to_ics(events, show(register), YEARS_AHEAD))
    assert len(read) == len(events) > 0


def test_the_csv_has_a_line_per_event_and_no_formula(build_register):
    register = build_register(new={"title": "=1+1"})
    events = build_events(register.agreements, date(2030, 1, 1), date(2030, 12, 31))
    lines = to_csv(events, register, "ru").decode("utf-8-sig").splitlines()
    assert len(lines) == len(events) + 1
    assert lines[0].startswith("date;event;years;id")
    assert any(";'=1+1;" in line for line in lines)


def test_no_events_make_an_empty_calendar(register):
    assert entries(to_ics((), show(register), YEARS_AHEAD)) == []


def test_an_anniversary_is_called_by_its_form(register):
    # No. 14 is a договор of 2012, No. 8 a соглашение of 2012.
    last = date(2028, 12, 31)
    events = build_events(register.agreements, date(2027, 1, 1), last)
    read = {
        (event.agreement.form, event.kind): str(entry["summary"])
        for event, entry in zip(events, entries(to_ics(events, show(register), last)), strict=True)
    }
    assert " договору: " in read["dogovor", EventKind.ANNIVERSARY]
    assert " соглашению: " in read["soglashenie", EventKind.ANNIVERSARY]
    english = [str(x["summary"]) for x in entries(to_ics(events, show(register, lang="en"), last))]
    assert any("of the treaty: " in text for text in english)


def test_reminders_leave_time_to_decide_and_come_in_the_morning(register):
    # Signed on 14.05.2012 for five years, so prolonged and 15 years old on 14.05.2027.
    agreement = next(a for a in register.agreements if a.signed_on == date(2012, 5, 14))
    events = build_events([agreement], TODAY, date(2027, 12, 31))
    read = entries(to_ics(events, show(register), date(2027, 12, 31)))
    days = {}
    for event, entry in zip(events, read, strict=True):
        start = datetime.combine(entry.decoded("dtstart"), datetime.min.time())
        alarms = entry.walk("VALARM")
        assert {(str(a["action"]), str(a["description"])) for a in alarms} == {
            ("DISPLAY", str(entry["summary"]))
        }
        days[event.kind] = [start + alarm.decoded("trigger") for alarm in alarms]
    assert days == {
        EventKind.PROLONGATION: [datetime(2026, 11, 14, 9), datetime(2027, 3, 14, 9)],
        EventKind.ANNIVERSARY: [datetime(2027, 4, 14, 9)],
    }


def test_the_calendar_file_names_the_register_and_how_far_it_goes(register):
    content = to_ics((), show(register, q="a\\nb; c"), date(2027, 11, 22))
    about = str(icalendar.Calendar.from_ical(content)["x-wr-caldesc"])
    assert r"a\\nb\; c" in about  # as a text is written
    said = r"реестр: последняя запись — 20.04.2026\; события до 22.11.2027\, расчётно"
    assert about.endswith(said)


def test_a_term_that_is_not_prolonged_ends_once(register):
    agreement = replace(
        next(a for a in register.agreements if a.status == "in_force" and a.term_years == 5),
        signed_on=date(2023, 3, 1),
        prolonged=False,
    )
    stated = replace(agreement, ends_on=date(2030, 12, 31), term_years=None)
    events = build_events([agreement, stated], date(2028, 1, 1), date(2040, 1, 1))
    assert [(e.day, e.is_stated) for e in events if e.kind == EventKind.END] == [
        (date(2028, 3, 1), False),
        (date(2030, 12, 31), True),
    ]
    assert not [e for e in events if e.kind == EventKind.PROLONGATION]
    round_ = [e for e in events if e.kind == EventKind.ANNIVERSARY]
    assert [e.day for e in round_] == [date(2028, 3, 1)] * 2  # none of 10 years: both have ended
    still = build_events([stated], date(2031, 1, 1), date(2040, 1, 1))  # the register has it still
    assert [e.day for e in still] == [date(2033, 3, 1), date(2038, 3, 1)]


def test_an_end_that_is_corrected_stays_one_entry_of_a_calendar(register):
    agreement = replace(register.agreements[0], perpetual=False, prolonged=False, term_years=None)
    ends = [
        event.id
        for day in (date(2027, 12, 31), date(2028, 12, 31))
        for event in build_events([replace(agreement, ends_on=day)], TODAY, date(2029, 1, 1))
        if event.kind == EventKind.END
    ]
    assert ends == [f"{agreement.id}-end"] * 2
