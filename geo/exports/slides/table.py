"""
Tables on slides: in the main part as many rows as one slide has room for, in the appendix all.

Columns are as wide as what stands in them; where that is too much, the widest give way. A row
higher than a whole slide (no such row is in the register) goes on in another row on the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from geo.exports.drawing.ink import Box
from geo.exports.slides.colours import PALETTE
from geo.exports.slides.deck import Deck, fill_body
from geo.exports.slides.shapes import CELL, Shape, SlideText, textbox
from geo.exports.slides.text import LEADING, LEAST, SLACK, height, width, wrap
from geo.exports.steps import Screen, ScreenColumn, ScreenRow
from geo.lines import plain
from geo.text import t

T = TypeVar("T")
SIZES = (18.0, 16.0, float(LEAST))
"""Sizes of text: the first in the main part; in the appendix one that needs no more slides."""
EVENED = 8.0
"""Step in which slides are made lower while their number stays the same, in points."""
GAP = 8.0
"""Between a table and the remark below it."""
AIR = 10.0
"""Most that rows are made higher where a slide has room for it."""


@dataclass(frozen=True)
class Grid:
    """
    A table measured out: the widths of its columns, the heights of its rows.

    `heights` begin with that of the head; `air` is how much higher than needed each of them is.
    `size` is what text is measured at, `written` what it is written at.
    """

    columns: Sequence[ScreenColumn]
    rows: Sequence[ScreenRow]
    size: float
    widths: Sequence[float]
    air: float = 0.0
    written: float = 0.0

    @classmethod
    def fit(
        cls,
        columns: Sequence[ScreenColumn],
        rows: Sequence[ScreenRow],
        size: float,
        wide: float,
        stretch: float = 1.0,
    ) -> "Grid":
        """Measure out a table at a size of text, in a font so much wider than ours, in a width."""
        measured = size * stretch
        return cls(columns, rows, measured, _widths(columns, rows, measured, wide), written=size)

    @property
    def heights(self) -> list[float]:
        """How high the head and every row stand."""
        return [self._height(row) + self.air for row in (self._head, *self.rows)]

    @property
    def splits_words(self) -> bool:
        """Whether a word is too long for its column and has to be split."""
        return any(
            width(word, self.size, bold=place == 0) > SLACK * (wide - 2 * CELL[0])
            for place, row in enumerate((self._head, *self.rows))
            for cell, wide in zip(row.cells, self.widths, strict=True)
            for word in plain(cell).split(" ")
        )

    def pages(self, room: float) -> list["Grid"]:
        """Break the rows into as few slides of a height as possible, each about as full."""
        room -= self._height(self._head)
        rows = [part for row in self.rows for part in self._split(row, room)]
        heights = {row: self._height(row) for row in rows}
        pages = by_pages(rows, heights.__getitem__, room)
        while max(heights.values(), default=room) <= room - EVENED:
            room -= EVENED
            even = by_pages(rows, heights.__getitem__, room)
            if len(even) > len(pages):
                break
            pages = even
        return [replace(self, rows=page) for page in pages]

    def aired(self, room: float) -> "Grid":
        """Return the table with higher rows, as far as a height has room for them."""
        spare = (room - sum(self.heights)) / (len(self.rows) + 1)
        return replace(self, air=max(0.0, min(AIR, spare)))

    def first(self, room: float) -> "Grid":
        """Return the table with as many of its rows as a height has room for."""
        pages = by_pages(self.rows, self._height, room - self._height(self._head))
        return replace(self, rows=pages[0])

    def draw(self, deck: Deck, slide: Slide, at: tuple[float, float], about: str) -> float:
        """Put the table on a slide, its upper left corner `at`; return where it ends."""
        shape, place = (len(self.rows) + 1, len(self.widths)), map(Pt, at)
        frame = slide.shapes.add_table(*shape, *place, Pt(sum(self.widths)), Pt(1))
        deck.adopt(slide, frame, "slides.table", about)
        frame.table.horz_banding = False
        frame.table._tbl.tblPr.find(qn("a:tableStyleId")).text = deck.template.table_style
        for column, wide in zip(frame.table.columns, self.widths, strict=True):
            column.width = Pt(wide)
        rows = zip(frame.table.rows, self.heights, (self._head, *self.rows), strict=True)
        for line, high, row in rows:
            line.height = Pt(high)
            for cell, text, column in zip(line.cells, row.cells, self.columns, strict=True):
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                words = SlideText(text, self.written, align=column.align.strip("l"))
                fill_body(cell.text_frame._txBody, [words], deck.lang)
        return at[1] + sum(self.heights)

    @property
    def _head(self) -> ScreenRow:
        return ScreenRow(tuple(column.head for column in self.columns))

    def _height(self, row: ScreenRow) -> float:
        cells = zip(row.cells, self.widths, strict=True)
        bold = row == self._head
        text = max(height(cell, self.size, wide - 2 * CELL[0], bold=bold) for cell, wide in cells)
        return text + 2 * CELL[1]

    def _split(self, row: ScreenRow, room: float) -> list[ScreenRow]:
        """Return a row, or its parts if it is higher than a slide."""
        if self._height(row) <= room:
            return [row]
        n_lines = int((room - 2 * CELL[1]) // (self.size * LEADING))
        cells = [
            wrap(cell, self.size, wide - 2 * CELL[0])
            for cell, wide in zip(row.cells, self.widths, strict=True)
        ]
        n_parts = -(-max(map(len, cells)) // n_lines)
        parts = (slice(n_lines * part, n_lines * (part + 1)) for part in range(n_parts))
        return [
            ScreenRow(tuple(" ".join(cell[part]) for cell in cells), row.notes) for part in parts
        ]


def add_table(deck: Deck, screen: Screen) -> int:
    """
    Add the table of a screen; return how many of its rows stand on slides.

    A whole one takes as many slides as it needs, else it is one with the first rows.
    """
    left, top, right, low = deck.template.content_box
    remark = screen.remark
    room = low - top - (GAP + height(remark, LEAST, right - left) if remark else 0.0)
    stretch = deck.template.stretch
    if screen.whole:
        pages = _pages(screen, right - left, room, stretch)
    else:
        grid = Grid.fit(screen.columns, screen.rows, SIZES[0], right - left, stretch)
        page = grid.first(room)
        if (total := len(screen.rows)) > len(page.rows):
            more = t("slides.first_of", deck.lang, n=len(page.rows), total=total)
            room = low - top - GAP - height(f"{more} {remark}".strip(), LEAST, right - left)
            page = grid.first(room)
            more = t("slides.first_of", deck.lang, n=len(page.rows), total=total)
            remark = f"{more} {remark}".strip()
        pages = [page]
    for number, page in enumerate(pages, start=1):
        title = deck.part_title(screen.title, number, len(pages))
        told = dict.fromkeys(line for row in page.rows for line in row.notes)
        slide = deck.slide(deck.template.content, title, [*screen.notes, *told])
        drawn = page.aired(room) if len(pages) == 1 else page
        below = drawn.draw(deck, slide, (left, top), screen.about or title) + GAP
        if remark:
            deck.draw(slide, [remark_shape(remark, (left, below, right, low), deck.lang)])
    return sum(len(page.rows) for page in pages)


def _pages(screen: Screen, wide: float, room: float, stretch: float) -> list[Grid]:
    """Return a table by slides, at the largest of `SIZES` that will do."""
    fewest = Grid.fit(screen.columns, screen.rows, LEAST, wide, stretch).pages(room)
    for size in SIZES:
        grid = Grid.fit(screen.columns, screen.rows, size, wide, stretch)
        pages = grid.pages(room)
        if len(pages) == len(fewest) and not grid.splits_words:
            return pages
    return fewest


def _widths(
    columns: Sequence[ScreenColumn], rows: Sequence[ScreenRow], size: float, wide: float
) -> list[float]:
    """Return the widths of columns that add up to `wide`: the widest give way to the others."""
    natural, least = [], []
    for place, column in enumerate(columns):
        lines = [(column.head, True), *((row.cells[place], False) for row in rows)]
        natural.append(max(width(plain(text), size, bold=bold) for text, bold in lines))
        words = [(word, bold) for text, bold in lines for word in plain(text).split(" ")]
        least.append(max(width(word, size, bold=bold) for word, bold in words))
    # A point more than the text takes: nothing may break for the sake of rounding.
    natural, least = ([one / SLACK + 2 * CELL[0] + 1 for one in x] for x in (natural, least))
    if sum(least) > wide:  # the longest words are split, not those of short columns
        natural, least = least, [0.0] * len(columns)
    if sum(natural) <= wide:
        spare = (wide - sum(natural)) / len(columns)
        return [one + spare for one in natural]
    low, high = 0.0, wide
    for _ in range(40):  # halving: far below a thousandth of a point
        cap = (low + high) / 2
        given = [max(n, min(w, cap)) for n, w in zip(least, natural, strict=True)]
        low, high = (cap, high) if sum(given) <= wide else (low, cap)
    return [max(n, min(w, low)) for n, w in zip(least, natural, strict=True)]


def by_pages(things: Sequence[T], height_of: Callable[[T], float], room: float) -> list[list[T]]:
    """Return rows or paragraphs by slides: on each at least one, and as many as have room."""
    pages: list[list[T]] = [[]]
    used = 0.0
    for thing in things:
        high = height_of(thing)
        if pages[-1] and used + high > room:
            pages.append([])
            used = 0.0
        pages[-1].append(thing)
        used += high
    return pages


def remark_shape(remark: str, box: Box, lang: str) -> Shape:
    """Return a remark in small quiet letters at the top of a box, as wide as the box."""
    left, top, right, _ = box
    placed = left, top, right, top + height(remark, LEAST, right - left)
    words = [SlideText(remark, LEAST, colour=PALETTE["tx2"])]
    return textbox(t("slides.remark", lang), placed, words, lang)
