"""
An SVG drawing as a part of a page.

`st.html` removes SVG. The drawing goes to the browser as data and is parsed as XML, so that what
is not well formed is not shown at all; its texts are escaped by who drew it. Where it says what can
be picked (``data-focus``), a click picks it, and what the pointer is on stands out with all that
belongs to it.
"""

import streamlit as st

from geo.charts.scheme import build_scheme
from geo.shown import Shown
from pages import set_focus
from pages.parts import beside

_component = st.components.v2.component(
    "drawing",
    html='<div class="drawing"></div>',
    css=beside(__file__, ".css"),
    js=beside(__file__, ".js"),
)


def draw(svg: str, *, key: str, picks: bool = False) -> None:
    """Show an SVG element as wide as the page; if it `picks`, a click on it sets the focus."""
    data = {"svg": svg, "picks": picks, "narrow": _is_narrow(key)}
    _component(
        key=key, data=data, on_focus_change=lambda: _picked(key), on_narrow_change=lambda: None
    )


def draw_scheme(shown: Shown) -> None:
    """Show a view as a scheme of two columns."""
    if shown.agreements:
        draw(build_scheme(shown, narrow=_is_narrow("scheme")), key="scheme", picks=True)


def _is_narrow(key: str) -> bool:
    """Return whether the browser has said that a drawing of picks has the room of a phone only."""
    return bool(getattr(st.session_state.get(key), "narrow", False))


def _picked(key: str) -> None:
    """Pick what was clicked; a click beside everything lets go."""
    value = getattr(st.session_state.get(key), "focus", None)
    if isinstance(value, str):
        set_focus(*filter(None, value.split(",")))
