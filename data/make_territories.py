"""
Recipe: the gazetteer, `territories.csv`.

Run it with ``python -m data.make_territories``, after `data.make_boundaries`. What a person decided
(codes, kinds, Russian names, some English ones) is in `territory_keys.csv`; points come from
GeoNames, Belarusian and the other English names from Overture divisions. Every seat and Belarusian
name is checked against its source.
"""

import geopandas as gpd
import pandas as pd
import shapely

from data.coverage import METRIC, STORED, inner_point
from data.make_boundaries import DRYBIN, HORKI
from data.order import KEYS, RecipeOrder, Sources, ordered
from data.provenance import record
from geo.territories import COLUMNS
from geo.text import has_text

MOSKOVSKY = "by-hm-moskovsky"
CITY_CLEARANCE = 8_000.0
"""Metres between a city and the point of the district that shares its seat."""

ENGLISH_KINDS = {
    "munitsipalny_okrug": " Municipal Okrug",
    "gorodskoy_okrug": " Urban Okrug",
    "rayon": " District",
    "gorod": "",
}

RUSSIAN = {"Кастрычніцкі": "Октябрьский"}
"""Belarusian names of districts of cities that districts have in Russian as well."""
DISTRICT = r"^([А-ЯЁІЎ][\w-]+) (?:муниципальный |городской )?(?:район|округ|раён)$"

WORDS = {"description": "Names, points and identifiers as the sources have them."}


def main(order: RecipeOrder, sources: Sources) -> None:
    """Write and record `territories.csv` of an order."""
    keys, places = order.keys, sources.places
    _check_seats(keys, places)
    files = [gpd.read_file(order.boundaries(country)) for country in order.imprint.countries]
    boundaries = pd.concat(files).set_index("id").geometry
    territories = keys[["kind", "short_ru", "name_ru", "former_names", "seat_ru"]].copy()
    territories["country"] = keys.index.str[:2]
    territories["region"] = [_region(code) for code in keys.index]
    territories = territories.join(_names(keys, sources.divisions))
    territories = territories.join(_points(keys, places, boundaries))
    territories["boundary"] = [
        _boundary(code, row, boundaries) for code, row in territories.iterrows()
    ]
    territories["accuracy"] = [
        "approximate" if code in {HORKI, DRYBIN} else "exact" if code == boundary else "point"
        for code, boundary in territories["boundary"].items()
    ]
    territories["elsewhere"] = _elsewhere(territories, sources.divisions)
    table = territories.sort_index().reset_index(names="code")[list(COLUMNS)]
    path = order.folder / "territories.csv"
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    for name in (path.name, KEYS.name):
        record(order.folder / name, WORDS, like=name)
    print(f"{path.name}: {len(table)} territories, {path.stat().st_size:,} bytes")
    print(table.groupby(["country", "kind", "accuracy"]).size().to_string())


def _region(code: str) -> str:
    """Return the region of a code, or its country where no regions are known."""
    country, region = code.split("-")[:2]
    return f"{country}-{region}" if has_text(f"region.{country}-{region}") else country


def _check_seats(keys: pd.DataFrame, places: pd.DataFrame) -> None:
    """Compare every seat kept by hand with the names GeoNames gives the place it points to."""
    for code, row in keys[(keys["geonames"] != "") & (keys["seat_ru"] != "")].iterrows():
        place = places.loc[int(row["geonames"])]
        if _folded(row["seat_ru"]) not in {_folded(name) for name in place["alternatenames"]}:
            msg = f"{code}: GeoNames {row['geonames']} isn't known as {row['seat_ru']!r}"
            raise ValueError(msg)


def _folded(name: str) -> str:
    """Fold what Russian texts write either way: ё, and the hyphen of Струги-Красные."""
    return name.lower().replace("ё", "е").replace("-", " ")


def _names(keys: pd.DataFrame, divisions: pd.DataFrame) -> pd.DataFrame:
    """Return the names in the other languages by code: `name_en`, `name_be`."""
    rows = []
    for code, row in keys.iterrows():
        division = divisions.loc[row["overture"]]
        native, english = division["name_primary"], division["name_en"]
        if not isinstance(english, str) and not code.startswith("ru-"):
            english = native
        if code.startswith("ru-"):
            if row["kind"] != "gorod" and _folded(native) != _folded(row["name_ru"]):
                msg = f"{code}: Overture has {native!r}, not {row['name_ru']!r}"
                raise ValueError(msg)
            native = ""
            english = _english(code, row["kind"], english)
        elif row["kind"] == "gorod" and code.startswith("by-"):
            native = f"горад {native}"
        elif code == MOSKOVSKY:
            native = f"{native} горада Мінска"
        rows.append((row["name_en"] or english, native))
    return pd.DataFrame(rows, index=keys.index, columns=["name_en", "name_be"])


def _elsewhere(territories: pd.DataFrame, divisions: pd.DataFrame) -> pd.Series:
    """Return the other regions in which the name of a district stands, by code."""
    country = divisions["country"]
    # Districts of cities of Russia are left out, and what lies outside its regions in ISO 3166-2.
    kept = (country == "BY") | ((divisions["subtype"] == "county") & (country == "RU"))
    districts = divisions[kept & (divisions["region"].str[:2] == country)]
    names = (
        districts["name_primary"].str.extract(DISTRICT)[0].replace(RUSSIAN).map(_folded, "ignore")
    )
    regions = districts["region"].str.lower().groupby(names).agg(set)
    found = {
        code: sorted(regions.get(_folded(row["short_ru"]), set()) - {row["region"]})
        for code, row in territories[territories["kind"] != "gorod"].iterrows()
    }
    return pd.Series({code: ";".join(each) for code, each in found.items()}).reindex(
        territories.index, fill_value=""
    )


def _english(code: str, kind: str, name: str | None) -> str:
    """Name a Russian territory in English; as its code where Overture has no English name."""
    if not isinstance(name, str):
        name = code.split("-", 2)[2].replace("-", " " if kind == "gorod" else "-").title()
    for word in (" Municipal District", " District"):
        name = name.removesuffix(word)
    return name + ENGLISH_KINDS[kind]


def _points(keys: pd.DataFrame, places: pd.DataFrame, boundaries: gpd.GeoSeries) -> pd.DataFrame:
    """
    Return the point of each territory by code: `lon`, `lat`, degrees with 5 decimals.

    A district has the point of its seat, unless the seat is a city of the table: then a point in
    the middle of the district, away from the city.
    """
    cities = set(keys.loc[keys["kind"] == "gorod", "geonames"])
    rows = []
    for code, row in keys.iterrows():
        if row["lon"]:
            lon, lat = float(row["lon"]), float(row["lat"])
        else:
            lon, lat = places.loc[int(row["geonames"]), ["longitude", "latitude"]]
            if row["kind"] != "gorod" and row["geonames"] in cities:
                lon, lat = _inner_point(boundaries[code], shapely.Point(lon, lat))
        rows.append((round(lon, 5), round(lat, 5)))
    return pd.DataFrame(rows, index=keys.index, columns=["lon", "lat"])


def _inner_point(shape: shapely.Geometry, city: shapely.Point) -> tuple[float, float]:
    """Find the middle of the widest part of a shape that keeps clear of its city."""
    shape, city = gpd.GeoSeries([shape, city], crs=STORED).to_crs(METRIC)
    free = shape.difference(city.buffer(CITY_CLEARANCE))
    return inner_point(max(shapely.get_parts(free), key=lambda part: part.area))


def _boundary(code: str, territory: pd.Series, boundaries: gpd.GeoSeries) -> str:
    """Name the shape of the territory, or the one its point lies in."""
    own = boundaries[boundaries.index.str.startswith(code[:3])]  # surveys of two countries overlap
    around = own.index[own.contains(shapely.Point(territory.lon, territory.lat))]
    if len(around) != 1:
        msg = f"{code}: its point lies in {list(around)}"
        raise ValueError(msg)
    if code in boundaries.index and around[0] != code:
        msg = f"{code}: its point lies in {around[0]}, not in its own shape"
        raise ValueError(msg)
    return around[0]


if __name__ == "__main__":
    main(*ordered(__doc__))
