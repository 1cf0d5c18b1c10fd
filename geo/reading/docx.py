"""
A Word document (``.docx``): its tables as a reader sees them.

Read from the XML itself. Tracked changes count as accepted: insertions are there, deletions are
not, of words, rows and cells. Hidden text, field codes, comments, footnotes and text boxes are no
part of a table's text; content controls, links and smart tags are. A table within a cell is text of
the cell, and a table of its own as well. Whether the file is safe to open: `geo.update.intake`.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from geo.errors import RegisterFormatError
from geo.reading.document import Cell, Document, Table
from geo.reading.numbering import Numbering, read_numbering
from geo.reading.ooxml import child, children, is_on, name, read_part, related, value, whole

_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "tcPr")
) | frozenset(("trPr", "tblGrid", "drawing", "pict", "object", "sectPr", "footnoteReference"))
_MARKS = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
    "lastRenderedPageBreak": "",
}
_MAX_DEPTH = 200
_MAX_SPAN = 100


def read_docx(data: bytes) -> Document:
    """
    Read the tables of a document.

    Raises
    ------
    RegisterFormatError
        If it is no Word document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            main = related(archive, "", "officeDocument") or "word/document.xml"
            root = read_part(archive, main)
            numbering, styles = (
                read_part(archive, related(archive, main, kind) or f"word/{kind}.xml")
                for kind in ("numbering", "styles")
            )
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError) as error:
        raise RegisterFormatError("error.no_document") from error
    body = child(root, "body")
    if body is None:
        raise RegisterFormatError("error.no_document")
    walk = _Walk(read_numbering(numbering, styles))
    walk.blocks(body, 0)
    return Document(tuple(walk.tables), "".join(walk.heading))


@dataclass
class _Place:
    """Where a table will stand: tables within its cells come after it."""

    table: Table | None = None


@dataclass
class _Walk:
    """One way through the document, paragraph by paragraph, so that numbers count on."""

    numbering: Numbering
    heading: list[str] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)

    @property
    def tables(self) -> list[Table]:
        return [place.table for place in self.places if place.table]

    def blocks(self, parent: Element, depth: int) -> tuple[str, str]:
        """
        Walk paragraphs and tables; return their text, and the first automatic number.

        The text before a table, here or around, is its heading.
        """
        if depth > _MAX_DEPTH:
            raise RegisterFormatError("error.too_deep")
        texts: list[str] = []
        automatic = ""
        for block in parent:
            kind = name(block)
            if kind == "p":
                number = self.numbering.number(block)
                text = _text(block, 0)
                self.heading.append(text)
                texts.append(text)
                automatic = automatic or number
            elif kind == "tbl":
                texts.append(self._table(block, depth + 1))
            elif kind not in _SKIPPED:
                text, number = self.blocks(block, depth + 1)
                texts.append(text)
                automatic = automatic or number
        return "".join(texts), automatic

    def _table(self, table: Element, depth: int) -> str:
        """Walk one table; return the text of all its cells."""
        place = _Place()
        self.places.append(place)
        heading = "".join(self.heading)
        self.heading = []
        rows = []
        for row in _rows(table, 0):
            cells = self._row(row, depth)
            if cells:
                rows.append(cells)
        self.heading = []
        place.table = Table(heading, tuple(rows))
        return "".join(cell.text + "\n" for row in rows for cell in row)

    def _row(self, row: Element, depth: int) -> tuple[Cell, ...]:
        """Walk one row; a tracked deletion of a row leaves nothing."""
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            return ()
        start = whole(value(child(properties, "gridBefore")), 0, _MAX_SPAN)
        cells = []
        for cell in _descend(row, "tc", 0):
            details = child(cell, "tcPr")
            if child(details, "cellDel") is not None:
                continue
            span = whole(value(child(details, "gridSpan")), 1, _MAX_SPAN)
            merge = child(details, "vMerge")
            text, automatic = self.blocks(cell, depth + 1)
            continues = merge is not None and value(merge) != "restart"
            has_table = any(name(each) == "tbl" for each in cell.iter())
            cells.append(Cell(text, start, span, continues, automatic, has_table))
            start += span
        return tuple(cells)


def _rows(table: Element, depth: int) -> list[Element]:
    return _descend(table, "tr", depth)


def _descend(element: Element, wanted: str, depth: int) -> list[Element]:
    """Return rows or cells, also those within content controls and insertions."""
    if depth > _MAX_DEPTH:
        raise RegisterFormatError("error.too_deep")
    found = []
    for each in element:
        kind = name(each)
        if kind == wanted:
            found.append(each)
        elif kind not in _SKIPPED and kind not in ("p", "tbl", "tr", "tc"):
            found += _descend(each, wanted, depth + 1)
    return found


def _text(paragraph: Element, depth: int) -> str:
    """Return the text of a paragraph with the line break at its end."""
    properties = child(child(paragraph, "pPr"), "rPr")
    joined = child(properties, "del") is not None or child(properties, "moveFrom") is not None
    return _inline(paragraph, depth) + ("" if joined else "\n")


def _inline(element: Element, depth: int) -> str:
    """Return the text of runs and what holds them."""
    if depth > _MAX_DEPTH:
        raise RegisterFormatError("error.too_deep")
    if is_on(child(child(element, "rPr"), "vanish")):
        return ""
    parts = []
    for each in element:
        kind = name(each)
        if kind == "t":
            parts.append(each.text or "")
        elif kind in _MARKS:
            parts.append(_MARKS[kind])
        elif kind == "AlternateContent":
            choice = next(children(each, "Choice"), None)
            parts.append(_inline(choice, depth + 1) if choice is not None else "")
        elif kind not in _SKIPPED:
            parts.append(_inline(each, depth + 1))
    return "".join(parts)
