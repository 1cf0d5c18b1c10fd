"""
Native PowerPoint shapes as XML: freeforms, curves, text boxes and groups of them.

Coordinates are points from the slide's upper left corner. Shapes are written as text because a map
has hundreds of them; each knows its name, and its box for the group it may stand in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import BaseOxmlElement

from geo.exports.drawing.ink import Box
from geo.exports.slides.colours import fill as _solid
from geo.exports.slides.text import LEADING
from geo.languages import language
from geo.lines import plain
from geo.map.curves import bezier

EMU = 12700
"""English metric units in a point."""
STEP = 635
"""A twentieth of a point in English metric units: what outlines are rounded to."""
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


@dataclass(frozen=True)
class Shape:
    """XML that lacks its identifier (``ID``), and left, top, right, bottom of what it draws."""

    xml: str
    box: Box


@dataclass(frozen=True)
class LineStyle:
    """How a line is drawn; `dash` is a preset of DrawingML, empty for a solid one; or double."""

    colour: str
    width: float
    alpha: float = 1.0
    dash: str = ""
    double: bool = False

    @property
    def xml(self) -> str:
        """The element ``a:ln``."""
        dash = f'<a:prstDash val="{self.dash}"/>' if self.dash else ""
        kind = ' cmpd="dbl"' if self.double else ""
        return (
            f'<a:ln w="{round(self.width * EMU)}"{kind}>{_solid(self.colour, self.alpha)}{dash}'
            f"<a:round/></a:ln>"
        )


NO_LINE = "<a:ln><a:noFill/></a:ln>"


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
        text = escape(plain(self.text))
        style = f'lang="{language(lang).office}"'
        style += f' sz="{round(self.size * 100)}"' if self.size else ""
        style += ' b="1"' if self.bold else ""
        look = _solid(self.colour) if self.colour else ""
        run = f"<a:r><a:rPr {style}>{look}</a:rPr><a:t>{text}</a:t></a:r>" if text else ""
        end = "" if text else f"<a:endParaRPr {style}/>"
        space = f'<a:spcAft><a:spcPts val="{round(self.after * 100)}"/></a:spcAft>'
        space = f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{space}'
        aside = f' algn="{self.align}"' if self.align else ""
        place = f"<a:pPr{aside}>{space if self.after else ''}</a:pPr>"
        return f"<a:p>{place if self.align or self.after else ''}{run}{end}</a:p>"


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
    off, ext = _place(box)
    child = off.replace("a:off", "a:chOff") + ext.replace("a:ext", "a:chExt")
    inner = "".join(shape.xml for shape in shapes)
    return Shape(
        f"<p:grpSp><p:nvGrpSpPr>{_named(name, about)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f"<p:grpSpPr><a:xfrm>{off}{ext}{child}</a:xfrm></p:grpSpPr>{inner}</p:grpSp>",
        box,
    )


def area(name: str, rings: Sequence[np.ndarray], fill: str, line: LineStyle | None) -> Shape:
    """Return a freeform filled even-odd: outer rings and holes alike."""
    look = f"{_solid(fill)}{line.xml if line else NO_LINE}"
    return _freeform(name, [(ring[:-1], True) for ring in rings], look, "norm")


def path(name: str, lines: Sequence[np.ndarray], line: LineStyle) -> Shape:
    """Return lines of straight pieces, not filled."""
    return _freeform(name, [(points, False) for points in lines], line.xml, "none")


def curve(name: str, bends: np.ndarray, line: LineStyle) -> Shape:
    """Return a quadratic Bezier curve: start, control, end."""
    low, size = _grid(bezier(bends[:1], bends[1:2], bends[2:], 33)[0])
    (x, y), (cx, cy), (u, v) = np.rint(bends * EMU / STEP - low).astype(int)
    steps = (
        f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo><a:quadBezTo><a:pt x="{cx}" y="{cy}"/>'
        f'<a:pt x="{u}" y="{v}"/></a:quadBezTo>'
    )
    return _geometry(name, low, size, steps, line.xml, "none")


def dot(name: str, at: tuple[float, float], radius: float, fill: str, line: LineStyle) -> Shape:
    """Return a round mark."""
    x, y = at
    box = x - radius, y - radius, x + radius, y + radius
    return _preset(name, box, "ellipse", f"{_solid(fill)}{line.xml}")


def rectangle(name: str, box: Box, fill: str, line: LineStyle | None = None) -> Shape:
    """Return a filled rectangle."""
    return _preset(name, box, "rect", f"{_solid(fill)}{line.xml if line else NO_LINE}")


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
    look = _solid(fill, alpha) if fill else "<a:noFill/>"
    body = (
        f'<a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
    )
    text = "".join(word.xml(lang) for word in words)
    return _preset(name, box, "rect", look, ' txBox="1"', f"<p:txBody>{body}{text}</p:txBody>")


def label(box: Box, words: SlideText, lang: str, fill: str = "") -> Shape:
    """Return one line of text in a box just as high as the line, around the middle of `box`."""
    left, top, right, low = box
    middle, half = (top + low) / 2, words.size * LEADING / 2
    placed, line = (left, middle - half, right, middle + half), [words]
    return textbox(words.text, placed, line, lang, anchor="ctr", wrap=False, fill=fill, alpha=0.6)


def placeholder(ph: str, name: str, words: Sequence[str]) -> Shape:
    """Return a placeholder where its layout has it; `words` are finished paragraphs."""
    return Shape(
        f'<p:sp><p:nvSpPr>{_named(name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{ph}'
        f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{''.join(words)}"
        f"</p:txBody></p:sp>",
        (0, 0, 0, 0),
    )


CELL = (7.2, 3.6)
"""Margins of a cell as Office has them: left and right, top and bottom."""


def _named(name: str, about: str = "") -> str:
    described = f' descr="{escape(plain(about))}"' if about else ""
    return f'<p:cNvPr id="ID" name="{escape(plain(name))}"{described}/>'


def _place(box: Box) -> tuple[str, str]:
    left, top, right, low = (round(side * EMU) for side in box)
    return f'<a:off x="{left}" y="{top}"/>', f'<a:ext cx="{right - left}" cy="{low - top}"/>'


def _grid(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the corner and the size of points, in steps; nothing is flatter than one step."""
    steps = np.rint(points * EMU / STEP).astype(int)
    low = steps.min(axis=0)
    return low, np.maximum(steps.max(axis=0) - low, 1)


def _freeform(name: str, parts: Sequence[tuple[np.ndarray, bool]], look: str, fill: str) -> Shape:
    """Return straight pieces as one shape, each closed or open."""
    low, size = _grid(np.vstack([points for points, _ in parts]))
    steps = []
    for points, closed in parts:
        grid = np.rint(points * EMU / STEP).astype(int) - low
        kept = np.vstack([grid[:1], grid[1:][np.any(np.diff(grid, axis=0) != 0, axis=1)]])
        (x, y), rest = kept[0], kept[1:]
        steps.append(f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>')
        steps += [f'<a:lnTo><a:pt x="{u}" y="{v}"/></a:lnTo>' for u, v in rest]
        if closed:
            steps.append("<a:close/>")
    return _geometry(name, low, size, "".join(steps), look, fill)


def _geometry(
    name: str, low: np.ndarray, size: np.ndarray, steps: str, look: str, fill: str
) -> Shape:
    """Return a custom geometry in its own box."""
    (x, y), (w, h) = low, size
    empty = "<a:noFill/>" if fill == "none" else ""
    xml = (
        f"<p:sp><p:nvSpPr>{_named(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
        f'<a:off x="{x * STEP}" y="{y * STEP}"/><a:ext cx="{w * STEP}" cy="{h * STEP}"/></a:xfrm>'
        f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{w}" h="{h}" fill="{fill}">{steps}'
        f"</a:path></a:pathLst></a:custGeom>{empty}{look}</p:spPr></p:sp>"
    )
    share = STEP / EMU
    return Shape(xml, (x * share, y * share, (x + w) * share, (y + h) * share))


def _preset(name: str, box: Box, form: str, look: str, mark: str = "", text: str = "") -> Shape:
    """Return a shape that Office knows by name; `mark` is what is said of it, `text` its body."""
    off, ext = _place(box)
    return Shape(
        f"<p:sp><p:nvSpPr>{_named(name)}<p:cNvSpPr{mark}/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{off}"
        f'{ext}</a:xfrm><a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>{look}</p:spPr>{text}'
        "</p:sp>",
        box,
    )
