"""
The agreements of a view as a table: CSV for machines, XLSX for people.

Both are for Excel as officials in Russia have it, where a comma is a decimal mark: CSV has ``;``,
CRLF and a byte order mark; its dates are DD.MM.YYYY in Russian, which Excel there reads as dates,
and ISO 8601 in English. XLSX has real dates and numbers.
"""

from datetime import date

import xlsxwriter

from geo.agreements import Agreement
from geo.card import links, number, pair_names, party_names, successor, term
from geo.exports.tables.sheet import (
    WIDTHS,
    SheetCell,
    Styles,
    neutralise,
    to_workbook,
    write_info,
    write_table,
)
from geo.history import Standing
from geo.languages import language
from geo.shown import Shown
from geo.sources import attribution
from geo.tables import csv_for_excel
from geo.terms import lapsed_on
from geo.text import t

PRINTED = 8
"""As many columns are printed, the first ones; they fit on A4."""

_REASONS = ("lapse", "lapsed_on", "lapsed_basis", "note")
"""Columns that are not there while the partners are in the room."""


def columns(shown: Shown) -> dict[str, float]:
    """
    Return the columns of a table of agreements in their order, with their widths.

    That of agreements about another one is there if the register has any, that of registers if it
    is several.
    """
    register = shown.register
    bare = {"about": not register.about, "registers": not register.parts}
    hidden = (*(_REASONS if shown.discreet else ()), *(name for name in bare if bare[name]))
    return {name: width for name, width in WIDTHS["agreements"].items() if name not in hidden}


def cells(agreement: Agreement, shown: Shown) -> dict[str, SheetCell]:
    """
    Return the cells of an agreement by the `columns`; None where nothing may be said.

    With a day in the view the status is that of the day.
    """
    lang, told = shown.lang, shown.told(agreement)
    home, partner = pair_names(agreement, shown.register, lang)
    gone = lapsed_on(told) if shown.standing(agreement) == Standing.LAPSED else None
    basis = "stated" if told.lapsed_on else "calculated"
    row: dict[str, SheetCell] = {
        "number": agreement.number,
        "registers": number(agreement, lang),
        "section": section(agreement, lang),
        "status": t(f"standing.{shown.standing(agreement)}", lang),
        "signed_on": agreement.signed_on,
        "title": agreement.title,
        "home": home,
        "partner": partner,
        "kind": t(f"kind.{agreement.kind}", lang),
        "form": t(f"form.{agreement.form}", lang),
        "themes": ", ".join(t(f"theme.{theme}", lang) for theme in agreement.themes) or None,
        "registered_on": told.registered_on,
        "registration_number": language(lang).number(told.registration_number) or None,
        "term": term(told, lang) if told.term_text else None,
        "lapse": told.lapse_text or None,
        "lapsed_on": gone,
        "lapsed_basis": t(f"table.lapsed_{basis}", lang) if gone else None,
        "successor": ": ".join(successor(agreement, shown)) or None,
        "about": "; ".join(map(": ".join, links(agreement, shown))) or None,
        "parties": "; ".join(party_names(agreement, shown.register, lang)),
        "note": told.source_note or None,
        "id": agreement.id,
    }
    return {name: row[name] for name in columns(shown)}


def section(agreement: Agreement, lang: str) -> str:
    """Return which of the register's two lists a number belongs to: both count from 1."""
    return t(f"table.section_{agreement.status}", lang)


def to_csv(shown: Shown) -> bytes:
    """Return what is picked of a view as CSV."""
    head = [t(f"table.{column}", shown.lang, **shown.words) for column in columns(shown)]
    rows = (cells(agreement, shown).values() for agreement in shown.picked.agreements)
    return csv_for_excel([head, *([csv_cell(cell, shown.lang) for cell in row] for row in rows)])


def csv_cell(value: object, lang: str) -> str:
    """Return a cell as CSV for Excel has it: the language's date, no formula, empty for nothing."""
    if isinstance(value, date):
        return value.strftime(language(lang).table_day)
    return neutralise("" if value is None else str(value))


def to_xlsx(shown: Shown) -> bytes:
    """
    Return what is picked of a view as a workbook: the table, and a sheet that says what it is.

    The same view of the same register on the same day gives the same bytes.
    """
    lang, words = shown.lang, shown.words
    title = f"{t('register.title', lang, **shown.words)}: {shown.subject}"

    def write(book: xlsxwriter.Workbook, styles: Styles) -> None:
        write_table(
            book.add_worksheet(t("export.sheet", lang)),
            {t(f"table.{name}", lang, **words): wide for name, wide in columns(shown).items()},
            [list(cells(a, shown).values()) for a in shown.picked.agreements],
            styles,
            name="agreements",
            footer=f"{t('register.title', lang, **shown.words)}, {shown.dated}",
            header=shown.about,
            printed=PRINTED,
        )
        write_info(book.add_worksheet(t("export.info", lang)), title, info_rows(shown), styles)

    return to_workbook(title, shown, write)


def info_rows(shown: Shown) -> list[tuple[str, SheetCell]]:
    """Return what a table shows, how much of the register that is, and whose data it is."""
    lang, part = shown.lang, shown.picked
    about = {"export.picked": shown.name, "filter.title": shown.filters}
    unknown = (t("export.unknown", lang), part.tally.unknown)
    empty = t("export.empty_on" if shown.on else "export.empty", lang)
    remarks = " ".join((t("export.remark_text", lang), empty, *shown.limits(part)))
    return [
        *((t(key, lang), said) for key, said in about.items() if said),
        (t("export.shown", lang), part.tally.total),
        (t("export.in_force", lang), part.tally.in_force),
        (t("export.lapsed", lang), part.tally.lapsed),
        *([unknown] if shown.on else []),
        (t("export.ties", lang), len(part.ties)),
        (t("export.total", lang, **shown.words), len(shown.register.by_id)),
        (t("export.newest", lang, **shown.words), shown.register.newest),
        (t("export.sources", lang), attribution(shown.register.territories.imprint, lang)),
        (t("export.remarks", lang), remarks),
    ]
