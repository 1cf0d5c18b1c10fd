"""
The rows of a table: headings, lines across it, agreements, and what goes on with the one above.

By rule:

- Headings of two rows are read as one; headings repeated in the middle, numbers of columns, rows
  across the table and empty rows are no agreements.
- A number that stands before the title in its cell is the row's number.
- Where no heading names the terms, the one column of which most cells are terms or lapses has them;
  the day of a lapse in a column of its own belongs to the lapse, and a lapse in one beside the term
  of an agreement that lapsed is its lapse.
- A column of forms («Вид документа») begins the title; what «Дата» and «Номер» are of is asked,
  unless it can be one thing only. A number of a page within a cell is left out, and told.
- What only names a place or a year is a part of the section above.
- A title that continues the cell above belongs to the row above, unless its row has a number of its
  own; any other cell that continues one says the same again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from geo.agreements import Status
from geo.dates import find_dates
from geo.reading.account import titles_in
from geo.reading.beside import in_column
from geo.reading.columns import (
    LAPSE_DAY,
    NAMELESS,
    Column,
    Columns,
    by_content,
    find_columns,
    names_day,
)
from geo.reading.document import Cell, SourceTable
from geo.reading.problems import Report, Sure
from geo.reading.registration import parse_registration
from geo.reading.row import SourceRow
from geo.reading.sections import (
    MARKS,
    announced,
    announces_others,
    doubts,
    is_further,
    is_remark,
    names_part,
    of_many,
    says,
)
from geo.reading.vocabulary import FORM
from geo.reading.words import clean, fold, plain, repair
from geo.terms.wording import Lapse, parse_lapse, parse_term
from geo.text import t

_NUMBER = re.compile(r"(?:№ ?)?(\d{1,6}) ?[.)]?")
_TITLE = re.compile(rf"[«\"„“]?(?!протокол заседани)(?:{FORM})", re.IGNORECASE)
_TOTAL = re.compile(r"[\W\d]*(?:итого|всего)\b")
_GOES_ON = re.compile(r"(?:срок (?:\w+ )?)?(?:продлен|пролонгирован)[оа]?\b")
"""One was prolonged: whatever stands below such a line stays in force."""
_NOT_IN_FORCE = re.compile(r"действу(?:ет|ющ\w+)(?! (?:до|с|по)\b)[^:]*: (?:нет|[-–—])?")
_LEGEND = re.compile(rf"\W*{MARKS}")
_ORDINAL = re.compile(r"[\dIVX]{1,4}[.)]?|[А-Яа-я][.)]")
_BETWEEN = {Column.REGISTRATION: ", ", Column.PARTY: "; "}
"""What joins two cells of one column."""
SECTIONS = (Status.IN_FORCE.value, Status.LAPSED.value, "neither")
"""What can stand below a heading."""
CONTINUES = "continues"
"""The answer that a row goes on with the one above: it was broken at the end of a page."""
_BARE = re.compile(r"^\d{1,2}(?=$| ?[,;(+]| с\b)")
"""A number whose unit the heading names: «Срок действия, лет»."""
_ANY_LINE = re.compile(r"^[-–— ]*\d{1,3}[-–— ]*$", re.MULTILINE)
_LATER_LINE = re.compile(rf"(?<=\n){_ANY_LINE.pattern}", re.MULTILINE)
_PAGE = {Column.TITLE: _LATER_LINE, Column.REGISTRATION: _ANY_LINE, Column.TERM: _ANY_LINE}
"""The number of a page, in a line of its own within a cell that the page ends in."""
_NUMBERED = re.compile(rf"[-–—№ ]*(\d{{1,4}})[-–—.) ]*(?={_TITLE.pattern})", re.IGNORECASE)


@dataclass
class Reader:
    """What is known on the way through the tables."""

    report: Report
    section: Status = Status.IN_FORCE
    remark: str = ""
    remark_of: str = ""
    is_ours: bool = True
    """Whether rows are read here, not below a heading that announces something else."""
    status: int | None = None
    """The column in which each row says its section, under a heading that names both or none."""
    in_group: bool = False
    """Whether that column speaks of several rows: it says so in the first of them alone."""
    by_rows: Status | None = None
    """What the rows of the table before say in their last column, all of them."""
    columns: Columns | None = None
    waits: bool = False
    """Whether a person has to say first which column has the days of signing."""
    table: SourceTable | None = None
    in_headings: bool = False
    meant: dict[str, str] = field(default_factory=dict)
    """What a person said of the columns whose headings name nothing, by their headings."""
    rows: list[SourceRow] = field(default_factory=list)
    above: dict[int, str] = field(default_factory=dict)
    tables: int = 0
    asked: set[int] = field(default_factory=set)
    """Numbers of the tables that are a question as a whole."""
    headings: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    """The texts of rows that are a question already, and of cells of which a part is told."""

    def texts(self) -> list[str]:
        """Return the texts of all cells so far, read or asked about."""
        return [*(text for row in self.rows for text in row.cells.values()), *self.met]


def asked_section(reader: Reader, heading: str, table: int) -> bool:
    """Ask what stands below a heading; return whether it is of the register, as a person said."""
    said = reader.report("problem.heading", got=heading, options=SECTIONS, table=table)
    if said in list(Status):
        reader.section = Status(said)
        return True
    reader.asked.add(table)
    return False


def stands(text: str) -> Status | None:
    """Return how an agreement stands by a cell that says so or has its term; None if by neither."""
    if parse_term(text):
        return Status.IN_FORCE
    return says(text) or (Status.LAPSED if parse_lapse(text) else None)


def begins_title(text: str) -> bool:
    """Return whether a text begins as the title of an agreement does."""
    return bool(_TITLE.match(text))


def read_row(reader: Reader, row: tuple[Cell, ...], table: int, place: int) -> None:
    """Take one row of a table: what it says is added to what is known, or asked."""
    texts = [clean(cell.shown) for cell in row]
    tell = partial(reader.report, table=table, row=place)
    header = find_columns(row)
    if header:
        below = reader.columns if reader.in_headings else None
        columns = (below.refined(row) if below else header).with_content(reader.table)
        reader.in_headings, reader.waits = True, False
        reader.columns = _with_meant(reader, columns, table)
        return
    if reader.columns is None or _is_blank(reader.columns, row):
        return
    title = next((c for c in row if reader.columns.role_at(c.start) == Column.TITLE), None)
    if reader.in_headings and title and title.continues:
        reader.columns = reader.columns.refined(row)
        return
    reader.in_headings = False
    told = [text for text in texts if text]
    if len(told) > 2 and all(re.fullmatch(r"\d{1,2}\.?|[^\W\d_]", text) for text in told):
        return  # only the numbers or letters of the columns
    if _is_across(reader, row, texts, (table, place), tell):
        return
    if not reader.is_ours:
        reader.asked.add(table)
        return
    reader.remark = reader.remark_of = ""
    if reader.status is not None:
        own_words = [cell for cell in row if cell.start == reader.status]
        text = clean("".join(cell.text for cell in own_words))
        if not any(cell.continues for cell in own_words) and (text or not reader.in_group):
            silent = not text and reader.section == Status.LAPSED
            reader.section, reader.in_group = stands(text) or Status.IN_FORCE, of_many(text)
            if silent or not (stands(text) or reader.columns.role_at(reader.status)):
                reader.remark = f"{reader.columns.heading_at(reader.status)}: {text or '-'}"
    cells = dict(_cells(reader, row, tell))
    form, words = cells.pop(Column.FORM, ""), cells.get(Column.TITLE, "")
    if not fold(words).startswith(fold(form)):
        cells[Column.TITLE] = f"{form} {words}"
    number = _number(cells, tell)
    beside = re.sub(r"^[\W\d]+|\W+$", "", cells.get(Column.NUMBER, ""))
    if doubts(beside, reader.section):
        reader.remark, reader.remark_of = beside, ""
    begun = cells.get(Column.TITLE, "")
    rest = [cell.continues for cell in row if cell is not title]
    split = bool(rest) and all(rest) and not begins_title(begun)  # only the title has two cells
    reaches = title and (title.continues or split)
    last = reader.rows[-1] if reader.rows else None
    further = reaches and last and last.table == table
    own = number is not None and not (last and last.number == number)
    if further and not own:
        _continue(reader, row)
        return
    # What begins no title is a row of ours if it has a number of its own and something for one.
    if further or (not begins_title(begun) and not (begun and own)):
        reader.met += texts
        options = (CONTINUES,) if last and not own else ()
        said = tell("problem.stray_row", got=" ".join(told), options=options)
        if said == CONTINUES:
            _continue(reader, row)
        return
    marks = reader.remark, reader.remark_of, reader.waits
    reader.rows.append(SourceRow(reader.section, table, place, number, cells, *marks))


def _is_blank(columns: Columns, row: tuple[Cell, ...]) -> bool:
    """Return whether a row says nothing, or only its number: it waits to be filled in."""
    said = [(cell.start, text) for cell in row if re.search(r"\w", text := clean(cell.shown))]
    alone = all(columns.role_at(at) == Column.NUMBER and _NUMBER.fullmatch(x) for at, x in said)
    return not said or (alone and not any(cell.continues for cell in row))


def _number(cells: dict[Column, str], tell: Report) -> int | None:
    """Return a row's number, and take what stands before the title, its own or that of a page."""
    found = _NUMBER.fullmatch(cells.get(Column.NUMBER, ""))
    if before := _NUMBERED.match(cells.get(Column.TITLE, "")):
        cells[Column.TITLE] = cells[Column.TITLE][before.end() :]
        if found and int(found[1]) != int(before[1]):
            tell("problem.stray_cell", got=before[0].strip(), blocks=False, column=Column.TITLE)
    if found:
        return int(found[1])
    return int(before[1]) if before else None


def _is_across(
    reader: Reader, row: tuple[Cell, ...], texts: list[str], at: tuple[int, int], tell: Report
) -> bool:
    """Take a row of one text that announces a section, or report one that is a heading."""
    table, place = at
    told = [(cell, text) for cell, text in zip(row, texts, strict=True) if text]
    if (
        len(told) == 2
        and _ORDINAL.fullmatch(told[0][1])
        and ((says(told[1][1]) and of_many(told[1][1])) or names_part(told[1][1]))
    ):
        del told[0]  # «2. | Утратившие силу соглашения»
    if len({text for _, text in told}) == 1:
        del told[1:]  # a row across the table that was saved as cells which all say the same
    cell, text = told[0][0], " ".join(each for _, each in told)
    section, total = says(text), _TOTAL.match(fold(text))
    if (len(told) != 1 and not total) or len(text) > 300 or titles_in(text):
        return False
    alone = not (of_many(text) or _LEGEND.match(text))
    if total or (section and not alone and is_remark(text)):
        sure = Sure.UNKNOWN if section == Status.LAPSED else Sure.CERTAIN
        tell("problem.text", got=text, sure=sure)
        return True
    assert reader.columns is not None
    other = reader.columns.role_at(cell.start) != Column.TERM
    own = section or (other and _GOES_ON.match(fold(text)))
    if own and alone and reader.rows and reader.rows[-1].table == table:
        if cell.span > 1 and not re.search(r"[\d(*]|данн|соглашени|договор", fold(text)):
            reader.is_ours = asked_section(reader, text, table)
        else:  # «утратило силу» below a row is a remark on it
            remark = "; ".join(filter(None, (reader.rows[-1].remark, text)))
            reader.rows[-1] = replace(reader.rows[-1], remark=remark)
        return True
    if section:
        reader.section, reader.is_ours, reader.status = section, True, None
        return True
    further = is_further(text) and any(row.table == table for row in reader.rows)
    if (announces_others(text) and other) or further or _ends_lapsed(reader, text, place):
        reader.is_ours = asked_section(reader, text, table)
        return True
    heads = cell.span > 1 or names_part(text)
    if not heads or (re.search(_TITLE.pattern, text, re.IGNORECASE) and not of_many(text)):
        return False
    tell("problem.subheading", got=text, sure=Sure.CERTAIN)
    return True


def _ends_lapsed(reader: Reader, text: str, place: int) -> bool:
    """Return whether a row that only names a register, below lapsed ones, stands above a term."""
    found = announced([text])
    if reader.section != Status.LAPSED or not (found and found.vague) or not reader.table:
        return False
    below = ([clean(cell.text) for cell in row] for row in reader.table.rows[place:])
    first = next((texts for texts in below if any(map(begins_title, texts))), [])
    return any(parse_term(text) for text in first)


def _cells(reader: Reader, row: tuple[Cell, ...], tell: Report) -> Iterator[tuple[Column, str]]:
    """Yield the cells of a row by their columns; two of one column are joined."""
    columns = reader.columns
    assert columns is not None
    found: dict[Column, list[str]] = {}
    ended: tuple[str, ...] = ()
    beside = ""
    for cell in row:
        text = clean(cell.shown)
        if cell.continues:
            text = reader.above.get(cell.start, "")
        reader.above[cell.start] = text
        role = columns.role_for(cell, text)
        page, rest = _page(cell.text, role) if role in _PAGE else ("", "")
        if page:
            text = rest
            tell("problem.stray_cell", got=page, blocks=False, column=role)
            reader.met.append(clean(cell.text))
        heading = columns.heading_at(cell.start)
        if role in (None, Column.TERM) and is_lapse_day(reader, heading) and not says(text):
            ended = (heading, text) if re.search(r"\w", text) else ()
            continue
        if role is None:
            _report_outside(reader, heading, text, tell)
            beside = text if reader.section == Status.LAPSED and parse_lapse(text) else beside
            continue
        text, repaired = repair(text, russian=role == Column.REGISTRATION)
        if repaired:
            tell("problem.look_alike", got=", ".join(repaired), sure=Sure.CERTAIN, column=role)
        if role == Column.PARTY:
            text = in_column(text, heading)
        elif role == Column.TERM and re.search(r"\b(?:лет|год[ыа]х?)\b", fold(heading)):
            text = _BARE.sub(lambda n: t("card.term_years", "ru", n=int(n[0])), text)
        if text:
            found.setdefault(role, []).append(text)
    term = found.get(Column.TERM, [""])[0]
    alone = not term.strip("-–— ") or parse_term(term)  # how long it ran is no lapse
    if ended:
        found[Column.TERM] = [": ".join(ended)] if alone else [term, ended[1]]
    elif beside and (alone or parse_lapse(beside) != parse_lapse(term) == Lapse("", None)):
        found[Column.TERM] = [beside]  # «Срок действия», and «Примечание» says how it lapsed
    for role, texts in found.items():
        yield role, _BETWEEN.get(role, " ").join(dict.fromkeys(texts))


def _page(text: str, role: Column) -> tuple[str, str]:
    """
    Return the number of a page in a cell that is understood without it, and the rest of the cell;
    the number is empty if there is none.
    """
    page, rest = _PAGE[role].search(text), clean(_PAGE[role].sub("", text))
    if role == Column.TITLE:
        dates = find_dates(rest)
        is_whole = bool(dates) and dates[-1].end == len(rest)
    elif role == Column.TERM:
        is_whole = bool(parse_term(rest) or parse_lapse(rest))
    else:
        is_whole = not parse_registration(clean(text)) and bool(rest and parse_registration(rest))
    return (clean(page[0]) if page and is_whole else ""), rest


def _with_meant(reader: Reader, columns: Columns, table: int) -> Columns:
    """
    Return the columns with those whose headings say no more than «Дата» or «Номер», as is asked;
    so is what may hold registrations or days of signing where no heading says that it does.
    """
    found = []
    held = by_content(reader.table) if reader.table else {}
    roles = {role for role, _, _ in columns.known}
    for heading, first, end in columns.extra:
        holds, unsigned = held.get(first), Column.SIGNED not in roles
        undated = unsigned and Column.TITLE not in held.values()
        hidden = holds == Column.REGISTRATION and (undated or holds not in roles)
        if not ((nameless := NAMELESS.fullmatch(plain(heading))) or hidden):
            continue
        is_day = undated or (unsigned and names_day(heading))
        options = (*((Column.SIGNED,) if is_day else ()), Column.REGISTRATION)
        said: str | None = columns.clear_at(first, end, held) if nameless else None
        asked = holds in (Column.NUMBER, Column.REGISTRATION) and heading not in reader.meant
        if not said and asked:
            said = reader.report("problem.extra_column", got=heading, options=options, table=table)
        if said is not None:
            reader.meant[heading] = said
        meant = reader.meant.get(heading)
        reader.waits |= undated and meant == ""
        if meant and meant in options:
            found.append((Column(meant), first, end))
            roles.add(Column(meant))
    return replace(columns, known=(*columns.known, *found))


def is_lapse_day(reader: Reader, heading: str) -> bool:
    """Return whether a column of a kind of its own has the days on which agreements lapsed."""
    return reader.section == Status.LAPSED and bool(re.match(LAPSE_DAY, fold(heading)))


def _report_outside(reader: Reader, heading: str, text: str, tell: Report) -> None:
    """Report text under no heading, or that contradicts the section under one of its own."""
    whole = f"{heading}: {text}"
    said = ""
    if text and not heading:
        tell("problem.stray_cell", got=text, blocks=False)
    if doubts(text, reader.section):
        said = text
    elif reader.section == Status.IN_FORCE:
        ended = re.search(r"\d|^да$|\+", fold(text)) and doubts(whole, reader.section)
        said = whole if ended or _NOT_IN_FORCE.fullmatch(fold(whole)) else ""
    elif re.search(r"^да$|\+", fold(text)) and says(whole) == Status.IN_FORCE:
        said = whole
    if said:
        reader.remark, reader.remark_of = said, heading if says(whole) else ""


def _continue(reader: Reader, row: tuple[Cell, ...]) -> None:
    """Add the other cells of a row to the agreement above, whose title reaches down to it."""
    columns = reader.columns
    assert columns is not None
    last = reader.rows[-1]
    cells = dict(last.cells)
    for cell in row:
        role = columns.role_at(cell.start)
        text = repair(clean(cell.text))[0]
        if role and text and not cell.continues and role not in (Column.NUMBER, Column.FORM):
            cells[role] = clean("\n".join((cells.get(role, ""), text)))
    reader.rows[-1] = replace(last, cells=cells, remark=reader.remark or last.remark)
