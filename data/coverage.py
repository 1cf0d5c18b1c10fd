"""
Coverage: polygons that meet along identical edges, without overlaps or gaps, as a file.

Coverages are cleaned and measured in EPSG:3035, an equal-area projection for Europe in metres, and
stored in EPSG:4326 with 5 decimals (about 1 m).
"""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

METRIC = "EPSG:3035"
STORED = "EPSG:4326"
DECIMALS = 5


def clean(
    shapes: gpd.GeoDataFrame, *, gap_width: float, simplify_m: float = 0.0
) -> gpd.GeoDataFrame:
    """
    Return one valid coverage of shapes in any CRS that overlap and leave gaps, in EPSG:4326.

    Gaps narrower than `gap_width`, in metres, are given to a neighbour; the grid has 5 decimals.
    Outlines may be moved by `simplify_m`, those that two shapes share together.
    ValueError if rounding to it can't be made valid.
    """
    metric = shapes.to_crs(METRIC)
    cleaned = shapely.coverage_clean(metric.geometry.to_numpy(), gap_width=gap_width)
    if simplify_m:
        cleaned = shapely.coverage_simplify(cleaned, simplify_m)
    coverage = metric.set_geometry(gpd.GeoSeries(cleaned, index=metric.index, crs=METRIC))
    coverage = coverage.to_crs(STORED)
    coverage.geometry = _on_grid(coverage.geometry.to_numpy())
    return coverage


def _on_grid(polygons: np.ndarray) -> np.ndarray:
    """Round the vertices, and clean again where rounding made edges touch or cross."""
    grid = 10.0**-DECIMALS
    for _ in range(5):
        polygons = shapely.transform(polygons, lambda vertices: vertices.round(DECIMALS))
        polygons = shapely.remove_repeated_points(polygons)
        if is_clean(polygons):
            return shapely.orient_polygons(shapely.normalize(polygons), exterior_cw=False)
        polygons = shapely.coverage_clean(polygons, snapping_distance=grid)
    msg = "the coverage isn't valid on the grid of 5 decimals"
    raise ValueError(msg)


def is_clean(polygons: np.ndarray) -> bool:
    """Return whether all polygons are valid, not empty, and form a coverage."""
    each = shapely.is_valid(polygons) & ~shapely.is_empty(polygons)
    return bool(each.all()) and bool(shapely.coverage_is_valid(polygons))


def area_km2(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Return the area of each shape in km², measured in an equal-area projection."""
    return shapes.to_crs(METRIC).area / 1e6


def inner_point(shape: BaseGeometry) -> tuple[float, float]:
    """Return the middle of the widest part of a shape in metres, in degrees."""
    middle = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=100), 0)
    stored = gpd.GeoSeries([middle], crs=METRIC).to_crs(STORED).iloc[0]
    return stored.x, stored.y


def write_features(path: Path, features: list[tuple[dict[str, object], BaseGeometry]]) -> None:
    """Write GeoJSON (RFC 7946), a feature on each line, as given, with 5 decimals."""
    lines = []
    for properties, geometry in features:
        rounded = shapely.transform(geometry, lambda vertices: vertices.round(DECIMALS))
        feature = {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    content = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(content, encoding="utf-8", newline="\n")
