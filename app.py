"""Home page: the map of ties, with what the reader has picked and the agreements it shows."""

import html

import pyarrow as pa
import streamlit as st

from geo.agreements import Register
from geo.card import card_html, form_and_day, pair_names
from geo.languages import language
from geo.profile import profile_focus
from geo.shown import Shown
from geo.text import format_date, format_number, t
from geo.ties import distance_km
from geo.view import View, focus_name
from pages import (
    PAGES,
    frame,
    get_shown,
    set_focus,
    touch,
)
from pages.parts.changes import draw_changes
from pages.parts.head import empty_note, head
from pages.parts.place_picker import parties_and_pairs
from pages.parts.ties_map import MAP_HEIGHT, draw_map


def main() -> None:
    """Draw the page."""
    view = frame("map")
    shown = get_shown(view)
    _head(shown)
    columns = st.columns([0.64, 0.36] if view.focus else [1], gap="small")
    with columns[0]:
        draw_map(shown)
    if view.focus:
        with columns[1]:
            _panel(shown)
    draw_changes(shown)
    _table(shown)


def _head(shown: Shown) -> None:
    """Title, counts and the keyboard's way to pick something."""
    title, picker = st.columns([0.68, 0.32], vertical_alignment="bottom")
    with title:
        head(f"{t('app.title', shown.lang)}: {t('app.subtitle', shown.lang)}", shown)
        # In here, not below: one more row on the page would move the map and build it anew.
        empty_note(shown)
    with picker:
        _picker(shown.view, shown.register)


def _picker(view: View, register: Register) -> None:
    """Select box of everything the map can show that can be clicked."""
    options = parties_and_pairs(register, view.lang)
    if view.focus and view.focus not in options:
        options = {view.focus: focus_name(view.focus, register, view.lang), **options}
    codes = list(options)
    if st.session_state.get("pick") != (view.focus or None):
        st.session_state.pick = view.focus or None
    st.selectbox(
        t("map.pick", view.lang),
        codes,
        index=None,
        key="pick",
        format_func=lambda code: options.get(code, ""),
        placeholder=t("map.pick_placeholder", view.lang),
        label_visibility="collapsed",
        filter_mode="contains",
        on_change=lambda: set_focus(*(st.session_state.pick or ())),
    )


def _panel(shown: Shown) -> None:
    """What stands behind the thing that was picked."""
    view, register = shown.view, shown.register
    with st.container(horizontal=True, vertical_alignment="center", key="panel-head"):
        st.html(f"<h2 class='panel-name'>{html.escape(_panel_name(view, register))}</h2>")
        st.button("✕", key="close", help=t("panel.close", view.lang), on_click=set_focus)
    picked = sorted(shown.picked.agreements, key=lambda a: a.signed_on, reverse=True)
    notes = _panel_notes(shown)
    cards = "".join(
        card_html(agreement, shown, opened=len(picked) == 1, beside=view.focus)
        for agreement in picked
    )
    with st.container(height=MAP_HEIGHT, border=False, key="panel"):
        st.page_link(
            PAGES["territory"],
            label=t("territory.open", view.lang),
            query_params=view.focused(*profile_focus(view.focus, register)).to_params(),
            icon=":material/location_on:",
        )
        st.html(
            "".join(f'<p class="panel-facts">{html.escape(note)}</p>' for note in notes) + cards
        )


def _panel_name(view: View, register: Register) -> str:
    """Return the heading; an agreement's parties stand on its card already."""
    agreement = register.by_id.get(view.focus[0])
    if not agreement:
        return focus_name(view.focus, register, view.lang)
    return form_and_day(agreement, view.lang)


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
    elif view.focus[0] in register.territories:
        territory = register.territories[view.focus[0]]
        if not shown.picked_whole.agreements:
            key = "panel.none_on" if view.on else "panel.none"
            notes.append(t(key, view.lang, day=format_date(view.on, view.lang)))
        if territory.accuracy == "approximate":
            notes.append(t("panel.approximate", view.lang))
    if shown.n_hidden:
        notes.append(t("panel.hidden", view.lang, n=shown.n_hidden))
    return notes


def _table(shown: Shown) -> None:
    """The agreements of the view, once the reader asks; picking a row picks the agreement."""
    # Closed it costs nothing: of all a change of a filter sends, the table was the most.
    lang = shown.lang
    opened = st.expander(t("map.table", lang), key="table_open", on_change=touch)
    if not (opened.open and shown.agreements):
        return
    rows = sorted(shown.agreements, key=lambda agreement: agreement.signed_on, reverse=True)
    pairs = [pair_names(agreement, shown.register, lang) for agreement in rows]
    texts = {
        "home": [home for home, _ in pairs],
        "partner": [partner for _, partner in pairs],
        "kind": [t(f"kind.{agreement.kind}", lang) for agreement in rows],
        "status": [t(f"standing.{shown.standing(a)}", lang) for a in rows],
    }
    # Arrow and not pandas, every text once: half the bytes.
    once = pa.dictionary(pa.int16(), pa.string())
    signed_on = t("table.signed_on", lang)
    table = pa.table(
        {signed_on: [agreement.signed_on for agreement in rows]}
        | {t(f"table.{column}", lang): pa.array(v, once) for column, v in texts.items()}
    )
    day = language(lang).sheet_day
    opened.dataframe(
        table,
        hide_index=True,
        column_config={signed_on: st.column_config.DateColumn(format=day)},
        key="table",
        on_select=lambda: _row_picked([agreement.id for agreement in rows]),
        selection_mode="single-row",
        height=min(36 * (len(rows) + 1), 420),
        alt=t("map.table", lang),
    )


def _row_picked(ids: list[str]) -> None:
    chosen = st.session_state.table.selection.rows
    if chosen and chosen[0] < len(ids):
        set_focus(ids[chosen[0]])
    else:
        touch()


main()
