"""
The agreements of a view as a table: CSV for machines, XLSX for people.

Both are for Excel as officials in Russia have it, where a comma is a decimal mark: CSV has ``;``,
CRLF and a byte order mark; its dates are DD.MM.YYYY in Russian, which Excel there reads as dates,
and ISO 8601 in English. XLSX has real dates and numbers.

A text that a spreadsheet could take for a formula gets a leading apostrophe, in CSV and in XLSX
alike. In XLSX no text is ever evaluated (it is written as a string), but whoever saves that sheet
as CSV would lose the protection without noticing.
"""

import csv
import io
import re
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.agreements import Agreement, Register, Status
from geo.card import pair_names, party_names, successor
from geo.sources import attribution
from geo.text import format_date, t
from geo.view import Selection, View, caption, select

WIDTHS = {
    "number": 5,
    "status": 13,
    "signed_on": 12,
    "title": 64,
    "home": 18,
    "partner": 18,
    "kind": 17,
    "form": 13,
    "themes": 20,
    "registered_on": 17,
    "registration_number": 11,
    "term": 20,
    "lapse": 32,
    "successor": 40,
    "parties": 44,
    "note": 32,
    "id": 22,
}
"""Columns in their order, with their widths in characters of the sheet's font."""

CELL_LENGTH = 32767
"""Characters an Excel cell can hold (Excel specifications and limits)."""

Cell = str | int | date | None

_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def cells(agreement: Agreement, register: Register, lang: str) -> dict[str, Cell]:
    """Return the cells of an agreement by the columns of `WIDTHS`; None where nothing is given."""
    home, partner = pair_names(agreement, register, lang)
    return {
        "number": agreement.number,
        "status": t(f"status.{agreement.status}", lang),
        "signed_on": agreement.signed_on,
        "title": agreement.title,
        "home": home,
        "partner": partner,
        "kind": t(f"kind.{agreement.kind}", lang),
        "form": t(f"form.{agreement.form}", lang),
        "themes": ", ".join(t(f"theme.{theme}", lang) for theme in agreement.themes) or None,
        "registered_on": agreement.registered_on,
        "registration_number": agreement.registration_number or None,
        "term": agreement.term_text or None,
        "lapse": agreement.lapse_text or None,
        "successor": ": ".join(successor(agreement, register, lang)) or None,
        "parties": "; ".join(party_names(agreement, register, lang)),
        "note": agreement.source_note or None,
        "id": agreement.id,
    }


def neutralise(text: str) -> str:
    """Return text with a leading apostrophe if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def to_csv(view: View, register: Register) -> bytes:
    """Return the agreements of a view as CSV (UTF-8 with byte order mark, ``;``, CRLF)."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(t(f"table.{column}", view.lang) for column in WIDTHS)
    for agreement in select(view, register).agreements:
        row = cells(agreement, register, view.lang)
        writer.writerow(_csv_cell(value, view.lang) for value in row.values())
    return file.getvalue().encode("utf-8-sig")


def _csv_cell(value: Cell, lang: str) -> str:
    if isinstance(value, date):
        return format_date(value, "ru") if lang == "ru" else value.isoformat()
    return neutralise("" if value is None else str(value))


def to_xlsx(view: View, register: Register) -> bytes:
    """
    Return the agreements of a view as a workbook: the table, and a sheet that says what it is.

    The same view of the same register gives the same bytes: the workbook's date is that of the
    register's newest entry.
    """
    selection = select(view, register)
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        newest = datetime.combine(register.newest, datetime.min.time())
        title = f"{t('register.title', view.lang)}: {t('app.subtitle', view.lang)}"
        book.set_properties({"title": title, "created": newest})
        styles = _styles(book)
        _write_table(
            book.add_worksheet(t("export.sheet", view.lang)), selection, register, view, styles
        )
        _write_info(
            book.add_worksheet(t("export.info", view.lang)), selection, register, view, styles
        )
    return file.getvalue()


def _styles(book: xlsxwriter.Workbook) -> dict[str, Format]:
    text = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D5D3CE"}
    bold = {"bold": True, "bg_color": "#F4F2EE", "valign": "vcenter"}
    return {
        "text": book.add_format(text),
        "day": book.add_format({**text, "num_format": "DD.MM.YYYY", "align": "left"}),
        "number": book.add_format({**text, "num_format": "0", "align": "left"}),
        "head": book.add_format({**text, **bold}),
        "title": book.add_format({"bold": True, "font_size": 14}),
    }


def _write_table(
    sheet: Worksheet,
    selection: Selection,
    register: Register,
    view: View,
    styles: dict[str, Format],
) -> None:
    """Write one row per agreement under a frozen header, ready to be filtered and printed."""
    for column, (name, width) in enumerate(WIDTHS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, t(f"table.{name}", view.lang), styles["head"])
    for row, agreement in enumerate(selection.agreements, start=1):
        for column, value in enumerate(cells(agreement, register, view.lang).values()):
            _write(sheet, row, column, value, styles)
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(selection.agreements), len(WIDTHS) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3: the titles stay readable
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer(f"&L{t('register.title', view.lang)}&R&P / &N")


def _write_info(
    sheet: Worksheet,
    selection: Selection,
    register: Register,
    view: View,
    styles: dict[str, Format],
) -> None:
    """Write what the table shows, how much of the register that is, and whose data it is."""
    lang = view.lang
    in_force = selection.count(lambda agreement: agreement.status == Status.IN_FORCE)
    rows: list[tuple[str, Cell]] = [
        (t("filter.title", lang), caption(view, register)),
        (t("export.shown", lang), len(selection.agreements)),
        (t("export.in_force", lang), in_force),
        (t("export.lapsed", lang), len(selection.agreements) - in_force),
        (t("export.ties", lang), len(selection.ties)),
        (t("export.total", lang), len(register.agreements)),
        (t("export.newest", lang), register.newest),
        (t("export.sources", lang), attribution(lang)),
        (t("export.remarks", lang), t("export.remark_text", lang)),
    ]
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(
        0, 0, f"{t('register.title', lang)}: {t('app.subtitle', lang)}", styles["title"]
    )
    for row, (name, value) in enumerate(rows, start=2):
        sheet.write_string(row, 0, name, styles["head"])
        _write(sheet, row, 1, value, styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Worksheet, row: int, column: int, value: Cell, styles: dict[str, Format]) -> None:
    """Write a cell as what it is: date, number, text or nothing."""
    if value is None:
        sheet.write_blank(row, column, None, styles["text"])
    elif isinstance(value, date):
        moment = datetime.combine(value, datetime.min.time())
        sheet.write_datetime(row, column, moment, styles["day"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles["number"])
    else:
        text = neutralise(value)
        if len(text) > CELL_LENGTH:
            text = f"{text[: CELL_LENGTH - 1]}…"
        sheet.write_string(row, column, text, styles["text"])
