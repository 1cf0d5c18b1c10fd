"""
What HTML alone cannot do on a page: links that keep the session, buttons that copy, keys.

A plain link in `st.html` starts a new session. One script for the whole page follows links of the
class ``go`` (in a row of the class ``pick``, wherever it is clicked) and Streamlit's own, which
would leave a second step for Back, and copies what stands in an element of the class ``copy`` as
Word takes it. It copies as a browser does what a reader selects: that works on plain http as well,
where scripts have no clipboard.
"""

from collections.abc import Callable

import streamlit as st

from pages.parts import beside

_component = st.components.v2.component("clicks", js=beside(__file__, ".js"))
_keys = st.components.v2.component("keys", js=beside(__file__, ".keys.js"))


def follow_links() -> None:
    """Let links of the page be followed and its fields be copied."""
    _component(key="clicks")


def speaker_keys(step: int, last: int, turn: Callable[[int], None]) -> None:
    """
    Let keys and a clicker turn the steps of a meeting, scroll its list or the page, blank it all.

    `turn` is called with the step to show, from 0, or with -1 to end. However quick the presses,
    all count: runs of the page may take several at once, and know only the link of before.
    """
    _keys(
        key="keys",
        data={"step": step, "last": last},
        on_step_change=lambda: turn(st.session_state["keys"].step),
    )
