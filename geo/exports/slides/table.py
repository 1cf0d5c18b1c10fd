"""
Tables on slides: as many slides as it takes, rows kept whole, nothing cut.

Columns are as wide as what stands in them; where that is too much, the widest give way. A row
higher than a whole slide (no such row is in the register) goes on in another row on the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geo.exports.drawing.ink import QUIET, Box
from geo.exports.lines import plain
from geo.exports.slides.deck import CONTENT, Deck
from geo.exports.slides.shapes import CELL, Shape, SlideText, table, textbox
from geo.exports.slides.text import LEADING, LEAST, SLACK, height, width, wrap
from geo.text import t

SIZES = (20.0, 18.0, 16.0, LEAST)
"""Sizes of text: the largest that needs no more slides than the least, and few more lines."""
MORE_LINES = 1.2
"""So many times the lines of the least size a larger one may take."""
EVENED = 8.0
"""Step in which slides are made lower while their number stays the same, in points."""
GAP = 8.0
"""Between a table and the remark below it."""
AIR = 5.0
"""Most that rows are made higher, above and below, where a slide has room for it."""


@dataclass(frozen=True)
class SlideColumn:
    """Heading of a column, and how its cells stand: ``l`` or ``r``."""

    head: str
    align: str = "l"


@dataclass(frozen=True)
class SlideRow:
    """The cells of a row; `notes` are what the speaker has before him, line by line."""

    cells: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """
    A table measured out: the widths of its columns, the heights of its rows.

    `heights` begin with that of the head; `air` is the room they have above and below the usual.
    """

    columns: Sequence[SlideColumn]
    rows: Sequence[SlideRow]
    size: float
    widths: Sequence[float]
    air: float = 0.0

    @classmethod
    def fit(
        cls, columns: Sequence[SlideColumn], rows: Sequence[SlideRow], size: float, wide: float
    ) -> "Grid":
        """Measure out a table at a size of text in a width."""
        return cls(columns, rows, size, _widths(columns, rows, size, wide))

    @property
    def heights(self) -> list[float]:
        """How high the head and every row stand."""
        return [self._height(row) + 2 * self.air for row in (self._head, *self.rows)]

    @property
    def n_lines(self) -> int:
        """How many lines of text the rows take, one above the other."""
        high = sum(self._height(row) - 2 * CELL[1] for row in self.rows)
        return round(high / (self.size * LEADING))

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
        heights = [self._height(row) for row in rows]
        counts = _fill(heights, room)
        while len(even := _fill(heights, room - EVENED)) == len(counts):
            if max(heights, default=room) > room - EVENED:
                break
            counts, room = even, room - EVENED
        ends = [sum(counts[:place]) for place in range(len(counts) + 1)]
        return [
            Grid(self.columns, rows[first:end], self.size, self.widths)
            for first, end in pairwise(ends)
        ]

    def aired(self, room: float) -> "Grid":
        """Return the table with higher rows, as far as a height has room for them."""
        spare = (room - sum(self.heights)) / (2 * len(self.rows) + 2)
        air = max(0.0, min(AIR, spare))
        return Grid(self.columns, self.rows, self.size, self.widths, air)

    def shape(self, at: tuple[float, float], lang: str, about: str) -> Shape:
        """Return the table itself, its upper left corner `at`."""
        cells = [
            [
                [SlideText(text, self.size, place == 0, align=column.align)]
                for text, column in zip(row.cells, self.columns, strict=True)
            ]
            for place, row in enumerate((self._head, *self.rows))
        ]
        rows = list(zip(self.heights, cells, strict=True))
        return table(t("slides.table", lang), at, self.widths, rows, lang, about, self.air)

    @property
    def _head(self) -> SlideRow:
        return SlideRow(tuple(column.head for column in self.columns))

    def _height(self, row: SlideRow) -> float:
        cells = zip(row.cells, self.widths, strict=True)
        bold = row == self._head
        text = max(height(cell, self.size, wide - 2 * CELL[0], bold=bold) for cell, wide in cells)
        return text + 2 * CELL[1]

    def _split(self, row: SlideRow, room: float) -> list[SlideRow]:
        """Return a row, or its parts if it is higher than a slide."""
        if self._height(row) <= room:
            return [row]
        n_lines = int((room - 2 * CELL[1]) // (self.size * LEADING))
        cells = [
            wrap(cell, self.size, wide - 2 * CELL[0])
            for cell, wide in zip(row.cells, self.widths, strict=True)
        ]
        n_parts = -(-max(map(len, cells)) // n_lines)
        return [
            SlideRow(
                tuple(" ".join(cell[n_lines * part : n_lines * (part + 1)]) for cell in cells),
                row.notes,
            )
            for part in range(n_parts)
        ]


def add_table(
    deck: Deck,
    title: str,
    columns: Sequence[SlideColumn],
    rows: Sequence[SlideRow],
    remark: str = "",
    notes: Sequence[str] = (),
) -> None:
    """
    Add a table on as many slides as it takes.

    Parameters
    ----------
    deck
        Where to.
    title
        Of the slide; of more than one with the number of the part.
    columns, rows
        The table.
    remark
        A line below the table, on each of its slides.
    notes
        What the notes begin with; those of the rows on a slide follow.
    """
    lang = deck.lang
    below = GAP + _remark_height(remark) if remark else 0.0
    left, top, _, low = deck.room(title)
    pages = _pages(columns, rows, low - top - below)
    if len(pages) > 1:
        _, top, _, low = deck.room(t("slides.part", lang, title=title, page=99, pages=99))
        pages = _pages(columns, rows, low - top - below)
        n = len(pages)
        _, top, _, low = deck.room(t("slides.part", lang, title=title, page=n, pages=n))
    for number, page in enumerate(pages, start=1):
        part = t("slides.part", lang, title=title, page=number, pages=len(pages))
        told = [line for row in page.rows for line in row.notes]
        slide = deck.slide(part if len(pages) > 1 else title, [*notes, *dict.fromkeys(told)])
        drawn = page.aired(low - top - below) if len(pages) == 1 else page
        shapes = [drawn.shape((left, top), lang, title)]
        if remark:
            shapes.append(remark_shape(remark, shapes[0].box[3] + GAP, lang))
        deck.draw(slide, shapes)


def _pages(columns: Sequence[SlideColumn], rows: Sequence[SlideRow], room: float) -> list[Grid]:
    """Return a table by slides, at the largest of `SIZES` that will do."""
    wide = CONTENT[2] - CONTENT[0]
    least = Grid.fit(columns, rows, LEAST, wide)
    fewest = least.pages(room)
    for size in SIZES:
        grid = Grid.fit(columns, rows, size, wide)
        if grid.n_lines <= MORE_LINES * least.n_lines and not grid.splits_words:
            pages = grid.pages(room)
            if len(pages) == len(fewest):
                return pages
    return fewest


def _widths(
    columns: Sequence[SlideColumn], rows: Sequence[SlideRow], size: float, wide: float
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
    least = [min(one, wide / len(columns)) for one in least]
    if sum(natural) <= wide:
        spare = (wide - sum(natural)) / len(columns)
        return [one + spare for one in natural]
    low, high = 0.0, wide
    for _ in range(40):  # halving: far below a thousandth of a point
        cap = (low + high) / 2
        given = [max(n, min(w, cap)) for n, w in zip(least, natural, strict=True)]
        low, high = (cap, high) if sum(given) <= wide else (low, cap)
    return [max(n, min(w, low)) for n, w in zip(least, natural, strict=True)]


def _fill(heights: Sequence[float], room: float) -> list[int]:
    """Return how many rows stand on each slide."""
    counts, used = [0], 0.0
    for high in heights:
        if counts[-1] and used + high > room:
            counts.append(0)
            used = 0.0
        counts[-1] += 1
        used += high
    return counts


def remark_shape(remark: str, top: float, lang: str, box: Box = CONTENT) -> Shape:
    """Return a remark in small grey letters, as wide as a box."""
    left, _, right, _ = box
    placed = left, top, right, top + _remark_height(remark, box)
    return textbox(t("slides.remark", lang), placed, [SlideText(remark, LEAST, colour=QUIET)], lang)


def _remark_height(remark: str, box: Box = CONTENT) -> float:
    return height(remark, LEAST, box[2] - box[0])
