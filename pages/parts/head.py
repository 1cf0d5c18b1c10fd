"""The head of a page: its title, how much of the register it shows, and what to do if nothing."""

import html

import streamlit as st

from geo.agreements import Register
from geo.text import t
from geo.view import Selection, View, counts_line
from pages import reset_filters


def head(title: str, view: View, selection: Selection, register: Register) -> None:
    """Draw the title and the counts of a page."""
    st.html(
        f"<h1>{html.escape(title)}</h1>"
        f'<p class="count-line">{html.escape(counts_line(view, selection, register))}</p>'
    )


def empty_note(view: View, selection: Selection) -> None:
    """Say that the filters leave nothing and offer to reset them; silent if they leave some."""
    if not selection.agreements:
        note, button = st.columns([0.7, 0.3], vertical_alignment="center")
        note.warning(t("map.empty", view.lang))
        button.button(t("filter.reset", view.lang), key="reset_empty", on_click=reset_filters)
