"""
The map of a view as ink: shapes, borders, curves, points and names inside a frame.

Styles, widths, dashes and classes are those of the screen (``geo/assets/ties-map.js``); widths
there are pixels beside names of 12.5 px, and here grow with the size of the names.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geo import settings
from geo.exports.drawing.content import MapContent, Tally
from geo.exports.drawing.earth import STATE
from geo.exports.drawing.fonts import printable, width
from geo.exports.drawing.ink import Area, Box, Dot, Ink, Point, Stroke, Words, box_area, words_in
from geo.exports.drawing.names import Ground, Name, Placed, place_names
from geo.exports.material import Material
from geo.history import Standing
from geo.map.place import to_metres
from geo.territories import Country
from geo.text import format_number, t

SCREEN_NAME = 12.5
"""Size of names on the screen, in pixels: the unit that widths are measured against."""
BACKGROUND = "#ECECEA"
NEIGHBOUR = "#C9CBCE"
RIM, APPROXIMATE = "#2B2723", "#55585B"
QUIET_NAME, REGION_NAME, DISTRICT_NAME = "#8B9097", "#7A8894", "#6F777D"
DASHES = {Standing.IN_FORCE: (), Standing.LAPSED: (6.0, 5.0), Standing.UNKNOWN: (1.5, 4.0)}
"""Dash and gap of lines in pixels, by how an agreement stands."""
FADED = 0.15
LEAST_KM = 160
"""A map is never closer than this across, so that one tie still shows where it lies."""


@dataclass(frozen=True)
class DrawnMap:
    """
    A map inside its frame.

    `names` are the boxes of the names of territories, by code; `missing` the codes that found no
    place; `remote` those drawn at the edge with their distance in km. `scale` is points per metre;
    `tally` counts what is shown, `lit` what is in focus.
    """

    ink: tuple[Ink, ...]
    frame: Box
    scale: float
    tally: Tally
    lit: Tally
    names: dict[str, Box]
    missing: tuple[str, ...]
    remote: dict[str, int]
    others: tuple[Box, ...] = ()
    """Boxes of quiet names: oblasts, neighbours, districts without a tie."""


class MapDrawing(MapContent):
    """Draws one map; `draw` is the way in."""

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
        Measure out the map.

        Parameters
        ----------
        material
            What to show.
        frame
            Where on the page, in points.
        size
            Size of the names of territories, in points.
        districts
            Size of the names of districts without a tie; 0 leaves them out.
        lit_only
            Whether only what is in focus has points and names, for small maps.
        """
        self.lit_only = lit_only
        self.fineness = 0.45 if lit_only else 0.05
        super().__init__(material)
        self.frame, self.size, self.districts = frame, size, districts
        self.unit = size / SCREEN_NAME
        self.scale, self.middle = self._fit()
        self.window = shapely.box(*frame)

    def draw(self) -> DrawnMap:
        """Return the map as ink in the order of drawing."""
        ink: list[Ink] = [box_area(self.frame, BACKGROUND)]
        ink += self._land()
        ink += self._ties()
        marks = self._marks()
        placed, missing, ground = self._names(marks)
        texts = {name.key: self._label(name.key) for name in placed}
        leaders = [
            Stroke((np.array(name.leader),), colour, wide * self.unit, self._alpha(name.key))
            for name in placed
            if name.leader
            for colour, wide in (("#FFFFFF", 3.0), (RIM, 1.0))
        ]
        quiet = self._quiet(ground)
        ink += [*quiet, *leaders, *marks.values(), *self._arrows(marks)]
        ink += [
            words_in(
                name.box,
                texts[name.key],
                self.size,
                halo=3.4 * self.unit,
                alpha=self._alpha(name.key),
                key=f"name-{name.key}",
            )
            for name in placed
        ]
        return DrawnMap(
            tuple(ink),
            self.frame,
            self.scale,
            self.tally,
            self.lit_tally,
            {name.key: name.box for name in placed},
            tuple(missing),
            {code: km for code, km in self.remote.items() if code in marks},
            tuple(ground.taken[-len(quiet) :] if quiet else ()),
        )

    # --- where it lies on the page ----------------------------------------------------------------

    def _fit(self) -> tuple[float, Point]:
        """Return the scale in points per metre and what lies in the middle of the frame."""
        rows = self.lit_lines() or self.lines
        paths = [path for _, _, path in rows] or list(self.earth.curves.values())
        points = [np.vstack(paths)] if paths else []
        picked = [c for c in self.view.focus if c in self.earth.anchors]
        points += [np.array([self.earth.anchors[code]]) for code in picked]
        everything = np.vstack(points or [np.array([[0, 0]])])
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
        """Bring lines in metres onto the page: no finer than print shows, cut off at the frame."""
        on_page = shapely.simplify(shapely.transform(geometry, self._at), self.fineness)
        parts = shapely.get_parts(shapely.intersection(on_page, self.window))
        lines = [part for part in parts if part.geom_type == "LineString" and not part.is_empty]
        merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))
        return tuple(shapely.get_coordinates(part) for part in merged)

    def _alpha(self, code: str) -> float:
        return 1.0 if code in self.lit else 0.45

    def _label(self, code: str) -> str:
        """Return a territory's name; a remote one says how far it really is."""
        name = printable(self.register.territories[code].short(self.view.lang))
        if code not in self.remote:
            return name
        km = format_number(self.remote[code], self.view.lang)
        return printable(t("sheet.remote_name", self.view.lang, name=name, km=km))

    # --- ink --------------------------------------------------------------------------------------

    def _land(self) -> list[Ink]:
        ink: list[Ink] = []
        outlines = self._paths(self.earth.neighbours)
        if outlines:
            ink.append(Stroke(outlines, NEIGHBOUR, self.unit))
        picked: list[Ink] = []
        for code, country, _, geometry in self._coverage():
            rings = _rings(geometry)
            if not rings:
                continue
            count = self.tally.territories.get(code, 0)
            level = sum(count >= bound for bound in settings.SHADE_BREAKS)
            ink.append(Area(rings, settings.SHADES[country][level], "#FFFFFF", 0.8 * self.unit))
            if code and code in self.view.focus:
                picked.append(Stroke(rings, RIM, 2.4 * self.unit))
        rough = self._paths(self.earth.approximate)
        if rough:
            dash = (2 * self.unit, 3 * self.unit)
            ink.append(Stroke(rough, APPROXIMATE, 1.2 * self.unit, dash=dash))
        for line, colour, wide in self.earth.borders:
            paths = self._paths(line)
            if paths:
                ink.append(Stroke(paths, colour, wide * self.unit))
        return ink + picked

    def _coverage(self) -> list[tuple[str, str, bool, shapely.Geometry]]:
        """Return the shapes on the page, simplified together so that no gaps open."""
        rows = self.earth.shapes
        on_page = [shapely.transform(row[3], self._at) for row in rows]
        near = [place for place, shape in enumerate(on_page) if shape.intersects(self.window)]
        simple = shapely.coverage_simplify([on_page[place] for place in near], 2 * self.fineness)
        return [
            (*rows[place][:3], shapely.intersection(shape, self.window))
            for place, shape in zip(near, simple, strict=True)
        ]

    def _ties(self) -> list[Ink]:
        """Return the lines; those in focus come last and lie on top."""
        drawn: list[tuple[int, Stroke]] = []
        for line, how, path in self.lines:
            wide, alpha = (0.9, 0.4) if line.crowded else (2.2, 0.92)
            layer = 0 if line.crowded else 1
            if self.focused and not self.focused(line):
                alpha *= FADED
                layer = -1
            elif self.focused:
                alone = line.crowded and self.view.focus[:1] == (line.agreement_id,)
                wide, alpha = (1.5, 0.9) if alone else (1, 0.55) if line.crowded else (3, 1)
                layer = 2 if line.crowded else 3
            paths = self._paths(shapely.LineString(path))
            if paths:
                kind = self.register.by_id[line.agreement_id].kind
                dash = tuple(self.unit * length for length in DASHES[how])
                key = f"tie-{line.tie.home}-{line.tie.partner}-{line.agreement_id}"
                colour = settings.KIND_COLOURS[kind]
                stroke = Stroke(paths, colour, wide * self.unit, alpha, dash, key)
                drawn.append((layer, stroke))
        return [stroke for _, stroke in sorted(drawn, key=lambda row: row[0])]

    def _marks(self) -> dict[str, Dot]:
        """Return the points of territories with ties, by code, as far as they lie in the frame."""
        marks = {}
        left, bottom, right, top = self.frame
        picked = [code for code in self.view.focus if code in self.register.territories]
        for code in dict.fromkeys([*self.tally.territories, *picked]):
            if self.lit_only and code not in self.lit:
                continue
            x, y = map(float, self._at(self.earth.anchors[code]))
            count = self.tally.territories.get(code, 1)
            radius = (2.8 + min(4.5, count**0.5)) * self.unit
            if code in self.remote:
                radius = 8 * self.unit
            if left + radius < x < right - radius and bottom + radius < y < top - radius:
                alpha = 1.0 if code in self.lit or not self.focused else 0.35
                marks[code] = Dot((x, y), radius, "#FFFFFF", RIM, 1.4 * self.unit, alpha)
        return marks

    def _arrows(self, marks: dict[str, Dot]) -> list[Ink]:
        """Return the arrow in the mark of each territory that really lies far outside the map."""
        ink: list[Ink] = []
        for code in self.remote:
            if code not in marks:
                continue
            way = np.array(self.material.network.anchors[code].way)
            ink.append(arrow(marks[code].at, way, self.unit, marks[code].alpha))
        return ink

    def _names(self, marks: dict[str, Dot]) -> tuple[list[Placed], list[str], Ground]:
        """Find places for the names of all points."""
        names = []
        for code, mark in marks.items():
            territory = self.register.territories[code]
            rank = self.tally.territories.get(code, 0) + (1000 if code in self.lit else 0)
            names.append(
                Name(
                    code,
                    mark.at,
                    mark.radius + self.unit,
                    width(self._label(code), self.size),
                    territory.country == Country.BY or code in self.remote,
                    rank + (500 if code in self.view.focus else 0),
                )
            )
        boxes = [_around(mark.at, mark.radius + self.unit) for mark in marks.values()]
        lines = []
        for line, _, path in self.lines:
            faded = self.focused and not self.focused(line)
            if not (faded and self.lit_only):
                weight = 0.15 if line.crowded else 0.1 if faded else 2.0 if self.focused else 1.0
                lines.append((self._at(path), weight))
        for border, colour, _ in self.earth.borders:
            weight = 1.0 if colour == STATE else 0.4
            lines += [(path, weight) for path in self._paths(border)]
        for code, _, _, geometry in self.earth.shapes:
            if code and code in self.view.focus:
                lines += [(path, 1.0) for path in self._paths(geometry.boundary)]
        left, bottom, right, top = self.frame
        pad = 3 * self.unit
        inner = (left + pad, bottom + pad, right - pad, top - pad)
        ground = Ground(inner, 0.96 * self.size, boxes, lines)
        placed = place_names(names, ground)
        found = {name.key for name in placed}
        return placed, [name.key for name in names if name.key not in found], ground

    def _quiet(self, ground: Ground) -> list[Words]:
        """Return names of oblasts and neighbours, and of districts without a tie, where room is."""
        boundaries, lang = self.material.boundaries, self.view.lang
        size, wanted = 0.96 * self.size, []
        for region, at in boundaries.region_points.items():
            if region:  # shapes that no territory owns have none
                name = t(f"region.{region}", lang)
                wanted.append((to_metres(at), name, size, REGION_NAME))
        for row in boundaries.neighbours.itertuples():
            name = row.name_ru if lang == "ru" else row.name_en
            name = name if "-" in str(row.Index) else name.upper()
            wanted.append((to_metres((row.label_lon, row.label_lat)), name, size, QUIET_NAME))
        if self.districts:
            for code, at in self.earth.middles.items():
                if code not in self.tally.territories:
                    name = self.register.territories[code].short(lang)
                    wanted.append((at, name, self.districts, DISTRICT_NAME))
        quiet = []
        for at, name, size, colour in wanted:
            box = self._free_box(self._at(at), printable(name), size, ground)
            if box:
                ground.taken.append(box)
                quiet.append(words_in(box, printable(name), size, colour=colour))
        return quiet

    def _free_box(self, at: np.ndarray, text: str, size: float, ground: Ground) -> Box | None:
        """Return a box near a point that touches nothing and covers next to no line."""
        x, y = map(float, at)
        half = width(text, size) / 2
        left, bottom, right, top = ground.frame
        for up, side in (
            (0, 0),
            (1, 0),
            (-1, 0),
            (2, 0),
            (-2, 0),
            (0, 1),
            (0, -1),
            (3, 0),
            (-3, 0),
        ):
            u, v = x + side * half, y + up * size * 0.9
            pad = half + 0.3 * size
            box = u - pad, v - 0.6 * size, u + pad, v + 0.6 * size
            inside = left < box[0] and box[2] < right and bottom < box[1] and box[3] < top
            if not inside or any(_touch(box, other) for other in (*ground.taken, *ground.marks)):
                continue
            if ground.covered(np.array([box]))[0] < 0.3:
                return box
        return None


def arrow(at: Point, way: np.ndarray, unit: float, alpha: float = 1.0) -> Stroke:
    """Return a small arrow through a point."""
    across = np.array([-way[1], way[0]])
    tip, tail = at + way * 4.5 * unit, at - way * 4.5 * unit
    barbs = np.array([tip - (way - across) * 3.4 * unit, tip, tip - (way + across) * 3.4 * unit])
    return Stroke((np.array([tail, tip]), barbs), RIM, 1.6 * unit, alpha)


def _rings(geometry: shapely.Geometry) -> tuple[np.ndarray, ...]:
    polygons = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return tuple(
        shapely.get_coordinates(ring)
        for polygon in polygons
        for ring in (polygon.exterior, *polygon.interiors)
        if len(ring.coords)
    )


def _around(at: Point, radius: float) -> Box:
    x, y = at
    return x - radius, y - radius, x + radius, y + radius


def _touch(box: Box, other: Box) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
