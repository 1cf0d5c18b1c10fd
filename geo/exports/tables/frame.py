"""
The data behind a chart or a list as CSV, in words: the same cells as the table of agreements.

A frame's columns are the names used in `geo`; a column of codes becomes one of names, and a column
called by a territory's code is headed by its name.
"""

import pandas as pd

from geo.agreements import Register
from geo.exports.tables.agreements import csv_cell
from geo.findings import is_term, term_name
from geo.tables import csv_for_excel
from geo.text import has_text, t

CODES = ("kind", "form", "theme", "status", "region")
TERRITORIES = ("territory", "home", "partner")


def to_csv(frame: pd.DataFrame, register: Register, lang: str) -> bytes:
    """Return a frame as CSV, codes in words."""
    rows: list[list[object]] = [[head(column, register, lang) for column in frame.columns]]
    for row in frame.astype(object).itertuples(index=False):
        cells = zip(frame.columns, row, strict=True)
        rows.append([_word(name, value, register, lang) for name, value in cells])
    return csv_for_excel([csv_cell(cell, lang) for cell in row] for row in rows)


def head(column: str, register: Register, lang: str) -> str:
    """Return the heading of a column."""
    if column in register.territories:
        return register.territories[column].short(lang)
    key = f"column.{column}"
    return t(key if has_text(key) else f"table.{column}", lang, **register.words(lang))


def _word(column: str, value: object, register: Register, lang: str) -> object:
    """Return a cell's value in words."""
    if column in TERRITORIES and value in register.territories:
        return register.territories[str(value)].name(lang)
    if column in CODES and has_text(f"{column}.{value}"):
        return t(f"{column}.{value}", lang)
    if column == "term" and is_term(str(value)):
        return term_name(str(value), lang)  # else it is the register's own wording
    return value
