"""
The ground of a map as native shapes: one freeform per district of both sides, and the borders.

Every district bears its name, so that PowerPoint can recolour it. Colours and classes are those of
the printed map (`geo.exports.drawing.map`).
"""

from itertools import product

import numpy as np
import shapely

from geo.exports.drawing.ink import Box
from geo.exports.drawing.map import MapDrawing
from geo.exports.drawing.names import Ground
from geo.exports.lines import plain
from geo.exports.material import Material
from geo.exports.slides.deck import HEIGHT
from geo.exports.slides.shapes import (
    LineStyle,
    Shape,
    SlideText,
    area,
    dot,
    group,
    path,
    rectangle,
    textbox,
)
from geo.exports.slides.text import LEADING, LEAST, width
from geo.languages import language
from geo.map.look import LOOK, Pen
from geo.map.place import to_metres
from geo.territories import side_name
from geo.text import t

TOLERANCE = 0.45
"""How far an outline may be simplified, in points: a third of what a projector can show."""
CRUMB = 3.0
"""Shorter pieces of lines at the edge of the frame are left out, in points."""
TOWN = 4.0
"""Radius of a town that has no shape of its own, in points."""
QUIET_PAD = (6.0, 2.0)
"""Room kept around the name of an oblast, sideways and up, in points."""

SHIFTS = sorted(product(range(-5, 6), (-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1)),
                key=lambda shift: (abs(shift[0]) + 4 * abs(shift[1]), shift))  # fmt: skip
"""Where such a name is tried, the nearest first: up in lines, sideways in halves of its length."""


class GroundMap(MapDrawing):
    """Draws the land inside a box of a slide, in points from the slide's upper left corner."""

    def __init__(self, material: Material, box: Box, size: float = LEAST) -> None:
        """Measure out the map; `size` is that of its names."""
        left, top, right, low = box
        super().__init__(material, (left, HEIGHT - low, right, HEIGHT - top), size)
        self.unknown: set[str] = set()
        self.lang = self.view.lang
        wide, high = right - left, low - top
        # Names on a slide may stand above and below the outermost points as well.
        self.scale *= min(
            (wide - 10 * size) / (wide - 13 * size), (high - 3 * size) / (high - 4 * size)
        )
        self.box = box

    def only_counts(self, counts: dict[str, int], unknown: set[str]) -> None:
        """Show all districts of both sides, shaded by other counts or as unknown, and no ties."""
        drawn = {code: n for code, n in counts.items() if code in self.earth.anchors}
        self.lines, self.remote, self.counts, self.unknown = (), {}, drawn, unknown
        self.fit_all(0.97)

    def ground(self, name: str, about: str) -> Shape:
        """Return the districts with borders, names of oblasts and towns, without ties."""
        parts = [rectangle(t("slides.background", self.lang), self.box, LOOK.colours["background"])]
        parts += self._ground_shapes()
        towns = {
            code: self._at(self.earth.anchors[code])
            for code in self.counts
            if code not in self.earth.middles
        }
        marks = [
            dot(
                self.register.territories[code].name(self.lang),
                tuple(self._down(at[None])[0]),
                TOWN,
                LOOK.colours["rim"],
                LineStyle(LOOK.colours["white"], 1),
            )
            for code, at in towns.items()
        ]
        parts += [group(t("slides.points", self.lang), marks)] if marks else []
        boxes = [(x - TOWN, y - TOWN, x + TOWN, y + TOWN) for x, y in towns.values()]
        borders = [(points, 1.0) for line, _ in self.earth.borders for points in self._paths(line)]
        quiet = self._quiet_shapes(Ground(self.frame, self.size * LEADING, boxes, borders))
        parts += [group(t("slides.quiet_names", self.lang), quiet)] if quiet else []
        return group(name, parts, about)

    def fit_all(self, share: float) -> None:
        """Let all shapes of both sides fill a share of the frame."""
        everything = np.array([row[3].bounds for row in self.earth.shapes])
        low, high = everything[:, :2].min(axis=0), everything[:, 2:].max(axis=0)
        left, bottom, right, top = self.frame
        self.scale = share * float(np.min((right - left, top - bottom) / (high - low)))
        x, y = map(float, (low + high) / 2)
        self.middle = x, y

    def shows_approximate(self) -> bool:
        """Return whether a boundary that is only approximate lies in the frame."""
        return bool(self._paths(self.earth.approximate))

    def pen(self, pen: Pen, dash: str = "") -> LineStyle:
        """Return a pen as a line of a slide; a pixel is as large as the names ask for."""
        return LineStyle(pen.colour, pen.width * self.unit, pen.alpha, dash, bool(pen.gap))

    def _down(self, points: np.ndarray) -> np.ndarray:
        """Return points of the page, which grow upwards, as points of the slide."""
        return np.column_stack([points[:, 0], HEIGHT - points[:, 1]])

    def _district_shapes(self) -> list[tuple[str, str, shapely.Geometry]]:
        """Return territory, country and shape on the page, simplified together without gaps."""
        return [
            (code, country, shape)
            for code, country, _, shape in self._coverage(TOLERANCE)
            if shape.area > 0
        ]

    def _rings(self, geometry: shapely.Geometry) -> list[np.ndarray]:
        polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
        return [
            self._down(shapely.get_coordinates(ring))
            for polygon in polygons
            for ring in (polygon.exterior, *polygon.interiors)
        ]

    def _ground_shapes(self) -> list[Shape]:
        """Return neighbours, the districts of both sides, and the borders, as groups."""
        shapes = []
        outlines = self._lines_on_slide(self.earth.neighbours)
        if outlines:
            pen = self.pen(LOOK.neighbour)
            shapes.append(path(t("slides.neighbours", self.lang), outlines, pen))
        sides: dict[str, list[Shape]] = {}
        for code, country, geometry in self._district_shapes():
            count = self.counts.get(code, 0)
            shade = LOOK.shades[country][LOOK.level(count)]
            shade = LOOK.unknown_shade if code in self.unknown else shade
            name = self._district_name(code)
            shape = area(name, self._rings(geometry), shade, self.pen(LOOK.district))
            sides.setdefault(country, []).append(shape)
        for country, districts in sides.items():
            title = t("slides.districts", self.lang, name=side_name(country, self.lang))
            shapes.append(group(title, districts))
        borders = self._border_shapes()
        return shapes + ([group(t("slides.borders", self.lang), borders)] if borders else [])

    def _district_name(self, code: str) -> str:
        """Return a district's name; in English with the Russian one, as maps and papers have it."""
        if not code:
            return t("slides.no_name", self.lang)
        territory = self.register.territories[code]
        name = territory.name(self.lang)
        return name if name == territory.name_ru else f"{name} ({territory.name_ru})"

    def _border_shapes(self, *, state_only: bool = False) -> list[Shape]:
        names = ("slides.region_borders", "slides.outer_border", "slides.state_border")
        shapes = []
        for key, (geometry, pen) in zip(names, self.earth.borders, strict=True):
            lines = self._lines_on_slide(geometry)
            if lines and (not state_only or key == names[-1]):
                shapes.append(path(t(key, self.lang), lines, self.pen(pen)))
        rough = self._lines_on_slide(self.earth.approximate)
        if rough and not state_only:
            line = self.pen(LOOK.approximate, "sysDash")
            shapes.append(path(t("slides.approximate", self.lang), rough, line))
        picked = [code for code in self.scene.picked if code in self.earth.middles]
        for code, _, geometry in self._district_shapes() if picked and not state_only else ():
            if code in picked:
                rings = self._rings(geometry)
                shapes.append(path(self._district_name(code), rings, self.pen(LOOK.picked)))
        return shapes

    def _lines_on_slide(self, geometry: shapely.Geometry) -> list[np.ndarray]:
        """Bring lines in metres onto the slide, simplified and cut off at the frame."""
        rough = [shapely.LineString(points) for points in self._paths(geometry)]
        return [
            self._down(shapely.get_coordinates(line))
            for line in shapely.simplify(rough, TOLERANCE)
            if line.length > CRUMB
        ]

    def _quiet_shapes(self, ground: Ground) -> list[Shape]:
        """Return names of oblasts and of neighbours, each where it belongs, as room allows."""
        shapes, regions = [], self._regions()
        land = shapely.union_all(list(regions.values()))
        outlines = shapely.transform(self.earth.neighbours, self._at)
        shapely.prepare(outlines)
        for at, text, region in self._quiet_names():
            colour = LOOK.colours["region" if region else "quiet"]
            keep_off = self.window - regions[region].buffer(1.0) if region in regions else land
            for lines in ([text], text.rsplit(" ", 1)):
                box = self._quiet_box(self._at(at), lines, ground, keep_off, outlines)
                if box:
                    ground.taken.append(box)
                    shapes.append(self._quiet_shape(text, box, lines, colour))
                    break
        return shapes

    def _regions(self) -> dict[str, shapely.Geometry]:
        """Return the land of every region on the page; that of no territory has no code."""
        parts: dict[str, list[shapely.Geometry]] = {}
        for code, _, shape in self._district_shapes():
            region = self.register.territories[code].region if code else ""
            parts.setdefault(region, []).append(shape)
        return {region: shapely.union_all(shapes) for region, shapes in parts.items()}

    def _quiet_shape(self, text: str, box: Box, lines: list[str], colour: str) -> Shape:
        """Return a name of one line or two in the middle of its box."""
        left, low, right, high = box
        middle, half = HEIGHT - (low + high) / 2, len(lines) * self.size * LEADING / 2
        words = [SlideText(line, self.size, colour=colour, align="ctr") for line in lines]
        place = left, middle - half, right, middle + half
        return textbox(text, place, words, self.lang, wrap=False)

    def _quiet_names(self) -> list[tuple[np.ndarray, str, str]]:
        """Return place and text of each name, and the code of an oblast of the two sides."""
        boundaries, lang = self.material.boundaries, self.lang
        wanted = [
            (at, t(f"region.{region}", lang), region)
            for region, at in boundaries.region_points.items()
            if region  # shapes that no territory owns have none
        ]
        for row in boundaries.neighbours.itertuples():
            name = language(lang).name_of(row)
            name = name if "-" in str(row.Index) else name.upper()
            wanted.append(((row.label_lon, row.label_lat), name, ""))
        return [(to_metres(at), plain(text), region) for at, text, region in wanted]

    def _quiet_box(
        self,
        at: np.ndarray,
        lines: list[str],
        ground: Ground,
        keep_off: shapely.Geometry,
        outlines: shapely.Geometry,
    ) -> Box | None:
        """
        Return a box near a point that touches nothing and covers next to no line.

        Its middle is on the point's side of the `outlines` of neighbours.
        """
        x, y = map(float, at)
        size = self.size
        half = max(width(line, size) for line in lines) / 2 + QUIET_PAD[0]
        rise = len(lines) * size * LEADING / 2 + QUIET_PAD[1]
        left, low, right, high = ground.frame
        taken = shapely.box(*np.array([*ground.taken, *ground.marks]).reshape(-1, 4).T)
        for up, side in SHIFTS:
            u, v = x + side * half, y + up * size
            box = u - half, v - rise, u + half, v + rise
            inside = left < box[0] and box[2] < right and low < box[1] and box[3] < high
            shape = shapely.box(*box)
            if not inside or shapely.intersects(taken, shape).any() or keep_off.intersects(shape):
                continue
            if outlines.intersects(shapely.LineString([(x, y), (u, v)])):
                continue
            if ground.covered(np.array([box]))[0] < 0.6:
                return box
        return None
