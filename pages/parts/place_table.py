"""
A table of places whose names are links: a click makes the place the reader's focus.

A link in `st.html` would start a new session. Texts go to the browser as data and are set as text.
"""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from geo.profile import Partner
from geo.text import format_date, format_number, t
from geo.view import View
from pages import set_focus

_CSS = """
table { border-collapse: collapse; width: 100%; line-height: 1.3; }
th { text-align: left; font-size: .8rem; color: #55585B; font-weight: 700; vertical-align: bottom; }
th, td { padding: .22rem .5rem .22rem 0; border-bottom: 1px solid #E3E0DA; }
td { overflow-wrap: anywhere; vertical-align: top; }
th:not(:first-child), td:not(:first-child) {
  text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: .4rem;
}
.words { max-width: 46rem; }
.words td:first-child { width: 45%; }
.words td:not(:first-child) { text-align: left; white-space: normal; color: #55585B; }
a { color: #125B9E; text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid #125B9E; outline-offset: 2px; border-radius: 2px; }
tr.faint td:not(:first-child) { color: #6B6F73; }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const table = document.createElement("table");
  const add = (parent, name, text) => {
    const part = parent.appendChild(document.createElement(name));
    part.textContent = text || "";
    return part;
  };
  if (data.head.length) {
    const row = add(add(table, "thead"), "tr");
    data.head.forEach((text) => { add(row, "th", text).scope = "col"; });
  }
  table.classList.toggle("words", !data.head.length);
  const body = add(table, "tbody");
  data.rows.forEach(({ focus, link, cells, faint }) => {
    const row = add(body, "tr");
    row.classList.toggle("faint", faint);
    const name = add(add(row, "td"), "a", cells[0]);
    name.href = "?" + link;
    name.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
      event.preventDefault();
      setTriggerValue("focus", focus);
    };
    cells.slice(1).forEach((text) => add(row, "td", text));
  });
  parentElement.querySelector(".places").replaceChildren(table);
}
"""
_component = st.components.v2.component(
    "place_table", html='<div class="places"></div>', css=_CSS, js=_JS
)


@dataclass(frozen=True)
class PlaceRow:
    """`focus` is what a click picks; the first of the `cells` is its name."""

    focus: tuple[str, ...]
    cells: tuple[str, ...]
    faint: bool = False


def place_table(head: Sequence[str], rows: Sequence[PlaceRow], view: View, *, key: str) -> None:
    """Show places with their figures; without a head, with a few words each."""
    _component(
        key=key,
        data={
            "head": list(head),
            "rows": [
                {
                    "focus": ",".join(row.focus),
                    "link": urlencode(view.focused(*row.focus).to_params()),
                    "cells": list(row.cells),
                    "faint": row.faint,
                }
                for row in rows
            ],
        },
        on_focus_change=lambda: _picked(key),
    )


def partner_table(rows: Iterable[Partner], view: View, *, key: str) -> None:
    """Show partners with counts, distance and latest signing; faint where nothing is in force."""
    rows, lang = list(rows), view.lang
    with_distance = any(row.distance_km is not None for row in rows)
    doubt = any(row.tally.unknown for row in rows)
    names = ["name", "n_agreements", "n_in_force", *(["n_unknown"] if doubt else [])]
    names += [*(["km"] if with_distance else []), "last"]
    place_table(
        [t(f"territory.column_{name}", lang) for name in names],
        [
            PlaceRow(
                row.focus,
                (
                    row.territory.name(lang),
                    str(row.tally.total),
                    str(row.tally.in_force),
                    *([str(row.tally.unknown)] if doubt else []),
                    *([format_number(row.distance_km or 0, lang)] if with_distance else []),
                    format_date(row.last_signed_on, lang),
                ),
                faint=not row.tally.possible,
            )
            for row in rows
        ],
        view,
        key=key,
    )


def section(name: str, body: str = "") -> None:
    """Draw a heading with what follows it, as HTML."""
    st.html(f'<h2 class="section">{html.escape(name)}</h2>{body}')


def _picked(key: str) -> None:
    value = getattr(st.session_state.get(key), "focus", None)
    if isinstance(value, str):
        set_focus(*value.split(","))
