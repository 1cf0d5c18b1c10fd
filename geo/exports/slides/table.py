"""
Tables on slides: as many slides as it takes, rows kept whole, nothing cut.

A row higher than a whole slide (no such row is in the register) goes on in another row on the next
one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.exports.drawing.ink import QUIET, Box
from geo.exports.lines import plain
from geo.exports.slides.deck import CONTENT, Deck
from geo.exports.slides.shapes import CELL, Shape, Words, table, textbox
from geo.exports.slides.text import LEADING, LEAST, SLACK, height, width, wrap
from geo.text import t

SIZES = (18.0, 16.0, LEAST)
"""Sizes of text: the largest at which all rows fit on one slide, else the last."""
EVENED = 8.0
"""Step in which slides are made lower while their number stays the same, in points."""
GAP = 8.0
"""Between a table and the remark below it."""


@dataclass(frozen=True)
class Column:
    """Heading and width of a column, and how its cells stand: ``l`` or ``r``."""

    head: str
    width: float
    align: str = "l"


@dataclass(frozen=True)
class Row:
    """The cells of a row; `notes` are what the speaker has before him; `bold` marks a heading."""

    cells: tuple[str, ...]
    notes: str = ""
    bold: bool = False


@dataclass(frozen=True)
class _Page:
    rows: tuple[Row, ...]
    heights: tuple[float, ...]


def add_table(
    deck: Deck,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
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
        The table; the widths add up to that of a slide's content or less.
    remark
        A line below the table, on each of its slides.
    notes
        What the notes begin with; those of the rows on a slide follow.
    """
    lang = deck.lang
    below = GAP + _remark_height(remark) if remark else 0.0
    for size in SIZES:
        _, top, _, low = deck.room(title)
        pages = pages_of(columns, rows, size, low - top - below)
        if len(pages) == 1 and _words_fit(columns, rows, size):
            break
    else:
        longest = t("slides.part", lang, title=title, page=99, pages=99)
        _, top, _, low = deck.room(longest)
        pages = pages_of(columns, rows, size, low - top - below)
    for number, page in enumerate(pages, start=1):
        part = t("slides.part", lang, title=title, page=number, pages=len(pages))
        told = [row.notes for row in page.rows if row.notes]
        slide = deck.slide(part if len(pages) > 1 else title, [*notes, *dict.fromkeys(told)])
        shape = table_shape(
            columns, page.rows, page.heights, size, (CONTENT[0], top, CONTENT[2], low), lang, title
        )
        shapes = [shape]
        if remark:
            shapes.append(remark_shape(remark, shape.box[3] + GAP, lang))
        deck.draw(slide, shapes)


def table_shape(
    columns: Sequence[Column],
    rows: Sequence[Row],
    heights: Sequence[float],
    size: float,
    box: Box,
    lang: str,
    about: str,
) -> Shape:
    """Return the table itself; `heights` begin with that of its head."""
    head = [[Words(column.head, size, True, align=column.align)] for column in columns]
    body = [
        [
            [Words(text, size, row.bold, align=column.align)]
            for text, column in zip(row.cells, columns, strict=True)
        ]
        for row in rows
    ]
    cells = list(zip(heights, [head, *body], strict=True))
    widths = [column.width for column in columns]
    return table(t("slides.table", lang), box[:2], widths, cells, lang, about)


def heights_of(columns: Sequence[Column], rows: Sequence[Row], size: float) -> list[float]:
    """Return how high the head and every row stand."""
    head = Row(tuple(column.head for column in columns), bold=True)
    return [_row_height(columns, row, size) for row in (head, *rows)]


def pages_of(
    columns: Sequence[Column], rows: Sequence[Row], size: float, room: float
) -> list[_Page]:
    """Break rows into as few slides of a height as possible, each about as full as the others."""
    head, *_ = heights_of(columns, (), size)
    whole = [part for row in rows for part in _split(columns, row, size, room - head)]
    heights = heights_of(columns, whole, size)[1:]
    counts = _fill(heights, room - head)
    while len(even := _fill(heights, room - head - EVENED)) == len(counts):
        if max(heights) > room - head - EVENED:
            break
        counts, room = even, room - EVENED
    pages, first = [], 0
    for count in counts:
        part = slice(first, first + count)
        pages.append(_Page(tuple(whole[part]), (head, *heights[part])))
        first += count
    return pages


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


def _row_height(columns: Sequence[Column], row: Row, size: float) -> float:
    cells = zip(row.cells, columns, strict=True)
    text = max(
        height(cell, size, column.width - 2 * CELL[0], bold=row.bold) for cell, column in cells
    )
    return text + 2 * CELL[1]


def _words_fit(columns: Sequence[Column], rows: Sequence[Row], size: float) -> bool:
    """Tell whether no word has to be split; at the least size one may be."""
    head = Row(tuple(column.head for column in columns), bold=True)
    return all(
        width(word, size, bold=row.bold) <= SLACK * (column.width - 2 * CELL[0])
        for row in (head, *rows)
        for cell, column in zip(row.cells, columns, strict=True)
        for word in plain(cell).split(" ")
    )


def _split(columns: Sequence[Column], row: Row, size: float, room: float) -> list[Row]:
    """Return a row, or its parts if it is higher than a slide."""
    if _row_height(columns, row, size) <= room:
        return [row]
    lines = int((room - 2 * CELL[1]) // (size * LEADING))
    cells = [
        wrap(cell, size, column.width - 2 * CELL[0], bold=row.bold)
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    n_parts = -(-max(map(len, cells)) // lines)
    return [
        Row(
            tuple(" ".join(cell[lines * part : lines * (part + 1)]) for cell in cells),
            row.notes,
            row.bold,
        )
        for part in range(n_parts)
    ]


def remark_shape(remark: str, top: float, lang: str) -> Shape:
    """Return a remark in small grey letters across the slide."""
    left, _, right, _ = CONTENT
    box = left, top, right, top + _remark_height(remark)
    return textbox(t("slides.remark", lang), box, [Words(remark, LEAST, colour=QUIET)], lang)


def _remark_height(remark: str) -> float:
    return height(remark, LEAST, CONTENT[2] - CONTENT[0])
