"""The annual draft as HTML to paste into Word, as CSV and as a workbook."""

import html
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from geo.annual import AnnualCell, AnnualTable
from geo.exports.tables.agreements import csv_cell
from geo.exports.tables.sheet import Styles, to_workbook, write_parts
from geo.shown import Shown
from geo.tables import csv_for_excel
from geo.text import format_date, t

WIDTHS = (5, 70, 14, 26, 60)
"""Of the sheet's columns, in characters: number, title, day, day or registration, words."""
SHORT = 22
"""A text to paste of so many characters, such as a day with a number, is never broken."""

_TABLE = 'border="1" cellspacing="0" cellpadding="4"'
_STYLE = "border-collapse:collapse;width:100%;font-family:'Times New Roman',serif;font-size:11pt"
_CELL = "border:1px solid #000;padding:3px 5px;text-align:left;vertical-align:top"
_HEAD = f"{_CELL};white-space:nowrap"
"""Word keeps inline styles of a pasted table and drops all others."""


def to_html(tables: Sequence[AnnualTable], lang: str) -> str:
    """Return the parts as headed tables with inline styles, every text escaped."""
    return "".join(_html_table(table, lang) for table in tables)


def to_csv(tables: Sequence[AnnualTable], lang: str) -> bytes:
    """Return the parts one below another as CSV."""
    none = ((t("annual.none", lang),),)
    rows = (row for one in tables for row in ((one.title,), one.head, *(one.rows or none), ()))
    return csv_for_excel([csv_cell(cell, lang) for cell in row] for row in rows)


def to_xlsx(tables: Sequence[AnnualTable], shown: Shown) -> bytes:
    """Return the parts one below another on a sheet; made on the same day, the same bytes."""
    lang = shown.lang

    def write(book: xlsxwriter.Workbook, styles: Styles) -> None:
        none = ((t("annual.none", lang),),)
        parts = ((table.title, table.head, table.rows or none) for table in tables)
        write_parts(book.add_worksheet(t("annual.sheet", lang)), parts, WIDTHS, styles)

    return to_workbook(t("annual.title", lang), shown, write)


def _html_table(table: AnnualTable, lang: str) -> str:
    title = f'<p style="margin:12pt 0 4pt"><b>{html.escape(table.title)}</b></p>'
    if not table.rows:
        return f"{title}<p>{html.escape(t('annual.none', lang))}</p>"
    head = _html_row(table.head, "th", lang)
    body = "".join(_html_row(row, "td", lang) for row in table.rows)
    return f'{title}<table {_TABLE} style="{_STYLE}">{head}{body}</table>'


def _html_row(cells: Sequence[AnnualCell], tag: str, lang: str) -> str:
    row = ""
    for cell in cells:
        text = format_date(cell, lang) if isinstance(cell, date) else str(cell)
        style = _HEAD if len(text) <= SHORT or tag == "th" else _CELL
        row += f'<{tag} style="{style}">{html.escape(text)}</{tag}>'
    return f"<tr>{row}</tr>"
