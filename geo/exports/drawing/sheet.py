"""
A sheet with the map of a view: title, what is shown, the map, its legend, scale and credits.

Everything on it grows with the size of names, so that a poster is not a larger page but a page to
be read from farther away, with more names on it.
"""

from dataclasses import dataclass

from geo.exports.drawing.fonts import printable, width, wrap
from geo.exports.drawing.ink import (
    QUIET,
    TEXT,
    Box,
    Ink,
    Lettering,
    Point,
    box_area,
    ring_of,
    stroke,
)
from geo.exports.drawing.legend import SheetLegend
from geo.exports.drawing.map import MapDrawing
from geo.exports.material import Material
from geo.languages import NBSP
from geo.map.look import LOOK, Pen
from geo.map.scene import Scene
from geo.text import t

POINTS_PER_MM = 72 / 25.4
EDGE = Pen(LOOK.swatch.width, colour=LOOK.colours["edge"])


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


PAPERS = {
    "a4": Paper(297 * POINTS_PER_MM, 210 * POINTS_PER_MM, 8.2),
    "a3": Paper(420 * POINTS_PER_MM, 297 * POINTS_PER_MM, 9.5, 8.0),
    # Capitals of 5.6 mm: a poster on a wall is read from 2 m (about 1/350 of the distance).
    "a1": Paper(841 * POINTS_PER_MM, 594 * POINTS_PER_MM, 22.0, 15.5),
    # 3840 × 2160 at 300 dots per inch; on a wide slide its names are as large as on a page.
    "4k": Paper(3840 / 300 * 72, 2160 / 300 * 72, 9.6),
}


@dataclass(frozen=True)
class Block:
    """
    Lines of text outside the map, one below the other, from the first one's left end.

    `at` is on the first baseline, `step` from one to the next; `role` says what they are.
    """

    role: str
    lines: tuple[str, ...]
    at: Point
    size: float
    step: float
    bold: bool = False
    colour: str = TEXT

    @property
    def ink(self) -> tuple[Lettering, ...]:
        """The lines as ink."""
        x, y = self.at
        return tuple(
            Lettering((x, y - n * self.step), line, self.size, self.bold, self.colour)
            for n, line in enumerate(self.lines)
        )


@dataclass(frozen=True)
class Sheet:
    """
    A page: the text around the map, the map, its legend; and, for the file's own record, its title.

    `legend_about` says in words what the legend shows.
    """

    paper: Paper
    map: MapDrawing
    blocks: tuple[Block, ...]
    legend: tuple[Ink, ...]
    over: tuple[Ink, ...]
    title: str
    legend_about: str

    @property
    def layers(self) -> dict[str, tuple[Ink, ...]]:
        """All of it by text key, the lowest first."""
        words = tuple(words for block in self.blocks for words in block.ink)
        return {
            **self.map.layers,
            "sheet.frame": self.over,
            "slides.legend": self.legend,
            "sheet.words": words,
        }


def build_sheet(material: Material, size: str) -> Sheet:
    """Lay out a sheet of a size of `PAPERS`: the map takes what header and footer leave."""
    paper = PAPERS[size]
    unit = paper.names / LOOK.name
    margin = 26 * unit
    inner = (margin, margin * 0.8, paper.width - margin, paper.height - margin)
    # The legend needs to know the map and the map what room the legend leaves.
    layout = _SheetLayout(material.scene, inner, unit)
    explained = SheetLegend(material.scene, unit, inner[0], inner[2])
    header, top = layout.header()
    credit, low = layout.credit()
    draft = MapDrawing(material, (inner[0], low, inner[2], top), paper.names)
    _, bottom = explained.draw(low, draft)
    for _ in range(2):  # names that find no room are a line of the legend, which may need more then
        frame = (inner[0], bottom + 8 * unit, inner[2], top)
        drawing = MapDrawing(material, frame, paper.names, districts=paper.districts)
        legend, above = explained.draw(low, drawing, len(drawing.missing))
        if above <= bottom:
            break
        bottom = above
    over: list[Ink] = [stroke((ring_of(frame),), EDGE, unit)]
    if not material.shown.agreements:
        over += layout.message(frame, material.shown.nothing)
    return Sheet(
        paper,
        drawing,
        (*header, credit),
        tuple(legend),
        tuple(over),
        printable(layout.title),
        printable(layout.about),
    )


class _SheetLayout:
    """What stands around the map."""

    def __init__(self, scene: Scene, inner: Box, unit: float) -> None:
        self.scene, self.shown, self.inner, self.unit = scene, scene.shown, inner, unit
        self.lang = scene.shown.lang

    @property
    def title(self) -> str:
        """The sheet's title: the network's, or what is picked with how much it has."""
        if self.shown.name:
            return f"{self.shown.name}: {self.shown.figures(self.shown.picked)}"
        return self.shown.titled()

    @property
    def about(self) -> str:
        """What the legend says, in words: kinds and standings with their counts."""
        part = self.shown.lit
        kinds = (
            f"{t(f'kind.{kind}', self.lang)} {len(own.agreements)}"
            for kind, own in part.by_kind.items()
        )
        head = t("slides.legend", self.lang)
        return f"{head}: {', '.join(kinds)}; {self.shown.standings_line(part)}"

    def header(self) -> tuple[list[Block], float]:
        """Return title, filters and counts, and how far down they reach."""
        left, _, right, top = self.inner
        about = self.shown.caption
        if self.shown.name:
            about = f"{self.shown.titled()}. {about}"
        if len(self.scene.lit_lines) < len(self.scene.lines):
            about += f". {t('sheet.faded', self.lang)}"
        parts = (
            # A number alone on the last line would say nothing.
            ("title", NBSP.join(self.title.rsplit(" ", 1)), 27, True, TEXT),
            ("about", about, 15, False, TEXT),
            ("counts", f"{self.shown.counts_line} · {self.shown.dated}", 15, False, QUIET),
        )
        blocks = []
        for role, text, pixels, bold, colour in parts:
            size = pixels * self.unit
            lines = wrap(text, size, right - left, bold=bold)
            blocks.append(
                Block(role, tuple(lines), (left, top - size), size, 1.22 * size, bold, colour)
            )
            top -= 1.22 * size * len(lines)
        return blocks, top - 7 * self.unit

    def credit(self) -> tuple[Block, float]:
        """Return the sources at the foot of the page, and how far up they reach."""
        left, bottom, right, _ = self.inner
        size = LOOK.name * self.unit
        credit = t("map.attribution", self.lang, **self.shown.words)
        credit = f"{credit} {t('shown.read', self.lang)}"
        lines = tuple(wrap(credit, size, right - left))
        step = 1.2 * size
        first = bottom + 0.25 * size + step * (len(lines) - 1)
        block = Block("credit", lines, (left, first), size, step, colour=QUIET)
        return block, bottom + step * len(lines) + 5 * self.unit

    def message(self, frame: Box, text: str) -> list[Ink]:
        """Return a note in the middle of the map."""
        size = 18 * self.unit
        lines = wrap(text, size, 0.6 * (frame[2] - frame[0]))
        x, y = (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2
        half = max(width(line, size) for line in lines) / 2 + size
        rise = (len(lines) * 1.3 * size) / 2 + 0.7 * size
        box = (x - half, y - rise, x + half, y + rise)
        ink: list[Ink] = [box_area(box, LOOK.colours["white"], EDGE.colour, self.unit)]
        for place, line in enumerate(lines):
            base = y + rise - 0.7 * size - (place + 0.95) * 1.3 * size + 0.3 * size
            ink.append(Lettering((x - width(line, size) / 2, base), line, size))
        return ink
