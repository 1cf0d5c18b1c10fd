"""The agreements of a view as a table: who, what, since when, until when, under what number."""

from collections.abc import Sequence

import streamlit as st

from geo.agreements import Agreement
from geo.card import pair_names, short_number, until
from geo.history import Standing
from geo.shown import Shown
from geo.text import format_date, format_number, t
from pages.parts.table import Row, address, remark, table

MOST_ROWS = 500
"""More rows make a page slow; the files have them all."""
COLUMNS = ("home", "partner", "kind", "signed_on", "until", "number", "registration_number")
"""The last one gives way to the panel, whose card has it."""


def draw_agreements(shown: Shown) -> None:
    """
    Draw a row per agreement, the latest first; a click on a row picks its agreement.

    Those of a place that is picked come first. One agreement stays where it is: it was clicked.
    """
    lang, focus = shown.lang, shown.view.focus
    first = shown.picked.ids if focus and focus[0] not in shown.register.by_id else frozenset()
    agreements = sorted(
        shown.agreements, key=lambda one: (one.id in first, one.signed_on), reverse=True
    )
    if not agreements:
        return
    columns = COLUMNS[:-1] if focus else COLUMNS
    rows = [_row(agreement, shown, columns) for agreement in agreements[:MOST_ROWS]]
    words = shown.register.words(lang)
    content = table([t(f"table.{name}", lang, **words) for name in columns], rows, short=(3, 5, 6))
    with st.container(key="agreements"):
        st.html(content + cut_note(len(agreements), lang))


def cut_note(n: int, lang: str) -> str:
    """Return the words for rows that are left out; empty if none are."""
    if n <= MOST_ROWS:
        return ""
    total = format_number(n, lang)
    return remark(t("table.first_rows", lang, shown=MOST_ROWS, n=n, total=total))


def _row(agreement: Agreement, shown: Shown, columns: Sequence[str]) -> Row:
    lang = shown.lang
    home, partner = pair_names(agreement, shown.register, lang)
    cells = {
        "home": home,
        "partner": partner,
        "kind": t(f"kind.{agreement.kind}", lang),
        "signed_on": format_date(agreement.signed_on, lang),
        "until": until(agreement, shown),
        "number": short_number(agreement, lang),
        "registration_number": shown.told(agreement).registration_number or "—",
    }
    picked = bool(shown.view.focus) and agreement.id in shown.picked.ids
    faint = shown.standing(agreement) != Standing.IN_FORCE
    style = " ".join(("pick", *(["now"] if picked else []), *(["faint"] if faint else [])))
    link = address(shown.view.focused(agreement.id))
    return Row(tuple(cells[name] for name in columns), link, style)
