"""
Recipe: the borders and names around the map, a file `context_<country>.geojson` for each layer.

Run it with ``python -m data.make_context``, after `data.make_boundaries`. Neighbours are a flat
background; these files hold the land borders between them as lines, each line once, and a point for
each name. Borders of the home region and of
partner countries aren't here: their own shapes give them. A border
of two countries is drawn by the layer with the clearer licence, and one layer's licence is one
file: so Lithuania and Ukraine are outlined without any line of their own layers, which only say
which neighbour lies beyond a border.
"""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.coverage import METRIC, STORED, write_features
from data.order import RecipeOrder, Sources, ordered
from data.surveys import SURVEYS, country_name, record_layer

BY_EYE = {"ru-smo": ((20, 49.5, 42, 59), (22.5, 51, 37.5, 57))}
"""How far borders go, and where names are read: west, south, east, north."""
VISIBLE_DEGREES2 = 0.5
"""So much of a neighbour must lie in the window to bear its name: about 3 500 km²."""
MOSCOW = shapely.Point(37.616, 55.752)
SIMPLIFY_M = 500.0
NEAR_M = 5_000.0
"""A stretch of outline with no neighbour so near is coast (or the end of the layers): left out."""
GAP_WIDTH = 1000.0


def main(order: RecipeOrder, sources: Sources) -> None:
    """Write and record a file for each layer that the borders around an order are drawn by."""
    view, inside = _view(order), order.imprint.countries
    shapes = sources.of(SURVEYS).sort_index()
    shapes = shapes[shapes.intersects(view.frame.buffer(0.5))].to_crs(METRIC)
    countries = shapes.groupby("country").geometry.apply(_dissolved)
    names = _region_names(sources.divisions)
    oblasts = _oblasts(shapes[shapes["country"] == "ru"], names)
    countries["ru"] = shapely.union_all(oblasts.to_numpy())
    beside = gpd.GeoSeries(countries, crs=METRIC).drop(list(inside), errors="ignore")
    seen = beside.to_crs(STORED).intersection(view.window)
    seen = shapely.area(seen.to_numpy()) >= VISIBLE_DEGREES2
    names |= {
        code: tuple(country_name(code, x) for x in ("ru", "en")) for code in beside[seen].index
    }
    areas = pd.concat([oblasts.set_crs(METRIC), beside[seen]])

    lines = _shared_lines(oblasts, order.home)
    for oblast, shape in oblasts.items():
        abroad = _faces(shape, countries.drop("ru"), also=oblasts.drop(oblast))
        lines[oblast] += [line for country, line in abroad.items() if country in beside.index]
    del lines[order.home]
    _write(order, view, "ru", lines, areas, names)
    for country, own in _lines_between(countries, beside[seen].index, inside).items():
        _write(order, view, country, own, areas, names)


@dataclass(frozen=True)
class _View:
    """What is around a map: as far as borders go, and where the names of neighbours are read."""

    frame: shapely.Geometry
    window: shapely.Geometry


def _view(order: RecipeOrder) -> _View:
    """Return what is around the map of an order: as set by eye, or as its shapes give it."""
    if order.home in BY_EYE:
        return _View(*(shapely.box(*box) for box in BY_EYE[order.home]))
    drawn = [gpd.read_file(order.boundaries(country)) for country in order.partners]
    home = gpd.read_file(order.boundaries(order.imprint.country))
    drawn.append(home[home["id"].str.startswith(f"{order.home}-")])
    west, south, east, north = pd.concat(drawn).total_bounds.round(1)
    return _View(
        shapely.box(west - 3, south - 1.5, east + 3, north + 1.5),
        shapely.box(west - 0.7, south - 0.3, east + 0.7, north + 0.3),
    )


def _lines_between(
    countries: gpd.GeoSeries, named: pd.Index, inside: tuple[str, ...]
) -> dict[str, dict[str, list[shapely.Geometry]]]:
    """
    Return the borders between countries around the map by the layer that draws them, each once.

    Only layers of a known licence draw; a border stands under the one of the two that has fewer.
    """
    counts, drawn = dict.fromkeys(named, 0), set(inside)
    found: dict[str, dict[str, list[shapely.Geometry]]] = {}
    for country in named:
        if not SURVEYS[country].licenses:
            continue
        for other, line in _faces(countries[country], countries.drop(country)).items():
            if other not in drawn:
                owner = min([other, country], key=lambda code: counts.get(code, len(countries)))
                counts[owner] += 1
                found.setdefault(country, {}).setdefault(owner, []).append(line)
        drawn.add(country)
    return found


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
    if around := [hole for hole in holes if hole.contains(moscow)]:
        oblasts["ru-mow"] = around[0]
    return oblasts


def _shared_lines(oblasts: gpd.GeoSeries, home: str) -> dict[str, list[shapely.Geometry]]:
    """Find the borders between oblasts, each under the oblast of the pair that has fewer so far."""
    lines: dict[str, list[shapely.Geometry]] = {oblast: [] for oblast in oblasts.index}
    for first, one in oblasts.items():
        for second, other in oblasts[oblasts.index > first].items():
            shared = shapely.intersection(one.boundary, other.boundary)
            shared = [part for part in shapely.get_parts(shared) if part.length > 0]
            if shared and home not in (first, second):
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
    points, part = shapely.get_coordinates(shapely.get_parts(outline), return_index=True)
    segments = np.stack([points[:-1], points[1:]], axis=1)
    return shapely.linestrings(segments[part[:-1] == part[1:]])


def _write(
    order: RecipeOrder,
    view: _View,
    country: str,
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
        borders = (
            gpd.GeoSeries([borders], crs=METRIC).to_crs(STORED).iloc[0].intersection(view.frame)
        )
        if borders.is_empty:
            continue
        lon, lat = _label_point(areas[neighbour], view)
        name_ru, name_en = names[neighbour]
        name_en = name_en.replace(" Oblast", " oblast")  # as that of the home side is spelt
        properties = {"id": neighbour, "role": "neighbour", "name_ru": name_ru, "name_en": name_en}
        properties |= {"label_lon": lon, "label_lat": lat}
        features.append((properties, shapely.normalize(borders)))
    if not features:
        return
    path = order.folder / f"context_{country}.geojson"
    write_features(path, features)
    _record(path, country)
    print(f"{path.name}: {len(features)} neighbours, {path.stat().st_size:,} bytes")


def _label_point(area: shapely.Geometry, view: _View) -> tuple[float, float]:
    """Find the middle of the widest part of an area inside the window, or else the frame."""
    seen = area.intersection(view.window)
    if seen.area < VISIBLE_DEGREES2:
        seen = area.intersection(view.frame)
    widest = max(shapely.get_parts(seen), key=lambda part: part.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(widest, tolerance=0.01), 0)
    return round(middle.x, 2), round(middle.y, 2)


def _record(path: Path, country: str) -> None:
    words = {
        "title": f"Neighbours: as the layer of {country_name(country, 'en')} has them",
        "description": "Lines simplified to 500 m and clipped to what is around the map; no coast. "
        "Names of regions after Overture divisions.",
    }
    notices = {
        "ru": "Соседние границы ({country}): {survey}, geoBoundaries",
        "en": "Neighbouring borders ({country}): {survey}, geoBoundaries",
    }
    record_layer(path, country, "context_ru.geojson", words, notices)


if __name__ == "__main__":
    main(*ordered(__doc__))
