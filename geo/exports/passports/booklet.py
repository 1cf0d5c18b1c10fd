"""
A booklet: A4 pages of text, tables and maps as PDF, numbered, with a linked contents if wanted.

Laid out with reportlab. It is made twice: once to learn on which page every part begins, and once
for good. Text is drawn literally; characters that PT Sans lacks come from DejaVu Sans.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from threading import Lock

import numpy as np
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
)

from geo.exports.drawing.fonts import face, printable, runs
from geo.exports.drawing.ink import QUIET, TEXT, Area, Dot, Ink, Lettering, Stroke
from geo.exports.package import author

WIDTH, HEIGHT = A4
MARGIN = 15 * mm
TOP = 16 * mm
BOTTOM = 21 * mm
TEXT_WIDTH = WIDTH - 2 * MARGIN
TEXT_HEIGHT = HEIGHT - TOP - BOTTOM

DECIMALS = 2
"""Of coordinates in points: 0.004 mm, finer than any printer."""

PLAIN, BOLD, SPARE = "TiesSans", "TiesSans-Bold", "TiesSpare"
SPARE_FILE = "Vera.ttf"
"""Comes with reportlab; has mathematical signs."""
LINK = "#125B9E"

# Binary streams instead of letters: smaller and several times faster to write. Read when a file
# is made; nothing else in the app uses reportlab.
rl_config.useA85 = 0

_LOCK = Lock()


def _style(name: str, size: float, **more: object) -> ParagraphStyle:
    font = BOLD if more.pop("bold", False) else PLAIN
    colour = HexColor(more.pop("colour", TEXT))
    settings = {"leading": size * 1.22, "textColor": colour, "splitLongWords": 1, **more}
    return ParagraphStyle(name, fontName=font, fontSize=size, **settings)


def _tight(name: str, size: float, head: float) -> dict[str, ParagraphStyle]:
    """Return the styles of tables in little room: text, quiet, head of a column, heading."""
    styles = (
        _style(name, size, leading=1.17 * size),
        _style(f"{name}_quiet", size - 0.4, leading=1.17 * (size - 0.4), colour=QUIET),
        _style(f"{name}_column", size - 0.2, bold=True),
        _style(f"{name}_head", head, bold=True, spaceBefore=5, spaceAfter=2),
    )
    return {style.name: style for style in styles}


STYLES = {
    "title": _style("title", 21, bold=True, spaceAfter=3),
    "lead": _style("lead", 10.5, spaceAfter=2),
    "note": _style("note", 8, colour=QUIET, spaceAfter=2),
    "head": _style("head", 11, bold=True, spaceBefore=8, spaceAfter=3),
    "text": _style("text", 9, spaceAfter=2),
    "cell": _style("cell", 8.1),
    "quiet": _style("quiet", 7.4, colour=QUIET),
    "column": _style("column", 7.6, bold=True),
    "number": _style("number", 8.1, alignment=2),
    "column_number": _style("column_number", 7.6, bold=True, alignment=2),
    **_tight("compact", 8, 10),
    **_tight("dense", 6.8, 9.5),
}


@dataclass(frozen=True)
class BookPart:
    """
    A part that begins on a page of its own.

    `make` returns its flowables afresh, given on which page every part begins (by key).
    """

    key: str
    title: str
    make: Callable[[dict[str, int]], list[Flowable]]


def make_booklet(
    parts: Sequence[BookPart], title: str, footer: str, day: date, lang: str, page_label: Callable
) -> bytes:
    """
    Return the PDF.

    Parameters
    ----------
    parts
        In their order.
    title
        Of the document.
    footer
        Source line at the foot of every page.
    day
        The day it is made.
    lang
        Language of the document.
    page_label
        Words for a page's number of how many.
    """
    _register_fonts()
    first = _Document(parts, title, footer, day, lang, page_label, {}, 0)
    first.run(draft=True)
    second = _Document(parts, title, footer, day, lang, page_label, first.starts, first.page)
    return second.run(draft=False)


def paragraph(text: str, style: str = "text", *, link: str = "") -> Paragraph:
    """Return text as a paragraph that shows every character as it is, linked to a part if asked."""
    pieces = (
        escape(piece) if own else f'<font face="{SPARE}">{escape(piece)}</font>'
        for piece, own in runs(_plane(printable(text)).replace("№ ", "№\u00a0"))
    )
    markup = "".join(pieces)
    if link:
        markup = f'<a href="#{escape(link)}" color="{LINK}">{markup}</a>'
    return Paragraph(markup, STYLES[style])


def _plane(text: str) -> str:
    """Return text in which a question mark stands for every sign that neither font has."""
    _register_fonts()
    known, spare = face(bold=False).advances, pdfmetrics.getFont(SPARE).face.charToGlyph
    return "".join(sign if ord(sign) in known or ord(sign) in spare else "?" for sign in text)


def height_of(story: Sequence[Flowable]) -> float:
    """Return how high flowables stand one below the other on a page without end."""
    total = 0.0
    for flowable in story:
        if not isinstance(flowable, CondPageBreak):
            total += flowable.wrap(TEXT_WIDTH, 100 * HEIGHT)[1]
            total += flowable.getSpaceBefore() + flowable.getSpaceAfter()
    return total


def count_pages(story: list[Flowable]) -> int:
    """Return how many pages flowables take; they cannot be used again."""
    part = BookPart("", "", lambda _: story)
    document = _Document((part,), "", "", date.min, "", lambda *_: "", {}, 0)
    document.run(draft=True)
    return document.page


def _register_fonts() -> None:
    with _LOCK:
        known = set(pdfmetrics.getRegisteredFontNames())
        files = {PLAIN: face(bold=False).file, BOLD: face(bold=True).file, SPARE: SPARE_FILE}
        for name, file in files.items():
            if name not in known:
                pdfmetrics.registerFont(TTFont(name, str(file)))


class InkFlowable(Flowable):
    """A drawing of ink among the text; `draft` pages leave it empty."""

    def __init__(self, make: Callable[[], Sequence[Ink]], width: float, height: float) -> None:
        super().__init__()
        self.make, self.width, self.height = make, width, height

    def draw(self) -> None:
        """Draw on the page's canvas."""
        if not self.canv.draft:
            for ink in self.make():
                draw_ink(self.canv, ink)


class _Start(Flowable):
    """The invisible beginning of a part: notes its page, and is what links lead to."""

    width = height = 0

    def __init__(self, part: BookPart, document: "_Document") -> None:
        super().__init__()
        self.part, self.document = part, document

    def wrap(self, *_: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Note the page."""
        canvas: Canvas = self.canv
        canvas.bookmarkHorizontal(self.part.key, 0, 20)
        canvas.addOutlineEntry(printable(self.part.title), self.part.key, 0)
        self.document.starts[self.part.key] = canvas.getPageNumber()
        self.document.current = self.part


class _Document(BaseDocTemplate):
    """One run over the parts."""

    def __init__(
        self,
        parts: Sequence[BookPart],
        title: str,
        footer: str,
        day: date,
        lang: str,
        page_label: Callable,
        pages: dict[str, int],
        total: int,
    ) -> None:
        self.file = io.BytesIO()
        super().__init__(
            self.file, pagesize=A4, title=printable(title), lang=lang, invariant=1,
            author=author(lang) if lang else "", subject="", creator="", initialFontName=PLAIN,
        )  # fmt: skip
        self.parts, self.footer, self.day = parts, footer, day
        self.page_label, self.pages, self.total = page_label, pages, total
        self.starts: dict[str, int] = {}
        self.current: BookPart | None = None
        self.is_draft = False
        body = Frame(
            MARGIN, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        self.addPageTemplates(PageTemplate("page", [body], onPageEnd=self._furnish))

    def run(self, *, draft: bool) -> bytes:
        """Lay out all parts and return the file."""
        self.is_draft = draft
        story: list[Flowable] = []
        for part in self.parts:
            if story:
                story.append(PageBreak())
            story += [_Start(part, self), *part.make(self.pages)]
        self.build(story, canvasmaker=self._canvas)
        return self.file.getvalue()

    def _canvas(self, *args: object, **options: object) -> Canvas:
        canvas = Canvas(*args, **options)
        canvas.draft = self.is_draft
        stamp = canvas._doc._timeStamp
        moment = datetime.combine(self.day, time(), UTC)
        stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
        stamp.YMDhms = tuple(moment.timetuple())[:6]
        return canvas

    def _furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Draw what stands on every page: whose it is, where it comes from, its number."""
        number = canvas.getPageNumber()
        if self.current and self.starts[self.current.key] != number:
            line = paragraph(self.current.title, "note")
            line.wrap(TEXT_WIDTH, TOP)
            line.drawOn(canvas, MARGIN, HEIGHT - TOP + 4)
        canvas.setStrokeColor(HexColor("#C9C7C2"))
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, BOTTOM - 8, WIDTH - MARGIN, BOTTOM - 8)
        source = paragraph(self.footer, "quiet")
        _, high = source.wrap(TEXT_WIDTH - 24 * mm, BOTTOM)
        source.drawOn(canvas, MARGIN, BOTTOM - 12 - high)
        label = printable(self.page_label(number, self.total or number))
        canvas.setFont(PLAIN, 8.2)
        canvas.setFillColor(HexColor(TEXT))
        canvas.drawRightString(WIDTH - MARGIN, BOTTOM - 19, label)


def draw_ink(canvas: Canvas, ink: Ink) -> None:
    """Draw one piece of ink."""
    canvas.saveState()
    canvas.setLineJoin(1)
    if isinstance(ink, Area):
        _draw_area(canvas, ink)
    elif isinstance(ink, Stroke):
        canvas.setStrokeColor(HexColor(ink.colour))
        canvas.setStrokeAlpha(ink.alpha)
        canvas.setLineWidth(ink.width)
        if ink.dash:
            canvas.setDash(list(ink.dash))
        path = canvas.beginPath()
        for points in ink.paths:
            _trace(path, points)
        canvas.drawPath(path, stroke=1, fill=0)
        if ink.gap:
            draw_ink(canvas, ink.inner)
    elif isinstance(ink, Dot):
        canvas.setStrokeColor(HexColor(ink.edge))
        canvas.setFillColor(HexColor(ink.fill))
        canvas.setStrokeAlpha(ink.alpha)
        canvas.setFillAlpha(ink.alpha)
        canvas.setLineWidth(ink.width)
        canvas.circle(*ink.at, ink.radius, stroke=1, fill=1)
    else:
        _draw_words(canvas, ink)
    canvas.restoreState()


def _draw_area(canvas: Canvas, ink: Area) -> None:
    canvas.setFillColor(HexColor(ink.fill))
    if ink.edge:
        canvas.setStrokeColor(HexColor(ink.edge))
        canvas.setLineWidth(ink.width)
    path = canvas.beginPath()
    for ring in ink.rings:
        _trace(path, ring)
        path.close()
    canvas.drawPath(path, stroke=int(bool(ink.edge)), fill=1, fillMode=0)


def _trace(path: PDFPathObject, points: np.ndarray) -> None:
    first, *rest = points.round(DECIMALS).tolist()
    path.moveTo(*first)
    for x, y in rest:
        path.lineTo(x, y)


def _draw_words(canvas: Canvas, ink: Lettering) -> None:
    """Draw a line of text; a rim is a soft white ground, so that text is in the file once."""
    x, y = ink.at
    if ink.halo:
        pad = 0.4 * ink.halo
        canvas.setFillColor(HexColor("#FFFFFF"))
        canvas.setFillAlpha(0.72 * ink.alpha)
        low, high = y - 0.2 * ink.size, 0.98 * ink.size
        canvas.roundRect(x - pad, low, ink.width + 2 * pad, high, 0.3 * ink.size, 0, 1)
    canvas.setFillColor(HexColor(ink.colour))
    canvas.setFillAlpha(ink.alpha)
    for piece, own in runs(_plane(ink.text)):
        font = (BOLD if ink.bold else PLAIN) if own else SPARE
        canvas.setFont(font, ink.size)
        canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece, font, ink.size)
