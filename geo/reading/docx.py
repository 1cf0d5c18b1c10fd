"""
A Word document (``.docx``): its tables as a reader sees them.

Read from the XML itself. Tracked changes count as accepted: insertions are there, deletions are
not, of words, rows and cells. Text that is struck out or hidden, raised marks of notes
(5¹ years are not 51), field codes, comments, footnotes, text boxes, running heads, pictures and
documents set into this one are no part of a table's text, but kept as asides; content controls,
links and smart tags are. A cell that has nothing but a picture says so. A table within a cell is
text of the cell, and a table of its own as well. Whether the file is safe to open:
`geo.update.intake`.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from geo.errors import RegisterFormatError
from geo.reading.document import Aside, Cell, Document, SourceTable
from geo.reading.numbering import Numbering, read_numbering
from geo.reading.ooxml import (
    child,
    children,
    is_on,
    name,
    read_part,
    related,
    related_all,
    rels_of,
    target,
    value,
    whole,
)
from geo.reading.words import clean
from geo.text import t

_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "tblPr", "tcPr")
) | frozenset(("trPr", "tblGrid", "drawing", "pict", "object", "sectPr", "Fallback"))
_EMBEDDED = frozenset(("altChunk", "subDoc", "OLEObject"))
_PICTURES = frozenset(("blip", "imagedata", "chart", "relIds"))
"""What stands in a box and has no words to be read."""
_NOTES = {
    "footnoteReference": ("footnotes", "footnote"),
    "endnoteReference": ("endnotes", "endnote"),
    "commentReference": ("comments", "comment"),
}
"""References, the parts that they point into, and their elements there."""
_MARKS = {
    "tab": " ",
    "ptab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "\u00ad",
    **dict.fromkeys(("sym", "ddList", "checkBox"), "\N{REPLACEMENT CHARACTER}"),
}
"""Of a symbol only its place in a font is known: it is not understood, nor is a list or box."""
_MARK = re.compile(r"[\d*†‡#+,;()\[\] ]+|(?:[a-eа-е]|[ivx]+)\)?")
"""What is the mark of a note where it is raised."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNREAD = frozenset(("embedded", "picture"))
"""Asides of which nothing but that they are there is known."""
_JOINED = frozenset(("struck", "hidden", "inserted", "deleted"))
"""Asides that a document breaks into runs."""
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
            embedded = _checksums(archive, main)
            heads = [read_part(archive, x) for x in related_all(archive, main, "header", "footer")]
            numbering, styles, *notes = (
                read_part(archive, related(archive, main, kind) or f"word/{kind}.xml")
                for kind in ("numbering", "styles", *(part for part, _ in _NOTES.values()))
            )
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError) as error:
        raise RegisterFormatError("error.no_document") from error
    body = child(root, "body")
    if body is None:
        raise RegisterFormatError("error.no_document")
    prompts: set[Element] = set()
    for each in body.iter():
        properties = child(each, "sdtPr") if name(each) == "sdt" else None
        if each in prompts or is_on(child(properties, "showingPlcHdr")):  # nobody has filled it in
            each.text = None
            prompts.update(each)
    named = {value(each, "styleId"): each for each in children(styles, "style")}
    walk = _Walk(read_numbering(numbering, styles), _read_notes(notes), named, embedded)
    for text in dict.fromkeys(_all_text(head) for head in heads if head is not None):
        walk.beside("header", text)
    walk.blocks(body, 0)
    tables = (walk.tables[number] for number in sorted(walk.tables))
    return Document(tuple(tables), "".join(walk.heading), tuple(walk.asides))


def _checksums(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    """Return what tells the parts that the main one points to from others, by the links' names."""
    known = {each.filename: f"{each.CRC:08x}" for each in archive.infolist()}
    links = children(read_part(archive, rels_of(main)), "Relationship")
    return {link.get("Id", ""): known.get(target(main, link), "") for link in links}


def _read_notes(parts: list[Element | None]) -> dict[tuple[str, str], str]:
    """Return the text of every note and comment by its kind and identifier."""
    found = {}
    for root, (_, kind) in zip(parts, _NOTES.values(), strict=True):
        for note in children(root, kind):
            found[kind, value(note, "id")] = _all_text(note)
    return found


def _all_text(element: Element) -> str:
    """Return all text of an element, also what was deleted or drawn, without its form."""
    words = ((each.text or "") if name(each) in ("t", "delText") else value(each, "string")
             if name(each) == "textpath" else " " * (name(each) == "p")
             for each in element.iter())  # fmt: skip
    return clean("".join(words))


@dataclass
class _Walk:
    """One way through the document, paragraph by paragraph, so that numbers count on."""

    numbering: Numbering
    notes: dict[tuple[str, str], str]
    styles: dict[str, Element]
    embedded: dict[str, str]
    """Checksums of documents within: a decision on one is none on another."""
    asides: list[Aside] = field(default_factory=list)
    at: tuple[int, int] = (0, 0)
    """Table and row that are being read."""
    style: str = ""
    """Of the paragraph that is being read."""
    first: Element | None = None
    """The run that it begins with: one that is raised is the mark of a legend."""
    fields: list[bool] = field(default_factory=list)
    """Of the fields open in it: whether their code is being read, not yet what they show."""
    heading: list[str] = field(default_factory=list)
    tables: dict[int, SourceTable] = field(default_factory=dict)
    """By number; one within a cell comes after the one around it, though it is read before."""
    n_tables: int = 0

    def beside(self, kind: str, text: str) -> None:
        """Keep what stands beside the text; words in one place and of one kind are one."""
        if not clean(text):
            return
        aside = Aside(kind, clean(text), *self.at)
        last = self.asides[-1] if self.asides else None
        if last and (last.kind, last.table, last.row) == (kind, *self.at) and kind in _JOINED:
            self.asides[-1] = replace(last, text=clean(f"{last.text} {aside.text}"))
        else:
            self.asides.append(aside)

    def within(self, box: Element) -> bool:
        """Keep the documents within this one; return whether there are any."""
        found = [each for each in box.iter() if name(each) in _EMBEDDED]
        for each in found:
            self.beside("embedded", f"{name(each)} {self.embedded.get(value(each, 'id'), '')}")
        return bool(found)

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
                text = self._text(block)
                self.heading.append(text)
                texts.append(text)
                automatic = automatic or number
            elif kind == "tbl":
                texts.append(self._table(block, depth + 1))
            elif kind in _EMBEDDED:
                self.within(block)
            elif kind not in _SKIPPED:
                text, number = self.blocks(block, depth + 1)
                texts.append(text)
                automatic = automatic or number
        return "".join(texts), automatic

    def _table(self, table: Element, depth: int) -> str:
        """Walk one table; return the text of all its cells."""
        self.n_tables += 1
        number, around = self.n_tables, self.at
        heading = "".join(self.heading)
        self.heading = []
        rows: list[tuple[Cell, ...]] = []
        merged: set[int] = set()
        for row in _descend(table, "tr", 0):
            self.at = (number, len(rows) + 1)
            cells = self._row(row, depth, merged)
            if cells:
                rows.append(cells)
        self.heading, self.at = [], around
        self.tables[number] = SourceTable(heading, tuple(rows), around[0])
        return "".join(cell.text + "\n" for row in rows for cell in row)

    def _row(self, row: Element, depth: int, merged: set[int]) -> tuple[Cell, ...]:
        """
        Walk one row; a tracked deletion of a row leaves nothing, nor does a hidden one.

        `merged` are the columns in which a cell of the row above may reach down to this one; they
        become those of this row. A cell that goes on with none stands for itself.
        """
        properties = child(row, "trPr")
        for kind, mark in (("deleted", "del"), ("hidden", "hidden")):
            if is_on(child(properties, mark)):
                self.at = (self.at[0], 0)  # of none of the rows that are left
                self.beside(kind, _all_text(row))
                return ()
        start = whole(value(child(properties, "gridBefore")), 0, _MAX_SPAN)
        cells = []
        for cell in _descend(row, "tc", 0):
            details = child(cell, "tcPr")
            if child(details, "cellDel") is not None:
                self.beside("deleted", _all_text(cell))
                continue
            span = whole(value(child(details, "gridSpan")), 1, _MAX_SPAN)
            merge = child(details, "vMerge")
            known = len(self.asides)
            text, automatic = self.blocks(cell, depth + 1)
            if {each.kind for each in self.asides[known:]} & _UNREAD and not clean(text):
                text = t("problem.picture", "ru")
            continues = merge is not None and value(merge) != "restart" and start in merged
            (merged.discard if merge is None else merged.add)(start)
            has_table = any(name(each) == "tbl" for each in cell.iter())
            cells.append(Cell(text, start, span, continues, automatic, has_table))
            start += span
        return tuple(cells)

    def _text(self, paragraph: Element) -> str:
        """Return the text of a paragraph with the line break at its end."""
        properties = child(child(paragraph, "pPr"), "rPr")
        self.style = value(child(child(paragraph, "pPr"), "pStyle"))
        self.fields = []
        self.first = next((x for x in paragraph.iter() if name(x) == "r" and _all_text(x)), None)
        joined = child(properties, "del") is not None or child(properties, "moveFrom") is not None
        return self._inline(paragraph, 0) + ("" if joined else "\n")

    def _inline(self, element: Element, depth: int) -> str:
        """Return the text of runs and what holds them."""
        if depth > _MAX_DEPTH:
            raise RegisterFormatError("error.too_deep")
        for kind, marks in (("hidden", ("vanish",)), ("struck", ("strike", "dstrike"))):
            if any(is_on(self._property(element, mark)) for mark in marks):
                self.beside(kind, _all_text(element))
                return ""
        moved = value(self._property(element, "position")) not in ("", "0")
        if moved or value(self._property(element, "vertAlign")) in ("superscript", "subscript"):
            mark = _all_text(element)
            if _MARK.fullmatch(mark):
                mark = mark.translate(_RAISED)
                if element is self.first:
                    return mark
                self.beside("raised", mark)
                return ""
        return "".join(self._part(each, depth) for each in element)

    def _property(self, run: Element, wanted: str) -> Element | None:
        """Return a property of a run: its own, that of its style, or that of its paragraph's."""
        if name(run) != "r":
            return None
        properties = child(run, "rPr")
        found = child(properties, wanted)
        for style in (value(child(properties, "rStyle")), self.style):
            for _ in range(_MAX_DEPTH):
                if found is not None or style not in self.styles:
                    break
                found = child(child(self.styles[style], "rPr"), wanted)
                style = value(child(self.styles[style], "basedOn"))
        return found

    def _count_field(self, mark: str) -> None:
        """Open a field, pass from its code to what it shows, or close it."""
        if mark == "begin":
            self.fields.append(True)
        elif self.fields:
            self.fields.pop()
            if mark == "separate":
                self.fields.append(False)

    def _part(self, part: Element, depth: int) -> str:
        """Return the text of one part of a run or of a paragraph."""
        kind = name(part)
        if kind == "fldChar":
            self._count_field(value(part, "fldCharType"))
        if kind == "t" and any(self.fields):
            self.beside("hidden", part.text or "")
            return ""
        if kind == "t":
            return part.text or ""
        if kind in _MARKS:
            return _MARKS[kind]
        if kind in _NOTES:
            note = _NOTES[kind][1]
            self.beside(note, self.notes.get((note, value(part, "id")), ""))
            return ""
        if kind in ("del", "moveFrom"):
            self.beside("deleted", _all_text(part))
            return ""
        if kind in ("drawing", "pict", "object"):
            text = _all_text(part)
            self.beside("box", text)
            pictured = not text or any(name(each) in _PICTURES for each in part.iter())
            if not self.within(part) and pictured:  # a line may be drawn through the row
                self.beside("picture", kind)
            return ""
        if kind in _SKIPPED:
            return ""
        text = self._inline(part, depth + 1)
        if kind in ("ins", "moveTo"):
            self.beside("inserted", text)
        return text


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
