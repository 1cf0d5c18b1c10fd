"""
The files of shapes: read with shapely alone and checked, before anything is drawn or measured.

A layer is a GeoJSON file of polygons that form a valid coverage, one shape per boundary id.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo import settings
from geo.errors import DataError
from geo.tables import holds_text, read_json
from geo.territories import Territories

CONTEXT = "context_*.geojson"
_NO_FEATURES = ValueError, LookupError, TypeError, AttributeError, OverflowError, ShapelyError
"""What a file that has none makes of reading some."""


@dataclass(frozen=True)
class Feature:
    """A shape of a file: the `id` among its `properties`, and its geometry in EPSG:4326."""

    id: str
    properties: dict[str, object]
    geometry: shapely.Geometry


def read_features(path: Path, known: Collection[str] = ()) -> tuple[Feature, ...]:
    """Read a GeoJSON file but for what is known; DataError if it is missing or broken."""
    content: Any = read_json(path)
    broken = DataError("error.bad_geojson", file=path.name, reason="reason.no_features")
    try:
        every = content["features"]
        found = tuple(_feature(one) for one in every if one["properties"]["id"] not in known)
    except _NO_FEATURES as error:
        raise broken from error
    if not found and not known:
        raise broken
    for feature in found:
        # Before any arithmetic: numpy would warn of what is no number or beyond all bounds.
        if not (abs(shapely.get_coordinates(feature.geometry)) <= (180, 90)).all():
            raise DataError("error.bad_shape", file=path.name, got=feature.id)
    return found


def _feature(content: Any) -> Feature:  # noqa: ANN401  as JSON has it
    properties = dict(content["properties"])
    if not holds_text(properties["id"]):
        raise ValueError(properties["id"])
    return Feature(properties["id"], properties, shape(content["geometry"]))


def read_context(path: Path) -> tuple[Feature, ...]:
    """Read neighbours: shapes with the fields that the map names them by, each checked."""
    features = read_features(path)
    for row, feature in enumerate(features, start=1):
        for name in ("name_ru", "name_en"):
            if not holds_text(feature.properties.get(name)):
                raise DataError("error.bad_record", file=path.name, row=row, column=name)
        for name, limit in (("label_lon", 180), ("label_lat", 90)):
            value: Any = feature.properties.get(name)
            if type(value) not in (int, float) or not abs(value) <= limit:
                raise DataError("error.bad_record", file=path.name, row=row, column=name)
        drawn = feature.geometry.geom_type.removeprefix("Multi") in ("Polygon", "LineString")
        if not drawn or feature.geometry.is_empty:
            raise DataError("error.bad_shape", file=path.name, got=feature.id)
    return features


def read_layer(path: Path, known: Collection[str] = ()) -> tuple[Feature, ...]:
    """
    Read one layer but for the shapes that are known from another file.

    DataError if a shape is invalid, or the layer is no coverage.
    """
    layer = read_features(path, known)
    for feature in layer:
        polygonal = feature.geometry.geom_type in ("Polygon", "MultiPolygon")
        if not polygonal or feature.geometry.is_empty or not feature.geometry.is_valid:
            raise DataError("error.bad_shape", file=path.name, got=str(feature.id))
    unique = len({feature.id for feature in layer}) == len(layer)
    if not unique or not shapely.coverage_is_valid([feature.geometry for feature in layer]):
        raise DataError("error.bad_coverage", file=path.name)
    return layer


def check_named(territories: Territories, known: Collection[str]) -> None:
    """Check that every boundary that the gazetteer names is known; DataError if one is not."""
    for territory in territories.values():
        if territory.boundary not in known and territory not in territories.outside:
            raise DataError(
                "error.no_boundary",
                file="territories.csv",
                code=territory.code,
                got=territory.boundary,
            )


def check_layers(territories: Territories, folder: Path = settings.DATA) -> int:
    """Read and check every file of shapes, and return how many shapes the map is drawn from."""
    files = territories.imprint.layers
    layers = {country: read_layer(folder / name) for country, name in files.items()}
    check_named(territories, {feature.id for layer in layers.values() for feature in layer})
    for path in sorted(folder.glob(CONTEXT)):
        read_context(path)
    home = {t.boundary for t in territories.values() if t.is_home}
    return sum(
        country != territories.imprint.country or feature.id in home
        for country, layer in layers.items()
        for feature in layer
    )
