"""
Ink: what a page is drawn with, apart from what draws it.

Areas, strokes, dots and words in points (1/72 inch) from the page's lower left corner. Module
``image`` draws them with matplotlib, ``booklet`` with reportlab: the same map in both.
"""

from dataclasses import dataclass

import numpy as np

from geo.exports.drawing.fonts import CAP_HEIGHT, width

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

TEXT = "#22252A"
QUIET = "#6B6E72"


@dataclass(frozen=True, eq=False)
class Area:
    """A filled polygon: its rings, outer ones and holes alike, even-odd."""

    rings: tuple[np.ndarray, ...]
    fill: str
    edge: str = ""
    width: float = 0.0


@dataclass(frozen=True, eq=False)
class Stroke:
    """A line of one or more paths; `dash` is on and off, empty for a solid one."""

    paths: tuple[np.ndarray, ...]
    colour: str
    width: float
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class Dot:
    """A round mark."""

    at: Point
    radius: float
    fill: str
    edge: str
    width: float
    alpha: float = 1.0


@dataclass(frozen=True)
class Words:
    """A line of printable text from its left end on the baseline; `halo` is a white rim's width."""

    at: Point
    text: str
    size: float
    bold: bool = False
    colour: str = TEXT
    alpha: float = 1.0
    halo: float = 0.0
    key: str = ""

    @property
    def width(self) -> float:
        """How wide the text is."""
        return width(self.text, self.size, bold=self.bold)


Ink = Area | Stroke | Dot | Words


def words_in(box: Box, text: str, size: float, **style: object) -> Words:
    """Return words in the middle of a box, by the height of their capitals."""
    left, low, right, high = box
    x = (left + right - width(text, size)) / 2
    return Words((x, (low + high - CAP_HEIGHT * size) / 2), text, size, **style)


def box_area(box: Box, fill: str, edge: str = "", line: float = 0.0) -> Area:
    """Return a rectangle."""
    left, low, right, high = box
    ring = np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])
    return Area((ring,), fill, edge, line)
