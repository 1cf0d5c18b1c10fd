"""The head of a page: its title, how much of the register it shows, and what to do if nothing."""

import html

import streamlit as st

from geo.agreements import Register
from geo.history import Standing, count_standings
from geo.text import format_date, t
from geo.view import Selection, View, count_line
from pages import reset_filters


def head(title: str, view: View, selection: Selection, register: Register) -> None:
    """Draw the title and the counts of a page."""
    st.html(
        f"<h1>{html.escape(title)}</h1>"
        f'<p class="count-line">{html.escape(_counts(view, selection, register))}</p>'
    )


def empty_note(view: View, selection: Selection) -> None:
    """Say that the filters leave nothing and offer to reset them; silent if they leave some."""
    if not selection.agreements:
        note, button = st.columns([0.7, 0.3], vertical_alignment="center")
        note.warning(t("map.empty", view.lang))
        button.button(t("filter.reset", view.lang), key="reset_empty", on_click=reset_filters)


def _counts(view: View, selection: Selection, register: Register) -> str:
    counts = count_standings(selection.agreements, view.on)
    values = {str(how): counts[how] for how in Standing}
    if view.on:
        parts = t("map.count_on", view.lang, day=format_date(view.on, view.lang), **values)
    else:
        parts = t("map.count_parts", view.lang, **values)
    ties = t("map.count_ties", view.lang, n=len(selection.ties))
    return f"{count_line(selection, register, view.lang)}: {parts} · {ties}"
