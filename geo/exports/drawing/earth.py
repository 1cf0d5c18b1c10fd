"""The earth of drawn maps: shapes and borders in metres, projected once for all maps."""

from dataclasses import dataclass, field
from functools import lru_cache

import shapely

from geo import settings
from geo.exports.drawing.ink import Point
from geo.map.look import LOOK, Pen
from geo.map.network import Network
from geo.map.place import project
from geo.territories import Accuracy


@dataclass(frozen=True, eq=False)
class Earth:
    """What lies still, in metres of `settings.CRS_PROJECTED`."""

    shapes: tuple[tuple[str, str, bool, shapely.Geometry], ...]
    """Territory (empty if none owns it), country, approximate, geometry."""
    borders: tuple[tuple[shapely.Geometry, Pen], ...]
    """Of oblasts, around both sides, between them."""
    neighbours: shapely.Geometry
    approximate: shapely.Geometry
    anchors: dict[str, Point]
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
        (boundaries.region_borders, LOOK.region),
        (boundaries.outer_border, LOOK.outer),
        (boundaries.state_border, LOOK.state),
    )
    borders = tuple((project(line), pen) for line, pen in drawn)
    outlines = boundaries.neighbours.geometry
    rough = [row[3].boundary for row in rows if row[2]]
    rough_lines = shapely.union_all(rough) if rough else shapely.MultiLineString()
    return Earth(
        rows,
        borders,
        project(shapely.union_all(outlines.values)),
        shapely.difference(rough_lines, borders[2][0].buffer(500)),
        {code: anchor.metres for code, anchor in network.anchors.items()},
        {row[0]: _middle(row[3]) for row in rows if row[0]},
    )


def _middle(area: shapely.Geometry) -> Point:
    x, y = shapely.maximum_inscribed_circle(area, tolerance=500).coords[0]
    return float(x), float(y)
