"""
The account of a document: what looks like an agreement in it, wherever it stands.

A title begins with its form, has a date, and may be typed anywhere: in a table whose headings are
not known, between two tables, below the last. Whatever looks like one and is part of no row that
was read is a question, so that no agreement leaves the register unseen.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from geo.dates import find_dates, in_full
from geo.reading.document import Cell, Document, SourceTable
from geo.reading.problems import Report
from geo.reading.vocabulary import FORM_NAMES
from geo.reading.words import clean, fold, repair

_KIND = r"(?:(?:дополнительн|рамочн|межмуниципальн|тр[её]хсторонн|двусторонн)\w+ )?"
_NUMBERED = r"[^\w\n]*(?:\d{1,4}[^\w\n]+)?"
_TITLE = re.compile(
    rf"(?:(?:^|(?<=[:;.] )){_NUMBERED}(?P<first>{_KIND}(?:{FORM_NAMES}))"
    rf"|\b(?P<later>{_KIND}(?:{FORM_NAMES}))(?=\s(?:об?|между|по|намерени\w+)\s))"
    r"(?!\w)(?! заседани)",
    re.IGNORECASE | re.MULTILINE,
)
_LONGEST = 1500
_BESIDE = frozenset(("box", "comment", "endnote", "footnote", "header", "hidden"))
"""Asides that may hold an agreement which stands nowhere else."""


def titles_in(text: str) -> list[str]:
    """Return what looks like titles of agreements in a text: from each form to the date it has."""
    text = in_full("\n".join(repair(clean(line))[0] for line in text.split("\n")))
    starts = [found.start(found.lastgroup or 0) for found in _TITLE.finditer(text)]
    titles = []
    for start, end in pairwise([*starts, len(text)]):
        if dates := find_dates(text[start : min(end, start + _LONGEST)]):
            titles.append(clean(text[start : start + dates[-1].end]))
    return titles


def titles_of(table: SourceTable) -> list[str]:
    """Return the titles in the cells of a table, not those of tables within them."""
    return [title for row in table.rows for title in _titles_of_row(row)]


def _titles_of_row(row: Iterable[Cell]) -> Iterable[str]:
    for cell in row:
        if not (cell.continues or cell.has_table):
            yield from titles_in(cell.text)


def not_in(titles: Iterable[str], texts: Sequence[str]) -> list[str]:
    """Return the titles that stand in none of the texts, word for word up to their first date."""
    wanted = list(titles)
    known = in_full("\n".join(map(fold, texts))) if wanted else ""
    return [x for x in wanted if fold(x[: find_dates(x)[0].end]).strip("«»„“” ") not in known]


def report_lost(document: Document, read: Sequence[str], asked: set[int], report: Report) -> int:
    """
    Report each title that is in no row; return how many there are.

    `read` has the texts of all cells of the rows that were read or asked about; of tables that are
    a question as a whole (`asked`, by number) the titles are only counted.
    """
    n = 0
    outside = [(number, table.heading) for number, table in enumerate(document.tables, start=1)]
    outside += [(each.table, each.text) for each in document.asides if each.kind in _BESIDE]
    for number, text in (*outside, (0, document.after)):
        for title in not_in(titles_in(text), read):
            report("problem.title_outside", got=title, title=title, table=number)
            n += 1
    titles = set(map(fold, read))
    for number, table in enumerate(document.tables, start=1):
        for place, row in enumerate(table.rows, start=1):
            cells = [cell for cell in row if fold(clean(cell.text)) not in titles]
            strange = [title for title in _titles_of_row(cells) if fold(title) not in titles]
            for title in not_in(strange, read):
                n += 1
                if number not in asked:
                    report("problem.title_lost", got=title, title=title, table=number, row=place)
    return n
