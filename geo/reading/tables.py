"""
The tables of a document: which are of the register, and whose agreements are in force or lapsed.

By rule:

- A table belongs to the register if a row of headings names the title's column and another one;
  a table without headings goes on with the one before it if no text stands between.
- The last paragraph before a table that speaks of lapsed agreements, or of agreements in force,
  decides its section; so does a row of one cell that says so, above the headings or below. Where a
  paragraph names both, or none does, the rows decide: lapsed if every one that says anything in its
  last column says so. A table without a word before it goes on with the section above unless its
  rows say the opposite of those above.
- What only names a place or a year above a table is a part of the section above; what stands below
  the mere number of a further section («Раздел 2») is asked.
"""

import re
from dataclasses import replace

from geo.agreements import Status
from geo.errors import RegisterFormatError
from geo.reading.account import not_in, report_lost, titles_of
from geo.reading.columns import Column, Columns, find_columns, guess_columns
from geo.reading.document import Cell, Document, SourceTable
from geo.reading.problems import FEW, Report, Sure
from geo.reading.row import SourceRow
from geo.reading.rows import Reader, asked_section, begins_title, is_lapse_day, read_row, stands
from geo.reading.sections import (
    announced,
    announces_others,
    ends,
    goes_on,
    is_further,
    of_many,
    says,
)
from geo.reading.words import clean, fold
from geo.terms.wording import parse_lapse

Said = dict[tuple[Column | None, int], list[str]]
"""What the agreements of a table have in each column, by what it is and where it starts."""
_SAYS_MORE = re.compile(r"\d|автомат|(?:пролонг|продл)[^:]*: (?!нет\b|не |без |отсутств)[\w+]")
"""What a cell says, below its heading, of an end or a prolongation if it does not deny it."""
_STATUS = re.compile("статус|состояни|действующ")
"""How the heading of a column begins that says how agreements stand, whatever its words."""


def read_rows(
    document: Document, report: Report
) -> tuple[tuple[SourceRow, ...], int, tuple[str, ...]]:
    """
    Read the tables of a document.

    Returns
    -------
    rows, n_titles, headings
        The agreements of all tables, unread; how many titles of agreements the document has, in
        rows or elsewhere; the texts that announce sections.

    Raises
    ------
    RegisterFormatError
        If no table has the headings of the register, or none has a row.
    """
    reader = Reader(report)
    above = ""
    heads: tuple[Cell, ...] = ()
    for number, table in enumerate(document.tables, start=1):
        heads = next(filter(find_columns, table.rows), heads)
        rows = tuple(_below(heads, row) for row in table.rows)
        _read_table(reader, SourceTable(f"{above}\n{table.heading}", rows), number)
        above = _framed(table)
    first = ((SourceTable("", table.rows[:1]), table) for table in document.tables)
    if not (reader.tables or any(titles_of(one) and guess_columns(all_) for one, all_ in first)):
        raise RegisterFormatError("error.no_register")
    if not (reader.rows or reader.asked):
        raise RegisterFormatError("error.no_rows")
    lost = report_lost(document, reader.texts(), reader.asked, report)
    return tuple(reader.rows), len(reader.rows) + lost, tuple(reader.headings)


def _below(heads: tuple[Cell, ...], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row of as many cells as the headings, each below its own: borders may be moved."""
    if len(row) != len(heads):
        return row
    places = ((head.start, head.span) for head in heads)
    return tuple(replace(x, start=at, span=n) for x, (at, n) in zip(row, places, strict=True))


def _framed(table: SourceTable) -> str:
    """Return a heading that stands in a table of its own; empty if a table is something else."""
    texts = [text for row in table.rows for cell in row if (text := clean(cell.text))]
    if len(texts) != 1 or titles_of(table):
        return ""
    return texts[0] if says(texts[0]) or announces_others(texts[0]) else ""


def _read_table(reader: Reader, table: SourceTable, number: int) -> None:
    first_row = 1
    own = any(find_columns(row) for row in table.rows)
    is_ours = True
    if own:
        first = not reader.tables
        reader.tables += 1
        reader.columns = None
        is_ours = _choose_section(reader, table, number, first)
    elif reader.columns is not None and _goes_on(reader.columns, table):
        if _paragraphs(table):
            is_ours = _choose_section(reader, table, number, first=False)
    elif columns := _guessed(reader, table, number):
        reader.columns = columns
        is_ours = _choose_section(reader, table, number, first=not reader.tables)
        reader.tables += 1
        first_row = next(
            n for n, row in enumerate(table.rows, 1) if titles_of(SourceTable("", (row,)))
        )
    else:
        return
    reader.above, reader.is_ours, reader.table, reader.in_group = {}, is_ours, table, False
    for place, row in enumerate(table.rows, start=1):
        if place >= first_row:
            read_row(reader, row, number, place)
    if own:
        _report_extra(reader, table, number)


def _report_extra(reader: Reader, table: SourceTable, number: int) -> None:
    """Report the columns that are not read; ask about one that says when something ends."""
    assert reader.columns is not None
    for heading, first, end in reader.columns.extra:
        cells = (cell for row in table.rows for cell in row if first <= cell.start < end)
        texts = {text for cell in cells if (text := clean(cell.text).strip("-–— "))} - {heading}
        matters = ends(heading) and any(
            _SAYS_MORE.search(fold(f"{heading}: {text}")) for text in texts
        )
        unclear = _STATUS.match(fold(heading)) and not all(
            stands(text) or re.fullmatch(r"да|нет|\+", fold(text)) for text in texts
        )
        sure = Sure.UNKNOWN if matters or unclear else Sure.CERTAIN
        asked = sum(row.remark_of == heading and row.table == number for row in reader.rows)
        if first == reader.status or asked > FEW:
            continue
        lapses = reader.section == Status.LAPSED and texts and all(map(parse_lapse, texts))
        if not (lapses or heading in reader.meant or is_lapse_day(reader, heading)):
            reader.report("problem.extra_column", got=heading, sure=sure, table=number)


def _guessed(reader: Reader, table: SourceTable, number: int) -> Columns | None:
    """
    Ask about a table with titles under headings that are not known.

    Returns
    -------
    columns
        What its columns hold by what stands in them, if a person says that they hold it.
    """
    titles = not_in(titles_of(table), reader.texts())  # a table within a row read is a part of it
    if not titles:
        return None
    columns = guess_columns(table)
    heads = next((row for row in table.rows if not titles_of(SourceTable("", (row,)))), ())
    said = reader.report(
        "problem.table_columns" if columns else "problem.table_unread",
        got=" | ".join(clean(cell.text) for cell in heads) or titles[0],
        expected=", ".join(role for role, _, _ in columns.known) if columns else "",
        count=len(titles),
        sure=Sure.LIKELY if columns else Sure.UNKNOWN,
        table=number,
    )
    if not said:
        reader.asked.add(number)
    return columns if said else None


def _goes_on(columns: Columns, table: SourceTable) -> bool:
    """Return whether a table without headings has titles where the one before has them."""
    return any(
        columns.role_at(cell.start) in (Column.TITLE, Column.FORM)
        and begins_title(clean(cell.text))
        for row in table.rows
        for cell in row
    )


def _choose_section(reader: Reader, table: SourceTable, number: int, first: bool) -> bool:
    """
    Take the section of a table from the text before it, else from its rows.

    Returns
    -------
    is_ours
        Whether its rows are to be read: not where a person has to say what they are, or said that
        they are no agreements of the register.
    """
    paragraphs = [*_paragraphs(table), *_rows_above_headings(table)]
    said = _said(table, reader.columns)
    above, reader.by_rows = reader.by_rows, _section_by_rows(said)
    found = announced(paragraphs)
    reader.headings += [text for text in paragraphs if announced([text])]
    clear = found and not (found.vague or found.both)
    if reader.status is not None:  # rows of the table above say it themselves
        if not paragraphs:
            return True
        reader.section = Status.IN_FORCE
    reader.status = None if clear else _status_column(said)
    if reader.status is not None:
        return True
    if found and found.both:
        terms = (at for role, at in said if role == Column.TERM)
        reader.status = next(terms, None)
    section, lapsed = found.section if found else None, reader.by_rows == Status.LAPSED
    denied = section == Status.IN_FORCE and lapsed
    further = not (first or lapsed or clear) and any(map(is_further, paragraphs))
    if section and not (denied or further):
        reader.section = section
        return True
    heading = " ".join(paragraphs)
    others = found and not (section or found.both or lapsed)
    if others or further or (clear and denied):  # «Действующие», and each row says that it lapsed
        return asked_section(reader, heading, number)
    turns = reader.by_rows not in (None, reader.section) and Status.LAPSED in (
        reader.by_rows,
        above,
    )
    if not (paragraphs or first or turns):
        return True
    if found or first or reader.by_rows:
        reader.section = reader.by_rows or Status.IN_FORCE
    if not first or paragraphs:
        reader.report(
            "problem.section",
            got=heading,
            expected=f"status.{reader.section}",
            sure=Sure.LIKELY,
            blocks=False,
            table=number,
        )
    return True


def _paragraphs(table: SourceTable) -> list[str]:
    """Return the text before a table, but for what says that the one above goes on, or where."""
    texts = filter(None, map(clean, table.heading.split("\n")))
    return [text for text in texts if not goes_on(text)]


def _rows_above_headings(table: SourceTable) -> list[str]:
    """Return the texts of rows of one text above the headings, but for those that go on."""
    above = []
    headings = next((n for n, row in enumerate(table.rows) if find_columns(row)), 0)
    for row in table.rows[:headings]:
        texts = [clean(cell.text) for cell in row if clean(cell.text)]
        above += texts if len(texts) == 1 and not goes_on(texts[0]) else []
    return above


def _said(table: SourceTable, above: Columns | None) -> Said:
    """Return what each agreement of a table has in its columns; a merged cell has it each time."""
    columns = next(filter(None, map(find_columns, table.rows)), above)
    said: Said = {}
    for row in table.rows:
        if columns and any(begins_title(clean(c.text)) for c in row) and not find_columns(row):
            for cell in row:
                texts = said.setdefault((columns.role_at(cell.start), cell.start), [])
                text = clean(cell.text)
                goes_on = cell.continues or (not text and texts and of_many(texts[-1]))
                texts.append(texts[-1] if goes_on and texts else text)
    return said


def _section_by_rows(said: Said) -> Status | None:
    """Return what all agreements of a table say in their last column; None if they differ."""
    terms = (texts for (role, _), texts in said.items() if role == Column.TERM)
    lapsed = {stands(text) == Status.LAPSED for texts in terms for text in texts if text}
    if len(lapsed) != 1:
        return None
    return Status.LAPSED if lapsed.pop() else Status.IN_FORCE


def _status_column(said: Said) -> int | None:
    """Return the column in which most agreements say whether they lapsed, and many of both do."""
    n_rows = max(map(len, said.values()), default=0)
    for column in (None, Column.TERM):  # one that only says how they stand first
        for start, texts in ((at, texts) for (role, at), texts in said.items() if role == column):
            found = list(map(stands, texts))
            counts = [found.count(status) for status in Status]
            in_groups = column is None and any(map(of_many, texts))
            if sum(counts) * 10 >= n_rows * 9 and min(counts) > (0 if in_groups else FEW):
                return start
    return None
