"""The annual draft as HTML to paste into Word, as CSV and as a workbook."""

from collections.abc import Sequence
from datetime import date

import xlsxwriter

from geo.annual import AnnualCell, AnnualTable
from geo.exports.tables.agreements import csv_cell
from geo.exports.tables.sheet import Styles, to_workbook, write_parts
from geo.shown import Shown
from geo.tables import csv_for_excel
from geo.templates import filled
from geo.text import format_date, t

WIDTHS = (5, 70, 14, 26, 60)
"""Of the sheet's columns, in characters: number, title, day, day or registration, words."""


def to_html(tables: Sequence[AnnualTable], lang: str) -> str:
    """Return the parts as headed tables with inline styles, every text escaped."""

    def written(cell: AnnualCell) -> str:
        return format_date(cell, lang) if isinstance(cell, date) else str(cell)

    none = t("annual.none", lang)
    return filled("exports/tables/annual.html", "tables", tables, none, written)


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
