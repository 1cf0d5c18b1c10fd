"""Boundaries: two surveys become one coverage, and every mistake in their files is told once."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from geo import settings
from geo.agreements import load_register
from geo.errors import DataError
from geo.territories import Territories
from geo.territories.boundaries import load_boundaries
from geo.territories.layers import read_layer

HOLE_KM2 = 1.0
"""Less than that cannot be seen on a map of two oblasts."""


def write_layer(path: Path, **shapes: shapely.Geometry) -> None:
    features = [
        {"type": "Feature", "properties": {"id": id_}, "geometry": mapping(geometry)}
        for id_, geometry in shapes.items()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def tiny_territories(register, *codes: str) -> Territories:
    own = register.territories
    return Territories((own[code] for code in codes), own.imprint)


@pytest.fixture
def reconcile(tmp_path: Path, register):
    """Load two layers of one box each; return the two shapes, Russian first."""

    def load(russian: shapely.Geometry, belarusian: shapely.Geometry):
        write_layer(tmp_path / "boundaries_ru.geojson", **{"ru-smo-krasninsky": russian})
        write_layer(tmp_path / "boundaries_by.geojson", **{"by-vi-dubrowna": belarusian})
        territories = tiny_territories(register, "ru-smo-krasninsky", "by-vi-dubrowna")
        return load_boundaries(territories, tmp_path)

    return load


def area_km2(geometry: shapely.Geometry) -> float:
    series = gpd.GeoSeries([geometry], crs=settings.CRS).to_crs(EQUAL_AREA)
    return float(series.area.iloc[0]) / 1e6


EQUAL_AREA = "EPSG:3035"

# --- reconciling ----------------------------------------------------------------------------------

EAST = box(31.00, 54.0, 31.50, 54.5)
KILOMETRE = 1 / 65.0
"""Degrees of longitude, about, at 54° north."""


def test_russian_shape_wins_the_overlap(reconcile):
    west = box(30.50, 54.0, 31.00 + KILOMETRE, 54.5)
    boundaries = reconcile(EAST, west)
    russian, belarusian = boundaries.shapes.geometry
    assert area_km2(russian) == pytest.approx(area_km2(EAST), rel=1e-4)
    assert area_km2(belarusian) == pytest.approx(area_km2(box(30.5, 54.0, 31.0, 54.5)), rel=1e-3)
    assert shapely.coverage_is_valid(boundaries.shapes.geometry.to_crs(boundaries.crs).values)
    # And a few metres where parallels, straight in degrees, bend in the projection.
    assert boundaries.state_border.length == pytest.approx(0.5, abs=0.02)
    assert set(boundaries.shapes.geom_type) == {"Polygon", "MultiPolygon"}


def test_gap_between_the_surveys_is_closed(reconcile):
    west = box(30.50, 54.0, 31.00 - KILOMETRE, 54.5)
    # Gaps are holes only if something closes them at their ends: the west reaches round.
    west = shapely.union_all([west, box(30.5, 53.9, 31.2, 54.0), box(30.5, 54.5, 31.2, 54.6)])
    boundaries = reconcile(EAST, west)
    russian, belarusian = boundaries.shapes.geometry
    whole = shapely.union_all([russian, belarusian])
    assert len(whole.interiors) == 0
    assert area_km2(whole) == pytest.approx(area_km2(russian) + area_km2(belarusian), abs=0.01)
    assert shapely.coverage_is_valid(boundaries.shapes.geometry.to_crs(boundaries.crs).values)


def test_borders_of_two_boxes(reconcile):
    boundaries = reconcile(EAST, box(30.5, 54.0, 31.0, 54.5))
    assert boundaries.state_border.geom_type == "LineString"
    assert boundaries.state_border.length == pytest.approx(0.5, rel=1e-6)
    assert boundaries.outer_border.length == pytest.approx(3.0, rel=1e-4)
    assert boundaries.region_borders.is_empty
    assert boundaries.adjacent == {("ru-smo-krasninsky", "by-vi-dubrowna")}


# --- the real data --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def boundaries(register):
    return load_boundaries(register.territories)


def test_real_shapes_are_one_valid_coverage(boundaries):
    shapes = boundaries.shapes.geometry.to_crs(boundaries.crs)
    assert len(shapes) == 146
    assert shapes.is_valid.all()
    # Reprojection moves points by less than a millimetre: shared lines stay shared.
    assert shapely.coverage_is_valid(shapes.values, gap_width=0)


def test_real_shapes_neither_gape_nor_overlap_along_the_border(boundaries):
    shapes = boundaries.shapes.geometry.to_crs(boundaries.crs)
    whole = shapely.union_all(shapes.values)
    assert (shapes.area.sum() - whole.area) / 1e6 == pytest.approx(0, abs=0.01)
    holes = [
        Polygon(ring).area / 1e6
        for polygon in shapely.get_parts(whole)
        for ring in polygon.interiors
    ]
    assert [hole for hole in holes if hole >= HOLE_KM2] == []


def test_state_border_is_one_line(boundaries):
    border = boundaries.state_border
    assert border.geom_type == "LineString"
    assert border.is_simple
    assert not border.is_closed
    # About 463 km by statistics, more along every bend of this survey.
    length = shapely.length(_projected(border)) / 1000
    assert 400 < length < 800


def _projected(geometry: shapely.Geometry) -> shapely.Geometry:
    return gpd.GeoSeries([geometry], crs=settings.CRS).to_crs(EQUAL_AREA).iloc[0]


def test_no_line_is_drawn_twice(boundaries):
    kinds = (boundaries.state_border, boundaries.outer_border, boundaries.region_borders)
    for i, one in enumerate(kinds):
        for other in kinds[i + 1 :]:
            assert shapely.length(shapely.intersection(one, other)) == pytest.approx(0, abs=1e-9)


def test_both_countries_have_their_regions(boundaries, register):
    by_country = boundaries.shapes.groupby("country").size().to_dict()
    assert by_country == {"ru": 27, "by": 119}
    assert set(boundaries.region_points) == {
        *("ru-smo", "by-br", "by-ho", "by-hr", "by-ma", "by-mi", "by-vi")
    }
    for region, point in boundaries.region_points.items():
        own = boundaries.shapes[boundaries.shapes.region == region].geometry
        assert own.contains(shapely.Point(point)).any(), region
    assert boundaries.area_km2.sum() == pytest.approx(207_600 + 49_779, rel=0.01)


def test_points_of_territories_lie_in_their_shapes(boundaries, register):
    outside = [
        territory.code
        for territory in register.territories.values()
        if territory.boundary in boundaries.shapes.index
        and boundaries.shapes.geometry[territory.boundary].distance(
            shapely.Point(territory.lon, territory.lat)
        )
        > 0.02
    ]
    assert outside == []


# --- mistakes -------------------------------------------------------------------------------------


def one_error(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        read_layer(path)
    return caught.value


BROKEN = {
    "no JSON": "{",
    "an empty file": "",
    "no features": "{}",
    "features that are none": '{"features": [1]}',
    "no geometry": '{"features": [{"properties": {"id": "a"}, "geometry": null}]}',
    "no id": json.dumps({"features": [{"properties": {}, "geometry": mapping(box(0, 0, 1, 1))}]}),
    "no features in the list": '{"features": []}',
    "an unknown geometry": '{"features": [{"properties": {"id": "a"}, "geometry": {"type": "X"}}]}',
    "a list": "[]",
    "a deep list": "[" * 100_000,
    "no number": json.dumps({"features": [{"x": float("nan")}]}),
    "an id that is no text": '{"features": [{"properties": {"id": []}, "geometry": null}]}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_broken_geojson_is_one_clear_error(tmp_path: Path, text: str):
    path = tmp_path / "boundaries_ru.geojson"
    path.write_text(text, encoding="utf-8")
    error = one_error(path)
    assert error.key == "error.bad_geojson"
    assert "boundaries_ru.geojson" in str(error)


def test_file_in_another_encoding_is_one_clear_error(tmp_path: Path):
    path = tmp_path / "boundaries_ru.geojson"
    path.write_bytes('{"features": "Смоленск"}'.encode("cp1251"))
    assert one_error(path).key == "error.not_utf8"


def test_missing_file_is_one_clear_error(tmp_path: Path):
    error = one_error(tmp_path / "boundaries_ru.geojson")
    assert error.key == "error.no_file"
    assert "boundaries_ru.geojson" in str(error)


@pytest.mark.parametrize(
    "geometry",
    [
        Polygon([(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)]),
        Polygon(),
        MultiPolygon([box(0, 0, 1, 1), box(0.5, 0.5, 2, 2)]),
    ],
    ids=["a bow tie", "nothing", "parts that overlap"],
)
def test_invalid_shape_is_named(tmp_path: Path, geometry: shapely.Geometry):
    path = tmp_path / "boundaries_ru.geojson"
    write_layer(path, good=box(5, 5, 6, 6), bad=geometry)
    error = one_error(path)
    assert error.key == "error.bad_shape"
    assert error.details == {"file": "boundaries_ru.geojson", "got": "bad"}
    assert "boundaries_ru.geojson" in str(error)
    assert "'bad'" in str(error)


def test_line_or_point_is_no_shape(tmp_path: Path):
    path = tmp_path / "boundaries_ru.geojson"
    write_layer(path, good=box(5, 5, 6, 6), bad=shapely.Point(1, 1))
    assert one_error(path).details["file"] == "boundaries_ru.geojson"


def test_overlapping_shapes_are_one_clear_error(tmp_path: Path):
    path = tmp_path / "boundaries_ru.geojson"
    write_layer(path, one=box(0, 0, 1, 1), other=box(0.9, 0, 2, 1))
    error = one_error(path)
    assert error.key == "error.bad_coverage"
    assert "boundaries_ru.geojson" in str(error)


def test_shapes_that_are_known_are_not_read_again(tmp_path: Path):
    write_layer(tmp_path / "layer.geojson", a=box(0, 0, 1, 1), b=box(1, 0, 2, 1))
    whole = read_layer(tmp_path / "layer.geojson")
    assert [shape.id for shape in whole] == ["a", "b"]
    assert read_layer(tmp_path / "layer.geojson", {"a"}) == whole[1:]
    assert read_layer(tmp_path / "layer.geojson", {"a", "b"}) == ()


def test_shape_that_stands_twice_is_one_clear_error(tmp_path: Path):
    path = tmp_path / "boundaries_ru.geojson"
    feature = {"properties": {"id": "a"}, "geometry": mapping(box(0, 0, 1, 1))}
    other = {"properties": {"id": "a"}, "geometry": mapping(box(1, 0, 2, 1))}
    path.write_text(json.dumps({"features": [feature, other]}))
    assert one_error(path).key == "error.bad_coverage"


def test_boundary_that_no_file_has_is_told(tmp_path: Path, register):
    write_layer(tmp_path / "boundaries_ru.geojson", **{"ru-smo-krasninsky": EAST})
    write_layer(tmp_path / "boundaries_by.geojson", **{"by-vi-other": box(30.5, 54, 31, 54.5)})
    territories = tiny_territories(register, "ru-smo-krasninsky", "by-vi-dubrowna")
    with pytest.raises(DataError) as caught:
        load_boundaries(territories, tmp_path)
    assert caught.value.key == "error.no_boundary"
    assert "'by-vi-dubrowna'" in str(caught.value)


def test_tiny_register_stands_on_the_real_shapes(tiny_folder: Path):
    boundaries = load_boundaries(load_register(tiny_folder).territories)
    assert np.isfinite(boundaries.area_km2).all()
