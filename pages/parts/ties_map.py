"""The map of ties as a part of a page: built once in the browser and told only what to show."""

import streamlit as st
from streamlit_folium import st_folium

from geo.map.network import view_payload
from geo.map.shell import TiesMap, ViewLayer, map_key
from geo.shown import Shown
from pages import get_network, set_day, set_focus
from pages.parts.served import frame_files, has_words, map_links

MAP_HEIGHT = 560
"""Height the component starts with, in pixels; the page's style fits it to the window."""


def draw_map(shown: Shown, *, mini: bool = False, speaker: bool = False) -> None:
    """
    Draw the map; a click on it becomes the reader's focus. A `mini` one fits it and has no legend.

    That of a `speaker` has larger names, fits what is in focus, and a click picks nothing.
    """
    network = get_network()
    key = map_key(network) + ("mini" if mini else "")
    is_new = st.session_state.get("unseen", False) and not mini
    payload = view_payload(shown, network, mini=mini, fit=speaker, is_new=is_new)
    if not mini and has_words(network):
        payload["words"] = 1
    if speaker:
        payload["speaker"] = 1
        key += "speaker"
    links = map_links(network)
    with st.container(key="minimap" if mini else "map"):
        st.html(f'<i class="ahead" data-ahead="{" ".join(frame_files(links))}"></i>')
        st_folium(
            TiesMap(*links),
            key=key,
            render=False,  # it renders the map once more anyway
            height=MAP_HEIGHT,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=ViewLayer(payload),
            on_change=lambda: _clicked(key, mini=mini),
        )


def _clicked(key: str, *, mini: bool) -> None:
    """
    Take a click on the map as the reader's new focus, a year of the timeline as the day.

    A small map shows what a page is about: a click beside everything does not take that away.
    """
    value = st.session_state.get(key) or {}
    focus, day = value.get("focus"), value.get("on")
    if isinstance(day, str):
        set_day(day)
    elif isinstance(focus, str) and (focus or not mini):
        set_focus(*(code for code in focus.split(",") if code))
