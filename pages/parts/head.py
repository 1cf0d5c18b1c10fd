"""The head of a page: its title, how much of the register it shows, and what to do if nothing."""

import html

import streamlit as st

from geo.agreements import Register
from geo.search import build_index
from geo.text import literal, t
from geo.view import Selection, View, counts_line
from pages import get_register, reset_filters, set_query


def head(title: str, view: View, selection: Selection, register: Register) -> None:
    """Draw the title and the counts of a page."""
    st.html(
        f"<h1>{html.escape(title)}</h1>"
        f'<p class="count-line">{html.escape(counts_line(view, selection, register))}</p>'
    )


def empty_note(view: View, selection: Selection) -> None:
    """Say that the filters leave nothing and what may help; silent if they leave some."""
    if selection.agreements:
        return
    note, buttons = st.columns([0.6, 0.4], vertical_alignment="center")
    note.warning(t("map.empty", view.lang))
    query = build_index(get_register()).correct(view.q)
    with buttons.container(horizontal=True, gap="small"):
        if query:
            st.button(
                literal(t("filter.correct", view.lang, query=query)),
                key="correct",
                on_click=set_query,
                args=(query,),
            )
        st.button(t("filter.reset", view.lang), key="reset_empty", on_click=reset_filters)
