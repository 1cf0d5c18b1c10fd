"""Home page: the map of ties, with what the reader has picked and the agreements it shows."""

import html

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo.agreements import Register, Status
from geo.card import card_html, pair_names
from geo.map import build_map, map_key, view_layer
from geo.network import view_payload
from geo.text import format_number, t
from geo.ties import distance_km
from geo.view import Selection, View, count_line, in_focus
from pages import (
    frame,
    get_network,
    get_register,
    get_selection,
    map_links,
    reset_filters,
    set_focus,
    touch,
)

MAP_HEIGHT = 560
"""Height the component starts with, in pixels; the page's style fits it to the window."""


def main() -> None:
    """Draw the page."""
    view = frame("map")
    register = get_register()
    selection = get_selection(view)
    _head(view, selection, register)
    columns = st.columns([0.64, 0.36] if view.focus else [1], gap="small")
    with columns[0], st.container(key="map"):
        _map(view, selection)
    if view.focus:
        with columns[1]:
            _panel(view, selection, register)
    _table(view, selection, register)


def _head(view: View, selection: Selection, register: Register) -> None:
    """Title, counts and the keyboard's way to pick something."""
    title, picker = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with title:
        st.html(
            f"<h1>{html.escape(t('app.title', view.lang))}: "
            f"{html.escape(t('app.subtitle', view.lang))}</h1>"
            f'<p class="count-line">{html.escape(_counts(view, selection, register))}</p>'
        )
    with picker:
        _picker(view, selection, register)
    if not selection.agreements:
        note, button = st.columns([0.7, 0.3], vertical_alignment="center")
        note.warning(t("map.empty", view.lang))
        button.button(t("filter.reset", view.lang), key="reset_empty", on_click=reset_filters)


def _counts(view: View, selection: Selection, register: Register) -> str:
    in_force = selection.count(lambda agreement: agreement.status == Status.IN_FORCE)
    lapsed = len(selection.agreements) - in_force
    parts = t("map.count_parts", view.lang, in_force=in_force, lapsed=lapsed)
    ties = t("map.count_ties", view.lang, n=len(selection.ties))
    return f"{count_line(selection, register, view.lang)}: {parts} · {ties}"


def _picker(view: View, selection: Selection, register: Register) -> None:
    """Select box of everything the map shows that can be clicked."""
    options = _pickable(selection, register, view)
    if view.focus and view.focus not in options:
        options = {view.focus: _focus_name(view.focus, register, view.lang), **options}
    codes = list(options)
    st.session_state.pick = view.focus or None
    st.selectbox(
        t("map.pick", view.lang),
        codes,
        key="pick",
        format_func=lambda code: options.get(code, ""),
        placeholder=t("map.pick_placeholder", view.lang),
        label_visibility="collapsed",
        filter_mode="contains",
        on_change=lambda: set_focus(*(st.session_state.pick or ())),
    )


def _pickable(selection: Selection, register: Register, view: View) -> dict[tuple[str, ...], str]:
    """Return names by focus: territories first, then pairs, both in alphabetical order."""
    ends = {code for tie in selection.ties for code in (tie.home, tie.partner)}
    territories = {(code,): register.territories[code].name(view.lang) for code in ends}
    pairs = {
        (tie.home, tie.partner): _pair_name((tie.home, tie.partner), register, view.lang)
        for tie in selection.ties
    }
    by_name = [
        dict(sorted(part.items(), key=lambda item: item[1])) for part in (territories, pairs)
    ]
    return by_name[0] | by_name[1]


def _focus_name(focus: tuple[str, ...], register: Register, lang: str) -> str:
    if len(focus) == 2:
        return _pair_name(focus, register, lang)
    if focus[0] in register.territories:
        return register.territories[focus[0]].name(lang)
    return " — ".join(pair_names(register.by_id[focus[0]], register, lang))


def _pair_name(pair: tuple[str, ...], register: Register, lang: str) -> str:
    return " — ".join(register.territories[code].short(lang) for code in pair)


def _map(view: View, selection: Selection) -> None:
    """The map; it is built once in the browser and told only what to show."""
    network = get_network()
    st_folium(
        build_map(map_links(network)),
        key=map_key(network),
        height=MAP_HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=view_layer(view_payload(view, selection, network)),
        on_change=_clicked,
    )


def _clicked() -> None:
    """Take a click on the map as the reader's new focus."""
    value = st.session_state.get(map_key(get_network())) or {}
    focus = value.get("focus")
    if isinstance(focus, str):
        set_focus(*(code for code in focus.split(",") if code))


def _panel(view: View, selection: Selection, register: Register) -> None:
    """What stands behind the thing that was picked."""
    name, close = st.columns([0.8, 0.2], vertical_alignment="center")
    name.html(
        f"<h2 class='panel-name'>{html.escape(_focus_name(view.focus, register, view.lang))}</h2>"
    )
    close.button("✕", key="close", help=t("panel.close", view.lang), on_click=set_focus)
    picked = [a for a in register.agreements if in_focus(a, view.focus)]
    shown = [a for a in selection.agreements if in_focus(a, view.focus)]
    shown.sort(key=lambda agreement: agreement.signed_on, reverse=True)
    notes = _panel_notes(view, register, len(picked), len(shown))
    beside = view.focus[0] if len(view.focus) == 1 and view.focus[0] in register.territories else ""
    cards = "".join(
        card_html(a, register, view.lang, opened=len(shown) == 1, beside=beside) for a in shown
    )
    with st.container(height=MAP_HEIGHT - 60, border=False, key="panel"):
        st.html(
            "".join(f'<p class="panel-facts">{html.escape(note)}</p>' for note in notes) + cards
        )


def _panel_notes(view: View, register: Register, picked: int, shown: int) -> list[str]:
    """Return the lines above the cards: counts, distance, what is approximate or hidden."""
    notes = []
    if len(view.focus) == 2:
        ends = [register.territories[code] for code in view.focus]
        notes.append(t("panel.length", view.lang, km=format_number(distance_km(*ends), view.lang)))
    elif view.focus[0] in register.territories:
        territory = register.territories[view.focus[0]]
        if not picked:
            notes.append(t("panel.none", view.lang))
        if territory.accuracy == "approximate":
            notes.append(t("panel.approximate", view.lang))
    if picked > shown:
        notes.append(t("panel.hidden", view.lang, n=picked - shown))
    return notes


def _table(view: View, selection: Selection, register: Register) -> None:
    """The agreements of the view; picking a row picks the agreement."""
    if not selection.agreements:
        return
    rows = sorted(selection.agreements, key=lambda agreement: agreement.signed_on, reverse=True)
    pairs = [pair_names(agreement, register, view.lang) for agreement in rows]
    frame_ = pd.DataFrame(
        {
            "signed_on": [agreement.signed_on for agreement in rows],
            "home": [home for home, _ in pairs],
            "partner": [partner for _, partner in pairs],
            "kind": pd.Categorical([t(f"kind.{a.kind}", view.lang) for a in rows]),
            "status": pd.Categorical([t(f"status.{a.status}", view.lang) for a in rows]),
        }
    )
    names = {column: t(f"table.{column}", view.lang) for column in frame_.columns}
    config = {column: st.column_config.Column(name) for column, name in names.items()}
    config["signed_on"] = st.column_config.DateColumn(names["signed_on"], format="DD.MM.YYYY")
    st.dataframe(
        frame_,
        hide_index=True,
        column_config=config,
        key="table",
        on_select=lambda: _row_picked([agreement.id for agreement in rows]),
        selection_mode="single-row",
        height=min(36 * (len(rows) + 1), 420),
        alt=t("map.table", view.lang),
    )


def _row_picked(ids: list[str]) -> None:
    chosen = st.session_state.table.selection.rows
    if chosen and chosen[0] < len(ids):
        set_focus(ids[chosen[0]])
    else:
        touch()


main()
