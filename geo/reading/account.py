"""
The account of a document: what looks like an agreement in it, wherever it stands.

A title begins with its form, has a date in it or beside it, and may be typed anywhere: in a table
whose headings are not known, between two tables, below the last. Whatever looks like one and is
part of no row that was read is a question, so that no agreement leaves the register unseen.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from geo.dates import FoundDate, find_dates, find_loose_date, in_full
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
_BARE = re.compile(r"\w+\s(?:об?|между)\s", re.IGNORECASE)
_LONGEST = 1500
_BESIDE = frozenset(("box", "comment", "endnote", "footnote", "header", "hidden"))
"""Asides that may hold an agreement which stands nowhere else."""


def titles_in(text: str, *, dated: bool = False) -> list[str]:
    """
    Return what looks like titles of agreements in a text: from each form to the date it has.

    One without a date is a title if it is `dated` by another cell of its row.
    """
    text = in_full("\n".join(repair(clean(line))[0] for line in text.split("\n")))
    starts = [found.start(found.lastgroup or 0) for found in _TITLE.finditer(text)]
    titles = []
    for start, end in pairwise([*starts, len(text)]):
        title = text[start : min(end, start + _LONGEST)]
        if dates := _days(title):
            titles.append(clean(title[: dates[-1].end]))
        elif dated and _BARE.match(title):
            titles.append(clean(title))
    return titles


def _days(text: str) -> tuple[FoundDate, ...]:
    return find_dates(text) or find_loose_date(text)


def titles_of(table: SourceTable) -> list[str]:
    """Return the titles in the cells of a table, not those of tables within them."""
    return [title for row in table.rows for title in _titles_of_row(row)]


def _titles_of_row(row: Sequence[Cell]) -> Iterable[str]:
    dated = any(_days(in_full(cell.text)) for cell in row)
    for cell in row:
        if not (cell.continues or cell.has_table):
            yield from titles_in(cell.text, dated=dated)


def not_in(titles: Iterable[str], texts: Sequence[str]) -> list[str]:
    """Return the titles that stand in none of the texts, word for word up to their first date."""
    wanted = list(titles)
    known = in_full("\n".join(map(fold, texts))) if wanted else ""
    ends = {title: next((each.end for each in _days(title)), None) for title in wanted}
    return [x for x in wanted if fold(x[: ends[x]]).strip("«»„“” ") not in known]


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
