"""
The map of a view as native shapes: one freeform per district, one curve per agreement of a tie.

Everything can be picked and changed in PowerPoint: a district bears its name, a tie the names of
its two sides and the day of signing, a name is a text box of its own. Colours, classes, curves and
the places of names are those of the printed map (`geo.exports.drawing.map`). A point whose name
finds no place has a number, which the legend explains.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely

from geo.exports.drawing.ink import Dot
from geo.exports.drawing.map import CURVE_POINTS
from geo.exports.drawing.names import Ground, MapName, Placed, place_names
from geo.exports.lines import plain
from geo.exports.slides.deck import HEIGHT
from geo.exports.slides.ground import GroundMap
from geo.exports.slides.shapes import (
    TAG,
    LineStyle,
    Shape,
    area,
    curve,
    dot,
    group,
    label,
    part_of_curve,
    path,
    rectangle,
    tag,
)
from geo.exports.slides.text import LEADING, width
from geo.map.look import LOOK, OFFICE_DASHES
from geo.map.scene import TieLine
from geo.territories import Country, Territory, side_name
from geo.text import format_date, format_number, t
from geo.view import focus_name

COVER_TIE = 1.5
"""Width of the lines on a cover, in points."""
FARTHEST = 64.0
"""A name farther from its point gives way to a number, in points."""
MISTAKEN = 13.0
"""Nearer to a point a name would be read as that point's, in points."""
SLIGHT = 1.5
"""So much nearer to another point, in points, is no difference that a reader sees."""
MOST_NUMBERED = 24
"""So many points may have numbers; of more, the legend says how many names are missing."""
NAME_PAD = 1.5
"""White around a name, in points."""


@dataclass(frozen=True)
class _MapLayout:
    """
    Where points and names stand.

    `tags` are the places of the numbers of points whose names found none, in the order of the
    names; `missing` are the codes of points that have neither.
    """

    marks: dict[str, Dot]
    placed: list[Placed]
    tags: list[Placed]
    missing: tuple[str, ...]
    ground: Ground


class SlideMap(GroundMap):
    """Draws a map with its ties inside a box of a slide."""

    @property
    def numbers(self) -> dict[str, int]:
        """Numbers of the points whose names found no place, by code, in their order."""
        return {tag.key: n for n, tag in enumerate(self._layout.tags, start=1)}

    @property
    def n_missing(self) -> int:
        """How many points have neither a name nor a number."""
        return len(self._layout.missing)

    @cached_property
    def _layout(self) -> _MapLayout:
        marks = self._marks()
        placed, missing, ground = self._names(marks)
        tags = [
            replace(self._name(code, marks[code], self.register.territories[code]), width=TAG)
            for code in missing[:MOST_NUMBERED]
        ]
        # A number says nothing of its point: a line always leads to it.
        found = [tag for tag in place_names(tags, ground, lead_from=0.1) if _near(tag)]
        found.sort(key=lambda tag: self._label(tag.key))
        numbered = {tag.key for tag in found}
        rest = tuple(code for code in missing if code not in numbered)
        return _MapLayout(marks, placed, found, rest, ground)

    def shapes(self, name: str, about: str) -> Shape:
        """Return the whole map as one group of groups."""
        layout = self._layout
        quiet = self._quiet_shapes(layout.ground)
        parts = [
            rectangle(t("slides.background", self.lang), self.box, LOOK.colours["background"]),
            *self._ground_shapes(),
            *self._tie_shapes(),
        ]
        parts += [group(t("slides.quiet_names", self.lang), quiet)] if quiet else []
        leaders = self._leader_shapes([*layout.placed, *layout.tags])
        points = [*leaders, *self._mark_shapes(layout.marks)]
        parts += [group(t("slides.points", self.lang), points)] if points else []
        names = [self._name_shape(name) for name in layout.placed]
        names += [self._tag_shape(tag) for tag in layout.tags]
        parts += [group(t("slides.names", self.lang), names)] if names else []
        return group(name, parts, about)

    def cover(self, name: str, about: str) -> Shape:
        """Return the two sides as silhouettes, with the ties between them."""
        self.fit_all(1.0)
        sides: dict[str, list] = {}
        for _, country, geometry in self._district_shapes():
            sides.setdefault(country, []).append(geometry)
        parts = []
        for country, geometries in sides.items():
            rings = self._rings(shapely.union_all(geometries))
            shade = LOOK.shades[country][2]
            parts.append(area(side_name(country, self.lang), rings, shade, None))
        parts += self._border_shapes(state_only=True)
        parts += self._tie_shapes(COVER_TIE)
        return group(name, parts, about)

    def shows_remote(self) -> bool:
        """Return whether the mark of a remote territory stands in the frame."""
        return not self._marks().keys().isdisjoint(self.remote)

    # --- ties -------------------------------------------------------------------------------------

    def _tie_shapes(self, wide: float = 0.0) -> list[Shape]:
        """Return the ties as one group; those in focus come last and lie on top."""
        layers: dict[int, dict[str, list[Shape]]] = {}
        for line in self.lines:
            layer, pen = self.scene.pen(line)
            drawn = self.pen(pen, OFFICE_DASHES[line.how])
            shape = self._curve_shape(line, replace(drawn, width=wide) if wide else drawn)
            if shape:
                layers.setdefault(layer, {}).setdefault(line.curve.tie.code, []).append(shape)
        shapes = []
        for layer in sorted(layers):
            for code, curves in layers[layer].items():
                pair = focus_name(tuple(code.split(",")), self.register, self.lang)
                shapes += [group(pair, curves)] if len(curves) > 1 else curves
        return [group(t("slides.ties", self.lang), shapes)] if shapes else []

    def _curve_shape(self, line: TieLine, drawn: LineStyle) -> Shape | None:
        """Return a line as one Bezier curve, or the piece of it that lies in the frame."""
        row = line.curve
        points = self._at(row.metres(CURVE_POINTS))
        ends, control = self._at(np.array([row.start, row.end])), self._at(row.control)
        left, low, right, high = self.frame
        x, y = points.T
        inside = np.flatnonzero((x >= left) & (x <= right) & (y >= low) & (y <= high))
        if len(inside) < 2:
            return None
        if len(inside) < len(points):
            gaps = np.flatnonzero(np.diff(inside) > 1)
            pieces = np.split(inside, gaps + 1)
            longest = max(pieces, key=len)
            if len(longest) < 2:
                return None
            first, last = longest[[0, -1]] / (len(points) - 1)
            ends, control = part_of_curve(ends, control, first, last)
        signed = format_date(line.agreement.signed_on, self.lang)
        pair = focus_name((row.tie.home, row.tie.partner), self.register, self.lang)
        return curve(f"{pair}, {signed}", self._down(ends), self._down(control[None])[0], drawn)

    # --- points and names -------------------------------------------------------------------------

    def _mark_shapes(self, marks: dict[str, Dot]) -> list[Shape]:
        shapes = []
        for code, mark in marks.items():
            at = mark.at[0], HEIGHT - mark.at[1]
            line = replace(self.pen(LOOK.point), alpha=mark.alpha)
            name = self.register.territories[code].name(self.lang)
            shapes.append(dot(name, at, mark.radius, mark.fill, line))
        for stroke in self._arrows(marks):
            lines = [self._down(points) for points in stroke.paths]
            shapes.append(path(t("slides.arrow", self.lang), lines, self.pen(LOOK.arrow)))
        return shapes

    def _leader_shapes(self, placed: list[Placed]) -> list[Shape]:
        return [
            path(
                t("slides.leader", self.lang),
                [self._down(np.array(name.leader))],
                replace(self.pen(LOOK.leader), alpha=self._alpha(name.key)),
            )
            for name in placed
            if name.leader
        ]

    def _label(self, code: str) -> str:
        """Return a territory's name; a remote one says how far it really is."""
        name = plain(self.register.territories[code].short(self.lang))
        if code not in self.remote:
            return name
        km = format_number(self.remote[code], self.lang)
        return plain(t("sheet.remote_name", self.lang, name=name, km=km))

    def _names(self, marks: dict[str, Dot]) -> tuple[list[Placed], list[str], Ground]:
        """Find places for the names of all points, none smaller and none touching another."""
        names = []
        for code, mark in marks.items():
            if self.is_focused and code not in self.lit:
                continue
            names.append(self._name(code, mark, self.register.territories[code]))
        boxes = [
            (x - r, y - r, x + r, y + r)
            for (x, y), r in ((mark.at, mark.radius + 1) for mark in marks.values())
        ]
        lines = [
            (self._at(line.curve.metres(CURVE_POINTS)), min(1.0, self._weight(line)))
            for line in self.lines
        ]
        lines += [(points, 0.25) for points in self._paths(self.earth.borders[2][0])]
        left, low, right, high = self.frame
        ground = Ground((left + 3, low + 3, right - 3, high - 3), self.size * LEADING, boxes, lines)
        found = [name for name in place_names(names, ground) if _near(name)]
        placed = _unmistakable(found, marks, self._known())
        ground.taken[:] = [name.box for name in placed]
        keys = {name.key for name in placed}
        return placed, [name.key for name in names if name.key not in keys], ground

    def _known(self) -> set[str]:
        """Return who keeps a name wherever it stands: those with most agreements, and remote."""
        most = LOOK.breaks[-1]
        return {code for code, n in self.counts.items() if n >= most} | set(self.remote)

    def _name(self, code: str, mark: Dot, territory: Territory) -> MapName:
        rank = self.counts.get(code, 0) + (1000 if code in self.lit else 0)
        rank += 500 if code in self.remote else 0  # its name says how far away it really is
        return MapName(
            code,
            mark.at,
            mark.radius + 1,
            width(self._label(code), self.size, bold=code in self.scene.picked) + 2 * NAME_PAD,
            territory.country == Country.BY or code in self.remote,
            rank + (500 if code in self.scene.picked else 0),
        )

    def _name_shape(self, placed: Placed) -> Shape:
        left, low, right, high = placed.box
        box = left, HEIGHT - high, right, HEIGHT - low
        text = self._label(placed.key)
        bold = placed.key in self.scene.picked
        return label(text, box, text, self.size, self.lang, bold=bold, fill=LOOK.colours["white"])

    def _tag_shape(self, placed: Placed) -> Shape:
        left, low, right, high = placed.box
        name = self.register.territories[placed.key].name(self.lang)
        middle = (left + right) / 2, HEIGHT - (low + high) / 2
        return tag(name, middle, str(self.numbers[placed.key]), self.lang)


def _near(placed: Placed) -> bool:
    """Return whether a name stands where a reader still finds its point."""
    start, end = placed.leader or ((0, 0), (0, 0))
    return bool(np.hypot(*np.subtract(end, start)) <= FARTHEST)


def _unmistakable(placed: list[Placed], marks: dict[str, Dot], known: set[str]) -> list[Placed]:
    """
    Leave out names that a reader would take for another point's, one that has no name beside it.

    Such a name has its line and stands beside that point, or has none and stands nearer to it than
    to its own. Those of `known` stay: no reader takes Smolensk for another place.
    """
    beside = {name.key for name in placed if not name.leader}
    bare = [mark for code, mark in marks.items() if code not in beside]
    kept = []
    for name in placed:
        own = marks[name.key]
        near = MISTAKEN if name.leader else _away(own, name) - SLIGHT
        if name.key in known or all(_away(m, name) > near for m in bare if m is not own):
            kept.append(name)
    return kept


def _away(mark: Dot, name: Placed) -> float:
    """Return how far a name is from a point."""
    left, low, right, high = name.box
    x, y = mark.at
    return math.hypot(max(left - x, 0, x - right), max(low - y, 0, y - high))
