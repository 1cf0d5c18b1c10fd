"""The head of a page: title and counts, what is filtered, and what to do if nothing is left."""

import html

import streamlit as st

from geo.search import build_index
from geo.shown import Shown
from geo.text import literal, t
from geo.view import Condition
from pages import get_register, lift, reset_filters, set_focus, set_widget
from pages.parts.table import title_line


def head(title: str, shown: Shown) -> None:
    """Draw the title, the counts and the filters of a page."""
    title_line(title, shown.counts_line)
    if shown.conditions:
        conditions(shown)


def picked_head(name: str, lang: str) -> None:
    """Draw what is picked, with the way back to everything."""
    with st.container(horizontal=True, vertical_alignment="center", key="panel-head"):
        st.html(f"<h2 class='panel-name'>{html.escape(name)}</h2>")
        st.button("✕", key="close", help=t("panel.close", lang), on_click=set_focus)


def conditions(shown: Shown) -> None:
    """
    Draw what the filters ask for, each with a cross that lifts it.

    If they leave nothing, draw only the conditions that do so by themselves, with what lifting each
    leaves; if it takes more than one, the reset of all.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="conditions"):
        if shown.agreements:
            for condition in shown.conditions:
                _chip(condition, f"{condition.words}\u00a0✕", shown.lang)
            if len(shown.conditions) > 1:
                st.button(t("filter.reset", shown.lang), key="reset_all", on_click=reset_filters)
        else:
            _nothing(shown)


def _nothing(shown: Shown) -> None:
    """Say that the filters leave nothing and what would help."""
    lang = shown.lang
    why = shown.seen(shown.view.focused()).nothing  # whatever is picked
    st.html(f'<p class="empty-note" role="status">{html.escape(why)}</p>')
    asked = shown.view.q  # only a search needs the index, which takes a second to build
    if asked and (query := build_index(get_register()).correct(asked)):
        label = literal(t("filter.correct", lang, query=query))
        st.button(label, key="correct", on_click=set_widget, args=("q", query))
    for condition, n in shown.lifts:
        words = asked if condition.name == "q" else condition.words  # a search stands in quotes
        _chip(condition, t("filter.lift_to", lang, words=words, n=n), lang)
    if not shown.lifts:
        st.button(t("filter.reset", lang), key="reset_empty", on_click=reset_filters)


def _chip(condition: Condition, label: str, lang: str) -> None:
    st.button(
        literal(label),
        key=f"chip-{condition.name}-{condition.code}",
        help=t("filter.lift", lang),
        on_click=lift,
        args=(condition.name, condition.code),
    )
