"""Keys and clickers in a meeting."""

from collections.abc import Callable

import streamlit as st

from pages.parts import beside

_component = st.components.v2.component("keys", js=beside(__file__, ".js"))


def speaker_keys(step: int, last: int, turn: Callable[[int], None]) -> None:
    """
    Let keys and a clicker turn the steps of a meeting, scroll its list or the page, blank it all.

    `turn` is called with the step to show, from 0, or with -1 to end. However quick the presses,
    all count: runs of the page may take several at once, and know only the link of before.
    """
    _component(
        key="keys",
        data={"step": step, "last": last},
        on_step_change=lambda: turn(st.session_state["keys"].step),
    )
