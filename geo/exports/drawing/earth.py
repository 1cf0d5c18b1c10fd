"""The earth of drawn maps: shapes, borders and curves in metres, projected once for all maps."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely
from pyproj import Transformer

from geo import settings
from geo.exports.drawing.ink import Point
from geo.map.curves import Line, anchor_points, bezier
from geo.map.network import Network
from geo.territories import Accuracy

METRES = Transformer.from_crs(settings.CRS, settings.CRS_PROJECTED, always_xy=True)
CURVE_POINTS = 65
STATE, OUTER, REGION = "#3A332C", "#5B666E", "#8A97A0"
"""Colours of the borders, as on the screen."""


@dataclass(frozen=True, eq=False)
class Earth:
    """What lies still, in metres of `settings.CRS_PROJECTED`."""

    shapes: tuple[tuple[str, str, bool, shapely.Geometry], ...]
    """Territory (empty if none owns it), country, approximate, geometry."""
    borders: tuple[tuple[shapely.Geometry, str, float], ...]
    neighbours: shapely.Geometry
    approximate: shapely.Geometry
    anchors: dict[str, Point]
    curves: dict[int, np.ndarray]
    middles: dict[str, Point] = field(default_factory=dict)


@lru_cache(maxsize=2)
def earth_of(network: Network) -> Earth:
    """Project everything once for all maps of a network."""
    boundaries, territories = network.boundaries, network.register.territories
    owners = {x.boundary: x.code for x in territories.values() if x.accuracy != Accuracy.POINT}
    shapes = boundaries.shapes.to_crs(settings.CRS_PROJECTED)
    rows = tuple(
        (owners.get(str(row.Index), ""), str(row.country), bool(row.approximate), row.geometry)
        for row in shapes.itertuples()
    )
    drawn = (
        (boundaries.region_borders, REGION, 1.1),
        (boundaries.outer_border, OUTER, 1.6),
        (boundaries.state_border, STATE, 2.6),
    )
    borders = tuple((_projected(line), colour, wide) for line, colour, wide in drawn)
    outlines = boundaries.neighbours.geometry
    rough = [row[3].boundary for row in rows if row[2]]
    rough_lines = shapely.union_all(rough) if rough else shapely.MultiLineString()
    return Earth(
        rows,
        borders,
        _projected(shapely.union_all(outlines.values)),
        shapely.difference(rough_lines, borders[2][0].buffer(500)),
        {code: METRES.transform(*at) for code, at in anchor_points(territories).items()},
        {place: _smooth(line) for place, line in enumerate(network.lines)},
        {row[0]: _middle(row[3]) for row in rows if row[0]},
    )


def _projected(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(
        geometry, lambda points: np.column_stack(METRES.transform(points[:, 0], points[:, 1]))
    )


def _smooth(line: Line) -> np.ndarray:
    """Return the curve of a line in metres with more points than the screen needs."""
    points = np.column_stack(METRES.transform(*np.array(line.path).T))
    chord = points[-1] - points[0]
    middle = points[len(points) // 2] - (points[0] + points[-1]) / 2
    right = np.array([chord[1], -chord[0]])
    bend = float(middle @ right) / max(float(right @ right), 1e-9)
    return bezier(points[:1], points[-1:], np.array([bend]), CURVE_POINTS)[0]


def _middle(area: shapely.Geometry) -> Point:
    x, y = shapely.maximum_inscribed_circle(area, tolerance=500).coords[0]
    return float(x), float(y)
