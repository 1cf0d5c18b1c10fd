"""
What HTML alone cannot do on a page: links that keep the session, buttons that copy, keys.

A plain link in `st.html` starts a new session. One script for the whole page follows links of the
class ``go`` (in a row of the class ``pick``, wherever it is clicked) and copies what stands in an
element of the class ``copy`` as Word takes it. It copies as a browser does what a reader selects:
that works on plain http as well, where scripts have no clipboard.
"""

import streamlit as st

from pages.parts import beside

_component = st.components.v2.component("clicks", js=beside(__file__, ".js"))
_scroll_keys = st.components.v2.component("scroll_keys", js=beside(__file__, ".keys.js"))


def clicked() -> str:
    """Return the link that was clicked, as in its ``href``; empty for none."""
    link = _component(key="clicks", on_go_change=lambda: None).go
    return link if isinstance(link, str) else ""


def scroll_keys() -> None:
    """Let arrow keys, where there is no pointer, scroll the list beside the map, or the page."""
    _scroll_keys(key="scroll_keys")
