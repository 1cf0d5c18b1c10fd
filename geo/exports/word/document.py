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
from html import escape
from typing import TypeGuard

from docx.section import _Footer, _Header
from docx.shared import Mm
from lxml.etree import _Element

from geo.exports.lines import plain
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
from geo.exports.word.look import HEAD_FILL, QUIET
from geo.exports.word.pages import count_pages
from geo.text import t

DPI = 220
CONTENTS_FROM = 3
"""Pages from which on a file has contents."""
TOGETHER = 6
"""Rows of a table that stays whole with what follows it to the end of the text."""

_TWIPS = 1440 / 25.4
_NO_HEIGHT = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
"""What must stand behind the last table would else begin a page of its own now and then."""
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
        self.lang, self.look, self.width = content.lang, base.look, base.width
        self._file = base.file
        self._n_tables = self._n_marks = 0
        if not base.is_numbered:
            self._number_pages()

    def to_bytes(self) -> bytes:
        """Return the file."""
        for xml in self._body():
            self._file.element.body.sectPr.addprevious(self._element(xml))
        return saved(self._file, self.content.title, self.lang, self.material.today, "Word")

    # --- blocks -----------------------------------------------------------------------------------

    def _body(self) -> Iterator[str]:
        blocks = self.content.blocks
        heads = [x.text for x in blocks if _is_head(x)]
        pages = count_pages(blocks, self.look, self.width, self.base.height)
        together = _together(blocks, signed=self.look.office)
        listed = pages < CONTENTS_FROM
        has_picture = any(isinstance(block, PictureBlock) for block in blocks)
        if self.look.office and self.base.is_own:
            yield _paragraph(office(), "Letterhead")
            yield _paragraph(t("brief.day_number", self.lang), "Quiet")
        for place, block in enumerate(blocks):
            comes = isinstance(block, PictureBlock) and not self.look.office
            if not listed and (comes or _is_head(block)):
                listed = True
                yield from self._contents(heads, fresh=has_picture and self.look.office)
            yield from self._block(block, keep=place in together)

    def _block(self, block: Block, *, keep: bool) -> Iterator[str]:
        if isinstance(block, TextBlock):
            yield self._text(block, keep=keep or block.keep)
        elif isinstance(block, PictureBlock):
            yield self._picture(block)
        elif isinstance(block, TableBlock):
            yield from self._table(block, keep=keep)
        elif self.look.office:
            yield from self._signature(block)

    def _text(self, block: TextBlock, *, keep: bool) -> str:
        first = "<w:pageBreakBefore/>" if block.fresh and self.look.office else ""
        if not _is_head(block):
            return _paragraph(block.text, block.style, keep=keep, more=first)
        self._n_marks += 1
        n = self._n_marks
        mark = (
            f'<w:bookmarkStart w:id="{n}" w:name="{_mark(n)}"/>',
            f'<w:bookmarkEnd w:id="{n}"/>',
        )
        return _paragraph(block.text, block.style, keep=keep, more=first, around=mark)

    def _contents(self, heads: Sequence[str], *, fresh: bool) -> Iterator[str]:
        """Yield the contents as a field, with lines that lead to the headings."""
        first = "<w:pageBreakBefore/>" if fresh else ""
        yield _paragraph(t("brief.contents", self.lang), "TOCHeading", more=first)
        sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        code = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'
        for n, head in enumerate(heads, start=1):
            before = sign.format("begin") + code + sign.format("separate") if n == 1 else ""
            link = f'<w:hyperlink w:anchor="{_mark(n)}">', "</w:hyperlink>"
            after = sign.format("end") if n == len(heads) else ""
            around = before + link[0], link[1] + after
            yield _paragraph(head, "TOC1", keep=n < len(heads), around=around)

    def _picture(self, block: PictureBlock) -> str:
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
        drawing = inline.xml
        return _paragraph("", "Figure", around=(f"<w:r><w:drawing>{drawing}", "</w:drawing></w:r>"))

    def _table(self, block: TableBlock, *, keep: bool = False) -> Iterator[str]:
        if block.caption:
            self._n_tables += 1
            field = (
                f'<w:fldSimple w:instr=" SEQ {t("brief.table", self.lang)} \\* ARABIC "><w:r>'
                f"<w:t>{self._n_tables}</w:t></w:r></w:fldSimple>"
            )
            word = f'<w:r><w:t xml:space="preserve">{t("brief.table", self.lang)} </w:t></w:r>'
            yield _paragraph(f". {block.caption}", "TableName", around=(word + field, ""))
        scale = self.width * _TWIPS / sum(column.width for column in block.columns)
        widths = [round(column.width * scale) for column in block.columns]
        head = WordRow(
            tuple((Paragraph(column.head, bold=True),) for column in block.columns), shaded=True
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        headed = any(column.head for column in block.columns)
        lines = _row(head, widths, head=True) if headed else ""
        rows = block.rows
        # Neither the first row nor the last one stands alone on a page.
        ends = (0, len(rows) - 2) if len(rows) > 2 else ()
        whole = keep and len(rows) <= TOGETHER
        for place, row in enumerate(rows):
            lines += _row(replace(row, keep=row.keep or whole or place in ends), widths)
        style = "BareTable" if block.bare else "BriefTable"
        yield (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:noVBand="1" w:noHBand="1"/>'
            f'<w:tblCaption w:val="{escape(plain(block.name), quote=True)}"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
        )
        # Two tables in a row would become one, and a document may not end with a table.
        ended = block is self.content.blocks[-1]
        yield _paragraph("", "AfterTable", keep=whole, more=_NO_HEIGHT if ended else "")

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
            yield from self._table(
                TableBlock(t("brief.signature", self.lang), columns, rows, bare=True)
            )
        who = self.material.executor or t("brief.executor_place", self.lang)
        yield _paragraph(t("brief.executor", self.lang, who=who), "Quiet")

    # --- pages ------------------------------------------------------------------------------------

    def _number_pages(self) -> None:
        """Number the pages: at the foot beside what the file is, or as the standard has it."""
        section = self.base.section
        if self.look.office:
            section.different_first_page_header_footer = True
            self._replace(section.header, _paragraph("", "Header", around=(_field("PAGE"), "")))
            return
        words = t("passport.page", self.lang, page="\0PAGE\0", total="\0NUMPAGES\0").split("\0")
        runs = "".join(
            _field(word)
            if place % 2
            else f'<w:r><w:t xml:space="preserve">{escape(word)}</w:t></w:r>'
            for place, word in enumerate(words)
        )
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{round(self.width * _TWIPS)}"/></w:tabs>'
        around = "", f"<w:r><w:tab/></w:r>{runs}"
        self._replace(
            section.footer, _paragraph(self.content.footer, "Footer", more=tab, around=around)
        )

    def _replace(self, edge: _Header | _Footer, xml: str) -> None:
        """Put a paragraph into the head or the foot of a page."""
        old = edge.paragraphs[0]._p
        old.getparent().replace(old, self._element(xml))

    def _element(self, xml: str) -> _Element:
        """Return an element whose styles are called as the file calls them."""
        names = self.base.names
        return parsed(_STYLED.sub(lambda found: found[1] + names.get(found[2], found[2]), xml))


def _is_head(block: Block) -> TypeGuard[TextBlock]:
    """Return whether a block is a heading that the contents list."""
    return isinstance(block, TextBlock) and block.style == "Heading1"


def _together(blocks: Sequence[Block], *, signed: bool) -> set[int]:
    """Return which blocks stay with the next, so that no page has the last lines alone."""
    end = next((n for n, x in enumerate(blocks) if isinstance(x, SignBlock)), len(blocks))
    heads = [n for n, x in enumerate(blocks[:end]) if _is_head(x)]
    last = end if signed and end < len(blocks) else end - 1
    return set(range(max(heads[-1] - 1, 0), last)) if heads else set()


def _mark(n: int) -> str:
    """Return the name of the place of a heading."""
    return f"_Toc{n:08}"


def _field(word: str) -> str:
    """Return a field that Word keeps up by itself."""
    return f'<w:fldSimple w:instr=" {word} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _paragraph(
    text: str,
    style: str,
    *,
    keep: bool = False,
    look: str = "",
    more: str = "",
    around: tuple[str, str] = ("", ""),
) -> str:
    """Return a paragraph: `more` of its properties, and what stands `around` its text."""
    kept = "<w:keepNext/>" if keep else ""
    words = escape(plain(text)).replace("№ ", "№\u00a0")
    run = f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>' if text else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}{more}</w:pPr>{around[0]}{run}{around[1]}'
        "</w:p>"
    )


def _row(row: WordRow, widths: Sequence[int], *, head: bool = False) -> str:
    """Return a table's row, which never breaks across pages; a header repeats on each."""
    marks = "<w:cantSplit/>"
    if row.height:
        marks += f'<w:trHeight w:val="{round(row.height * _TWIPS)}" w:hRule="atLeast"/>'
    marks += "<w:tblHeader/>" if head else ""
    cells, column = "", 0
    for lines, span in zip(row.lines(), row.spans or (1,) * len(row.cells), strict=True):
        width = sum(widths[column : column + span])
        column += span
        style = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        style += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style += f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>' * row.shaded
        # A row at the top of a table stays with the next one, so that no header stands alone.
        text = "".join(_cell_line(line, keep=row.keep or head) for line in lines)
        cells += f"<w:tc><w:tcPr>{style}</w:tcPr>{text}</w:tc>"
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


def _cell_line(line: Paragraph, *, keep: bool) -> str:
    look = f'<w:rPr><w:i/><w:color w:val="{QUIET}"/></w:rPr>' if line.quiet else ""
    look = "<w:rPr><w:b/></w:rPr>" if line.bold else look
    return _paragraph(line.text, line.style, keep=keep, look=look)
