"""
The register as plain text, as Word saves it: a cell starts with a line break and a tab.

A cell can hold several lines; a blank line ends it. Text without a tab stands before a table or
after one. A row is known by its number, or where there is none by the number of headings. A file
with headings between tabs in one line has one row to a line, its cells in quotation marks where
Excel set them; where rows begin with a number, further lines belong to the row above unless they
have all its cells. Line breaks that all are doubled count once.
"""

import math
import re
from itertools import groupby, takewhile, zip_longest

from geo.errors import RegisterFormatError
from geo.reading.account import titles_in
from geo.reading.columns import Column, find_columns, role_of
from geo.reading.document import Document, SourceTable, lay_out
from geo.reading.sections import of_many, says
from geo.reading.words import clean

_CONVERSION_MARK = re.compile(r"\[bookmark: \w+\]")
"""What the conversion from Word leaves in the text; no part of the document."""
_QUOTED = re.compile(r'(?:(?<=\t)|^)"((?:[^"]|"")*)"(?=\t|$)', re.MULTILINE)
"""A cell as Excel saves it if it has a quotation mark, a comma or several lines."""
_NUMBER = re.compile(r"\d{1,4} ?[.)]?")
_BEGINS = re.compile(r"№? ?\d")
"""What the first cell of a row begins with, if the one above has all its cells: «№ 12-а»."""
_NUMBERED = re.compile(r"\W*\d{1,4} ?[.)]?\W*\t")


def read_plain(text: str) -> Document:
    """
    Read the tables of a text.

    Raises
    ------
    RegisterFormatError
        If there are headings of the register, but nothing that divides one cell from the next.
    """
    text = re.sub(r"\r\n?|\n?\f", "\n", text.replace("\ufeff", ""))  # also where a page ends
    text = _CONVERSION_MARK.sub("", text)
    breaks = math.gcd(*map(len, re.findall(r"\n+", text.strip("\n"))))
    if breaks > 1:  # each line break is there twice
        text = re.sub(r"\n+", lambda found: "\n" * (len(found[0]) // breaks), text)
    lines = text.split("\n")
    by_lines = any(find_columns(lay_out(line.split("\t"))) for line in lines if "\t" in line)
    if not by_lines and any(line.startswith("\t") for line in lines):
        return _tables(_cells(lines))
    parts = re.split(r'[\n;"]+', text)  # as lines, or as CSV
    if "\t" not in text and sum(role_of(clean(part)) is not None for part in parts) > 2:
        raise RegisterFormatError("error.no_cells")
    whole = _QUOTED.sub(lambda cell: " ".join(cell[1].replace('""', '"').split("\n")), text)
    return _by_lines(_joined(whole.split("\n")))


def _cells(lines: list[str]) -> list[tuple[bool, str]]:
    """Join the lines of every cell; the flag distinguishes a cell from text outside the tables."""
    found: list[tuple[bool, str]] = []
    open_cell = False
    for line in lines:
        if line.startswith("\t"):
            found.append((True, line[1:]))
            open_cell = True
        elif not line.strip():
            open_cell = False
        elif open_cell and not _announces(line):
            found[-1] = (True, f"{found[-1][1]}\n{line}")
        else:
            found.append((False, line))
    return found


def _tables(cells: list[tuple[bool, str]]) -> Document:
    """Split the cells into tables at their headings."""
    tables: list[SourceTable] = []
    heading: list[str] = []
    body: list[str] = []
    before: list[str] = []
    for position, (is_cell, text) in enumerate(cells):
        if is_cell:
            if before and body and not _begins_table(cells, position):
                own = [line for line in before if _announces(line)]
                rest = [line for line in before if line not in own]
                body[-1] = "\n".join([body[-1], *rest])  # a blank line within a cell
                body += own
            elif before:
                tables += _table(heading, body)
                heading, body = before, []
            before = []
            body.append(text)
        else:
            before.append(text)
    return Document((*tables, *_table(heading, body)), "\n".join(before))


def _begins_table(cells: list[tuple[bool, str]], position: int) -> bool:
    """Return whether a row of headings begins at a cell."""
    ahead = [text for is_cell, text in cells[position : position + 4] if is_cell]
    roles = [role_of(clean(text)) for text in ahead]
    return Column.TITLE in roles[:3] and sum(map(bool, roles)) >= 2


def _announces(line: str) -> bool:
    """Return whether a line of its own says what agreements stand below it."""
    text = clean(line)
    return bool(says(text)) and of_many(text)


def _table(heading: list[str], cells: list[str]) -> list[SourceTable]:
    """Split the cells of one table into rows."""
    known = sum(1 for _ in takewhile(lambda cell: role_of(clean(cell)), cells))
    if not known:  # no headings that are known: one row to a cell, to be looked at as it is
        single = tuple(lay_out([cell]) for cell in cells)
        return [SourceTable("\n".join(heading), single)] if cells else []
    first = role_of(clean(cells[0]))
    by_number = first == Column.NUMBER
    ends = (  # the first row begins with a number, none, or a title
        n for n, cell in enumerate(cells[known:], known)
        if not (text := clean(cell)) or _NUMBER.fullmatch(text) or titles_in(cell)
    )  # fmt: skip
    width = next(ends, known)
    rows = [cells[:width]]
    for cell, after in zip_longest(cells[width:], cells[width + 1 :], fillvalue=""):
        text = clean(cell)
        begins = role_of(text) == first or _announces(cell) or _BEGINS.match(text)
        titled, is_title = bool(titles_in(after)), bool(titles_in(cell))
        if len(rows[-1]) >= width:
            new = begins or not by_number or titled != is_title
        else:  # the row above breaks off
            counts = len(rows[-1]) > 1 and _number(text) == _number(clean(rows[-1][0])) + 1
            new = by_number and (counts or (titled and (not text or _number(text) >= 0)))
        if new or len(rows) == 1:
            rows.append([""] if by_number and is_title else [])
        rows[-1].append(cell)
    return [SourceTable("\n".join(heading), tuple(lay_out(row) for row in rows))]


def _number(text: str) -> int:
    """Return the number that a cell is; -1 if it is something else."""
    return int(re.sub(r"\D", "", text)) if _NUMBER.fullmatch(text) else -1


def _joined(lines: list[str]) -> list[str]:
    """Join every line to its row where rows begin with a number; not what stands above headings."""
    heads = {n: find_columns(lay_out(line.split("\t"))) for n, line in enumerate(lines)}
    above: set[int] = set()
    for place in reversed(range(len(lines) - 1)):
        if "\t" not in lines[place] and (heads[place + 1] or place + 1 in above):
            above.add(place)
    found: list[str] = []
    numbered, tabs = False, 0
    for place, line in enumerate(lines):
        if columns := heads[place]:
            numbered, tabs = columns.role_at(0) == Column.NUMBER, line.count("\t")
        whole = heads[place] or line.count("\t") == tabs
        further = numbered and place not in above and not (whole or _announces(line))
        if further and line.strip() and not _NUMBERED.match(line) and "\t" in found[-1]:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _by_lines(lines: list[str]) -> Document:
    """Read a text with one row to a line."""
    tables: list[SourceTable] = []
    heading = ""
    for are_rows, group in groupby(lines, lambda line: "\t" in line):
        if are_rows:
            tables.append(SourceTable(heading, tuple(lay_out(x.split("\t")) for x in group)))
            heading = ""
        else:
            heading = "\n".join(filter(str.strip, group))
    return Document(tuple(tables), heading)
