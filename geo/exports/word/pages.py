"""About how many pages a content fills, for Word alone knows: whether it needs contents."""

import math
from collections.abc import Iterable

from geo.exports.word.content import Block, PictureBlock, TableBlock, TextBlock
from geo.exports.word.look import WordLook

LETTER, LEADING = 0.5, 1.17
"""Mean width of a letter, and from line to line, in sizes of the type."""
SPACE = 1.8
"""Around a paragraph or in a row, in millimetres as all lengths here."""


def count_pages(blocks: Iterable[Block], look: WordLook, width: float, height: float) -> int:
    """Return about how many pages of a size the blocks fill."""
    return math.ceil(sum(_height(block, look, width) for block in blocks) / height)


def _height(block: Block, look: WordLook, width: float) -> float:
    if isinstance(block, TextBlock):
        return _folded([block.text], look.text, width) * look.line + SPACE
    if isinstance(block, PictureBlock):
        return width * block.size[1] / block.size[0] + SPACE
    if not isinstance(block, TableBlock):
        return 0.0
    shares = [width * x.width / sum(x.width for x in block.columns) for x in block.columns]
    high = 0.0
    for row in block.rows:
        cells = zip(row.lines(), shares, strict=False)
        texts = (_folded([x.text for x in lines], look.table, wide) for lines, wide in cells)
        high += max(row.height, SPACE + max(texts))
    return high


def _folded(texts: Iterable[str], points: float, width: float) -> float:
    """Return how high texts of a size are, folded at the mean width of a letter."""
    size = points * 25.4 / 72
    return sum(max(1, math.ceil(len(x) * size * LETTER / width)) for x in texts) * size * LEADING
