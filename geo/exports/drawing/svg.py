"""
Ink as SVG 1.1 with named layers, real text, marks and titles: for editors, browsers and Typst.

Inkscape and Illustrator show the layers by name. Everything a reader typed or a register brought
is escaped here and nowhere else; `geo.exports.drawing.fonts.printable` has taken out what XML
cannot hold.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from geo.exports.drawing.fonts import FAMILY, FOLDER, SCRIPTS, SPARE, WEIGHTS, runs, width
from geo.exports.drawing.ink import Area, Box, Dot, Ink, Lettering, Point, Stroke
from geo.lines import plain
from geo.map.look import LOOK
from geo.templates import filled
from geo.text import t

DECIMALS = 1
"""Of outlines in points: 0.04 mm, less than shows."""
_RANGES = {
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
    "latin": "U+0000-00FF,U+2000-206F,U+2212",
}


def to_svg(
    layers: Mapping[str, Iterable[Ink]],
    box: Box,
    lang: str,
    record: Mapping[str, object] | None = None,
) -> str:
    """
    Return layers, by text key and the lowest first, as an SVG file of what lies in a box, in
    points.

    With a `record`, what the file says of itself as `geo.exports.paper.typeset.page_of`, it stands
    alone: its font is in it, so that it looks the same where PT Sans is not.
    """
    left, low, right, high = box
    pen = _Pen(left, high)
    drawn = [
        (key.rpartition(".")[2].replace("_", "-"), t(key, lang), "\n".join(map(pen.draw, ink)))
        for key, ink in layers.items()
    ]
    size, faces = (f"{right - left:.3f}", f"{high - low:.3f}"), _font_faces() if record else ()
    look = FAMILY, LOOK.colours["white"]
    return filled("exports/drawing/sheet.svg", "file", *size, lang, *look, record, faces, drawn)


class _Pen:
    """Writes ink, whose page grows upwards, as elements of a picture that grows downwards."""

    def __init__(self, left: float, top: float) -> None:
        self.left, self.top = left, top

    def draw(self, ink: Ink) -> str:
        """Return the element for a piece of ink."""
        if isinstance(ink, Lettering):
            return self._words(ink)
        if isinstance(ink, Dot):
            x, y = self._at(ink.at)
            return _element(f'circle cx="{x:.2f}" cy="{y:.2f}" r="{ink.radius:.2f}"', ink)
        bent, core = isinstance(ink, Stroke) and ink.bent, ""
        if isinstance(ink, Stroke) and ink.gap:  # paper lies in the gap
            white = LOOK.colours["white"]
            core = self.draw(replace(ink, colour=white, width=ink.gap, gap=0.0, key="", title=""))
        lines = ink.rings if isinstance(ink, Area) else ink.paths
        path = "".join(self._path(line, bent=bent) for line in lines)
        return _element(f'path d="{path}"', ink) + core

    def _words(self, ink: Lettering) -> str:
        """
        Return a line of text; signs that PT Sans lacks stand apart.

        For a single one of them Typst would set the whole line in another font.
        """
        (x, y), key = self._at(ink.at), f" id={quoteattr(ink.key)}" if ink.key else ""
        style = f'font-size="{ink.size:.2f}" fill="{ink.colour}"'
        style += ' font-weight="700"' if ink.bold else ""
        style += f' opacity="{ink.alpha:g}"' if ink.alpha < 1 else ""
        if ink.halo:
            style += (
                f' stroke="{LOOK.colours["white"]}" stroke-width="{ink.halo:.2f}" '
                'stroke-linejoin="round" paint-order="stroke"'
            )
        parts = []
        for piece, own in runs(ink.text):
            family = "" if own else f' font-family="{SPARE}"'
            parts.append(
                f'<text{key} x="{x:.2f}" y="{y:.2f}" {style}{family}>{escape(piece)}</text>'
            )
            x, key = x + width(piece, ink.size, bold=ink.bold), ""
        return "".join(parts)

    def _at(self, point: Point) -> tuple[float, float]:
        return point[0] - self.left, self.top - point[1]

    def _path(self, points: np.ndarray, *, bent: bool) -> str:
        """Return a path; points after the first are joined by lines, or one curve."""
        moved = points * (1, -1) + (-self.left, self.top)
        x, y, *rest = moved.round(DECIMALS).ravel().tolist()
        return f"M{x} {y}{'Q' if bent else 'L'}{str(rest)[1:-1].replace(',', '')}"


def _element(shape: str, ink: Area | Stroke | Dot) -> str:
    """Return an element of a shape with its look, its mark and its title."""
    if isinstance(ink, Stroke):
        style, colour, dash = 'fill="none"', ink.colour, ink.dash
    else:
        style, colour, dash = f'fill="{ink.fill}" fill-rule="evenodd"', ink.edge, ()
    if colour:
        style += f' stroke="{colour}" stroke-width="{ink.width:.3f}" stroke-linejoin="round"'
    if dash:
        style += f' stroke-dasharray="{" ".join(f"{length:.3f}" for length in dash)}"'
    if not isinstance(ink, Area) and ink.alpha < 1:
        style += f' {"stroke-" * isinstance(ink, Stroke)}opacity="{ink.alpha:g}"'
    key = f" id={quoteattr(plain(ink.key))}" if ink.key else ""
    if not ink.title:
        return f"<{shape} {style}{key}/>"
    return f"<{shape} {style}{key}><title>{escape(plain(ink.title))}</title></{shape.split()[0]}>"


def _font_faces() -> Iterator[tuple[int, str, str]]:
    """Yield the pieces of PT Sans: weight, the signs that a piece has, and its bytes as text."""
    for weight in WEIGHTS.values():
        for script in SCRIPTS:
            data = (FOLDER / f"pt-sans-{script}-{weight}.woff2").read_bytes()
            yield weight, _RANGES[script], base64.b64encode(data).decode()
