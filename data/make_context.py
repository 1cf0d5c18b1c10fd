"""
Recipe: the borders and names around the map, `context_ru`, `context_lv` and `context_pl.geojson`.

Run it with ``python -m data.make_context``, after `data.make_boundaries`. Neighbours are a flat
background; these files hold the land borders between them as lines, each line once, and a point for
each name. Borders of Smolensk oblast and Belarus aren't here: their own shapes give them. A border
of two countries is drawn by the layer with the clearer licence, and one layer's licence is one
file: so Lithuania and Ukraine are outlined without any line of their own layers, which only say
which neighbour lies beyond a border.
"""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.coverage import METRIC, STORED, write_features
from data.make_boundaries import BLR_ADM2, CARRIER, GEOBOUNDARIES, RUS_ADM2
from data.provenance import CC_BY_4_0, CC_BY_SA_2_0, DATA, ODBL_1_0, record
from data.wheels import ACCESSED, read_divisions, read_shapes, wheels_folder

RECIPE = "python -m data.make_context"
FRAME = shapely.box(20, 49.5, 42, 59)
WINDOW = shapely.box(22.5, 51, 37.5, 57)
"""Where the map is read: the name of a neighbour that reaches into it stands inside it."""
VISIBLE_DEGREES2 = 0.5
"""So much of a neighbour must lie in the window to bear its name: about 3 500 km²."""

LAYERS = {
    RUS_ADM2: "ru",
    BLR_ADM2: "by",
    "93132946": "ee",
    "27541924": "lv",
    "97415170": "lt",
    "59564084": "pl",
    "10664576": "ua",
}
COUNTRIES = {
    "lv": ("Латвия", "Latvia"),
    "lt": ("Литва", "Lithuania"),
    "pl": ("Польша", "Poland"),
    "ua": ("Украина", "Ukraine"),
}
SMOLENSK = "ru-smo"
MOSCOW = shapely.Point(37.616, 55.752)
SIMPLIFY_M = 500.0
NEAR_M = 5_000.0
"""A stretch of outline with no neighbour so near is coast (or the end of the layers): left out."""
GAP_WIDTH = 1000.0

FIELDS = [
    {"name": "id", "type": "string", "description": "ISO 3166 code, lower case: ru-psk, lv"},
    {"name": "role", "type": "string", "description": "Always neighbour"},
    {"name": "name_ru", "type": "string", "description": "Russian name"},
    {"name": "name_en", "type": "string", "description": "English name"},
    {"name": "label_lon", "type": "number", "description": "Place of the name, degrees, WGS 84"},
    {"name": "label_lat", "type": "number", "description": "Place of the name, degrees, WGS 84"},
]


def main(folder: Path) -> None:
    """Write and record the three files from the wheels in `folder`."""
    shapes = read_shapes(folder, list(LAYERS))
    shapes = shapes[shapes.intersects(FRAME.buffer(0.5))].to_crs(METRIC)
    shapes["country"] = shapes["layer"].map(LAYERS)
    countries = shapes.groupby("country").geometry.apply(_dissolved)
    names = _region_names(read_divisions(folder))
    oblasts = _oblasts(shapes[shapes["country"] == "ru"], names)
    countries["ru"] = shapely.union_all(oblasts.to_numpy())

    lines = _shared_lines(oblasts)
    for oblast, shape in oblasts.items():
        abroad = _faces(shape, countries.drop("ru"), also=oblasts.drop(oblast))
        lines[oblast] += [line for country, line in abroad.items() if country in "ee lv lt pl ua"]
    del lines[SMOLENSK]
    latvia = _faces(countries["lv"], countries.drop("lv"))
    poland = _faces(countries["pl"], countries.drop("pl"))

    names |= COUNTRIES
    areas = pd.concat([oblasts, countries.loc[list(COUNTRIES)]])
    _write("ru", lines, areas, names)
    _write("lv", {"lv": [latvia["ee"]], "lt": [latvia["lt"]]}, areas, names)
    _write("pl", {"pl": [poland["lt"]], "ua": [poland["ua"]]}, areas, names)
    _record_all()


def _dissolved(shapes: gpd.GeoSeries) -> shapely.Geometry:
    """Merge the shapes of a layer into one, closing the gaps between them."""
    cleaned = shapely.coverage_clean(shapes.to_numpy(), gap_width=GAP_WIDTH)
    return shapely.coverage_union_all(cleaned)


def _region_names(divisions: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Read the Russian and English names of the regions of Russia, by code."""
    regions = divisions[(divisions["country"] == "RU") & (divisions["subtype"] == "region")]
    names = {row.region.lower(): (row.name_primary, row.name_en) for row in regions.itertuples()}
    names["ru-kgd"] = ("Калининградская область", "Kaliningrad Oblast")
    return names


def _oblasts(shapes: gpd.GeoDataFrame, names: dict[str, tuple[str, str]]) -> gpd.GeoSeries:
    """
    Dissolve the districts of Russia into oblasts with identical edges.

    The layer lacks Moscow: it is the hole that its neighbours leave.
    """
    codes = {english: code for code, (_, english) in names.items()}
    codes |= {"Kaliningrad": "ru-kgd"}
    cleaned = shapely.coverage_clean(shapes.geometry.to_numpy(), gap_width=GAP_WIDTH)
    districts = gpd.GeoSeries(cleaned, crs=METRIC)
    oblasts = districts.groupby(shapes["admin2"].map(codes).to_numpy()).apply(
        lambda district: shapely.coverage_union_all(district.to_numpy())
    )
    moscow = gpd.GeoSeries([MOSCOW], crs=STORED).to_crs(METRIC).iloc[0]
    land = shapely.get_parts(shapely.union_all(oblasts.to_numpy()))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    oblasts["ru-mow"] = next(hole for hole in holes if hole.contains(moscow))
    return oblasts


def _shared_lines(oblasts: gpd.GeoSeries) -> dict[str, list[shapely.Geometry]]:
    """Find the borders between oblasts, each under the oblast of the pair that has fewer so far."""
    lines: dict[str, list[shapely.Geometry]] = {oblast: [] for oblast in oblasts.index}
    for first, one in oblasts.items():
        for second, other in oblasts[oblasts.index > first].items():
            shared = shapely.intersection(one.boundary, other.boundary)
            shared = [part for part in shapely.get_parts(shared) if part.length > 0]
            if shared and SMOLENSK not in (first, second):
                owner = min(first, second, key=lambda oblast: len(lines[oblast]))
                lines[owner].append(shapely.line_merge(shapely.MultiLineString(shared)))
    return lines


def _faces(
    shape: shapely.Geometry, countries: gpd.GeoSeries, also: gpd.GeoSeries | None = None
) -> dict[str, shapely.Geometry]:
    """
    Return the stretches of an outline by the country that lies beyond them; coast is left out.

    The `countries` around it are of other layers: near, not exactly adjacent. Those of `also` are
    of the same layer, exactly adjacent: their stretches are left out.
    """
    outline = shape.boundary
    if also is not None:
        outline = outline.difference(shapely.union_all(also.boundary.to_numpy()))
    stretches = _stretches(shapely.segmentize(outline, 1_000))
    middles = shapely.line_interpolate_point(stretches, 0.5, normalized=True)
    near = [country for country, area in countries.items() if area.distance(shape) < NEAR_M]
    if not near or not len(stretches):
        return {}
    distances = np.array([shapely.distance(countries[country], middles) for country in near])
    nearest = np.where(distances.min(axis=0) < NEAR_M, distances.argmin(axis=0), -1)
    return {
        country: shapely.line_merge(shapely.union_all(stretches[nearest == number]))
        for number, country in enumerate(near)
        if (nearest == number).any()
    }


def _stretches(outline: shapely.Geometry) -> np.ndarray:
    """Take a line apart into its segments of two points."""
    segments = []
    for part in shapely.get_parts(outline):
        points = shapely.get_coordinates(part)
        segments.append(shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1)))
    return np.concatenate(segments) if segments else np.array([])


def _write(
    file: str,
    lines: dict[str, list[shapely.Geometry]],
    areas: gpd.GeoSeries,
    names: dict[str, tuple[str, str]],
) -> None:
    """Write one file of neighbours, clipped to the frame; print its figures."""
    areas = gpd.GeoSeries(areas, crs=METRIC).to_crs(STORED)
    features = []
    for neighbour in sorted(lines):
        borders = shapely.MultiLineString(
            [part for line in lines[neighbour] for part in shapely.get_parts(line)]
        )
        borders = shapely.simplify(borders, SIMPLIFY_M)
        borders = gpd.GeoSeries([borders], crs=METRIC).to_crs(STORED).iloc[0].intersection(FRAME)
        if borders.is_empty:
            continue
        lon, lat = _label_point(areas[neighbour])
        name_ru, name_en = names[neighbour]
        properties = {"id": neighbour, "role": "neighbour", "name_ru": name_ru, "name_en": name_en}
        properties |= {"label_lon": lon, "label_lat": lat}
        features.append((properties, shapely.normalize(borders)))
    path = DATA / f"context_{file}.geojson"
    write_features(path, features)
    print(f"{path.name}: {len(features)} neighbours, {path.stat().st_size:,} bytes")


def _label_point(area: shapely.Geometry) -> tuple[float, float]:
    """Find the middle of the widest part of an area inside the window, or else the frame."""
    seen = area.intersection(WINDOW)
    if seen.area < VISIBLE_DEGREES2:
        seen = area.intersection(FRAME)
    widest = max(shapely.get_parts(seen), key=lambda part: part.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(widest, tolerance=0.01), 0)
    return round(middle.x, 2), round(middle.y, 2)


def _record_all() -> None:
    """Record the three files."""
    osm = "https://www.openstreetmap.org/copyright"
    _record(
        "ru",
        "oblasts of Russia",
        "области России",
        "Borders between oblasts, and of Russia with Estonia, Latvia, Lithuania, Poland and "
        "Ukraine as in OpenStreetMap in 2017. Moscow is the hole the layer leaves.",
        {
            "title": f"geoBoundaries RUS-ADM2-{RUS_ADM2}, after OpenStreetMap, 2017",
            "title_ru": f"geoBoundaries RUS-ADM2-{RUS_ADM2}, по OpenStreetMap, 2017",
            "path": osm,
        },
        [ODBL_1_0],
        "© участники OpenStreetMap (ODbL)",
        "© OpenStreetMap contributors (ODbL)",
    )
    _record(
        "lv",
        "Latvia and Lithuania",
        "Латвия и Литва",
        "Borders of Latvia with Estonia (under Latvia) and Lithuania (under Lithuania), 2021.",
        {
            "title": "geoBoundaries LVA-ADM2-27541924, after Valsts zemes dienests, 2021",
            "title_ru": "geoBoundaries LVA-ADM2-27541924, по данным Земельной службы Латвии, 2021",
            "path": "https://data.gov.lv/dati/lv/dataset/administrativo-teritoriju-karte",
        },
        [CC_BY_4_0],
        "Земельная служба Латвии (CC BY 4.0)",
        "Valsts zemes dienests (CC BY 4.0)",
    )
    _record(
        "pl",
        "Poland and Ukraine",
        "Польша и Украина",
        "Borders of Poland with Lithuania (under Poland) and Ukraine (under Ukraine), 2017. The "
        "layer's metadata say CC BY-SA 2.0 and point to OpenStreetMap, whose data are under ODbL: "
        "both are stated.",
        {
            "title": "geoBoundaries POL-ADM3-59564084, after OpenStreetMap, 2017",
            "title_ru": "geoBoundaries POL-ADM3-59564084, по OpenStreetMap, 2017",
            "path": osm,
        },
        [CC_BY_SA_2_0, ODBL_1_0],
        "© участники OpenStreetMap (CC BY-SA 2.0, ODbL)",
        "© OpenStreetMap contributors (CC BY-SA 2.0, ODbL)",
    )


def _record(
    file: str,
    where_en: str,
    where_ru: str,
    description: str,
    source: dict[str, str],
    licenses: list[dict[str, str]],
    holder_ru: str,
    holder_en: str,
) -> None:
    """Record one file."""
    record(
        DATA / f"context_{file}.geojson",
        name=f"context-{file}",
        title=f"Neighbours: {where_en}",
        description=f"{description} Lines simplified to 500 m and clipped to 20-42 E, 49.5-59 N; "
        "no coast. Names of oblasts after Overture divisions.",
        sources=[source, GEOBOUNDARIES, CARRIER],
        licenses=licenses,
        recipe=RECIPE,
        attribution_ru=f"Соседние границы ({where_ru}): {holder_ru}, geoBoundaries",
        attribution_en=f"Neighbouring borders ({where_en}): {holder_en}, geoBoundaries",
        fields=FIELDS,
        publisher="William & Mary geoLab",
        published="2023-12-12",
        accessed=ACCESSED,
    )


if __name__ == "__main__":
    main(wheels_folder(__doc__))
