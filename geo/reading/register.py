"""
The register read: agreements that were understood, and problems for a person to see.

An agreement is in the result only if form, date, kind and every party were understood; what is
missing otherwise (registration, term, lapse) is left empty and reported. Nothing is guessed.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import product, takewhile
from typing import Any

from geo.agreements import Agreement, Status
from geo.dates import in_full
from geo.reading.about import link, read_about
from geo.reading.asides import report_asides, with_legends
from geo.reading.beside import places_in, with_parties
from geo.reading.columns import HOLDS, Column
from geo.reading.document import Document
from geo.reading.docx import read_docx
from geo.reading.gazetteer import Decisions, Gazetteer, build_gazetteer
from geo.reading.home import at_home
from geo.reading.notes import Read, build_notes
from geo.reading.plain import read_plain
from geo.reading.problems import FEW, Problem, Report, Sure, problem_key
from geo.reading.registration import Registration, parse_registration
from geo.reading.row import SourceRow
from geo.reading.rows import stands
from geo.reading.sections import doubts, names_part, says
from geo.reading.shorthand import written_out
from geo.reading.successors import find_successor
from geo.reading.tables import read_rows
from geo.reading.title import Title, read_title
from geo.reading.twins import of_one_issue, report_numbers, told_apart
from geo.reading.words import clean
from geo.terms import lapsed_on
from geo.terms.wording import parse_lapse, parse_term
from geo.territories import Territories
from geo.territories.outside import read_outside

TITLE_LENGTH = 300
_YEARS = re.compile(r"\b(?:на|в|с)\b[ а-я]{,12}\d{4}(?: ?[-–—] ?| по )(\d{4}) ?г[а-я]*")
"""Years that a title names: «на 2020–2025 годы»."""
_NUMBERED = re.compile(r"№ ?(\d+-\w+)")
"""A number behind a title that is written as those of registrations are: «№ 2-с»."""


@dataclass(frozen=True)
class Reading:
    """
    What was read: agreements in the order of the register, and problems in that of the rows.

    `n_titles` are the titles of agreements in the document, in rows or anywhere else; `title` is
    what it says above its first table.
    """

    agreements: tuple[Agreement, ...]
    problems: tuple[Problem, ...]
    n_titles: int = 0
    title: str = ""

    @property
    def blocked(self) -> tuple[Problem, ...]:
        """The problems that keep rows out of the agreements."""
        return tuple(problem for problem in self.problems if problem.blocks)


def read_register(
    document: bytes | str,
    territories: Territories,
    decisions: Decisions | None = None,
    today: date | None = None,
    home: str = "",
) -> Reading:
    """
    Read the official register.

    Parameters
    ----------
    document
        A ``.docx`` file as bytes, or the plain text of one.
    territories
        The closed gazetteer.
    decisions
        What a person decided about problems of an earlier reading. About places: the words that the
        problem `got`, to the code of a territory, to a party outside the gazetteer
        (`geo.territories.outside`), or to an empty text if they name no party. About anything else:
        the problem's key, to what the question expects.
    today
        The day of the reading: what is dated or lapses later is asked about. Not looked at unless
        given.
    home
        The region whose register it should be; any will do unless given.

    Raises
    ------
    RegisterFormatError
        If the document is no register at all.
    """
    said_before = decisions or {}
    outside = {key: x for key, said in said_before.items() if (x := read_outside(said))}
    territories = territories.with_these(outside.values())
    decided = {**said_before, **{key: place.code for key, place in outside.items()}}
    last = today or date.max
    problems: list[Problem] = []

    def report(key: str, **details: Any) -> str:  # noqa: ANN401  fields of a problem
        blocks = details.get("sure") != Sure.CERTAIN
        problem = Problem(key, **{"blocks": blocks, **details})
        said = decided.get(problem_key(problem), "")
        if not said:
            problems.append(problem)
        return said

    tables = read_docx(document) if isinstance(document, bytes) else read_plain(document)
    found, n_titles, headings = read_rows(tables, report)
    gazetteer = build_gazetteer(territories, home)
    numbers = _numbers(found, report)
    at = partial(_at, report)
    written = written_out(found, map(at, found, numbers))
    rows = tuple(with_parties(row, gazetteer) for row in written)
    gazetteer = replace(gazetteer, decisions=decided)  # which change no title
    amiss = _columns_amiss(rows, report)
    remarks = Counter((row.table, row.remark_of) for row in rows)
    rows = tuple(
        row if remarks[row.table, row.remark_of] > FEW else replace(row, remark_of="")
        for row in rows
    )
    rows, legends = with_legends(rows, tables)
    tells = list(map(at, rows, numbers))
    places = {(row.table, row.row): tell for row, tell in zip(rows, tells, strict=True)}
    report_asides(tables, places, headings, legends, report)
    read = []
    for row, number, tell in zip(rows, numbers, tells, strict=True):
        one = None if row.waits else _read_row(row, number, gazetteer, tell, amiss)
        if one and _is_past(one.agreement, last, tell):
            read.append(one)
    read = of_one_issue(at_home(read, gazetteer, home, report), report)
    read = _linked(told_apart(read))
    report_numbers(read)
    agreements = _finished(read, gazetteer)
    ordered = tuple(sorted(problems, key=lambda x: (x.table, x.row)))
    return Reading(agreements, ordered, n_titles, _title(tables))


def _title(document: Document) -> str:
    """Return what stands above the first table, up to the first line that is a sentence."""
    above = next(filter(clean, (table.heading for table in document.tables)), "")
    lines = takewhile(lambda line: not line.endswith("."), map(clean, above.split("\n")))
    return " ".join(line for line in lines if line and not names_part(line))[:TITLE_LENGTH]


def _columns_amiss(rows: Sequence[SourceRow], report: Report) -> set[tuple[int, Column]]:
    """Ask about columns of tables that hold something else than their heading says; name them."""
    n_rows = Counter(row.table for row in rows)
    strange: dict[tuple[int, Column], list[SourceRow]] = {}
    for row, column in product(rows, (Column.TERM, Column.REGISTRATION)):
        if not row.waits and (text := row.text(column)) and not HOLDS[column](text):
            strange.setdefault((row.table, column), []).append(row)
    amiss = {k: v for k, v in strange.items() if len(v) > FEW and 5 * len(v) > n_rows[k[0]]}
    for (table, column), found in amiss.items():
        where = {"got": found[0].text(column), "column": column, "table": table}
        report("problem.column", expected=f"problem.expected_{column}", count=len(found), **where)
    return set(amiss)


def _linked(read: list[Read]) -> list[Read]:
    """Add to agreements about another one which that is; leave out those that wait for it."""
    known = [each.agreement for each in read]
    linked = ((each, link(each.agreement, each.title.about, known, each.tell)) for each in read)
    return [replace(each, agreement=found) for each, found in linked if found]


def _finished(read: list[Read], gazetteer: Gazetteer) -> tuple[Agreement, ...]:
    """Add what follows from several rows: successors and notes."""
    known = [each.agreement for each in read]
    found = (find_successor(x.agreement, known, gazetteer, x.tell) for x in read)
    entries = [replace(each, agreement=one) for each, one in zip(read, found, strict=True)]
    notes = build_notes(entries, gazetteer.territories)
    agreements = [each.agreement for each in entries]
    return tuple(replace(x, source_note=notes.get(x.id, "")) for x in agreements)


def agreement_id(title: Title) -> str:
    """
    Return the identifier: date of signing, form, and territories, never the row's number.

    The last part is six hexadecimal digits of the SHA-256 of the territories' codes, each once,
    sorted, joined by commas. (`told_apart` counts agreements that have all of it in common.)
    """
    codes = ",".join(sorted({party.territory for party in title.parties}))
    digest = hashlib.sha256(codes.encode()).hexdigest()[:6]
    return f"{title.signed_on}-{title.form[0]}-{digest}"


def _at(report: Report, row: SourceRow, number: int) -> Report:
    """Return a report that adds the place of a row."""

    def tell(key: str, **details: object) -> str:
        place = {"section": row.section, "number": number, "table": row.table, "row": row.row}
        title = row.text(Column.TITLE) or " · ".join(filter(None, row.cells.values()))
        return report(key, **{**place, "title": title, **details})

    return tell


def _numbers(rows: Sequence[SourceRow], report: Report) -> list[int]:
    """
    Return the number of every row: its own, or the next one of its section if it has none.

    A number is out of order if it is not the next one, by either of the two rows above in its
    section, or by that above in the document: a gap is told once, and a misprint once.
    """
    numbers: list[int] = []
    places: Counter[Status] = Counter()
    ahead = {section: (0, 0) for section in Status}  # of their places, the two rows above
    numbered = any(row.number is not None for row in rows)
    if rows and not numbered:
        report("problem.numbering", sure=Sure.CERTAIN, column=Column.NUMBER)
    for row in rows:
        places[row.section] += 1
        place, above = places[row.section], ahead[row.section]
        number = row.number or place + above[1]
        follows = number - place in above or number == (numbers or [0])[-1] + 1
        if numbered and (row.number is None or not follows):
            tell, column = _at(report, row, number), Column.NUMBER
            got, due = str(row.number or row.text(column)), str(place + above[1])
            tell("problem.numbering", got=got, expected=due, sure=Sure.CERTAIN, column=column)
        ahead[row.section] = above[1], number - place
        numbers.append(number)
    return numbers


def _read_row(
    row: SourceRow,
    number: int,
    gazetteer: Gazetteer,
    tell: Report,
    amiss: Container[tuple[int, Column]],
) -> Read | None:
    """Read the cells of one row; None if it was not understood, or a person has to decide."""
    words = in_full(row.text(Column.TITLE))
    title = read_title(words, gazetteer, tell, row.text(Column.SIGNED))
    row, is_clear = _in_section(row, title, tell)
    registration = _registration(row, tell, blocks=(row.table, Column.REGISTRATION) not in amiss)
    lapsed = row.section == Status.LAPSED
    is_read = _reads_last(row, tell, blocks=(row.table, Column.TERM) not in amiss)
    if title is None or registration is None or not (is_read and is_clear):
        return None
    if not _agrees(row, title, registration, gazetteer, tell):
        return None
    codes = {party.territory for party in title.parties}
    if places_in(row.text(Column.PARTY), gazetteer) - codes and not tell(
        "problem.party_column", got=row.text(Column.PARTY), column=Column.PARTY
    ):
        return None
    text = row.text(Column.TERM)
    term, lapse = None if lapsed else parse_term(text), parse_lapse(text)
    agreement = Agreement(
        id=agreement_id(title),
        number=number,
        form=title.form,
        kind=title.kind,
        themes=title.themes,
        title=row.text(Column.TITLE),
        signed_on=title.signed_on,
        registered_on=registration.day,
        registration_number=registration.number,
        term_text="" if lapsed else text,
        term_years=term.years if term else None,
        perpetual=term.perpetual if term else None,
        status=row.section,
        lapse_text=text if lapsed else "",
        parties=title.parties,
        prolonged=term.prolonged if term else None,
        ends_on=term.until if term else None,
        lapsed_on=lapse.day if lapsed and lapse else None,
    )
    return Read(agreement, title, row, tell)


def _in_section(row: SourceRow, title: Title | None, tell: Report) -> tuple[SourceRow, bool]:
    """
    Ask about a row that says of itself that it lapsed, is a draft, was prolonged.

    Returns
    -------
    row, is_clear
        The row in the section it belongs to, and whether that is known.
    """
    text = row.text(Column.TERM)
    said_beside = (*(title.remarks if title else ()), row.text(Column.REGISTRATION))
    beside = [each for each in said_beside if doubts(each, row.section)]
    if title and not title.about and says(title.subject) not in (None, row.section):
        beside.append(title.subject)  # «Соглашение, утратившее силу, о …»
    if row.section == Status.IN_FORCE and (parse_lapse(text) or stands(text) == Status.LAPSED):
        key, got, column = "problem.status", text, Column.TERM
    elif row.remark or beside:
        key, got, column = "problem.remark", row.remark or ", ".join(beside), None
    else:
        return row, True
    expected = f"status.{row.section}"
    if key == "problem.remark" and row.remark_of:  # one question for the column
        key, got, expected = "problem.remark_column", row.remark_of, row.remark
    said = tell(key, got=got, expected=expected, options=tuple(Status), column=column)
    remark = row.remark or got
    if said == Status.LAPSED and parse_lapse(remark):  # which says more of a lapse than the term
        row = replace(row, cells={**row.cells, Column.TERM: remark})
    return (replace(row, section=Status(said)) if said in list(Status) else row), bool(said)


def _agrees(
    row: SourceRow, title: Title, registration: Registration, gazetteer: Gazetteer, tell: Report
) -> bool:
    """Report what the cells of a row say against each other; return whether it may be so."""
    if registration.day and registration.day < title.signed_on:
        column, day = Column.REGISTRATION, f"{title.signed_on:%d.%m.%Y}"
        got = row.text(column)
        tell("problem.registered_early", got=got, expected=day, blocks=False, column=column)
    for number in filter(None, map(_NUMBERED.search, title.remarks)):
        if number[1] != registration.number:
            tell("problem.stray_cell", got=number[0], blocks=False, column=Column.TITLE)
    term = parse_term(row.text(Column.TERM))
    years, until = (term.years, term.until) if term else (None, None)
    said = ((x, parse_term(x)) for x in title.remarks)
    other = [x for x, own in said if own and (not term or (own.years, own.until) != (years, until))]
    last = until.year if until else title.signed_on.year + (years or 0)
    named = _YEARS.finditer(row.text(Column.TITLE))
    other += [found[0] for found in named if int(found[1]) != last]
    if other and row.section == Status.IN_FORCE:
        got, expected = other[0], row.text(Column.TERM)
        if not tell("problem.term_twice", got=got, expected=expected, column=Column.TERM):
            return False
    if len({gazetteer.territories[p.territory].country for p in title.parties}) < 2:
        return bool(tell("problem.one_side", got=row.text(Column.TITLE), column=Column.TITLE))
    return True


def _registration(row: SourceRow, tell: Report, *, blocks: bool) -> Registration | None:
    """Read the registration; None if a person has to say whether it is to be left empty."""
    text = row.text(Column.REGISTRATION)
    found = parse_registration(text)
    if not text and not row.text(Column.TERM):
        tell("problem.broken", sure=Sure.CERTAIN)
    elif not text:
        tell("problem.empty_cell", blocks=False, column=Column.REGISTRATION)
    elif found is None:
        said = tell(
            "problem.registration",
            got=text,
            expected="problem.expected_registration",
            blocks=blocks,
            column=Column.REGISTRATION,
        )
        if blocks and not said:
            return None
    return found or Registration(None, "")


def _reads_last(row: SourceRow, tell: Report, *, blocks: bool) -> bool:
    """Report a last column that does not say what its section wants; return whether it may be."""
    text = row.text(Column.TERM)
    lapsed = row.section == Status.LAPSED
    if not text:
        if row.text(Column.REGISTRATION):
            tell("problem.empty_cell", sure=Sure.CERTAIN, column=Column.TERM)
        return True
    if not text.strip("-–—− ") and read_about(row.text(Column.TITLE)):
        return True  # what ends or changes another agreement has no term of its own
    term, lapse = parse_term(text), parse_lapse(text)
    if lapse or (term and not lapsed):
        return True  # a lapse in force was asked about
    expected = "problem.expected_lapse" if lapsed else "problem.expected_term"
    if term:  # a term that ran once takes nothing away
        tell("problem.status", got=text, expected=expected, blocks=False, column=Column.TERM)
        return True
    said = tell("problem.term", got=text, expected=expected, blocks=blocks, column=Column.TERM)
    return bool(said) or not blocks


def _is_past(agreement: Agreement, last: date, tell: Report) -> bool:
    """Return whether no day lies ahead or ends what was not signed, or a person says so; ask."""
    signed, gone = agreement.signed_on, lapsed_on(agreement)
    dated = {Column.TITLE: signed, Column.REGISTRATION: agreement.registered_on, Column.TERM: gone}
    ahead = [(day, column) for column, day in dated.items() if day and day > last]
    said = [tell("problem.ahead", got=f"{day:%d.%m.%Y}", column=column) for day, column in ahead]
    end = agreement.ends_on or gone
    if end and end < signed:
        got, expected = f"{end:%d.%m.%Y}", f"{signed:%d.%m.%Y}"
        said.append(tell("problem.ends_early", got=got, expected=expected, column=Column.TERM))
    return all(said)
