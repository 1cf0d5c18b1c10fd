"""
About how many pages a content fills, to decide whether it needs contents; never told to a reader.

Word alone knows where a page ends. Here text is folded at the mean width of a letter.
"""

import math
from collections.abc import Iterable, Sequence

from geo.exports.word.content import Block, Paragraph, PictureBlock, TableBlock, TextBlock
from geo.exports.word.look import WordLook

LETTER = 0.5
"""Mean width of a letter, and `LEADING` from line to line, in sizes of the type."""
LEADING = 1.17
SPACE = 5.0
"""Around a paragraph or in a row, in points."""
_POINTS = 72 / 25.4


def count_pages(blocks: Iterable[Block], look: WordLook, width: float, height: float) -> int:
    """Return about how many pages of a size in millimetres the blocks fill."""
    points = sum(_height(block, look, width * _POINTS) for block in blocks)
    return math.ceil(points / (height * _POINTS))


def _height(block: Block, look: WordLook, width: float) -> float:
    if isinstance(block, TextBlock):
        size = look.heading if block.style == "Heading1" else look.text
        return _lines(block.text, size, width) * size * LEADING * look.line + SPACE
    if isinstance(block, PictureBlock):
        across, down = block.size
        return width * down / across + SPACE
    if not isinstance(block, TableBlock):
        return 0.0
    scale = width / sum(column.width for column in block.columns)
    widths = [column.width * scale for column in block.columns]
    height = 0.0
    for row in block.rows:
        cells = zip(row.lines(), widths, strict=False)
        rows = max(_cell(lines, look.table, wide) for lines, wide in cells)
        height += max(rows * look.table * LEADING + SPACE, row.height * _POINTS)
    return height


def _cell(lines: Sequence[Paragraph], size: float, width: float) -> int:
    return sum(_lines(line.text, size, width) for line in lines)


def _lines(text: str, size: float, width: float) -> int:
    return max(1, math.ceil(len(text) * size * LETTER / width))
