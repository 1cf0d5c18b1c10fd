"""The calendar: what is calculated to come, what has passed, and the draft of the annual report."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from geo import annual, findings
from geo.agreements import Register
from geo.card import number, pair_line, pair_names
from geo.charts.timeline import build_agenda
from geo.exports.tables import annual as annual_files
from geo.exports.tables.agenda import to_ics
from geo.history import went_as
from geo.shown import Shown
from geo.terms import add_months
from geo.terms.events import Event, EventKind, build_events, worded
from geo.text import format_date, t
from geo.view import View
from geo.view.link import tidy
from pages import frame, get_register, get_shown, today
from pages.parts.fields import choose, segments, write_link
from pages.parts.figure import Figure, data_file, download, draw_figure
from pages.parts.head import head, picked_head
from pages.parts.table import Row, address, copy_markup, remark, table
from pages.parts.watch import offer

HORIZONS = (6, 12, 24)
"""Months ahead that can be chosen."""
HORIZON = 12
PAST_MONTHS = 12
"""How far back silent prolongations are listed."""
HEADS = (
    "column.event",
    "table.parties",
    "card.entry",
    "table.signed_on",
)
WIDTHS = ("12%", "22%", "38%", "16%", "12%")
"""Of the day and the columns of `HEADS`."""


def main() -> None:
    """Draw the page."""
    view = frame("calendar", keep={"months": lambda n: n in map(str, HORIZONS), "report": _is_year})
    shown = get_shown(view)
    head(shown.titled("calendar.title"), shown)
    if not shown.agreements:
        return
    if view.on:
        st.html(remark(t("calendar.no_day", view.lang, day=format_date(view.on, view.lang))))
    if view.focus:
        picked_head(shown.name, view.lang)
    _ahead(shown)
    _past(shown)
    _annual(shown)


def _ahead(shown: Shown) -> None:
    """What is ahead: an overview, prolongations, which need a decision, then anniversaries."""
    lang, day = shown.lang, shown.today
    last = add_months(day, _horizon(lang))
    events = build_events(shown.picked.agreements, day, last)
    due = [event for event in events if event.kind == EventKind.PROLONGATION]
    others = [event for event in events if event.kind == EventKind.ANNIVERSARY]
    ends = [event for event in events if event.kind == EventKind.END]
    finding = findings.ahead(events, last, lang)
    chart = build_agenda(events, shown.register, lang, day, last) if events else ""
    overview = Figure("calendar", finding, t(worded("calendar.ahead_what", events), lang), chart)
    draw_figure(overview, shown)
    for name, part in (("decide", due), ("ends", ends), ("anniversaries", others)):
        if part:
            said = t(f"calendar.{name}", lang, n=len(part))
            what = t(f"calendar.{name}_what", lang)
            draw_figure(Figure(name, said, what, _table(part, shown)), shown)
    if events:
        _files(events, shown, last)


def _files(events: tuple[Event, ...], shown: Shown, last: date) -> None:
    """What is ahead for a calendar program and for Excel."""
    lang = shown.lang
    with st.container(horizontal=True, vertical_alignment="center", key="agenda-files"):
        label, icon = t("calendar.download_ics", lang), ":material/calendar_month:"
        file = data_file("calendar", shown, "ics", picked=True)
        offer(label, lambda: to_ics(events, shown, last), file, "download_ics", icon=icon)
        download("calendar", lambda: _rows(events, shown), shown, picked=True)
        st.html(remark(t("calendar.ics_hint", lang)), width="content")


def _horizon(lang: str) -> int:
    """Let the reader choose how many months ahead."""
    chosen = _linked("months", HORIZONS, HORIZON)
    names = {months: t("count.months", lang, n=months) for months in HORIZONS}
    segments(t("calendar.horizon", lang), names, "months", on_change=write_link, args=("months",))
    return chosen


def _linked(name: str, choices: Sequence[int], usual: int) -> int:
    """Return which choice the link names, and let the widget of that name show it."""
    said = tidy(st.query_params.get(name, ""))
    chosen = next((choice for choice in choices if str(choice) == said), usual)
    if st.session_state.get(name) != chosen:
        st.session_state[name] = chosen
    return chosen


def _is_year(said: str) -> bool:
    """Return whether a link names a year of which there may be a report."""
    register = get_register()
    view = View.from_params(st.query_params.to_dict(), register)
    return said in map(str, _years(view.on, register))


def _years(on: date | None, register: Register) -> range:
    """Return the years of which there may be a report, the latest first; none after the day."""
    (first, newest), now = register.years, today().year
    return range(min(on.year, now) if on else max(now, newest), first - 1, -1)


def _past(shown: Shown) -> None:
    """Prolongations that have passed without a word."""
    lang = shown.lang
    since, until = add_months(shown.today, -PAST_MONTHS), shown.today - timedelta(days=1)
    events = [
        event
        for event in build_events(shown.picked.agreements, since, until)
        if event.kind == EventKind.PROLONGATION
    ]
    months = t("count.months", lang, n=PAST_MONTHS)
    figure = Figure("past", t("calendar.past_none", lang, months=months), "")
    if events:
        finding = t("calendar.past", lang, n=len(events), months=months)
        what, content = t("calendar.past_what", lang), _table(events, shown)
        figure = Figure("past", finding, what, content, lambda: _rows(events, shown))
    draw_figure(figure, shown, picked=True)


def _table(events: Sequence[Event], shown: Shown) -> str:
    """Return the events one by one; the parties are a link to the agreement."""
    lang = shown.lang
    rows = [
        Row(
            (
                format_date(event.day, lang),
                event.said(lang, "territory.due_prolongation"),
                pair_line(event.agreement, shown.register, lang),
                number(event.agreement, lang),
                format_date(event.agreement.signed_on, lang),
            ),
            address(shown.view.focused(event.agreement.id), "register"),
        )
        for event in events
    ]
    heads = [t(name, lang) for name in (worded("column.day_calculated", events), *HEADS)]
    return table(heads, rows, linked=2, short=(0, 4), widths=WIDTHS)


def _rows(events: Sequence[Event], shown: Shown) -> pd.DataFrame:
    """The same for a file."""
    day = worded("day_calculated", events)
    return pd.DataFrame(
        [
            {
                day: event.day,
                "event": t(f"event.{event.kind}", shown.lang),
                "turn": event.turn,
                "years": event.years,
                "title": event.agreement.title,
                "home": home,
                "partner": partner,
                "signed_on": event.agreement.signed_on,
                "term": event.agreement.term_text,
                "id": event.agreement.id,
            }
            for event in events
            for home, partner in [pair_names(event.agreement, shown.register, shown.lang)]
        ],
        dtype=object,  # else an anniversary, which is no prolongation, makes a fraction of the rest
    )


def _annual(shown: Shown) -> None:
    """The draft of the annual report: tables to copy, and as files."""
    lang, register = shown.lang, shown.register
    heading = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        year = _year(shown)
        change = annual.change_in(shown, year)
        tables = annual.build_tables(change, shown, year)
        content = annual_files.to_html(tables, lang)
        name = (t("stats.file_annual", lang), *shown.view.choice, *shown.view.focus)
        for suffix, make in (
            ("xlsx", lambda: annual_files.to_xlsx(tables, shown)),
            ("csv", lambda: annual_files.to_csv(tables, lang)),
        ):
            file = "_".join((*name, f"{year}.{suffix}"))
            offer(t(f"export.{suffix}", lang), make, file, f"download_annual_{suffix}")
    with heading:
        key = "annual.finding" if went_as(change.went) == "went" else "annual.finding_stated"
        finding = t(key, lang, year=year, signed=len(change.came), lapsed=len(change.went))
        what = t(
            "annual.what",
            lang,
            newest=format_date(register.newest, lang),
            **register.words(lang),
        )
        draw_figure(Figure("annual", finding, what), shown)
    name = t("annual.title", lang)
    st.html(copy_markup(name, content, lang, button="annual.copy"))


def _year(shown: Shown) -> int:
    """Let the reader choose the year, the one whose report is due next at first; none to come."""
    years = _years(shown.on, shown.register)
    due = annual.due_year(shown.counted_from)
    chosen = _linked("report", years, due if due in years else years[0])
    names = {year: str(year) for year in years}
    label = t("annual.year", shown.lang)
    choose(label, names, "report", width=200, on_change=write_link, args=("report",))
    return chosen


main()
