"""
The files of shapes: read with shapely alone and checked, before anything is drawn or measured.

A layer is a GeoJSON file of polygons that form a valid coverage, one shape per boundary id.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from geo import settings
from geo.errors import DataError
from geo.territories import Country, Territories

FILES = {Country.RU: "boundaries_ru.geojson", Country.BY: "boundaries_by.geojson"}
CONTEXT = "context_*.geojson"


@dataclass(frozen=True)
class Feature:
    """A shape of a file: the `id` among its `properties`, and its geometry in EPSG:4326."""

    id: str
    properties: dict[str, object]
    geometry: shapely.Geometry


def read_features(path: Path) -> tuple[Feature, ...]:
    """
    Read a GeoJSON file.

    Raises
    ------
    DataError
        If it is missing or broken.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = tuple(
            Feature(f["properties"]["id"], dict(f["properties"]), shape(f["geometry"]))
            for f in features
        )
        if not found:
            msg = "no features"
            raise ValueError(msg)
        return found
    except FileNotFoundError as error:
        raise DataError("error.no_file", file=path.name) from error
    except (ValueError, LookupError, TypeError, AttributeError, ShapelyError) as error:
        raise DataError("error.bad_geojson", file=path.name, got=repr(error)[:200]) from error


def read_layer(path: Path) -> tuple[Feature, ...]:
    """
    Read one layer.

    Raises
    ------
    DataError
        If it is missing or broken, a shape is invalid, or the layer is no coverage.
    """
    layer = read_features(path)
    for feature in layer:
        polygonal = feature.geometry.geom_type in ("Polygon", "MultiPolygon")
        if not polygonal or feature.geometry.is_empty or not feature.geometry.is_valid:
            raise DataError("error.bad_shape", file=path.name, got=str(feature.id))
    unique = len({feature.id for feature in layer}) == len(layer)
    if not unique or not shapely.coverage_is_valid([feature.geometry for feature in layer]):
        raise DataError("error.bad_coverage", file=path.name)
    return layer


def check_named(territories: Territories, known: Collection[str]) -> None:
    """
    Check that every boundary that the gazetteer names is known.

    Raises
    ------
    DataError
        If one is not.
    """
    for territory in territories.values():
        if territory.boundary not in known:
            raise DataError(
                "error.no_boundary",
                file="territories.csv",
                code=territory.code,
                got=territory.boundary,
            )


def check_layers(territories: Territories, folder: Path = settings.DATA) -> int:
    """
    Read every file of shapes, and return how many shapes the map is drawn from.

    Raises
    ------
    DataError
        If a file is missing or broken, or a territory names a boundary that none has.
    """
    layers = {country: read_layer(folder / name) for country, name in FILES.items()}
    check_named(territories, {feature.id for layer in layers.values() for feature in layer})
    for path in sorted(folder.glob(CONTEXT)):
        read_features(path)
    home = {t.boundary for t in territories.values() if t.region == settings.HOME_REGION}
    return sum(
        country == settings.PARTNER_COUNTRY or feature.id in home
        for country, layer in layers.items()
        for feature in layer
    )
