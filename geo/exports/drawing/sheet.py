"""
A sheet with the map of a view: title, what is shown, the map, its legend, scale and credits.

Everything on it grows with the size of names, so that a poster is not a larger page but a page to
be read from farther away, with more names on it.
"""

from dataclasses import dataclass

import numpy as np

from geo.exports.drawing.content import MapContent
from geo.exports.drawing.fonts import width, wrap
from geo.exports.drawing.ink import QUIET, TEXT, Box, Ink, Stroke, Words, box_area
from geo.exports.drawing.legend import Legend
from geo.exports.drawing.map import SCREEN_NAME, DrawnMap, MapDrawing
from geo.exports.material import Material
from geo.text import t
from geo.view import caption

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Paper:
    """
    A size of sheet, in points, with the size of names on it.

    `districts` is the size of the names of districts without a tie: there is room on large paper.
    """

    width: float
    height: float
    names: float
    districts: float = 0.0


def _paper(width_mm: float, height_mm: float, names: float, districts: float = 0.0) -> Paper:
    return Paper(width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM, names, districts)


PAPERS = {
    "a4": _paper(297, 210, 7.8),
    "a3": _paper(420, 297, 9.5, 7.0),
    # Capitals of 5.6 mm: a poster on a wall is read from 2 m (about 1/350 of the distance).
    "a1": _paper(841, 594, 22.0, 15.5),
    # 3840 × 2160 at 300 dots per inch; on a wide slide its names are as large as on a page.
    "4k": Paper(3840 / 300 * 72, 2160 / 300 * 72, 9.6),
}


@dataclass(frozen=True)
class Sheet:
    """A page of ink with its map and, for the file's own record, its title."""

    paper: Paper
    ink: tuple[Ink, ...]
    map: DrawnMap
    title: str


def build_sheet(material: Material, paper: Paper) -> Sheet:
    """Lay out a sheet: the map takes what header and footer leave."""
    unit = paper.names / SCREEN_NAME
    margin = 26 * unit
    inner = (margin, margin * 0.8, paper.width - margin, paper.height - margin)
    # The legend needs to know the map and the map what room the legend leaves.
    layout = _Layout(material, inner, unit)
    header, top = layout.header()
    draft = MapDrawing(material, (inner[0], inner[1], inner[2], top), paper.names)
    bottom = layout.footer(draft, draft.remote, draft.scale)[1]
    frame = (inner[0], bottom + 8 * unit, inner[2], top)
    drawing = MapDrawing(material, frame, paper.names, districts=paper.districts)
    drawn = drawing.draw()
    footer, _ = layout.footer(drawing, drawn.remote, drawn.scale, len(drawn.missing))
    ink = [*drawn.ink, *header, *footer]
    if not material.shown.listed.agreements:
        ink += layout.message(frame, t("map.empty", material.view.lang))
    edge = np.array([frame[:2], (frame[2], frame[1]), frame[2:], (frame[0], frame[3]), frame[:2]])
    ink.append(Stroke((edge,), "#B9BBBD", 0.8 * unit))
    return Sheet(paper, tuple(ink), drawn, layout.title())


class _Layout:
    """What stands around the map."""

    def __init__(self, material: Material, inner: Box, unit: float) -> None:
        self.material, self.inner, self.unit = material, inner, unit
        self.view, self.register = material.view, material.register
        self.lang = material.view.lang

    def title(self) -> str:
        """Return the sheet's title: the network's, or what is picked with how much it has."""
        if not self.view.focus:
            return f"{t('app.title', self.lang)}: {t('app.subtitle', self.lang)}"
        shown = self.material.shown
        return f"{shown.name}: {shown.figures(shown.picked)}"

    def header(self) -> tuple[list[Ink], float]:
        """Return title, filters and counts, and how far down they reach."""
        left, _, right, top = self.inner
        about = caption(self.view, self.register)
        if self.view.focus:
            about = f"{t('app.title', self.lang)}: {t('app.subtitle', self.lang)}. {about}. "
            about += t("sheet.faded", self.lang)
        elif self.view.since:
            about += f". {t('sheet.faded', self.lang)}"
        parts = ((self.title(), 27, True, TEXT), (about, 15, False, TEXT))
        parts += ((self.counts(), 15, False, QUIET),)
        ink: list[Ink] = []
        for text, pixels, bold, colour in parts:
            size = pixels * self.unit
            for line in wrap(text, size, right - left, bold=bold):
                top -= 1.22 * size
                ink.append(Words((left, top + 0.22 * size), line, size, bold, colour))
        return ink, top - 7 * self.unit

    def counts(self) -> str:
        """Return how many agreements are shown, how they stand, and the register's date."""
        shown = self.material.shown
        return f"{shown.counts_line} · {shown.dated}"

    def footer(
        self, content: MapContent, remote: dict[str, int], scale: float, n_missing: int = 0
    ) -> tuple[list[Ink], float]:
        """Return the legend above the credits, and how far up they reach."""
        left, bottom, right, _ = self.inner
        size = 10 * self.unit
        ink: list[Ink] = []
        credit = f"{t('map.attribution', self.lang)} {t('shown.read', self.lang)}"
        for line in reversed(wrap(credit, size, right - left)):
            ink.append(Words((left, bottom + 0.25 * size), line, size, False, QUIET))
            bottom += 1.25 * size
        legend, top = Legend(content, self.unit).draw(
            left, right, bottom + 5 * self.unit, remote=remote, scale=scale, n_missing=n_missing
        )
        return ink + legend, top

    def message(self, frame: Box, text: str) -> list[Ink]:
        """Return a note in the middle of the map."""
        size = 18 * self.unit
        lines = wrap(text, size, 0.6 * (frame[2] - frame[0]))
        x, y = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
        half = max(width(line, size) for line in lines) / 2 + size
        rise = (len(lines) * 1.3 * size) / 2 + 0.7 * size
        ink: list[Ink] = [
            box_area((x - half, y - rise, x + half, y + rise), "#FFFFFF", "#B9BBBD", self.unit)
        ]
        for place, line in enumerate(lines):
            base = y + rise - 0.7 * size - (place + 0.95) * 1.3 * size + 0.3 * size
            ink.append(Words((x - width(line, size) / 2, base), line, size))
        return ink
