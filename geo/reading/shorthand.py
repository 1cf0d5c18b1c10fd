"""
Shorthand: a cell that says the same as the one above («-//-», «то же»), a year of two digits.

Each is asked once, for all rows of a register that have it in the same column, and written out once
a person agrees. A title keeps its words: only its day is read in full.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from geo.dates import find_dates, in_full
from geo.reading.columns import HOLDS, Column
from geo.reading.problems import Report, Sure
from geo.reading.row import SourceRow
from geo.reading.words import fold

_SAME = re.compile(
    r"[-–—_ ]*(?:[\"«»„“”″〃'’]|//)[-–—_ \"«»„“”″〃'’/]*"
    r"|(?:то же|тоже|там же|так же|аналогично)(?: самое)?|(?:см\. |как )?(?:в строке )?выше"
)
_READ: dict[Column, Callable[[str], object]] = {
    Column.TITLE: find_dates, Column.SIGNED: find_dates,
    Column.REGISTRATION: HOLDS[Column.REGISTRATION], Column.TERM: HOLDS[Column.TERM],
}  # fmt: skip
"""How it is known that a cell is understood once its years are in full."""
ABOVE = "above"
"""The answer that a cell says the same as the one above."""


def is_same(text: str) -> bool:
    """Return whether a cell only says that it is as above."""
    return bool(_SAME.fullmatch(fold(text).strip(" .;")))


def written_out(rows: Iterable[SourceRow], tells: Iterable[Report]) -> tuple[SourceRow, ...]:
    """Return the rows in full; those of which a person has to say more first wait."""
    found: list[SourceRow] = []
    for row, tell in zip(rows, tells, strict=True):
        above = found[-1].cells if found and found[-1].table == row.table else {}
        said = {column: _meant(row, column, above, tell) for column in row.cells}
        cells = {column: text or row.text(column) for column, text in said.items()}
        found.append(replace(row, cells=cells, waits=row.waits or None in said.values()))
    return tuple(found)


def _meant(row: SourceRow, column: Column, above: Mapping[Column, str], tell: Report) -> str | None:
    """Return what a cell says in full; None until a person agrees."""
    text = row.text(column)
    likely = {"column": column, "sure": Sure.LIKELY}
    parts, before = text.split("; "), above.get(column, "")
    upper = before.split("; ") if len(parts) > 1 else [before]  # two parties
    same = [part for part in parts if is_same(part)]
    if same and before and len(upper) == len(parts) and column != Column.NUMBER:
        said = tell("problem.ditto", got=same[0], options=(ABOVE,), **likely)
        full = (one if part in same else part for part, one in zip(parts, upper, strict=True))
        return "; ".join(full) if said == ABOVE else None
    read, whole = _READ.get(column), in_full(text)
    known = column == Column.TITLE and find_dates(in_full(row.text(Column.SIGNED)))
    if not read or known or read(text) or not read(whole):
        return text
    agreed = tell("problem.short_year", expected=find_dates(whole)[0].text, **likely)
    return None if not agreed else text if column == Column.TITLE else whole
