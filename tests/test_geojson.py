"""The layers for QGIS: reopened, they keep the rules of RFC 7946 and say what the view says."""

import io
import json
import zipfile
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import shape

from geo.agreements import load_register
from geo.exports.geojson import to_geojson
from geo.exports.material import Material
from geo.history import Standing, standing
from geo.map.network import build_network
from geo.shown import Shown, select
from geo.territories.boundaries import load_boundaries
from geo.text import LANGUAGES
from geo.view import View
from tests.hostile import hostile_copy

TODAY = date(2026, 11, 22)
LAYERS = ("boundaries_ru", "boundaries_by", "places", "ties", "agreements")
POLYGONS = ("Polygon", "MultiPolygon")
TYPES = {"boundaries_ru": POLYGONS, "boundaries_by": POLYGONS, "places": ("Point",),
         "ties": ("LineString",), "agreements": ("MultiLineString",)}  # fmt: skip


def unpack(data: bytes) -> dict[str, dict]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".geojson"): json.loads(archive.read(name).decode("utf-8"))
            for name in archive.namelist()
            if name.endswith(".geojson")
        }


@pytest.fixture(scope="module")
def make(register, network):
    return lambda **params: to_geojson(
        Material(Shown(View.from_params(params, register), register, TODAY), network)
    )


@pytest.fixture(scope="module")
def layers(make):
    """The layers of the whole register."""
    return unpack(make())


def positions(coordinates):
    """Every position of a geometry's coordinates."""
    if isinstance(coordinates[0], int | float):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions(part)


def rings(geometry):
    polygons = geometry["coordinates"]
    for polygon in [polygons] if geometry["type"] == "Polygon" else polygons:
        yield polygon[0], polygon[1:]


# --- RFC 7946 -------------------------------------------------------------------------------------


def test_there_is_one_file_per_layer_and_licence(layers):
    assert tuple(layers) == LAYERS
    assert {f["properties"]["licence"] for f in layers["boundaries_ru"]["features"]} == {"ODbL-1.0"}
    assert {f["properties"]["licence"] for f in layers["boundaries_by"]["features"]} == {
        "CC-BY-3.0"
    }


@pytest.mark.parametrize("name", LAYERS)
def test_members_are_those_of_the_standard(layers, name):
    layer = layers[name]
    assert layer["type"] == "FeatureCollection" and "crs" not in layer
    assert not {"coordinates", "geometry", "geometries", "properties"} & set(layer)
    ids = [feature["id"] for feature in layer["features"]]
    assert len(set(ids)) == len(ids) > 0
    for feature in layer["features"]:
        assert set(feature) == {"type", "id", "bbox", "properties", "geometry"}
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] in TYPES[name]
        assert set(feature["geometry"]) == {"type", "coordinates"}


@pytest.mark.parametrize("name", LAYERS)
def test_positions_are_degrees_with_at_most_six_decimals(layers, name):
    for feature in layers[name]["features"]:
        for position in positions(feature["geometry"]["coordinates"]):
            lon, lat = position
            assert -180 <= lon <= 180 and -90 <= lat <= 90
            assert round(lon, 6) == lon and round(lat, 6) == lat
    west, south, east, north = layers[name]["bbox"]
    assert 20 < west < 32 < east < 62 and 50 < south < 55 < north < 60


@pytest.mark.parametrize("name", LAYERS[:2])
def test_rings_are_closed_and_wound_by_the_right_hand_rule(layers, name):
    for feature in layers[name]["features"]:
        for outer, holes in rings(feature["geometry"]):
            for ring in (outer, *holes):
                assert len(ring) >= 4 and ring[0] == ring[-1]
            assert shapely.is_ccw(shapely.LinearRing(outer))
            assert not any(shapely.is_ccw(shapely.LinearRing(hole)) for hole in holes)


@pytest.mark.parametrize("name", LAYERS)
def test_boxes_hold_what_they_bound(layers, name):
    layer = layers[name]
    boxes = [shapely.box(*feature["bbox"]) for feature in layer["features"]]
    for feature, box in zip(layer["features"], boxes, strict=True):
        assert box.buffer(1e-6).covers(shape(feature["geometry"]))
    bounds = shapely.total_bounds([shape(feature["geometry"]) for feature in layer["features"]])
    assert layer["bbox"] == pytest.approx(bounds, abs=1e-6)


def test_each_layer_of_polygons_is_a_valid_coverage(layers):
    for name in LAYERS[:2]:
        shapes = [shape(feature["geometry"]) for feature in layers[name]["features"]]
        assert all(one.is_valid for one in shapes)
        assert shapely.coverage_is_valid(shapes)


def test_a_linestring_has_no_doubled_positions(layers):
    for feature in layers["ties"]["features"]:
        path = feature["geometry"]["coordinates"]
        assert len(path) >= 2 and all(a != b for a, b in pairwise(path))


# --- what they say --------------------------------------------------------------------------------


def test_a_tie_runs_from_home_to_partner_with_its_facts(layers, register):
    ties = {tie.code: tie for tie in select(View(), register).ties}
    assert len(layers["ties"]["features"]) == len(ties)
    for feature in layers["ties"]["features"]:
        facts, tie = feature["properties"], ties[feature["id"]]
        assert (facts["home"], facts["partner"]) == (tie.home, tie.partner)
        assert facts["n_agreements"] == tie.n_agreements == len(facts["ids"].split("; "))
        assert facts["n_in_force"] == sum(a.status == "in_force" for a in tie.agreements)
        assert facts["n_lapsed"] == facts["n_agreements"] - facts["n_in_force"]
        assert facts["length_km"] == round(tie.length_km, 1)
        for end, code in ((0, tie.home), (-1, tie.partner)):
            point = feature["geometry"]["coordinates"][end]
            place = register.territories[code]
            assert point == pytest.approx([place.lon, place.lat], abs=1e-3)


def test_the_remote_place_is_where_it_is_and_not_at_the_maps_edge(layers):
    remote = next(f for f in layers["places"]["features"] if f["id"] == "ru-sve-zarechny")
    assert remote["geometry"]["coordinates"][0] > 60
    tie = next(f for f in layers["ties"]["features"] if f["id"].startswith("ru-sve-zarechny"))
    assert tie["geometry"]["coordinates"][0] == pytest.approx(
        remote["geometry"]["coordinates"], abs=1e-5
    )


def test_counts_are_those_of_the_view(make, register):
    view = View.from_params({"region": "by-ma", "status": "in_force"}, register)
    layers = unpack(make(region="by-ma", status="in_force"))
    selection = select(view, register)
    assert len(layers["ties"]["features"]) == len(selection.ties)
    named = {f["id"]: f["properties"] for name in LAYERS[:3] for f in layers[name]["features"]}
    for code, facts in named.items():
        own = {a for tie in selection.ties if code in (tie.home, tie.partner)
               for a in tie.agreements}  # fmt: skip
        assert facts["n_agreements"] == facts["n_in_force"] == len(own)
    assert layers["ties"]["n_agreements"] == len(selection.agreements)
    assert "Могилевская область" in layers["ties"]["filters"]


def test_statuses_are_those_of_the_day(make, register):
    view = View.from_params({"on": "2010-12-31"}, register)
    ties = {f["id"]: f["properties"] for f in unpack(make(on="2010-12-31"))["ties"]["features"]}
    expected = {
        tie.code: sum(standing(a, view.on) == Standing.IN_FORCE for a in tie.agreements)
        for tie in select(view, register).ties
    }
    assert {code: facts["n_in_force"] for code, facts in ties.items()} == expected
    assert 0 in expected.values()
    assert all(facts["last_signed"] <= "2010-12-31" for facts in ties.values())


def test_layers_hold_what_is_picked_and_count_the_unknown_apart(make):
    layers = unpack(make(focus="ru-smo-smolensk", on="2013-01-01"))
    ties = {f["id"]: f["properties"] for f in layers["ties"]["features"]}
    assert {code.split(",")[1]: facts["n_in_force"] for code, facts in ties.items()} == {
        "by-vi-vitebsk": 2, "by-ma-mogilev": 1, "by-vi-orsha": 1,
    }  # fmt: skip
    every = [f["properties"] for f in unpack(make(on="2013-01-01"))["ties"]["features"]]
    assert sum(facts["n_unknown"] for facts in every) >= 6
    assert not any(facts["n_lapsed"] for facts in every)
    assert all(facts["home"] == "ru-smo-smolensk" for facts in ties.values())
    assert "город Смоленск" in layers["ties"]["title"]


def test_every_territory_of_the_map_has_a_shape_or_a_point(layers, register, network):
    shapes = {f["id"] for name in LAYERS[:2] for f in layers[name]["features"]}
    points = {f["id"] for f in layers["places"]["features"]}
    assert set(register.party_codes) <= points and shapes <= points
    assert len(shapes) >= len(network.boundaries.shapes)
    inexact = [f for name in LAYERS[:2] for f in layers[name]["features"]
               if f["properties"]["accuracy"] == "approximate"]  # fmt: skip
    assert {f["id"] for f in inexact} == {"by-ma-horki", "by-ma-drybin"}


def test_an_empty_view_has_shapes_and_an_empty_layer_of_ties(make):
    layers = unpack(make(q="абракадабра"))
    assert layers["ties"]["features"] == [] and "bbox" not in layers["ties"]
    assert layers["boundaries_by"]["features"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_licences_and_attribution_travel_along(make, lang):
    data = make(lang=lang)
    layers = unpack(data)
    for name, licence in (("boundaries_ru", "ODbL-1.0"), ("boundaries_by", "CC-BY-3.0")):
        assert licence in {one["name"] for one in layers[name]["licences"]}
        assert layers[name]["attribution"] and layers[name]["register_date"] == "2026-04-20"
    assert any("OpenStreetMap" in line for line in layers["boundaries_ru"]["attribution"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        readme = archive.read("README.txt").decode("utf-8-sig")
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in readme
    assert "https://creativecommons.org/licenses/by/3.0/" in readme
    assert all(name in readme for name in ("boundaries_ru.geojson", "boundaries_by.geojson"))
    with zipfile.ZipFile(io.BytesIO(make(focus="by-vi-orsha"))) as archive:
        readme = archive.read("README.txt").decode("utf-8-sig")
    assert "Выбрано: город Орша\r\nПоказано 2 из 52" in readme and "Все соглашения" not in readme


def test_geopandas_reads_them(make, tmp_path):
    (tmp_path / "layers.zip").write_bytes(make())
    with zipfile.ZipFile(tmp_path / "layers.zip") as archive:
        archive.extractall(tmp_path)
    for name in LAYERS:
        frame = gpd.read_file(tmp_path / f"{name}.geojson")
        assert frame.crs.to_epsg() == 4326 and frame.geometry.is_valid.all()
        if name == "agreements":
            assert frame.number.dtype.kind == "i" and "Смоленск" in " ".join(frame.title)
            continue
        assert frame.n_agreements.dtype.kind == "i"
        assert "Смоленск" in " ".join(frame.get("name_ru", frame.get("home_ru"))) or name.endswith(
            "by"
        )


def test_the_same_view_gives_the_same_bytes(make):
    assert make(region="by-vi") == make(region="by-vi")


def test_hostile_text_stays_text(tmp_path):
    from geo import settings

    folder = hostile_copy(settings.DATA, tmp_path / "data")
    register = load_register(folder)
    network = build_network(register, load_boundaries(register.territories, folder))
    layers = unpack(to_geojson(Material(Shown(View(), register, TODAY), network)))
    names = {f["id"]: f["properties"]["name_ru"] for f in layers["places"]["features"]}
    assert all(names[code] == register.territories[code].name_ru for code in names)


def test_an_agreement_is_one_feature_with_its_standing_and_a_line_for_each_pair(make, register):
    found = {f["id"]: f for f in unpack(make(on="2013-01-01"))["agreements"]["features"]}
    on = date(2013, 1, 1)
    signed = [a for a in register.agreements if a.signed_on <= on]
    assert set(found) == {agreement.id for agreement in signed}
    for agreement in signed:
        told = found[agreement.id]["properties"]
        assert told["status"] == str(standing(agreement, on))
        assert (told["number"], told["section"]) == (agreement.number, str(agreement.status))
        assert not told["registered_on"] or told["registered_on"] <= "2013-01-01"
    many = next(a for a in signed if len(a.territories) == 12)
    assert len(found[many.id]["geometry"]["coordinates"]) == 36


def holds(rule, properties):
    """Whether a rule of QGIS takes a feature."""
    test = rule.get("filter").replace(" AND ", " and ").replace(" = ", " == ")
    return eval(test, {"__builtins__": {}}, properties)


@pytest.mark.parametrize("name", LAYERS)
def test_every_feature_is_drawn_by_one_rule_of_the_layers_style(make, name):
    data = make(on="2013-01-01")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        style = ElementTree.fromstring(archive.read(f"{name}.qml"))
    rules, symbols = list(style.iter("rule")), {x.get("name"): x for x in style.iter("symbol")}
    for feature in unpack(data)[name]["features"]:
        fitting = [rule for rule in rules if holds(rule, feature["properties"])]
        bare = name == "places" and not feature["properties"]["n_agreements"]
        assert len(fitting) == (0 if bare else 1), feature["properties"]
        assert all(rule.get("symbol") in symbols for rule in fitting)


def test_styles_have_the_colours_and_dashes_of_the_map(make):
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        style = ElementTree.fromstring(archive.read("agreements.qml"))
    looks = {}
    for rule, symbol in zip(style.iter("rule"), style.iter("symbol"), strict=True):
        lines = [{o.get("name"): o.get("value") for o in layer.iter("Option")} for layer in symbol]
        looks[rule.get("label")] = lines
    (solid,), (dashed,) = looks["Дружба · действует"], looks["Дружба · утратило силу"]
    assert solid["line_color"].startswith("34,173,132") and solid["use_custom_dash"] == "0"
    assert dashed["customdash"] == "6;5" and dashed["use_custom_dash"] == "1"
    assert len(looks["Побратимство · действует"]) == 2
