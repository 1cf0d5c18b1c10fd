"""The screens of a meeting, one function for each, in figures large enough for the last row."""

import html
import math
from collections.abc import Callable

import streamlit as st

from geo import findings, stats
from geo.agreements import Agreement, Register
from geo.card import card_html
from geo.charts import bars
from geo.charts.timeline import party_line
from geo.events import EventKind, build_events
from geo.history import Standing
from geo.meeting import Meeting
from geo.shown import Part
from geo.territories import Country
from geo.text import format_date, t
from geo.view import View
from geo.white_spots import WhiteSpots, find_white_spots
from pages import get_shown
from pages.parts.ties_map import MAP_HEIGHT, draw_map

MOST_ROWS = 18
"""Rows of a table that can still be read from the last row of the room; more are counted."""


def draw_step(
    meeting: Meeting, view: View, register: Register, on_step: Callable[[int], None]
) -> None:
    """Draw the step on the screen; `view` has what it picks as its focus."""
    if view.focus or meeting.step == "network":
        _on_map(meeting, view, register, on_step)
    else:
        STEPS[meeting.step](view, register)


def picked(view: View, selection: Part, register: Register) -> list[Agreement]:
    """Return the agreements of what a step picks, those in force first, the newest first."""
    shown, order = get_shown(view), list(Standing)
    return sorted(
        shown.picked.agreements,
        key=lambda a: (order.index(shown.standing(a)), -a.signed_on.toordinal()),
    )


def _on_map(
    meeting: Meeting, view: View, register: Register, on_step: Callable[[int], None]
) -> None:
    """The whole network on the map, or a place with its agreements in words beside it."""
    selection = get_shown(view).listed
    # One place for the map in every such step, so that the browser builds it once.
    columns = st.columns([0.66, 0.34] if view.focus else [1], gap="small")
    with columns[0]:
        draw_map(get_shown(view), on_step=on_step)
    if view.focus:
        with columns[1], st.container(height=MAP_HEIGHT, border=False, key="panel"):
            _cards(meeting, view, selection, register)


def _cards(meeting: Meeting, view: View, selection: Part, register: Register) -> None:
    shown = get_shown(view, discreet=meeting.discreet)
    cards = [
        card_html(agreement, shown, opened=False, beside=view.focus)
        for agreement in picked(view, selection, register)
    ]
    if cards:
        st.html("".join(cards))
    else:
        _say(t("map.empty", view.lang), "text")


def _growth(view: View, register: Register) -> None:
    shown = get_shown(view)
    frame = stats.growth(shown.past)
    if frame.empty:
        _say(t("map.empty", view.lang), "text")
        return
    finding = shown.finding(findings.growth(frame, view.lang), shown.past)
    _say(finding, "finding")
    st.html(f'<div class="speaker-chart">{bars.growth(frame, view.lang)}</div>')


def _regions(view: View, register: Register) -> None:
    """Agreements by partner region."""
    table = stats.by_region(get_shown(view).listed)
    columns = ["n_agreements", "n_in_force", *(["n_unknown"] if view.on else []), "n_ties"]
    rows = [
        (t(f"region.{row['region']}", view.lang), *(row[column] for column in columns))
        for row in table.to_dict("records")
    ]
    heads = ("region", *(column.removeprefix("n_") for column in columns))
    _table(heads, rows, view.lang)


def _due(view: View, register: Register) -> None:
    _events(view, register, EventKind.PROLONGATION)


def _anniversaries(view: View, register: Register) -> None:
    _events(view, register, EventKind.ANNIVERSARY)


def _events(view: View, register: Register, kind: EventKind) -> None:
    """What is calculated to come up to the horizon."""
    lang, shown = view.lang, get_shown(view)
    events = build_events(shown.listed.agreements, shown.today, shown.horizon)
    rows = [
        (
            format_date(event.day, lang),
            party_line(event.agreement, register, lang, most=1),
            t(f"kind.{event.agreement.kind}", lang),
            t("territory.anniversary", lang, n=event.years)
            if kind == EventKind.ANNIVERSARY
            else t("meeting.for_years", lang, n=event.agreement.term_years or 0),
        )
        for event in events
        if event.kind == kind
    ]
    _table(("day", "parties", "kind", kind), rows, lang)
    if rows:
        _say(t("meeting.calculated", lang), "note")


def _white(view: View, register: Register) -> None:
    """Territories with nothing in force, both sides, by region."""
    lang, blocks, letters = view.lang, [], 0
    for country in Country:
        spots = find_white_spots(get_shown(view), country)
        count, total = findings.white_count(spots, lang), len(spots.expected)
        head = t(f"meeting.white_{country}", lang, count=count, total=total)
        blocks.append(f"<h2>{html.escape(head)}</h2>")
        going_on = [("", findings.continued(one, lang)) for one in spots.continued]
        for region, names in [*_by_region(spots, lang), *going_on]:
            blocks.append(f"<p><b>{html.escape(region)}</b> {html.escape(names)}</p>")
            letters += len(region) + len(names)
    # Every block takes about a line more than its letters do.
    room = 1 / math.sqrt(letters + 60 * len(blocks))
    st.html(f'<div class="speaker-fit" style="--room:{room:.5f}">{"".join(blocks)}</div>')


def _by_region(spots: WhiteSpots, lang: str) -> list[tuple[str, str]]:
    """Return regions, each with how many lie in it, and their names; no region if there is one."""
    groups = {code: group for code, group in spots.by_group().items() if group.spots}
    return [
        (
            f"{findings.group_name(code, lang)} ({findings.short_count(group)}):"
            if len(groups) > 1
            else "",
            ", ".join(sorted(findings.white_name(spot, lang) for spot in group.spots)),
        )
        for code, group in groups.items()
    ]


def _table(heads: tuple[str, ...], rows: list[tuple], lang: str) -> None:
    """A table whose letters are as large as its number of rows allows."""
    if not rows:
        _say(t("meeting.nothing", lang), "text")
        return
    shown = rows[:MOST_ROWS]
    head = "".join(f"<th>{html.escape(t(f'meeting.head_{name}', lang))}</th>" for name in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in row)}</tr>" for row in shown
    )
    size = f"--rows:{len(shown) + 1}"
    st.html(f'<table class="speaker-table" style="{size}"><tr>{head}</tr>{body}</table>')
    if len(rows) > MOST_ROWS:
        _say(t("meeting.more", lang, n=len(rows) - MOST_ROWS), "note")


def _say(text: str, style: str) -> None:
    st.html(f'<p class="speaker-{style}">{html.escape(text)}</p>')


STEPS = {
    "growth": _growth,
    "regions": _regions,
    "due": _due,
    "anniversaries": _anniversaries,
    "white": _white,
}
