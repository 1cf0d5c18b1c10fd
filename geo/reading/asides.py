"""
What a document has beside its rows: struck words, notes, their marks, boxes, running heads,
pictures, changes, documents set into it, text below.

Each is reported with its words and its row. Where it may say something else of a row than its cells
do (words struck out, a note that an agreement lapsed or was prolonged), a person confirms that the
row is read as it stands. Rows with the mark of a legend («* архив») are asked about together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geo.agreements import Status
from geo.dates import find_dates
from geo.reading.document import Aside, Document
from geo.reading.problems import Report, Sure
from geo.reading.row import SourceRow
from geo.reading.sections import MARKS, announced, doubts, goes_on, is_remark, states
from geo.reading.words import clean, plain
from geo.terms.wording import parse_term

_SPEAKS = re.compile(
    r"утрат|силу|прекра|расторг|недейств|не действ|аннулир|отмен|истек|продл|пролонг|измен|исключ"
    r"|считать|следует|читать|вместо|ошиб|опечат|уточн|неверн|неправ|не подписан|приостан|заключен"
    r"|зарегистр|дополнительн|бессроч|заверш|исполнен|замен|снят"
    r"|действующ.* (?:выделен|отмечен)|(?:выделен|отмечен).* действующ"
    r"|удал|убра[тн]|перене|дубл(?!ик)|отозван|законч"
)
"""What a remark speaks of if it is about an agreement itself."""
_LEGEND = re.compile(
    rf"(?:.{{0,300}}[:(] ?|[^\w*†‡]*)(?P<mark>{MARKS}+)(?!{MARKS})[^\w(]*(?P<said>\w.*)"
)
_TRACKED = frozenset(("inserted", "deleted"))


def with_legends(
    rows: Sequence[SourceRow], document: Document
) -> tuple[tuple[SourceRow, ...], set[str]]:
    """Give the rows with a mark what its legend says against their section; name such legends."""
    read = {(row.table, row.row) for row in rows}
    texts = [document.after]
    for number, table in enumerate(document.tables, start=1):
        others = (x for n, x in enumerate(table.rows, start=1) if (number, n) not in read)
        texts += [table.heading, *(cell.text for row in others for cell in row)]
    raised: dict[tuple[int, int], list[str]] = {}
    for aside in document.asides:
        if aside.kind == "raised":
            raised.setdefault((aside.table, aside.row), []).append(aside.text)
    marked, used = list(rows), set()
    for legend in filter(None, map(_LEGEND.fullmatch, map(clean, "\n".join(texts).split("\n")))):
        mark = re.compile(rf"(?<!{MARKS}){re.escape(legend['mark'])}(?!{MARKS})")
        said = legend["said"]
        for place, row in enumerate(marked):
            beside = raised.get((row.table, row.row), ())
            if doubts(said, row.section) and any(map(mark.search, (*row.cells.values(), *beside))):
                marked[place] = replace(row, remark=said, remark_of=legend[0])
                used.add(legend[0])
    return tuple(marked), used


def report_asides(
    document: Document,
    rows: Mapping[tuple[int, int], Report],
    headings: Iterable[str],
    legends: set[str],
    report: Report,
) -> None:
    """
    Report what stands beside the rows.

    `rows` are the reports of those that were read, by table and row; `headings` are texts that
    announce a section: they are no remarks; `legends` are asked about with their rows. A document
    within this one may hold anything.
    """
    for aside in document.asides:
        tell = rows.get((aside.table, aside.row))
        place = {} if tell else {"table": aside.table, "row": aside.row}
        # «№ 5 прекращено», whatever it is a note to; a box or a running head may be a heading
        of_rows = bool(tell) or is_remark(aside.text) or aside.kind in ("box", "header", "struck")
        asked = aside.kind == "embedded" or (of_rows and _may_change(aside))
        if aside.kind == "header" and not asked:
            continue  # page numbers, an appendix, who made it
        sure = Sure.UNKNOWN if asked else Sure.CERTAIN
        (tell or report)(f"problem.aside_{aside.kind}", got=aside.text, sure=sure, **place)
    known = set(headings)
    read = {table for table, _ in rows}
    for number, table in enumerate(document.tables, start=1):
        if table.around in read:  # what stands before it is text of their cells
            continue
        texts = [clean(text) for text in table.heading.split("\n")]
        heading = next((text for text in reversed(texts) if text in known), "")
        for text in texts:
            found = announced([text])
            heads = goes_on(text) or (found and (found.section or found.vague))
            if text not in (heading, *legends) and (_tells(text) or (number > 1 and not heads)):
                _report_text(text, report, number)
    for text in map(clean, document.after.split("\n")):
        if text not in legends:
            _report_text(text, report)


def _report_text(text: str, report: Report, table: int = 0) -> None:
    if re.search(r"\w", text):
        sure = Sure.UNKNOWN if _tells(text) else Sure.CERTAIN
        report("problem.text", got=text, sure=sure, table=table)


def _tells(text: str) -> bool:
    """Return whether a text outside the tables says how agreements in them stand."""
    return bool(is_remark(text) and _SPEAKS.search(plain(text))) or states(text)


def _may_change(aside: Aside) -> bool:
    """Return whether an aside may say something else than its row."""
    if aside.kind == "struck":
        return bool(re.search(r"[^\W_]", aside.text))
    if aside.kind in _TRACKED:
        return False  # counts as accepted; the comparison shows what it changes
    dated = aside.kind != "header" and find_dates(aside.text)  # «по состоянию на 01.01.2026»
    doubted = parse_term(aside.text) or doubts(aside.text, Status.IN_FORCE)
    return bool(dated or doubted or _SPEAKS.search(plain(aside.text)))
