"""
A table of words whose rows open an agreement, a place or a pair on another page.

A link in `st.html` would start a new session. Texts go to the browser as data and are set as text,
never as HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from geo.view import View
from pages import PAGES

_CSS = """
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; line-height: 1.3; }
th { text-align: left; font-size: .8rem; color: #55585B; font-weight: 700; vertical-align: bottom; }
th, td { padding: .25rem .8rem .25rem 0; border-top: 1px solid #E3E0DA; }
th, tr.joined td { border-top: 0; }
tbody { border-bottom: 1px solid #E3E0DA; }
td { overflow-wrap: break-word; vertical-align: top; font-variant-numeric: tabular-nums; }
td.short { white-space: nowrap; }
a { color: #125B9E; text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid #125B9E; outline-offset: 2px; border-radius: 2px; }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const table = document.createElement("table");
  const add = (parent, name, text) => {
    const part = parent.appendChild(document.createElement(name));
    part.textContent = text || "";
    return part;
  };
  const columns = add(table, "colgroup");
  data.widths.forEach((width) => { add(columns, "col").style.width = width; });
  const head = add(add(table, "thead"), "tr");
  data.head.forEach((text) => { add(head, "th", text).scope = "col"; });
  const body = add(table, "tbody");
  data.rows.forEach(({ cells, link, focus, joined }) => {
    const row = add(body, "tr");
    row.classList.toggle("joined", joined);
    cells.forEach((text, column) => {
      const cell = add(row, "td", column === data.linked && link ? "" : text);
      cell.classList.toggle("short", data.short.includes(column));
      if (column !== data.linked || !link) { return; }
      const anchor = add(cell, "a", text);
      anchor.href = link;
      anchor.onclick = (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
        event.preventDefault();
        setTriggerValue("open", focus);
      };
    });
  });
  parentElement.querySelector(".scroll").replaceChildren(table);
}
"""
_component = st.components.v2.component(
    "row_table", html='<div class="scroll"></div>', css=_CSS, js=_JS
)


@dataclass(frozen=True)
class LinkedRow:
    """
    Cells in words; `focus` is what its link picks on the page it opens, empty for no link.

    A `joined` row belongs to the one above it: no line between them.
    """

    cells: tuple[str, ...]
    focus: tuple[str, ...] = ()
    joined: bool = False


def row_table(
    head: Sequence[str],
    rows: Sequence[LinkedRow],
    view: View,
    *,
    key: str,
    linked: int,
    page: str = "register",
    short: Sequence[int] = (),
    widths: Sequence[str] = (),
) -> None:
    """
    Show rows whose cell in column `linked` opens a page with the row's focus.

    Parameters
    ----------
    head, rows
        What to show.
    view
        The view that the link keeps.
    key
        Of the component.
    linked
        Place of the column that is a link, from 0.
    page
        Key of `PAGES` that the link opens.
    short
        Places of columns that are never broken, such as dates.
    widths
        Widths of the columns as CSS, so that tables below one another line up.
    """
    path = PAGES[page]
    address = path.removeprefix("pages/").removesuffix(".py").removeprefix("app")
    result = _component(
        key=key,
        data={
            "head": list(head),
            "linked": linked,
            "short": list(short),
            "widths": list(widths),
            "rows": [
                {
                    "cells": list(row.cells),
                    "focus": ",".join(row.focus),
                    "link": _link(address, view, row.focus),
                    "joined": row.joined,
                }
                for row in rows
            ],
        },
        on_open_change=lambda: None,
    )
    opened = result.open
    if isinstance(opened, str) and opened:
        focus = tuple(opened.split(","))
        if any(focus == row.focus for row in rows):
            st.switch_page(path, query_params=view.focused(*focus).to_params())


def _link(address: str, view: View, focus: tuple[str, ...]) -> str:
    """Return where a row's link leads, empty for none."""
    return f"{address}?{urlencode(view.focused(*focus).to_params())}" if focus else ""
