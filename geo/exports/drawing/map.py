"""
The map of a scene as ink: shapes, borders, curves, points and names inside a frame.

The look is that of the screen (`geo.map.look`), with a pixel as large as the names ask for.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import shapely

from geo.exports.drawing.earth import Earth, earth_for
from geo.exports.drawing.fonts import printable, width
from geo.exports.drawing.ink import (
    Area,
    Box,
    Dot,
    Ink,
    Lettering,
    Point,
    Stroke,
    arrow,
    box_area,
    stroke,
    words_in,
)
from geo.exports.drawing.names import Ground, MapName, Placed, place_names
from geo.exports.material import Material
from geo.languages import language
from geo.map.curves import pieces_inside, points_of
from geo.map.look import LOOK, Pen
from geo.map.scene import TieLine
from geo.territories import Side
from geo.text import format_date, format_number, t
from geo.view import focus_name

CURVE_POINTS = 65
FINE = 0.05
"""How far an outline may be simplified, in points: less than print shows."""
SCALES = 8
"""Small maps have one of so many scales between one and its double, so that they are alike."""
LEAST_KM = 160
"""A map is never closer than this across, so that one tie still shows where it lies."""


class MapDrawing:
    """Draws one map inside its frame; `layers` is the way in."""

    def __init__(
        self,
        material: Material,
        frame: Box,
        size: float,
        *,
        districts: float = 0.0,
        lit_only: bool = False,
    ) -> None:
        """
        Measure out the map in its frame on the page, in points; `size` is that of territories'
        names.

        `districts` is that of districts without a tie, 0 leaves them out; with `lit_only`, for
        small maps, only what is in focus is drawn, and lines are not worded.
        """
        self.lit_only = lit_only
        self.fineness = 0.7 if lit_only else FINE
        self.material, self.view, self.register = material, material.view, material.register
        self.scene = material.scene
        self.lines, self.counts = self.scene.lines, self.scene.counts
        self.remote, self.unknown = self.scene.remote, frozenset[str]()
        self.lit, self.is_focused = self.scene.lit, self.scene.is_focused
        self.frame, self.size, self.districts = frame, size, districts
        self.unit = size / LOOK.name
        self.scale, self.middle = self._fit()
        if lit_only:
            self.scale = 2 ** (math.floor(SCALES * math.log2(self.scale)) / SCALES)

    def only_counts(
        self, counts: Mapping[str, int], unknown: Collection[str], regions: Collection[str]
    ) -> None:
        """
        Show districts shaded by other counts or as unknown, and no ties.

        They are those of both sides, or of `regions` if any are given.
        """
        self.counts = {code: n for code, n in counts.items() if code in self.earth.anchors}
        self.lines, self.remote, self.unknown = (), {}, frozenset(unknown)
        territories = self.register.territories
        self.fit_shapes(0.97, [x for x, one in territories.items() if one.region in regions])

    def fit_shapes(self, share: float, codes: Collection[str] = ()) -> None:
        """Let the shapes of some territories, or of both sides, fill a share of the frame."""
        shapes = [row[3] for row in self.earth.shapes if not codes or row[0] in codes]
        left, low, right, high = shapely.total_bounds(shapes)
        west, south, east, north = self.frame
        fitting = min((east - west) / (right - left), (north - south) / (high - low))
        self.scale = share * float(fitting)
        self.middle = float(left + right) / 2, float(low + high) / 2

    @cached_property
    def layers(self) -> dict[str, tuple[Ink, ...]]:
        """The map as ink by text key, the lowest first."""
        marks = self._marks()
        placed, _, ground = self._named
        layers: dict[str, Sequence[Ink]] = {
            "slides.background": [box_area(self.frame, LOOK.colours["background"])],
            "slides.neighbours": self._neighbours(),
            "sheet.districts": self._districts(),
            "slides.borders": self._borders(),
            "slides.ties": self._ties(),
            "slides.quiet_names": self._quiet(ground),
            "slides.points": [*self._leaders(placed), *marks.values(), *self._arrows(marks)],
            "slides.names": [
                replace(
                    words_in(name.box, self._label(name.key), self.size),
                    halo=LOOK.halo * self.unit,
                    alpha=self._alpha(name.key),
                    key=f"name-{name.key}",
                )
                for name in placed
            ],
        }
        return {key: tuple(ink) for key, ink in layers.items() if ink}

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the points whose names found no place."""
        return tuple(self._named[1])

    def _leaders(self, placed: list[Placed]) -> list[Ink]:
        """Return the lines from points to names that stand off, on a rim that keeps them clear."""
        rim = replace(LOOK.leader, width=3 * LOOK.leader.width, colour=LOOK.colours["white"])
        return [
            stroke((np.array(name.leader),), pen, self.unit, self._alpha(name.key))
            for name in placed
            if name.leader
            for pen in (rim, LOOK.leader)
        ]

    # --- where it lies on the page ----------------------------------------------------------------

    @property
    def earth(self) -> Earth:
        """The earth as fine as it shows at the map's scale."""
        return earth_for(self.material.network, self.fineness / self.scale)

    def _fit(self) -> tuple[float, Point]:
        """Return the scale in points per metre and what lies in the middle of the frame."""
        lines = self.scene.lit_lines or self.scene.lines
        curves = [line.curve for line in lines] or self.material.network.curves
        points = [points_of(curves, CURVE_POINTS).reshape(-1, 2)]
        anchors = self.material.network.anchors
        points += [np.array([anchors[code].metres]) for code in self.scene.picked]
        everything = np.vstack(points)
        everything = everything if len(everything) else np.zeros((1, 2))
        low, high = everything.min(axis=0), everything.max(axis=0)
        span = np.maximum(high - low, [LEAST_KM * 1000, LEAST_KM * 500])
        left, bottom, right, top = self.frame
        # Names of the outermost places stand outside the lines: six ems to either side.
        room = np.array([right - left - 13 * self.size, top - bottom - 4 * self.size])
        middle = (low + high) / 2
        return float(np.min(np.maximum(room, 1) / span)), (float(middle[0]), float(middle[1]))

    def _at(self, metres: np.ndarray | Point) -> np.ndarray:
        """Return points of the page for points in metres."""
        left, bottom, right, top = self.frame
        centre = (left + right) / 2, (bottom + top) / 2
        return (np.asarray(metres) - self.middle) * self.scale + centre

    def _paths(self, geometry: shapely.Geometry) -> tuple[np.ndarray, ...]:
        """Bring lines in metres onto the page, cut off at the frame."""
        on_page = shapely.transform(geometry, self._at)
        parts = shapely.get_parts(shapely.clip_by_rect(on_page, *self.frame))
        return tuple(shapely.get_coordinates(part) for part in parts if not part.is_empty)

    @property
    def has_approximate(self) -> bool:
        """Whether a border that is known approximately lies within the frame."""
        return bool(self._paths(self.earth.approximate))

    @property
    def remote_seen(self) -> dict[str, int]:
        """The remote territories whose marks lie in the frame, with how far away they are."""
        marks = self._marks()
        return {code: km for code, km in self.remote.items() if code in marks}

    def _alpha(self, code: str) -> float:
        return 1.0 if code in self.lit else LOOK.faded_name

    def _label(self, code: str) -> str:
        """Return a territory's name; a remote one says how far it really is."""
        name = printable(self.register.territories[code].short(self.view.lang))
        if code not in self.remote:
            return name
        km = format_number(self.remote[code], self.view.lang)
        return printable(t("sheet.remote_name", self.view.lang, name=name, km=km))

    # --- ink --------------------------------------------------------------------------------------

    def _neighbours(self) -> list[Ink]:
        outlines = self._paths(self.earth.neighbours)
        return [stroke(outlines, LOOK.neighbour, self.unit)] if outlines else []

    def _districts(self) -> list[Ink]:
        ink: list[Ink] = []
        edge = LOOK.district
        for code, side, _, shape in self._coverage(2 * self.fineness):
            every = shapely.get_rings(shapely.get_parts(shape))
            if not (rings := tuple(map(shapely.get_coordinates, every))):
                continue
            key, name = f"shape-{code}" if code else "", ""
            if code and not self.lit_only:
                name = printable(self.register.territories[code].name(self.view.lang))
            shade = LOOK.shades[side][LOOK.level(self.counts.get(code, 0))]
            fill = LOOK.unknown_shade if code in self.unknown else shade
            ink.append(Area(rings, fill, edge.colour, edge.width * self.unit, key, name))
        return ink

    @cached_property
    def _border_paths(self) -> list[tuple[tuple[np.ndarray, ...], Pen]]:
        """Borders by rank, and around what is picked on top."""
        picked = [x[3].boundary for x in self.earth.shapes if x[0] and x[0] in self.scene.picked]
        drawn = [*self.earth.borders, *((line, LOOK.picked) for line in picked)]
        return [(self._paths(line), pen) for line, pen in drawn]

    def _borders(self) -> list[Ink]:
        drawn = [(self._paths(self.earth.approximate), LOOK.approximate), *self._border_paths]
        return [stroke(paths, pen, self.unit) for paths, pen in drawn if paths]

    def _coverage(self, tolerance: float) -> list[tuple[str, str, bool, shapely.Geometry]]:
        """Return the shapes on the page, no finer than `tolerance` shows, cut off at the frame."""
        rows = earth_for(self.material.network, tolerance / 2 / self.scale).shapes
        on_page = shapely.transform(np.array([row[3] for row in rows]), self._at)
        drawn = zip(rows, shapely.clip_by_rect(on_page, *self.frame), strict=True)
        return [(*row[:3], shape) for row, shape in drawn if not shape.is_empty]

    @property
    def _drawn(self) -> list[TieLine]:
        return [line for line in self.lines if line.is_lit or not self.lit_only]

    def _ties(self) -> list[Ink]:
        """Return the lines; those that are lit come last and lie on top."""
        drawn: list[tuple[int, Ink]] = []
        for line in self._drawn:
            curve = line.curve
            bends = self._at(np.array([curve.start, curve.control, curve.end]))
            pieces = pieces_inside(bends, self.frame)
            if pieces:
                layer, pen = self.scene.pen(line)
                key = f"tie-{curve.tie.home}-{curve.tie.partner}-{line.agreement.id}"
                title = "" if self.lit_only else self._about(line)
                ink = stroke(pieces, pen, self.unit, bent=True, key=key, title=title)
                drawn.append((layer, ink))
        return [ink for _, ink in sorted(drawn, key=lambda row: row[0])]

    def _about(self, line: TieLine) -> str:
        """Return what a line is: the pair, the day of signing, kind, how it stands."""
        lang, tie = self.view.lang, line.curve.tie
        pair = focus_name((tie.home, tie.partner), self.register, lang)
        signed = format_date(line.agreement.signed_on, lang)
        kind, how = t(f"kind.{line.agreement.kind}", lang), t(f"standing.{line.how}", lang)
        return printable(f"{pair}, {signed}: {kind}, {how}")

    def _marks(self) -> dict[str, Dot]:
        """Return the points of territories with ties, by code, as far as they lie in the frame."""
        marks = {}
        left, bottom, right, top = self.frame
        for code in dict.fromkeys([*self.counts, *self.scene.picked]):
            if self.lit_only and code not in self.lit:
                continue
            x, y = map(float, self._at(self.earth.anchors[code]))
            radius = LOOK.radius(self.counts.get(code, 1)) * self.unit
            if code in self.remote:
                radius = LOOK.remote_radius * self.unit
            if left + radius < x < right - radius and bottom + radius < y < top - radius:
                alpha = 1.0 if code in self.lit or not self.is_focused else LOOK.faded_point
                rim, fill = LOOK.point, LOOK.colours["white"]
                name = printable(self.register.territories[code].name(self.view.lang))
                wide = rim.width * self.unit
                marks[code] = Dot(
                    (x, y), radius, fill, rim.colour, wide, alpha, f"point-{code}", name
                )
        return marks

    def _arrows(self, marks: dict[str, Dot]) -> list[Stroke]:
        """Return the arrow in the mark of each territory that really lies far outside the map."""
        anchors = self.material.network.anchors
        return [
            arrow(marks[code].at, np.array(anchors[code].way), self.unit, marks[code].alpha)
            for code in self.remote
            if code in marks
        ]

    @cached_property
    def _named(self) -> tuple[list[Placed], list[str], Ground]:
        """The names of all points with their places, the codes of those without, the ground."""
        names = []
        for code, mark in self._marks().items():
            territory = self.register.territories[code]
            rank = self.counts.get(code, 0) + (1000 if code in self.lit else 0)
            names.append(
                MapName(
                    code,
                    mark.at,
                    mark.radius + self.unit,
                    width(self._label(code), self.size),
                    territory.side == Side.PARTNER or code in self.remote,
                    rank + (500 if code in self.scene.picked else 0),
                )
            )
        rims = [(*name.at, name.radius) for name in names]
        boxes = [(x - r, y - r, x + r, y + r) for x, y, r in rims]
        curves = self._at(points_of([line.curve for line in self._drawn], CURVE_POINTS))
        lines = [(path, self._weight(x)) for path, x in zip(curves, self._drawn, strict=True)]
        for paths, pen in self._border_paths:
            weight = 1.0 if pen in (LOOK.state, LOOK.picked) else 0.4
            lines += [(path, weight) for path in paths]
        left, bottom, right, top = self.frame
        pad = 3 * self.unit
        inner = (left + pad, bottom + pad, right - pad, top - pad)
        ground = Ground(inner, 0.96 * self.size, boxes, lines)
        placed = place_names(names, ground)
        found = {name.key for name in placed}
        return placed, [name.key for name in names if name.key not in found], ground

    def _weight(self, line: TieLine) -> float:
        """Return how much it matters that a name lies on a line."""
        if line.curve.crowded:
            return 0.15
        return (2.0 if self.is_focused else 1.0) if line.is_lit else 0.1

    def _quiet(self, ground: Ground) -> list[Lettering]:
        """Return names of oblasts and neighbours, and of districts without a tie, where room is."""
        lang, size, wanted = self.view.lang, self.size, list[tuple[Point, str, float, str]]()
        for region, at in self.earth.regions.items():
            wanted.append((at, t(f"region.{region}", lang), size, LOOK.colours["region"]))
        for row, at in self.earth.places:
            name = language(lang).name_of(row)
            name = name if "-" in str(row.Index) else name.upper()
            wanted.append((at, name, size, LOOK.colours["quiet"]))
        if self.districts:
            for code, middle in self.earth.middles.items():
                if code not in self.counts:
                    name = self.register.territories[code].short(lang)
                    wanted.append((middle, name, self.districts, LOOK.colours["district"]))
        quiet = []
        for at, name, size, colour in wanted:
            name = printable(name)
            box = ground.free_box(self._at(at), width(name, size), size)
            if box:
                ground.taken.append(box)
                quiet.append(words_in(box, name, size, colour))
        return quiet
