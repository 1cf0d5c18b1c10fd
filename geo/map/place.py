"""
Where things lie: degrees and metres, and the points at which territories are drawn.

The one module that projects for drawing. Maps are drawn in the metres of their register
(`geo.territories.Territories.crs`); files and the browser hold degrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike
from pyproj import Transformer

from geo import settings
from geo.territories import Territories

Point = tuple[float, float]

_POINT_OPPOSITE_M = 1.27e7
"""Where the projection ends: the opposite side of the earth has no point of its own."""


@dataclass(frozen=True)
class Anchor:
    """Where a territory is drawn: `at` (lon, lat), `metres`; `way` points to a remote one."""

    at: Point
    metres: Point
    way: Point | None = None

    @property
    def is_remote(self) -> bool:
        """Whether the territory itself lies far outside the map."""
        return self.way is not None


@lru_cache(maxsize=8)
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(settings.CRS, crs, always_xy=True)


def to_metres(degrees: ArrayLike, crs: str) -> np.ndarray:
    """Project (lon, lat) in the last dimension."""
    lon_lat = np.asarray(degrees, dtype=float)
    metres = np.stack(_transformer(crs).transform(lon_lat[..., 0], lon_lat[..., 1]), axis=-1)
    return np.nan_to_num(metres, posinf=_POINT_OPPOSITE_M, nan=_POINT_OPPOSITE_M)


def to_degrees(metres: np.ndarray, crs: str) -> np.ndarray:
    """Return (lon, lat) of points in metres, in the last dimension."""
    lon_lat = _transformer(crs).transform(metres[..., 0], metres[..., 1], direction="INVERSE")
    return np.stack(lon_lat, axis=-1)


def point_in(at: Point, crs: str) -> Point:
    """Return a point in degrees in metres."""
    return _point(to_metres(at, crs))


def project(geometry: shapely.Geometry, crs: str) -> shapely.Geometry:
    """Return a geometry in degrees in metres."""
    return shapely.transform(geometry, lambda points: to_metres(points, crs))


def place_anchors(territories: Territories) -> dict[str, Anchor]:
    """
    Return where each territory is drawn, by code.

    That is its own point, save for remote ones: a territory more than `settings.REMOTE_KM` outside
    the frame of the map stands on the frame's edge, in its true direction. One whose point nobody
    knows is not drawn.
    """
    points = {code: t.point for code, t in territories.items() if t.point}
    projected = to_metres(list(points.values()), territories.crs)
    metres = {code: _point(at) for code, at in zip(points, projected, strict=True)}
    box = _frame(territories, metres)
    return {
        code: _edge_anchor(metres[code], box, territories.crs)
        if is_remote(metres[code], box)
        else Anchor(point, metres[code])
        for code, point in points.items()
    }


def is_remote(point: Point, box: np.ndarray) -> bool:
    """Return whether a projected point lies more than `settings.REMOTE_KM` outside a box."""
    outside = np.maximum(box[0] - point, 0) + np.maximum(point - box[1], 0)
    return float(np.hypot(*outside)) > settings.REMOTE_KM * 1000


def _frame(territories: Territories, metres: Mapping[str, Point]) -> np.ndarray:
    """Return the corners of what the map shows: both sides, with room for a remote one's mark."""
    inside = [metres[code] for code, t in territories.items() if t.is_expected]
    low, high = np.min(inside, axis=0), np.max(inside, axis=0)
    margin = 0.06 * (high[0] - low[0])
    return np.array([low - margin, high + margin])


def _edge_anchor(point: Point, box: np.ndarray, crs: str) -> Anchor:
    """Return where the way from the middle of the box to `point` leaves it."""
    middle = box.mean(axis=0)
    way = np.array(point) - middle
    half = (box[1] - box[0]) / 2
    share = np.min(half / np.maximum(np.abs(way), 1e-9))
    # In metres as well it is the point that files have, to four decimals of a degree.
    at = _point(to_degrees(middle + way * share, crs).round(4))
    return Anchor(at, point_in(at, crs), _point(way / np.hypot(*way)))


def _point(values: np.ndarray) -> Point:
    x, y = map(float, values)
    return x, y
