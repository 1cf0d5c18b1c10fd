"""
Tables, links and fields to copy as HTML, every text escaped.

The page's style lays them out: rows as high as their text, on a phone one cell below another, on
paper every row and no column cut. ``geo/assets/clicks.js`` follows the links and copies the fields.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

import streamlit as st

from geo.text import t
from geo.view import View

Cell: TypeAlias = str | tuple[str, str]
"""A text, or a text and what stands below it in small letters."""


@dataclass(frozen=True)
class Row:
    """`link` is where its linked cell leads; `style` holds classes of ``pages/style.css``."""

    cells: tuple[Cell, ...]
    link: str = ""
    style: str = ""


def address(view: View, page: str = "", **own: str) -> str:
    """Return a link to a page (a key of `pages.PAGES`, empty for the map) with a view."""
    return f"{page or './'}?{urlencode(view.to_params() | own)}"


def anchor(text: str, link: str, *, is_here: bool = False) -> str:
    """Return a link that keeps the session, `is_here` to the page it stands on."""
    here = ' aria-current="page"' if is_here else ""
    return f'<a class="go" href="{html.escape(link)}"{here}>{html.escape(text)}</a>'


def link_list(links: Mapping[str, str]) -> str:
    """Return links in columns, by their texts."""
    items = "".join(f"<li>{anchor(text, link)}</li>" for text, link in links.items())
    return f'<ul class="contents">{items}</ul>'


def table(
    head: Sequence[Cell],
    rows: Iterable[Row],
    *,
    linked: int = 0,
    short: Sequence[int] = (),
    numbers: Sequence[int] = (),
    widths: Sequence[str] = (),
    style: str = "words",
) -> str:
    """
    Return a table; with no head, every row says for itself what it is.

    A text of the head may be followed by where it leads. `linked` is the place of the column that
    is a link, `short` of those that are never broken, such as dates, `numbers` of those that stand
    right. `widths` are CSS, so that tables below one another line up. Cells of the style ``words``
    stand one below another on a phone, those of ``figures`` do not.
    """
    classes = {place: "short" for place in short} | {place: "number" for place in numbers}
    names = [cell if isinstance(cell, str) else cell[0] for cell in head]

    def attributes(place: int) -> str:
        label = f' data-label="{html.escape(names[place])}"' if names else ""
        return f' class="{classes.get(place, "")}"{label}'

    columns = "".join(f'<col style="width:{width}">' for width in widths)
    heads = "".join(
        f'<th scope="col"{attributes(place)}>'
        f"{html.escape(cell) if isinstance(cell, str) else anchor(*cell)}</th>"
        for place, cell in enumerate(head)
    )
    lines = []
    for row in rows:
        cells = "".join(
            f"<td{attributes(place)}>{_cell(cell, row.link if place == linked else '')}</td>"
            for place, cell in enumerate(row.cells)
        )
        lines.append(f'<tr class="{row.style}">{cells}</tr>')
    return (
        f'<table class="{style}"><colgroup>{columns}</colgroup>'
        f"{f'<thead><tr>{heads}</tr></thead>' if heads else ''}"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _cell(cell: Cell, link: str) -> str:
    text, small = (cell, "") if isinstance(cell, str) else cell
    said = anchor(text, link) if link else html.escape(text)
    return f"{said}<br><small>{html.escape(small)}</small>" if small else said


def copy_field(name: str, text: str, lang: str) -> str:
    """Return a named text with a button that copies it."""
    return copy_markup(name, html.escape(text), lang, button="copy.button")


def copy_markup(name: str, content: str, lang: str, *, button: str) -> str:
    """Return a named content with a button that copies it; every text in it is escaped already."""
    words = {word: html.escape(t(f"copy.{word}", lang)) for word in ("copied", "failed")}
    label = html.escape(t(button, lang))
    return (
        f'<div class="copy" data-copied="{words["copied"]}" data-failed="{words["failed"]}">'
        f"<p><b>{html.escape(name)}</b> "
        f'<button type="button" aria-label="{label}: {html.escape(name)}">{label}</button> '
        f'<span role="status"></span></p>'
        f'<div class="text" tabindex="0">{content}</div></div>'
    )


def remark(text: str, look: str = "panel-facts") -> str:
    """Return a remark, or what is wrong with a field; nothing for no words."""
    return f'<p class="{look}">{html.escape(text)}</p>' if text else ""


def title_line(name: str, line: str, body: str = "") -> None:
    """Draw the title of a page and the line below it, with what follows them, as HTML."""
    line = f'<p class="count-line">{html.escape(line)}</p>'
    what, colon, of = html.escape(name).partition(": ")  # where a narrow screen breaks it first
    st.html(f"<h1>{what}{colon}<span>{of}</span></h1>{line}{body}")


def section(name: str, body: str = "") -> None:
    """Draw a heading with what follows it, as HTML."""
    st.html(f'<h2 class="section">{html.escape(name)}</h2>{body}')
