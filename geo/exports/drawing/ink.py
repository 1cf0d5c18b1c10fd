"""
Ink: what a page is drawn with, apart from what draws it.

Areas, strokes, dots and words in points (1/72 inch) from the page's lower left corner. Module
``svg`` writes them as SVG, which Typst sets. A `key` is the mark of a piece in the file, a `title`
what it says to who points at it.
"""

from dataclasses import dataclass

import numpy as np

from geo.exports.drawing.fonts import CAP_HEIGHT, width
from geo.map.look import LOOK, Pen

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

TEXT, QUIET = LOOK.colours["text"], LOOK.colours["credit"]


@dataclass(frozen=True, eq=False)
class Area:
    """A filled polygon: its rings, outer ones and holes alike, even-odd."""

    rings: tuple[np.ndarray, ...]
    fill: str
    edge: str = ""
    width: float = 0.0
    key: str = ""
    title: str = ""


@dataclass(frozen=True, eq=False)
class Stroke:
    """
    A line of one or more paths; `dash` is on and off, empty for a solid one.

    With a `gap` in its middle it is two lines. A path that is `bent` is a quadratic Bezier curve:
    start, control, end.
    """

    paths: tuple[np.ndarray, ...]
    colour: str
    width: float
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    key: str = ""
    title: str = ""
    gap: float = 0.0
    bent: bool = False


@dataclass(frozen=True)
class Dot:
    """A round mark."""

    at: Point
    radius: float
    fill: str
    edge: str
    width: float
    alpha: float = 1.0
    key: str = ""
    title: str = ""


@dataclass(frozen=True)
class Lettering:
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


Ink = Area | Stroke | Dot | Lettering


def stroke(
    paths: tuple[np.ndarray, ...],
    pen: Pen,
    unit: float,
    alpha: float = 1.0,
    *,
    bent: bool = False,
    **marks: str,
) -> Stroke:
    """Return a line drawn with a pen, of which a pixel is `unit` points."""
    dash = tuple(length * unit for length in pen.dash)
    wide, gap = pen.width * unit, pen.gap * unit
    return Stroke(paths, pen.colour, wide, pen.alpha * alpha, dash, gap=gap, bent=bent, **marks)


def words_in(box: Box, text: str, size: float, colour: str = TEXT) -> Lettering:
    """Return words in the middle of a box, by the height of their capitals."""
    left, low, right, high = box
    x = (left + right - width(text, size)) / 2
    return Lettering((x, (low + high - CAP_HEIGHT * size) / 2), text, size, colour=colour)


def box_area(box: Box, fill: str, edge: str = "", line: float = 0.0) -> Area:
    """Return a rectangle."""
    return Area((ring_of(box),), fill, edge, line)


def ring_of(box: Box) -> np.ndarray:
    """Return the corners of a rectangle, the first one again as the last."""
    left, low, right, high = box
    return np.array([(left, low), (right, low), (right, high), (left, high), (left, low)])


def arrow(at: Point, way: np.ndarray, unit: float, alpha: float = 1.0) -> Stroke:
    """Return a small arrow through a point."""
    across = np.array([-way[1], way[0]])
    tip, tail = at + way * 4.5 * unit, at - way * 4.5 * unit
    barbs = np.array([tip - (way - across) * 3.4 * unit, tip, tip - (way + across) * 3.4 * unit])
    return stroke((np.array([tail, tip]), barbs), LOOK.arrow, unit, alpha)
