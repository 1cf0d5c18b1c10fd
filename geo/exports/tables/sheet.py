"""
A sheet of a workbook: cells written as what they are, under a frozen header, ready to be printed.

A text that a spreadsheet could take for a formula gets a leading apostrophe, in CSV and in XLSX
alike. In XLSX no text is ever evaluated (it is written as a string), but whoever saves that sheet
as CSV would lose the protection without noticing.
"""

import io
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.exports.package import author
from geo.languages import language
from geo.shown import Shown

WIDTHS: dict[str, dict[str, float]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
)
"""Of the columns of each sheet, in their order."""
CELL_LENGTH = 32767
"""Characters an Excel cell can hold (Excel specifications and limits)."""
A4 = 9
"""The paper by its number in Excel."""
FONT, SIZE = "Arial", 10
"""As in the Word files."""
HEAD_HEIGHT = 28
"""Of a header in points: two lines."""
LINE_HEIGHT = 13
"""Of the font in points."""
READABLE = 190
"""Characters that fit across A4 at 8 points of 10: 277 mm are 785 points, a character is 5.25."""
MARGIN_LENGTH = 110
"""Characters of a header or footer that are printed: Excel holds 255, an ``&`` counting twice."""
ROW_LIMIT = 409
"""Height of a row in points that Excel can show (Excel specifications and limits)."""
MOST_MEASURED = 4000
"""More characters than this fill the highest row anyway."""

SheetCell = str | int | float | date | None
Styles = dict[str, Format]

_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def neutralise(text: str) -> str:
    """Return text with a leading apostrophe if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def to_workbook(
    title: str, shown: Shown, write: Callable[[xlsxwriter.Workbook, Styles], None]
) -> bytes:
    """
    Return a workbook with what `write` puts into it.

    The same sheets made on the same day give the same bytes.
    """
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    }
    with xlsxwriter.Workbook(file, options) as book:
        made = datetime.combine(shown.today, datetime.min.time())
        maker = author(shown.lang)
        book.set_properties({"title": title, "author": maker, "created": made})
        write(book, _styles(book, shown.lang))
    return file.getvalue()


def _styles(book: xlsxwriter.Workbook, lang: str) -> Styles:
    text = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D5D3CE"}
    bold = {"bold": True, "bg_color": "#F4F2EE", "valign": "vcenter"}
    day = language(lang).sheet_day
    return {
        "text": book.add_format(text),
        "day": book.add_format({**text, "num_format": day, "align": "left"}),
        "number": book.add_format({**text, "num_format": "0", "align": "left"}),
        "tenths": book.add_format({**text, "num_format": "0.0", "align": "left"}),
        "head": book.add_format({**text, **bold}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }


def write_table(
    sheet: Worksheet,
    widths: Mapping[str, float],
    rows: Sequence[Sequence[SheetCell]],
    styles: Styles,
    *,
    name: str,
    footer: str,
    header: str = "",
    printed: int = 0,
) -> None:
    """
    Write rows as an Excel table under a frozen header, ready to be filtered and printed.

    `widths`, in characters of the sheet's font, stand by their headings. Formulas and Excel's
    navigation call the table by its `name`. `header` and `footer` stand at the left of every
    printed page; the first `printed` columns are printed, by default as many as stay readable.
    """
    write_rows(sheet, 0, widths, rows, styles)
    for column, width in enumerate(widths.values()):
        sheet.set_column(column, column, width)
    if rows:  # Excel has no table without a row
        columns = [{"header": head, "header_format": styles["head"]} for head in widths]
        place = (0, 0, len(rows), len(widths) - 1)
        sheet.add_table(*place, {"name": name, "columns": columns, "style": None})
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    readable = sum(wide <= READABLE for wide in accumulate(widths.values()))
    sheet.print_area(0, 0, len(rows), (printed or max(1, readable)) - 1)
    _set_page(sheet, header=header, footer=footer)


def write_rows(
    sheet: Worksheet,
    line: int,
    widths: Mapping[str, float],
    rows: Iterable[Sequence[SheetCell]],
    styles: Styles,
) -> int:
    """Write headings and rows from a line on, each as high as its texts; return the next line."""
    for column, head in enumerate(widths):
        sheet.write_string(line, column, head, styles["head"])
    sheet.set_row(line, max(HEAD_HEIGHT, _height(widths.items())))
    for cells in rows:
        line += 1
        for column, value in enumerate(cells):
            write_cell(sheet, line, column, value, styles)
        sheet.set_row(line, _height(zip(cells, widths.values(), strict=False)))
    return line + 1


def _set_page(sheet: Worksheet, *, header: str = "", footer: str = "") -> None:
    """Print on A4 across, as wide as the page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_header(f"&L{_printed(header)}" if header else "")
    sheet.set_footer(f"&L{_printed(footer)}&R&P / &N" if footer else "")


def _printed(text: str) -> str:
    """Return text for the margin of a printed page: ``&`` as itself, too long a text in dots."""
    text = text if len(text) <= MARGIN_LENGTH else f"{text[: MARGIN_LENGTH - 1]}…"
    return text.replace("&", "&&")


def write_parts(
    sheet: Worksheet,
    parts: Iterable[tuple[str, Sequence[str], Iterable[Sequence[SheetCell]]]],
    widths: Sequence[float],
    styles: Styles,
) -> None:
    """Write tables one below another, each with its title and headings."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    line = 0
    for title, heads, rows in parts:
        sheet.write_string(line, 0, title, styles["title"])
        named = dict(zip(heads, widths, strict=False))
        line = write_rows(sheet, line + 1, named, rows, styles) + 1
    _set_page(sheet)


def write_info(
    sheet: Worksheet, title: str, rows: Sequence[tuple[str, SheetCell]], styles: Styles
) -> None:
    """Write a sheet of names and values under a title, such as what a workbook shows."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, styles["title"])
    for row, (name, value) in enumerate(rows, start=2):
        sheet.write_string(row, 0, name, styles["head"])
        write_cell(sheet, row, 1, value, styles)
        sheet.set_row(row, _height([(name, 30), (value, 90)]))
    _set_page(sheet)


def _height(cells: Iterable[tuple[SheetCell, float]]) -> float:
    """
    Return how high a row must be for its texts at the widths of their columns, in points.

    Excel works it out when it opens a file, LibreOffice does not: so it is written down.
    """
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            parts = value[:MOST_MEASURED].split("\n")
            folded = (textwrap.wrap(part, max(1, round(width))) for part in parts)
            lines = max(lines, sum(max(1, len(part)) for part in folded))
    return min(lines * LINE_HEIGHT + 1, ROW_LIMIT)


def write_cell(sheet: Worksheet, row: int, column: int, value: SheetCell, styles: Styles) -> None:
    """Write a cell as what it is: date, number, text or nothing."""
    if isinstance(value, str):
        value = neutralise(value)
        value = value if len(value) <= CELL_LENGTH else f"{value[: CELL_LENGTH - 1]}…"
    looks = {date: "day", float: "tenths", int: "number"}
    look = next((look for kind, look in looks.items() if isinstance(value, kind)), "text")
    sheet.write(row, column, value, styles[look])
