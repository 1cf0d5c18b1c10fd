"""The head of a page: its title, how much of the register it shows, and what to do if nothing."""

import html

import streamlit as st

from geo.search import build_index
from geo.shown import Shown
from geo.text import literal, t
from pages import get_register, reset_filters, set_query


def head(title: str, shown: Shown) -> None:
    """Draw the title and the counts of a page."""
    st.html(
        f'<h1>{html.escape(title)}</h1><p class="count-line">{html.escape(shown.counts_line)}</p>'
    )


def empty_note(shown: Shown) -> None:
    """Say that the filters leave nothing and what may help; silent if they leave some."""
    if shown.agreements:
        return
    view = shown.view
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
