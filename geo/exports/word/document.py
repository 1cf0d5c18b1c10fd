"""
A Word file from its content: native and editable, in a look of ours or in that of a template.

Headings are for the navigation pane, tables repeat their header and keep their rows on one page.
From three pages on there are contents: a field that Word fills with page numbers when it is asked
to (F9); until then its lines lead to their places and name no page, since no page is known here.
The same content gives the same bytes.
"""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from docx.shared import Mm
from lxml.etree import _Element

from geo.exports.material import Material
from geo.exports.package import office, saved
from geo.exports.paper import typeset
from geo.exports.word.base import Base, open_base, parsed
from geo.exports.word.content import (
    Block,
    Paragraph,
    PictureBlock,
    SignBlock,
    TableBlock,
    TextBlock,
    WordColumn,
    WordContent,
    WordRow,
    twin,
)
from geo.lines import plain
from geo.templates import TWIPS, filled
from geo.text import t

DPI = 220
LONG = 18.5
"""
From so much on a file takes about three pages, and has contents: letters by the square of their
size in points, on a square millimetre of a page.
"""
PARAGRAPH, ROW = 40, 260
"""What a paragraph and a row of a table take beside their letters, in letters."""
TOGETHER = 6
"""Rows of a table that stays whole with what follows it to the end of the text."""

_STYLED = re.compile(r'(<w:(?:pStyle|tblStyle) w:val=")(\w+)')


def in_languages(make: Callable[[Material], WordContent], material: Material) -> WordContent:
    """Return a content in the language of the view, and in a second one if it is asked for."""
    content = make(material)
    if material.twin in ("", content.lang):
        return content
    return twin(content, make(material.seen(replace(material.view, lang=material.twin))))


def to_docx(content: WordContent, material: Material, *, landscape: bool = False) -> bytes:
    """Return a file of a content, made on `material.today`."""
    base = open_base(material, content.lang, landscape=landscape)
    return _WordFile(content, base, material).to_bytes()


class _WordFile:
    """A document in the making."""

    def __init__(self, content: WordContent, base: Base, material: Material) -> None:
        self.content, self.base, self.material = content, base, material
        self.lang, self.look = content.lang, base.look
        self.width, self.height = base.room
        self._file = base.file
        self._n_tables = self._n_heads = 0
        if not base.is_numbered:
            self._number_pages()

    def to_bytes(self) -> bytes:
        """Return the file."""
        for part in self._body():
            for element in self._elements(part):
                self._file.element.body.sectPr.addprevious(element)
        return saved(self._file, self.content.title, self.lang, self.material.today, "Word")

    # --- blocks -----------------------------------------------------------------------------------

    def _body(self) -> Iterator[str]:
        blocks = self.content.blocks
        heads = [x.text for x in blocks if _is_head(x)]
        together = _together(blocks, signed=self.look.office)
        listed = not self._is_long()
        has_picture = any(isinstance(block, PictureBlock) for block in blocks)
        if self.look.office and self.base.is_own:
            yield _part("paragraph", office(), "Letterhead")
            yield _part("paragraph", t("brief.day_number", self.lang), "Quiet")
        for place, block in enumerate(blocks):
            comes = isinstance(block, PictureBlock) and not self.look.office
            if not listed and (comes or _is_head(block)):
                listed = True
                fresh = has_picture and self.look.office
                yield _part("contents", t("brief.contents", self.lang), heads, fresh)
            yield from self._block(block, keep=place in together)

    def _is_long(self) -> bool:
        """Return whether the file takes about three pages or more; how many, Word alone knows."""
        letters = 0.0
        for block in self.content.blocks:
            if isinstance(block, TextBlock):
                letters += (len(block.text) + PARAGRAPH) * self.look.text**2
            elif isinstance(block, TableBlock):
                lines = [line for row in block.rows for cell in row.lines() for line in cell]
                n = sum(len(line.text) for line in lines) + ROW * len(block.rows)
                letters += n * self.look.table**2
        return letters > LONG * self.width * self.height

    def _block(self, block: Block, *, keep: bool) -> Iterator[str]:
        if isinstance(block, TextBlock):
            self._n_heads += _is_head(block)
            fresh, number = block.fresh and self.look.office, self._n_heads * _is_head(block)
            yield _part("text", block, keep or block.keep, fresh, number)
        elif isinstance(block, PictureBlock):
            yield _part("picture", self._drawing(block))
        elif isinstance(block, TableBlock):
            yield self._table(block, keep=keep)
        elif self.look.office:
            yield from self._signature(block)

    def _drawing(self, block: PictureBlock) -> str:
        """Return a picture as wide as the text, and keep it in the file."""
        width, height = block.size
        page = {"width": width, "height": height}
        png = typeset.to_png("picture", page, {"map": block.svg}, DPI)
        inline = self._file.part.new_pic_inline(io.BytesIO(png), Mm(self.width), None)
        for side in "TBLR":
            inline.set(f"dist{side}", "0")  # LibreOffice takes an eighth of an inch if not told
        inline.docPr.set("id", "9001")  # heads of a letterhead have pictures of their own
        inline.docPr.set("name", plain(block.name))
        inline.docPr.set("descr", plain(block.about))
        return str(inline.xml)

    def _table(self, block: TableBlock, *, keep: bool = False) -> str:
        self._n_tables += bool(block.caption)
        scale = self.width * TWIPS / sum(column.width for column in block.columns)
        widths = [round(column.width * scale) for column in block.columns]
        heads = tuple((Paragraph(column.head, bold=True),) for column in block.columns)
        headed = any(column.head for column in block.columns)
        # Neither the header, nor the first row, nor the last one stands alone on a page.
        ends = (0, len(block.rows) - 2) if len(block.rows) > 2 else ()
        whole = keep and len(block.rows) <= TOGETHER
        rows = [WordRow(heads, shaded=True, keep=True)] if headed else []
        rows += [
            replace(row, keep=row.keep or whole or place in ends)
            for place, row in enumerate(block.rows)
        ]
        is_last, word = block is self.content.blocks[-1], t("brief.table", self.lang)
        return _part("table", block, rows, widths, headed, whole, is_last, word, self._n_tables)

    def _signature(self, block: SignBlock) -> Iterator[str]:
        """Yield room for who signs, and who wrote it."""
        if block.signed:
            names = [
                t(f"brief.{name}", self.lang) for name in ("position", "signature", "initials")
            ]
            rows = [
                WordRow(("", "", ""), keep=True, height=9),
                WordRow(tuple("_" * wide for wide in (28, 20, 24)), keep=True),
                WordRow(tuple((Paragraph(f"({name.lower()})"),) for name in names), keep=True),
            ]
            columns = [WordColumn("", wide) for wide in (70, 45, 55)]
            yield self._table(TableBlock(t("brief.signature", self.lang), columns, rows, bare=True))
        who = self.material.executor or t("brief.executor_place", self.lang)
        yield _part("paragraph", t("brief.executor", self.lang, who=who), "Quiet")

    # --- pages ------------------------------------------------------------------------------------

    def _number_pages(self) -> None:
        """Number the pages: at the foot beside what the file is, or as the standard has it."""
        section = self.base.section
        if self.look.office:
            section.different_first_page_header_footer = True
            edge, part = section.header, _part("head")
        else:
            words = t("passport.page", self.lang, page="\0PAGE\0", total="\0NUMPAGES\0")
            edge = section.footer
            part = _part("foot", self.content.footer, words.split("\0"), self.width)
        old = edge.paragraphs[0]._p
        old.getparent().replace(old, *self._elements(part))

    def _elements(self, xml: str) -> Iterator[_Element]:
        """Yield the elements of a part, whose styles are called as the file calls them."""
        names = self.base.names
        named = _STYLED.sub(lambda found: found[1] + names.get(found[2], found[2]), xml)
        yield from list(parsed(f"<w:body>{named}</w:body>"))


def _part(name: str, *values: object) -> str:
    return filled("exports/word/document.xml", name, *values)


def _is_head(block: Block) -> TypeGuard[TextBlock]:
    """Return whether a block is a heading that the contents list."""
    return isinstance(block, TextBlock) and block.style == "Heading1"


def _together(blocks: Sequence[Block], *, signed: bool) -> set[int]:
    """Return which blocks stay with the next, so that no page has the last lines alone."""
    end = next((n for n, x in enumerate(blocks) if isinstance(x, SignBlock)), len(blocks))
    heads = [n for n, x in enumerate(blocks[:end]) if _is_head(x)]
    last = end if signed and end < len(blocks) else end - 1
    return set(range(max(heads[-1] - 1, 0), last)) if heads else set()
