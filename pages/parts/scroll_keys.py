"""Arrow keys up and down for a screen without a pointer: they scroll what is longer than it."""

import streamlit as st

from pages.parts import beside

_component = st.components.v2.component("scroll_keys", js=beside(__file__, ".js"))


def scroll_keys() -> None:
    """Let the keys scroll the list beside the map, or else the page."""
    _component(key="scroll_keys")
