"""
A Word file in the making: headings, paragraphs, pictures and tables, all native and editable.

It has styles of its own instead of python-docx's: Arial, the reader's language, headings for the
navigation pane, tables whose header repeats and whose rows stay on one page. Text goes in as text
and as nothing else. The same content gives the same bytes.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from lxml.etree import _Element

from geo.exports.lines import plain
from geo.exports.package import author, dated
from geo.languages import language
from geo.text import t

A4 = (210, 297)
"""In millimetres, like all lengths here."""
MARGINS = {"left": 20, "right": 15, "top": 16, "bottom": 18}
CENTRED = '<w:keepNext/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>'
LEAST = 9
"""Smallest size, in points."""
HEAD_FILL, RULE, QUIET = "EFECE6", "B9B5AC", "4F5256"

_TWIPS = 1440 / 25.4
_SPARE_PARTS = ("stylesWithEffects", "customXml", "thumbnail", "numbering", "webSettings")
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Office '
    b"Word</Application></Properties>"
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a cell: plain, bold, or quiet in grey italics for what is not the register."""

    text: str
    bold: bool = False
    quiet: bool = False
    style: str = "TableText"


@dataclass(frozen=True)
class WordColumn:
    """A column of a table: its heading and width in millimetres."""

    head: str
    width: float


@dataclass(frozen=True)
class WordRow:
    """
    A row of cells, each a text or lines.

    `spans` says how many columns each cell takes. `keep` keeps the row on the page of the next
    one, `shaded` marks a heading inside the table, `height` leaves room to write by hand.
    """

    cells: tuple[str | Sequence[Paragraph], ...]
    spans: tuple[int, ...] = ()
    keep: bool = False
    shaded: bool = False
    height: float = 0.0


class WordFile:
    """A document on A4; `footer` stands at the foot of every page beside its number."""

    def __init__(self, lang: str, footer: str, *, landscape: bool = False) -> None:
        self.lang = lang
        self._file = Document()
        self._prepare()
        section = self._file.sections[0]
        wide, high = A4[::-1] if landscape else A4
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(wide), Mm(high)
        for side, length in MARGINS.items():
            setattr(section, f"{side}_margin", Mm(length))
        section.header_distance = section.footer_distance = Mm(9)
        self.width = wide - MARGINS["left"] - MARGINS["right"]
        """Of the text, in millimetres."""
        old = section.footer.paragraphs[0]._p
        old.getparent().replace(old, self._footer(footer))

    def title(self, text: str) -> None:
        """Add the document's title."""
        self.paragraph(text, "Title")

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading, which the navigation pane lists."""
        self.paragraph(text, f"Heading{level}")

    def paragraph(self, text: str, style: str = "Normal", *, keep: bool = False) -> None:
        """Add a paragraph in a style, by its id; `keep` it on the page of what follows."""
        self._append(_paragraph(text, style, keep=keep))

    def picture(self, png: bytes, name: str, about: str) -> None:
        """Add a picture as wide as the text; `about` is read out to who cannot see it."""
        paragraph = self._file.add_paragraph(style="Figure")
        inline = paragraph.add_run().add_picture(io.BytesIO(png), Mm(self.width))._inline
        for side in "TBLR":
            inline.set(f"dist{side}", "0")  # LibreOffice takes an eighth of an inch if not told
        inline.docPr.set("name", plain(name))
        inline.docPr.set("descr", plain(about))

    def table(self, name: str, columns: Sequence[WordColumn], rows: Sequence[WordRow]) -> None:
        """Add a table as wide as the text; `name` is what a screen reader calls it."""
        scale = self.width * _TWIPS / sum(column.width for column in columns)
        widths = [round(column.width * scale) for column in columns]
        head = WordRow(
            tuple((Paragraph(column.head, bold=True),) for column in columns), shaded=True
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        named = escape(plain(name), quote=True)
        lines = _row(head, widths, head=True) if any(column.head for column in columns) else ""
        # Neither the first row nor the last one stands alone on a page.
        ends = (0, len(rows) - 2) if len(rows) > 2 else ()
        for place, row in enumerate(rows):
            lines += _row(replace(row, keep=row.keep or place in ends), widths)
        self._append(
            f'<w:tbl><w:tblPr><w:tblStyle w:val="BriefTable"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="0020" w:firstRow="1" w:noVBand="1" w:noHBand="1"/>'
            f'<w:tblCaption w:val="{named}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>'
        )
        # Two tables in a row would become one, and a document may not end with a table.
        self.paragraph("", "AfterTable")

    def to_bytes(self, title: str, day: date) -> bytes:
        """Return the file; `day` is the day it was made."""
        core = self._file.core_properties
        core.title = core.subject = plain(title)[:250]
        core.author = core.last_modified_by = author(self.lang)
        core.comments = core.keywords = ""
        core.created = core.modified = datetime(day.year, day.month, day.day)
        core.revision, core.language = 1, language(self.lang).office
        file = io.BytesIO()
        self._file.save(file)
        return dated(file.getvalue(), day)

    def _append(self, xml: str) -> None:
        end = self._file.element.body.sectPr
        end.addprevious(_parsed(xml))

    def _footer(self, text: str) -> _Element:
        """Return the foot of a page: text on the left, the page's number as fields on the right."""
        words = t("passport.page", self.lang, page="\0PAGE\0", total="\0NUMPAGES\0").split("\0")
        runs = "".join(
            f'<w:fldSimple w:instr=" {word} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            if place % 2
            else f'<w:r><w:t xml:space="preserve">{escape(word)}</w:t></w:r>'
            for place, word in enumerate(words)
        )
        tab = round(self.width * _TWIPS)
        return _parsed(
            f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{tab}"/>'
            f"</w:tabs></w:pPr>{_run(text)}<w:r><w:tab/></w:r>{runs}</w:p>"
        )

    def _prepare(self) -> None:
        """Give the template our styles and language, and take away what we do not need."""
        styles = self._file.styles.element
        for child in list(styles):
            styles.remove(child)
        for child in _parsed(_styles(self.lang)):
            styles.append(child)
        settings = self._file.settings.element
        lang = settings.find(qn("w:themeFontLang"))
        lang.set(qn("w:val"), language(self.lang).office)
        own = language(self.lang)
        settings.find(qn("w:decimalSymbol")).set(qn("w:val"), own.decimal)
        settings.find(qn("w:listSeparator")).set(qn("w:val"), own.separator)
        for mode in settings.iter(qn("w:compatSetting")):
            if mode.get(qn("w:name")) == "compatibilityMode":
                mode.set(qn("w:val"), "15")  # Word 2013 and later: no "compatibility mode"
        for owner in (self._file.part, self._file.part.package):
            for number, relation in list(owner.rels.items()):
                kind = relation.reltype.rsplit("/", 1)[-1]
                if kind in _SPARE_PARTS:
                    owner.rels.pop(number)
                elif kind == "extended-properties":
                    relation.target_part._blob = _APP


def _parsed(xml: str) -> _Element:
    """Return an element from XML whose outermost tag lacks its namespaces."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {nsdecls('w')}", xml, count=1))


def _run(text: str, style: str = "") -> str:
    words = escape(plain(text)).replace("№ ", "№\u00a0")
    return f'<w:r>{style}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _paragraph(text: str, style: str, *, keep: bool = False, look: str = "") -> str:
    kept = "<w:keepNext/>" if keep else ""
    run = _run(text, look) if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{run}</w:p>'


def _row(row: WordRow, widths: Sequence[int], *, head: bool = False) -> str:
    """Return a table's row, which never breaks across pages; a header repeats on each."""
    marks = "<w:cantSplit/>"
    if row.height:
        marks += f'<w:trHeight w:val="{round(row.height * _TWIPS)}" w:hRule="atLeast"/>'
    marks += "<w:tblHeader/>" if head else ""
    cells, column = "", 0
    for cell, span in zip(row.cells, row.spans or (1,) * len(row.cells), strict=True):
        width = sum(widths[column : column + span])
        column += span
        style = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        style += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        style += f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD_FILL}"/>' * row.shaded
        lines = [Paragraph(cell)] if isinstance(cell, str) else cell
        # A row at the top of a table stays with the next one, so that no header stands alone.
        text = "".join(_cell_line(line, keep=row.keep or head) for line in lines)
        cells += f"<w:tc><w:tcPr>{style}</w:tcPr>{text}</w:tc>"
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


def _cell_line(line: Paragraph, *, keep: bool) -> str:
    look = f'<w:rPr><w:i/><w:color w:val="{QUIET}"/></w:rPr>' if line.quiet else ""
    look = "<w:rPr><w:b/></w:rPr>" if line.bold else look
    return _paragraph(line.text, line.style, keep=keep, look=look)


def _style(
    code: str, name: str, size: float, before: float, after: float, more: str = "", look: str = ""
) -> str:
    """Return a paragraph style; sizes and spaces in points."""
    base = "" if code == "Normal" else '<w:basedOn w:val="Normal"/>'
    following = "" if code in ("Normal", "TableText") else '<w:next w:val="Normal"/>'
    mark = ' w:default="1"' if code == "Normal" else ""
    spacing = f'<w:spacing w:before="{before * 20:.0f}" w:after="{after * 20:.0f}"/>'
    # The schema wants "keep" before the spacing and the outline's level after it.
    first = "".join(part for part in re.findall(r"<[^>]+>", more) if "keep" in part)
    last = "".join(part for part in re.findall(r"<[^>]+>", more) if "keep" not in part)
    return (
        f'<w:style w:type="paragraph"{mark} w:styleId="{code}"><w:name w:val="{name}"/>{base}'
        f"{following}<w:qFormat/><w:pPr>{first}{spacing}{last}</w:pPr>"
        f'<w:rPr>{look}<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/></w:rPr>'
        "</w:style>"
    )


def _styles(lang: str) -> str:
    """Return the styles of the document."""
    office = language(lang).office
    fonts = " ".join(f'w:{kind}="Arial"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    keep, bold, quiet = "<w:keepNext/><w:keepLines/>", "<w:b/>", f'<w:color w:val="{QUIET}"/>'
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    room = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 34), ("left", 74), ("bottom", 34), ("right", 74))
    )
    return (
        f"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{office}" '
        f'w:eastAsia="{office}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
        + _style("Normal", "Normal", 11, 0, 4)
        + _style("Title", "Title", 18, 0, 6, keep, bold)
        + _style("Lead", "Lead", 12, 4, 4, "", bold)
        + _style("Quiet", "Remark", 9, 0, 4, "", quiet)
        + _style("Heading1", "heading 1", 13, 14, 5, f'{keep}<w:outlineLvl w:val="0"/>', bold)
        + _style("Heading2", "heading 2", 11, 8, 3, f'{keep}<w:outlineLvl w:val="1"/>', bold)
        + _style("Figure", "Figure", 11, 6, 2, "<w:keepNext/>")
        + _style("Caption", "caption", 9, 0, 6, "", quiet)
        + _style("TableText", "Table Text", LEAST, 0, 0)
        + _style("Official", "Official", 11, 0, 0)
        + _style("OfficialTitle", "Official Title", 13, 10, 6, CENTRED, bold)
        + _style("AfterTable", "After Table", 4, 0, 0)
        + _style("Footer", "footer", LEAST, 0, 0, "", quiet)
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name '
        'w:val="Normal Table"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:styleId="BriefTable"><w:name w:val="Brief Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders>'
        f"<w:tblCellMar>{room}</w:tblCellMar></w:tblPr></w:style></w:styles>"
    )
