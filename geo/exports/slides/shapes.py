"""
Native PowerPoint shapes as XML: freeforms, curves, text boxes and groups of them.

Coordinates are points from the slide's upper left corner. Shapes are written as text because a map
has hundreds of them; each knows its name, and its box for the group it may stand in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement

from geo.exports.drawing.ink import Box, Stroke
from geo.exports.slides.colours import fill as _solid
from geo.exports.slides.text import LEADING
from geo.languages import language
from geo.map.curves import bezier
from geo.map.look import Pen
from geo.templates import EMU, filled

STEP = 635
"""A twentieth of a point in English metric units: what outlines are rounded to."""
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


Line = Pen | Stroke
"""How a line is drawn: its lengths are points."""


@dataclass(frozen=True)
class Shape:
    """XML that lacks its identifier (``ID``), and left, top, right, bottom of what it draws."""

    xml: str
    box: Box


@dataclass(frozen=True)
class SlideText:
    """
    A paragraph; what is not said of its look is the template's: size, weight, colour, font, side.

    `after` is the space below it, in points.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    colour: str = ""
    align: str = ""
    after: float = 0.0

    def xml(self, lang: str) -> str:
        """Return the element ``a:p``; a break in the text never makes another one."""
        look = _solid(self.colour) if self.colour else ""
        return written("paragraph", self, language(lang).office, look)


def written(macro: str, *values: object) -> str:
    """Return a piece of XML as its template has it."""
    return filled("exports/slides/shapes.xml", macro, *values)


def outline(line: Line | None) -> Markup:
    """Return the element that draws a line, or none, with the nearest of PowerPoint's dashes."""
    if not line:
        return Markup("<a:ln><a:noFill/></a:ln>")
    on, off = line.dash or (0, 0)
    preset = "dash" if on > off else "sysDash" if on > off / 2 else "sysDot"
    return Markup(written("outline", line, _solid(line.colour, line.alpha), preset))


def parsed(xml: str) -> BaseOxmlElement:
    """Return an element from XML whose outermost tag lacks its name spaces."""
    return parse_xml(re.sub(r"^<[\w:]+", lambda tag: f"{tag[0]} {SPACES}", xml, count=1))


def finish(shape: Shape, numbers: Iterator[int]) -> BaseOxmlElement:
    """Return the element of a shape with a number for each of its parts."""
    head, *rest = shape.xml.split('id="ID"')
    return parsed(head + "".join(f'id="{next(numbers)}"{part}' for part in rest))


def group(name: str, shapes: Sequence[Shape], about: str = "") -> Shape:
    """Return shapes as one named group; `about` is its text for who cannot see it."""
    lefts, tops, rights, lows = zip(*(shape.box for shape in shapes), strict=True)
    box = min(lefts), min(tops), max(rights), max(lows)
    inner = "".join(shape.xml for shape in shapes)
    return Shape(written("group", name, about, box, inner), box)


def area(name: str, rings: Sequence[np.ndarray], fill: str, line: Line | None) -> Shape:
    """Return a freeform filled even-odd: outer rings and holes alike."""
    return _freeform(name, [ring[:-1] for ring in rings], _solid(fill), line)


def path(name: str, lines: Sequence[np.ndarray], line: Line) -> Shape:
    """Return lines of straight pieces, not filled."""
    return _freeform(name, lines, "", line)


def curve(name: str, bends: np.ndarray, line: Line) -> Shape:
    """Return a quadratic Bezier curve: start, control, end."""
    low, size = _grid(bezier(bends[:1], bends[1:2], bends[2:], 33)[0])
    (x, y), (cx, cy), (u, v) = np.rint(bends * EMU / STEP - low).astype(int)
    steps = (
        f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo><a:quadBezTo><a:pt x="{cx}" y="{cy}"/>'
        f'<a:pt x="{u}" y="{v}"/></a:quadBezTo>'
    )
    return _geometry(name, low, size, steps, "", line)


def dot(name: str, at: tuple[float, float], radius: float, fill: str, line: Line) -> Shape:
    """Return a round mark."""
    x, y = at
    box = x - radius, y - radius, x + radius, y + radius
    return Shape(written("preset", name, box, "ellipse", _solid(fill), outline(line)), box)


def rectangle(name: str, box: Box, fill: str, line: Line | None = None) -> Shape:
    """Return a filled rectangle."""
    return Shape(written("preset", name, box, "rect", _solid(fill), outline(line)), box)


def textbox(
    name: str,
    box: Box,
    words: Sequence[SlideText],
    lang: str,
    *,
    anchor: str = "t",
    wrap: bool = True,
    fill: str = "",
    alpha: float = 1.0,
) -> Shape:
    """Return text in a box without margins that keeps its size."""
    look = _solid(fill, alpha) if fill else ""
    text = "".join(word.xml(lang) for word in words)
    return Shape(written("textbox", name, box, text, anchor, wrap, look), box)


def label(box: Box, words: SlideText, lang: str, fill: str = "") -> Shape:
    """Return one line of text in a box just as high as the line, around the middle of `box`."""
    left, top, right, low = box
    middle, half = (top + low) / 2, words.size * LEADING / 2
    placed, line = (left, middle - half, right, middle + half), [words]
    return textbox(words.text, placed, line, lang, anchor="ctr", wrap=False, fill=fill, alpha=0.6)


CELL = (7.2, 3.6)
"""Margins of a cell as Office has them: left and right, top and bottom."""


def _grid(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the corner and the size of points, in steps; nothing is flatter than one step."""
    steps = np.rint(points * EMU / STEP).astype(int)
    low = steps.min(axis=0)
    return low, np.maximum(steps.max(axis=0) - low, 1)


def _freeform(name: str, parts: Sequence[np.ndarray], fill: str, line: Line | None) -> Shape:
    """Return straight pieces as one shape, each closed if the shape is filled."""
    low, size = _grid(np.vstack(parts))
    steps = []
    for points in parts:
        grid = np.rint(points * EMU / STEP).astype(int) - low
        kept = np.vstack([grid[:1], grid[1:][np.any(np.diff(grid, axis=0) != 0, axis=1)]])
        (x, y), rest = kept[0], kept[1:]
        steps.append(f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>')
        steps += [f'<a:lnTo><a:pt x="{u}" y="{v}"/></a:lnTo>' for u, v in rest]
        if fill:
            steps.append("<a:close/>")
    return _geometry(name, low, size, "".join(steps), fill, line)


def _geometry(
    name: str, low: np.ndarray, size: np.ndarray, steps: str, fill: str, line: Line | None
) -> Shape:
    """Return a custom geometry in its own box."""
    (x, y), (w, h) = low, size
    share = STEP / EMU
    xml = written("geometry", name, (x, y), (w, h), STEP, steps, fill, outline(line))
    return Shape(xml, (x * share, y * share, (x + w) * share, (y + h) * share))
