"""The geographic files keep their promises: shapes, territories, neighbours, provenance."""

import csv
import hashlib
import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

DATA = Path(__file__).resolve().parent.parent / "data"
EQUAL_AREA = "EPSG:3035"
LAYERS = ("boundaries_ru.geojson", "boundaries_by.geojson")
CONTEXT = ("context_ru.geojson", "context_lv.geojson", "context_pl.geojson")
COLUMNS = (
    "code", "country", "region", "kind", "short_ru", "name_ru", "name_en", "name_be",
    "former_names", "seat_ru", "lon", "lat", "boundary", "accuracy", "elsewhere",
)  # fmt: skip
CYRILLIC = re.compile(r"[А-Яа-яЁёІіЎў][А-Яа-яЁёІіЎў'’ ;.-]*")
RUSSIAN = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё ();.-]*")
LATIN = re.compile(r"[A-Za-z][A-Za-z -]*")


@pytest.fixture(scope="module")
def layers() -> dict[str, gpd.GeoDataFrame]:
    return {name: gpd.read_file(DATA / name).set_index("id") for name in LAYERS}


@pytest.fixture(scope="module")
def shapes(layers) -> dict[str, shapely.Geometry]:
    return {code: shape for layer in layers.values() for code, shape in layer.geometry.items()}


@pytest.fixture(scope="module")
def territories() -> list[dict[str, str]]:
    with (DATA / "territories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def context() -> dict[str, dict]:
    features = {}
    for name in CONTEXT:
        for feature in json.loads((DATA / name).read_text(encoding="utf-8"))["features"]:
            assert feature["properties"]["id"] not in features
            features[feature["properties"]["id"]] = feature
    return features


def test_layers_have_85_russian_and_119_belarusian_shapes(layers):
    counts = layers["boundaries_ru.geojson"].index.str[:6].value_counts().to_dict()
    assert counts == {"ru-smo": 27, "ru-psk": 26, "ru-bry": 31, "ru-sve": 1}
    assert len(layers["boundaries_by.geojson"]) == 118 + 1


@pytest.mark.parametrize("name", LAYERS)
def test_layer_read_from_its_file_is_a_valid_coverage_of_valid_polygons(layers, name):
    polygons = layers[name].geometry.to_numpy()
    assert shapely.is_valid(polygons).all()
    assert not shapely.is_empty(polygons).any()
    assert {polygon.geom_type for polygon in polygons} <= {"Polygon", "MultiPolygon"}
    assert shapely.coverage_is_valid(polygons)
    assert layers[name].index.is_unique
    assert set(layers[name]["role"]) == {"territory"}


@pytest.mark.parametrize("name", LAYERS)
def test_layer_has_no_holes_but_those_its_own_shapes_fill(layers, name):
    whole = shapely.union_all(layers[name].geometry.to_numpy())
    assert not [ring for part in shapely.get_parts(whole) for ring in part.interiors]


@pytest.mark.parametrize("name", LAYERS)
def test_layer_is_in_degrees_with_5_decimals_counterclockwise(layers, name):
    assert layers[name].crs == "EPSG:4326"
    text = (DATA / name).read_text(encoding="utf-8")
    assert not re.search(r"\d\.\d{6}", text)
    parts = shapely.get_parts(layers[name].geometry.to_numpy())
    assert shapely.is_ccw(shapely.get_exterior_ring(parts)).all()


def test_shapes_lie_where_their_country_lies(layers):
    russian = layers["boundaries_ru.geojson"]
    for region, bounds in (
        ("ru-smo-", (30.75, 53.41, 35.38, 56.07)),
        ("ru-psk-", (27.32, 55.59, 31.50, 59.02)),
        ("ru-bry-", (31.24, 51.84, 35.32, 54.04)),
    ):
        oblast = russian[russian.index.str.startswith(region)]
        assert oblast.total_bounds == pytest.approx(bounds, abs=0.05), region
    zarechny = layers["boundaries_ru.geojson"].loc[["ru-sve-zarechny"]]
    assert zarechny.total_bounds == pytest.approx((61.1, 56.7, 61.5, 56.95), abs=0.15)
    belarus = layers["boundaries_by.geojson"]
    assert belarus.total_bounds == pytest.approx((23.18, 51.26, 32.77, 56.17), abs=0.05)


@pytest.mark.parametrize(
    ("region", "official_km2"),
    [("ru-smo-", 49_779), ("ru-psk-", 55_399), ("ru-bry-", 34_857), ("by-", 207_600)],
)
def test_area_is_within_1_percent_of_the_official_figure(layers, region, official_km2):
    layer = layers[f"boundaries_{region[:2]}.geojson"]
    ours = layer[layer.index.str.startswith(region)]
    assert ours.to_crs(EQUAL_AREA).area.sum() / 1e6 == pytest.approx(official_km2, rel=0.01)


def test_only_horki_and_drybin_are_approximate(layers, territories):
    belarus = layers["boundaries_by.geojson"]
    assert set(belarus.index[belarus["approximate"].eq(True)]) == {"by-ma-horki", "by-ma-drybin"}
    assert "approximate" not in layers["boundaries_ru.geojson"]
    marked = {row["code"] for row in territories if row["accuracy"] == "approximate"}
    assert marked == {"by-ma-horki", "by-ma-drybin"}


def test_horki_and_drybin_meet_along_one_line(layers):
    belarus = layers["boundaries_by.geojson"].geometry
    horki, drybin = belarus["by-ma-horki"], belarus["by-ma-drybin"]
    assert shapely.line_merge(horki.intersection(drybin)).geom_type == "LineString"
    assert horki.centroid.y > drybin.centroid.y


def test_territories_have_the_agreed_columns_and_unique_codes(territories):
    assert tuple(territories[0]) == COLUMNS
    codes = [row["code"] for row in territories]
    assert len(set(codes)) == len(codes)
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"[a-z]{2}-[a-z]{2,3}-[a-z-]+", code) for code in codes)


def test_territories_are_88_russian_and_118_districts_and_14_cities_of_belarus(territories):
    kinds = [(row["country"], row["kind"]) for row in territories]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        ("ru", "munitsipalny_okrug"): 52,
        ("ru", "gorodskoy_okrug"): 1,
        ("ru", "rayon"): 24,
        ("ru", "gorod"): 11,
        ("by", "rayon"): 118,
        ("by", "gorod"): 13,
        ("by", "rayon_v_gorode"): 1,
    }


def test_code_begins_with_the_region_and_the_region_with_the_country(territories):
    for row in territories:
        assert row["code"].startswith(row["region"] + "-")
        assert row["region"].startswith(row["country"] + "-")


def test_every_party_of_the_register_is_a_territory(territories):
    with (DATA / "parties.csv").open(encoding="utf-8", newline="") as file:
        named = {row["territory"] for row in csv.DictReader(file)}
    assert named <= {row["code"] for row in territories}


def test_names_are_not_empty_and_short_names_are_unique(territories):
    for row in territories:
        for column in ("short_ru", "name_ru", "name_en", "seat_ru"):
            assert row[column] == row[column].strip() != "", (row["code"], column)
        assert bool(row["name_be"]) == (row["country"] == "by"), row["code"]
    assert len({row["short_ru"] for row in territories}) == len(territories)
    assert len({row["name_ru"] for row in territories}) == len(territories)
    assert len({row["name_en"] for row in territories}) == len(territories)


def test_no_letter_of_one_script_hides_in_a_name_of_the_other(territories, context):
    for row in territories:
        for column in ("short_ru", "name_ru", "seat_ru"):
            assert RUSSIAN.fullmatch(row[column]), (row["code"], column)
        assert not row["former_names"] or RUSSIAN.fullmatch(row["former_names"]), row["code"]
        assert not row["name_be"] or CYRILLIC.fullmatch(row["name_be"]), row["code"]
        assert LATIN.fullmatch(row["name_en"]), row["code"]
    for neighbour in context.values():
        assert RUSSIAN.fullmatch(neighbour["properties"]["name_ru"])
        assert LATIN.fullmatch(neighbour["properties"]["name_en"])


def test_names_of_kind_agree_with_the_kind(territories):
    for row in territories:
        word = {"rayon": "район", "munitsipalny_okrug": "муниципальный округ", "gorod": "город"}
        word["gorodskoy_okrug"] = "городской округ"
        assert word.get(row["kind"], "район города") in row["name_ru"], row["code"]


def test_every_boundary_exists_and_every_shape_has_an_owner(territories, shapes):
    assert {row["boundary"] for row in territories} == set(shapes)
    assert set(shapes) <= {row["code"] for row in territories}


def test_accuracy_says_who_has_a_shape(territories):
    for row in territories:
        own = row["boundary"] == row["code"]
        assert (row["accuracy"] in {"exact", "approximate"}) == own, row["code"]


def test_every_point_lies_in_its_shape_and_in_no_other(territories, shapes):
    for row in territories:
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        around = [code for code, shape in shapes.items() if shape.contains(point)]
        assert around == [row["boundary"]], row["code"]


def test_districts_keep_8_km_away_from_the_city_that_is_their_seat(territories):
    cities = {row["short_ru"]: row for row in territories if row["kind"] == "gorod"}
    pairs = [
        (row, cities[row["seat_ru"]])
        for row in territories
        if row["kind"] not in {"gorod", "rayon_v_gorode"} and row["seat_ru"] in cities
    ]
    assert len(pairs) == 18
    for district, city in pairs:
        points = gpd.GeoSeries.from_xy(
            [float(district["lon"]), float(city["lon"])],
            [float(district["lat"]), float(city["lat"])],
            crs="EPSG:4326",
        ).to_crs(EQUAL_AREA)
        assert points.iloc[0].distance(points.iloc[1]) > 7_900, district["code"]


def test_neighbours_are_lines_with_a_name_inside_the_frame(context, shapes):
    frame = shapely.box(20, 49.5, 42, 59)
    drawn = [shape for code, shape in shapes.items() if code.startswith(("ru-smo-", "by-"))]
    covered = shapely.union_all(drawn)
    for neighbour in context.values():
        properties = neighbour["properties"]
        assert properties["role"] == "neighbour"
        lines = shapely.from_geojson(json.dumps(neighbour["geometry"]))
        assert lines.geom_type in {"LineString", "MultiLineString"}
        assert lines.is_valid
        assert frame.buffer(1e-5).covers(lines), properties["id"]
        label = shapely.Point(properties["label_lon"], properties["label_lat"])
        assert frame.contains(label)
        assert not covered.contains(label), properties["id"]


def test_names_of_the_nearest_neighbours_stand_where_the_map_is_read(context):
    window = shapely.box(22.5, 51, 37.5, 57)
    oblasts = ["ru-psk", "ru-tve", "ru-mos", "ru-klu", "ru-bry", "ru-orl", "ru-tul", "ru-krs"]
    for code in [*oblasts, "lv", "lt", "pl", "ua"]:
        properties = context[code]["properties"]
        assert window.contains(shapely.Point(properties["label_lon"], properties["label_lat"]))


def test_no_line_of_the_context_is_drawn_twice(context):
    lines = {
        code: shapely.from_geojson(json.dumps(neighbour["geometry"]))
        for code, neighbour in context.items()
    }
    codes = sorted(lines)
    for number, first in enumerate(codes):
        for second in codes[number + 1 :]:
            shared = lines[first].intersection(lines[second])
            assert shared.length < 0.01, (first, second)


@pytest.mark.parametrize("name", [*LAYERS, *CONTEXT, "territories.csv", "territory_keys.csv"])
def test_file_is_recorded_with_its_size_hash_licence_and_notice(name):
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["path"] == name)
    content = (DATA / name).read_bytes()
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    assert b"\r" not in content
    assert resource["licenses"]
    assert resource["sources"]
    assert resource["attribution"]["ru"]
    assert resource["attribution"]["en"]


def test_oblasts_around_the_map_are_spelt_as_those_on_it():
    around = json.loads((DATA / "context_ru.geojson").read_text(encoding="utf-8"))
    names = {row["properties"]["name_en"] for row in around["features"]}
    assert "Kaluga oblast" in names and not any("Oblast" in name for name in names)
