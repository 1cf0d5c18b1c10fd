"""
The map of a view as native shapes: one freeform per district, one curve per agreement of a tie.

It is the printed map (`geo.exports.drawing.map`): its ink becomes shapes that can be picked and
changed in PowerPoint. A district bears its name, a tie what it is, a name is a text box of its own.
Where names find no place, the next slide shows that part of the map larger (`map_series`). None
stays that a reader would take for another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import shapely

from geo.exports.drawing.ink import Area, Box, Dot, Ink, Lettering, Stroke, stroke
from geo.exports.drawing.map import CURVE_POINTS, MapDrawing
from geo.exports.drawing.names import Ground, MapName, Placed, place_names
from geo.exports.material import Material
from geo.exports.slides import shapes
from geo.exports.slides.shapes import Shape, SlideText
from geo.exports.slides.template import HEIGHT
from geo.exports.slides.text import LEADING, LEAST, SLACK, width
from geo.map.curves import points_of
from geo.map.look import LOOK, Pen
from geo.territories import Side
from geo.text import t

FINENESS = 0.35
"""How far an outline may be simplified, in points: less than a projector can show."""
CRUMB = 3.0
"""Shorter pieces of lines at the edge of the frame are left out, in points."""
TOWN = 4.0
"""Radius of a town that has no shape of its own, in points."""
MOST_POINT = 4.5
"""Radius of the largest point, in pixels of the screen."""
COVER_TIE = 1.5
"""Width of the lines on a cover, in points."""
MOST_MAPS = 3
"""So many slides a map may take until all its names stand."""
LARGER = 2.0
"""How many times larger the next map shows the part that has most points without a name."""
NAME_PAD = 1.5
"""White around a name, in points."""
FARTHEST = 64.0
"""A name farther from its point is left to the larger map, in points."""
MISTAKEN = 13.0
"""Nearer to a point a name would be read as that point's, in points."""
SLIGHT = 1.5
"""So much nearer to another point, in points, is no difference that a reader sees."""
BORDERS = {
    LOOK.region.colour: "slides.region_borders",
    LOOK.outer.colour: "slides.outer_border",
    LOOK.state.colour: "slides.state_border",
    LOOK.approximate.colour: "slides.approximate",
}
"""What the lines of each colour are called."""


class SlideMap(MapDrawing):
    """Draws a map inside a box of a slide, in points from the slide's upper left corner."""

    wanted: frozenset[str] = frozenset()
    """Whose names choose their places first: those that the map before had no room for."""

    def __init__(self, material: Material, box: Box) -> None:
        """Measure out the map."""
        left, top, right, low = box
        super().__init__(material, (left, HEIGHT - low, right, HEIGHT - top), LEAST)
        self.lang, self.box, self.fineness = self.view.lang, box, FINENESS
        wide, high = (right - left) / LEAST, (low - top) / LEAST
        # Names on a slide may stand above and below the outermost points as well.
        self.scale *= min((wide - 10) / (wide - 13), (high - 3) / (high - 4))

    def zoom(self, codes: Sequence[str]) -> None:
        """Show the part of the map that has most of some points, larger; they are named first."""
        left, low, right, high = self.frame
        self.scale *= LARGER
        points = np.array([self.earth.anchors[code] for code in codes])
        half = np.array([right - left, high - low]) * 0.42 / self.scale
        middles = np.vstack([points, (points[:, None] + points[None]).reshape(-1, 2) / 2])
        inside = (np.abs(points[None] - middles[:, None]) <= half).all(axis=2).sum(axis=1)
        x, y = middles[np.argmax(inside)]
        self.middle, self.wanted = (float(x), float(y)), frozenset(codes)

    @property
    def outside(self) -> set[str]:
        """Codes of points that lie outside of the frame."""
        return set(self.counts) - set(self._points)

    def pen(self, pen: Pen) -> Stroke:
        """Return a pen as a line of a slide; a pixel is as large as the names ask for."""
        return stroke((), pen, self.unit)

    # --- shapes -----------------------------------------------------------------------------------

    def shape(self, name: str, about: str) -> Shape:
        """Return the map with its ties as one group of groups."""
        placed, _, ground = self._named
        lang, everyone = self.lang, self.register.territories
        districts: dict[str, list[Ink]] = {}
        for ink in self._districts():
            code = ink.key.removeprefix("shape-")
            side = everyone.side_name(everyone[code].side, lang) if code else ""
            districts.setdefault(t("slides.districts", lang, name=side), []).append(ink)
        points = self._shapes(self._leaders(placed), "slides.leader")
        points += self._shapes(self._points.values())
        points += self._shapes(self._arrows(self._points), "slides.arrow")
        groups = {
            t("slides.neighbours", lang): self._shapes(self._neighbours()),
            **{title: self._shapes(inks) for title, inks in districts.items()},
            t("slides.borders", lang): self._shapes(self._borders()),
            t("slides.ties", lang): self._shapes(self._ties()),
            t("slides.quiet_names", lang): self._shapes(self._quiet(ground)),
            t("slides.points", lang): points,
            t("slides.names", lang): [self._name_shape(name) for name in placed],
        }
        paper = shapes.rectangle(t("slides.background", lang), self.box, LOOK.colours["background"])
        return shapes.group(name, [paper, *_grouped(groups)], about)

    def cover(self, name: str, about: str) -> Shape:
        """Return the two sides as silhouettes, with the ties between them."""
        self.fit_shapes(1.0)
        rows, parts = self._coverage(2 * self.fineness), []
        for side in dict.fromkeys(row[1] for row in rows):
            whole = shapely.union_all([row[3] for row in rows if row[1] == side])
            polygons = shapely.get_parts(whole)
            rings = [self._down(shapely.get_coordinates(one.exterior)) for one in polygons]
            whose = self.register.territories.side_name(side, self.lang)
            parts.append(shapes.area(whose, rings, LOOK.shades[side][2], None))
        state = stroke(self._paths(self.earth.borders[2][0]), LOOK.state, self.unit)
        ties = [replace(x, width=COVER_TIE) for x in self._ties() if isinstance(x, Stroke)]
        groups = {
            t("slides.borders", self.lang): self._shapes([state]),
            t("slides.ties", self.lang): self._shapes(ties),
        }
        return shapes.group(name, [*parts, *_grouped(groups)], about)

    def _shapes(self, inks: Iterable[Ink], key: str = "") -> list[Shape]:
        """Return ink as shapes: areas, marks, quiet names, and lines, which `key` names."""
        drawn: list[Shape] = []
        for ink in inks:
            if isinstance(ink, Area):
                name = ink.title or t("slides.no_name", self.lang)
                edge = Pen(ink.width, colour=ink.edge) if ink.edge else None
                drawn.append(
                    shapes.area(name, [self._down(ring) for ring in ink.rings], ink.fill, edge)
                )
            elif isinstance(ink, Dot):
                edge = Pen(ink.width, ink.alpha, ink.edge)
                x, y = ink.at
                drawn.append(shapes.dot(ink.title, (x, HEIGHT - y), ink.radius, ink.fill, edge))
            elif isinstance(ink, Lettering):
                drawn.append(self._quiet_shape(ink))
            elif ink.bent:  # of a curve that leaves the frame its longest piece
                longest = max(ink.paths, key=lambda bends: _length(bends[::2]))
                drawn.append(shapes.curve(ink.title, self._down(longest), ink))
            elif lines := [self._down(p) for p in ink.paths if _length(p) > CRUMB]:
                name = t(key or BORDERS.get(ink.colour, "slides.line"), self.lang)
                drawn.append(shapes.path(name, lines, ink))
        return drawn

    def _quiet_shape(self, ink: Lettering) -> Shape:
        x, y = ink.at[0] + ink.width / 2, HEIGHT - ink.at[1] - 0.35 * ink.size
        half = width(ink.text, ink.size) / SLACK / 2
        box = x - half, y, x + half, y
        return shapes.label(box, SlideText(ink.text, ink.size, False, ink.colour, "ctr"), self.lang)

    def _down(self, points: np.ndarray) -> np.ndarray:
        """Return points of the page, which grow upwards, as points of the slide."""
        return np.column_stack([points[:, 0], HEIGHT - points[:, 1]])

    # --- points and names -------------------------------------------------------------------------

    def _marks(self) -> dict[str, Dot]:
        """
        Return the points, none so large that it takes the room of names.

        Where districts are shaded these are the towns that have no shape of their own.
        """
        most = MOST_POINT * self.unit
        if not self.lines and not self.is_focused:
            return {
                code: replace(mark, radius=TOWN, fill=mark.edge, edge=mark.fill)
                for code, mark in super()._marks().items()
                if code not in self.earth.middles and code not in self.scene.remote
            }
        return {
            code: mark if code in self.remote else replace(mark, radius=min(mark.radius, most))
            for code, mark in super()._marks().items()
        }

    @cached_property
    def _points(self) -> dict[str, Dot]:
        return self._marks()

    @cached_property
    def _named(self) -> tuple[list[Placed], list[str], Ground]:
        """
        The names of all points, none smaller and none touching another, and the codes of those
        whose names found no place.
        """
        marks = self._points
        shown = [code for code in marks if code in self.lit or not self.is_focused]
        names = [self._name(code, marks[code]) for code in shown]
        rims = [(mark.at, mark.radius + 1) for mark in marks.values()]
        boxes = [(x - r, y - r, x + r, y + r) for (x, y), r in rims]
        curves = self._at(points_of([line.curve for line in self.lines], CURVE_POINTS))
        weights = (min(1.0, self._weight(line)) for line in self.lines)
        lines = [*zip(curves, weights, strict=True)]
        borders = self.earth.borders if not self.lines else self.earth.borders[2:]
        lines += [(points, 0.25) for line, _ in borders for points in self._paths(line)]
        left, low, right, high = self.frame
        ground = Ground((left + 3, low + 3, right - 3, high - 3), self.size * LEADING, boxes, lines)
        # Those with most agreements keep their names: no reader takes Smolensk for another place.
        most = LOOK.breaks[-1]
        known = {code for code, n in self.counts.items() if n >= most} | set(self.remote)
        placed = _unmistakable(place_names(names, ground), marks, known)
        ground.taken[:] = [name.box for name in placed]
        keys = {name.key for name in placed}
        return placed, [code for code in shown if code not in keys], ground

    def _name(self, code: str, mark: Dot) -> MapName:
        picked, remote = code in self.scene.picked, code in self.remote
        rank = self.counts.get(code, 0) + 2000 * (code in self.wanted) + 1000 * (code in self.lit)
        wide = width(self._label(code), self.size, bold=picked) + 2 * NAME_PAD
        west = remote or self.register.territories[code].side == Side.PARTNER
        rank += 500 * remote + 500 * picked  # a remote name says how far away it really is
        return MapName(code, mark.at, mark.radius + 1, wide, west, rank)

    def _name_shape(self, placed: Placed) -> Shape:
        left, low, right, high = placed.box
        box = left, HEIGHT - high, right, HEIGHT - low
        text = self._label(placed.key)
        bold = placed.key in self.scene.picked
        words = SlideText(text, self.size, bold, align="ctr")
        return shapes.label(box, words, self.lang, LOOK.colours["white"])


def map_series(material: Material, box: Box) -> list[SlideMap]:
    """Return the map, and larger ones of its dense parts until every point has its name."""
    drawings = [SlideMap(material, box)]
    while (missing := _unnamed(drawings)) and len(drawings) < MOST_MAPS:
        larger = SlideMap(material, box)
        larger.zoom(missing)
        if _unnamed([*drawings, larger]) == missing:
            break
        drawings.append(larger)
    return drawings


def _unnamed(drawings: Sequence[SlideMap]) -> tuple[str, ...]:
    """Return the points that none of some maps names."""
    first, *others = (set(drawing.missing) | drawing.outside for drawing in drawings)
    left = first.intersection(*others)
    return tuple(code for code in drawings[0].missing if code in left)


def _grouped(groups: Mapping[str, list[Shape]]) -> list[Shape]:
    return [shapes.group(name, inner) for name, inner in groups.items() if inner]


def _length(points: np.ndarray) -> float:
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def _unmistakable(placed: list[Placed], marks: dict[str, Dot], known: set[str]) -> list[Placed]:
    """
    Leave out names that stand too far away, and those that a reader would take for another
    point's, one that has no name beside it.

    Such a name has its line and stands beside that point, or has none and stands nearer to it than
    to its own. Those of `known` stay: no reader takes Smolensk for another place.
    """
    beside = {name.key for name in placed if not name.leader}
    bare = [mark for code, mark in marks.items() if code not in beside]
    kept = []
    for name in placed:
        if name.leader and _length(np.array(name.leader)) > FARTHEST:
            continue
        own = marks[name.key]
        near = MISTAKEN if name.leader else _away(own, name) - SLIGHT
        if name.key in known or all(_away(m, name) > near for m in bare if m is not own):
            kept.append(name)
    return kept


def _away(mark: Dot, name: Placed) -> float:
    """Return how far a name is from a point."""
    left, low, right, high = name.box
    x, y = mark.at
    return float(np.hypot(max(left - x, 0, x - right), max(low - y, 0, y - high)))
