"""Home page: the ties as a map, a scheme or a table, and what the reader has picked."""

import html
from collections.abc import Sequence

import streamlit as st

import pages
from geo.agreements import Agreement, Register
from geo.card import card_html, form_and_day, heading, party_line
from geo.history import went_as
from geo.profile import profile_focus
from geo.shown import Shown
from geo.terms import lapsed_on
from geo.text import capital, format_date, format_number, t
from geo.ties import distance_km
from geo.view import LAYOUTS, View, focus_name
from pages import frame, get_register, get_shown, link_to, set_widget
from pages.parts.agreements import draw_agreements
from pages.parts.drawing import draw_scheme
from pages.parts.fields import segments
from pages.parts.head import conditions, picked_head
from pages.parts.place_picker import parties_and_pairs, pick_box
from pages.parts.table import remark, title_line
from pages.parts.ties_map import MAP_HEIGHT, draw_map

MOST_LISTED = 1000
"""As many agreements the select box names; more would make the first visit slow."""


def main() -> None:
    """Draw the page."""
    frame("map", ahead=_page)


def _page(view: View) -> None:
    shown = get_shown(view)
    _head(shown)
    _bar(shown)
    columns = st.columns([0.64, 0.36] if view.focus else [1], gap="small")
    with columns[0]:
        LAYOUT[view.layout](shown)
    if view.focus:
        with columns[1]:
            _panel(shown)
    _changes(shown)


def _head(shown: Shown) -> None:
    """Title, counts and the keyboard's way to pick something."""
    title, picker = st.columns([0.68, 0.32], vertical_alignment="bottom")
    with title:
        title_line(shown.titled(), shown.counts_line)
    with picker:
        _picker(shown.view, shown.register)


def _bar(shown: Shown) -> None:
    """What is filtered and how the view is drawn: a row that is always there, so nothing moves."""
    lang, layout = shown.lang, shown.view.layout
    if st.session_state.get("draw_as") != layout:
        st.session_state.draw_as = layout
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bar"):
        segments(
            t("layout.title", lang),
            {name: t(f"layout.{name}", lang) for name in LAYOUTS},
            "draw_as",
            label_visibility="collapsed",
            width="content",
            on_change=lambda: set_widget("layout", st.session_state.draw_as),
        )
        conditions(shown)


@st.cache_resource(max_entries=4, show_spinner=False)
def _options(version: str, lang: str) -> dict[tuple[str, ...], str]:
    """Return names of everything that can be picked."""
    register = get_register()
    options = parties_and_pairs(register, lang)
    if len(register.agreements) <= MOST_LISTED:
        options |= {(one.id,): heading(one, register, lang) for one in register.agreements}
    return options


def _picker(view: View, register: Register) -> None:
    """Select box of everything that can be picked: places, pairs, agreements by number or day."""
    options = _options(pages.data_version(), view.lang)
    if view.focus and view.focus not in options:
        options = {view.focus: focus_name(view.focus, register, view.lang), **options}
    label, hint = t("map.pick", view.lang), t("map.pick_placeholder", view.lang)
    pick_box(options, view.focus, "pick", label, hint)


def _panel(shown: Shown) -> None:
    """What stands behind the thing that was picked."""
    view, register = shown.view, shown.register
    name = shown.name
    if agreement := register.by_id.get(view.focus[0]):  # its parties stand on its card already
        name = form_and_day(agreement, view.lang)
    picked_head(name, view.lang)
    picked = sorted(shown.picked.agreements, key=lambda a: a.signed_on, reverse=True)
    notes = _panel_notes(shown)
    cards = "".join(
        card_html(agreement, shown, opened=len(picked) == 1, beside=view.focus)
        for agreement in picked
    )
    with st.container(height=MAP_HEIGHT, border=False, key="panel"):
        place = view.focused(*profile_focus(view.focus, register))
        link_to("territory", t("territory.open", view.lang), place, "location_on")
        st.html("".join(map(remark, notes)) + cards)


def _panel_notes(shown: Shown) -> list[str]:
    """Return the lines above the cards: counts, distance, what is approximate or hidden."""
    view, register = shown.view, shown.register
    notes = []
    if shown.picked.tally.total > 1:
        count = t("layer.agreements", view.lang, n=shown.picked.tally.total)
        notes.append(f"{count}: {shown.standings_line(shown.picked)}")
    if len(view.focus) == 2:
        ends = [register.territories[code] for code in view.focus]
        notes.append(t("panel.length", view.lang, km=format_number(distance_km(*ends), view.lang)))
    elif (one := register.territories.get(view.focus[0])) and one.accuracy == "approximate":
        notes.append(t("panel.approximate", view.lang))
    if not shown.picked_whole.agreements:
        notes.append(shown.never)
    if shown.n_hidden:
        key = "panel.hidden" if shown.picked.agreements else "panel.all_hidden"
        notes.append(t(key, view.lang, n=shown.n_hidden))
    return notes


def _changes(shown: Shown) -> None:
    """Draw the comparison of a view with an earlier day; nothing if the view has none."""
    change, lang, register = shown.change, shown.lang, shown.register
    if not change:
        return
    days = {"since": change.since, "until": change.until}
    title = t("change.title", lang, **{k: format_date(day, lang) for k, day in days.items()})
    parts = {
        "came": [(a, format_date(a.signed_on, lang)) for a in change.came],
        went_as(change.went): [(a, format_date(lapsed_on(a), lang)) for a in change.went],
        "prolonged": [(a, format_date(day, lang)) for a, day in change.prolonged],
        "unknown": [
            (a, t("change.signed_on", lang, day=format_date(a.signed_on, lang)))
            for a in change.unknown
        ],
    }
    columns = "".join(
        f"<section><h4>{html.escape(t(f'change.{name}', lang))}: {len(rows)}</h4>"
        f"{_change_list(rows, register, lang)}</section>"
        for name, rows in parts.items()
    )
    st.html(
        f'<h3 class="changes-title">{html.escape(title)}</h3>{remark(capital(shown.dated))}'
        f'<div class="changes">{columns}</div>'
    )


def _change_list(rows: Sequence[tuple[Agreement, str]], register: Register, lang: str) -> str:
    """Return agreements, each with its day in words, as HTML with every text escaped."""
    items = []
    for agreement, day in rows:
        names = party_line(agreement, register, lang)
        kind = t(f"kind.{agreement.kind}", lang)
        small = html.escape(f"{day} · {kind}")
        items.append(f"<li>{html.escape(names)}<br><small>{small}</small></li>")
    return (
        f"<ul>{''.join(items)}</ul>" if items else f"<p>{html.escape(t('change.none', lang))}</p>"
    )


LAYOUT = {"map": draw_map, "scheme": draw_scheme, "table": draw_agreements}
"""What draws each of `LAYOUTS`."""
