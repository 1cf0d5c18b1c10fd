"""The earth of drawn maps: shapes and borders in metres, once for all maps of about one scale."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import shapely

from geo.exports.drawing.ink import Point
from geo.map.look import LOOK, Pen
from geo.map.network import Network
from geo.map.place import point_in, project
from geo.territories import Accuracy

STEPS = 2
"""How many levels of simplification there are for each doubling of the scale."""


@dataclass(frozen=True, eq=False)
class Earth:
    """What lies still, in the metres of the register's map."""

    shapes: tuple[tuple[str, str, bool, shapely.Geometry], ...]
    """Territory (empty if none owns it), side, approximate, geometry."""
    borders: tuple[tuple[shapely.Geometry, Pen], ...]
    """Of oblasts, around both sides, between them."""
    neighbours: shapely.Geometry
    approximate: shapely.Geometry
    anchors: dict[str, Point]
    regions: dict[str, Point]
    places: tuple[tuple[Any, Point], ...]
    """Rows of the neighbours with where their names stand."""
    middles: dict[str, Point]


def earth_for(network: Network, fineness: float) -> Earth:
    """Return the earth for a map on which `fineness` metres do not show."""
    return _simplified(network, math.floor(STEPS * math.log2(fineness)))


@lru_cache(maxsize=16)
def _simplified(network: Network, level: int) -> Earth:
    """Return the earth without what does not show; shapes together, so that no gaps open."""
    earth, fineness = earth_of(network), 2 ** (level / STEPS)
    shapes = shapely.coverage_simplify([row[3] for row in earth.shapes], 2 * fineness)

    def simple(line: shapely.Geometry) -> shapely.Geometry:
        return shapely.line_merge(shapely.simplify(line, fineness))

    return replace(
        earth,
        shapes=tuple((*row[:3], shape) for row, shape in zip(earth.shapes, shapes, strict=True)),
        borders=tuple((simple(line), pen) for line, pen in earth.borders),
        neighbours=simple(earth.neighbours),
        approximate=simple(earth.approximate),
    )


@lru_cache(maxsize=2)
def earth_of(network: Network) -> Earth:
    """Project everything once for all maps of a network."""
    boundaries, territories = network.boundaries, network.register.territories
    owners = {x.boundary: x.code for x in territories.values() if x.accuracy != Accuracy.POINT}
    crs = boundaries.crs
    shapes = boundaries.shapes.to_crs(crs)
    rows = tuple(
        (owners.get(str(row.Index), ""), str(row.side), bool(row.approximate), row.geometry)
        for row in shapes.itertuples()
    )
    pens = (LOOK.region, LOOK.outer, LOOK.state)
    lines = (boundaries.region_borders, boundaries.outer_border, boundaries.state_border)
    borders = tuple((project(line, crs), pen) for line, pen in zip(lines, pens, strict=True))
    rough = shapely.union_all([row[3].boundary for row in rows if row[2]])
    return Earth(
        rows,
        borders,
        project(shapely.union_all(boundaries.neighbours.geometry.values), crs),
        shapely.difference(rough, borders[2][0].buffer(500)),
        {code: anchor.metres for code, anchor in network.anchors.items()},
        {name: point_in(at, crs) for name, at in boundaries.region_points.items() if name},
        tuple(
            (row, point_in((row.label_lon, row.label_lat), crs))
            for row in boundaries.neighbours.itertuples()
        ),
        {
            row[0]: shapely.maximum_inscribed_circle(row[3], tolerance=500).coords[0]
            for row in rows
            if row[0]
        },
    )
