"""
Recipe: the shapes of the territories, a file `boundaries_<country>.geojson` for each country.

Run it with ``python -m data.make_boundaries``. It takes layers of geoBoundaries, splits Horki and
Drybin, makes each layer a valid coverage, and reads the files back to check them. The layers come
from different surveys under different licences: they stay apart here, and the state border is
reconciled when they are loaded.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.ops import split

from data.coverage import STORED, area_km2, clean, is_clean, write_features
from data.order import RecipeOrder, Sources, ordered
from data.surveys import SURVEYS, country_name, record_layer

GAP_WIDTH = 1000.0
"""Metres. The widest gap inside either layer closes below 800 m; there are no true holes."""

OFFICIAL_KM2 = {"ru-smo": 49_779, "ru-psk": 55_399, "ru-bry": 34_857, "by": 207_600}
"""Official areas by the beginning of the codes; Zarechny has none to compare."""

HORKI, DRYBIN = "by-ma-horki", "by-ma-drybin"
HORKI_DRYBIN_LINE = (
    (30.87, 54.15), (30.93, 54.13), (30.97, 54.12), (30.99, 54.15),
    (31.01, 54.19), (31.12, 54.20), (31.22, 54.19), (31.25, 54.12),
)  # fmt: skip
"""West to east; digitised to 0.01 degree from Drybin in Who's On First (CC0), good to 2 km."""


def main(order: RecipeOrder, sources: Sources) -> None:
    """Write and record a file for each country of an order."""
    keys = order.keys
    for country in order.imprint.countries:
        owned = keys[keys.index.str.startswith(f"{country}-")]
        shapes = _split_horki(_select(owned, sources.of([country])))
        path, survey = order.boundaries(country), SURVEYS[country]
        _write(clean(shapes, gap_width=GAP_WIDTH, simplify_m=survey.simplify_m), path)
        _record(path, country)


def _select(keys: pd.DataFrame, shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """
    Take the shape of each territory that has one, indexed by the territory's code.

    Where the layer is older than a merger of territories, the shape is made of several.
    """
    owners = keys.loc[keys["shape"] != "", "shape"].str.split(";").explode()
    parts = gpd.GeoDataFrame(
        geometry=shapes.loc[owners, "geometry"].to_numpy(), index=owners.index, crs=STORED
    )
    return parts.dissolve(level=0).sort_index()


def _split_horki(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut the land of Drybin, a younger district than the layer, out of the shape of Horki."""
    if HORKI not in shapes.index:
        return shapes
    whole = shapes.at[HORKI, "geometry"]
    if not whole.equals(shapes.at[DRYBIN, "geometry"]):
        msg = "Horki and Drybin are expected to name the same shape"
        raise ValueError(msg)
    halves = split(whole, _extended(HORKI_DRYBIN_LINE)).geoms
    south, north = sorted(halves, key=lambda half: half.centroid.y)
    shapes.loc[[DRYBIN, HORKI], "geometry"] = [south, north]
    return shapes


def _extended(line: tuple[tuple[float, float], ...]) -> shapely.LineString:
    """Prolong a line at both ends by 0.05 degrees, so that it crosses the shape's outline."""

    def beyond(end: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
        length = shapely.Point(end).distance(shapely.Point(before))
        return tuple(e + (e - b) / length * 0.05 for e, b in zip(end, before, strict=True))

    return shapely.LineString([beyond(line[0], line[1]), *line, beyond(line[-1], line[-2])])


def _write(coverage: gpd.GeoDataFrame, path: Path) -> None:
    """Write a coverage, read it back, check it, and print its figures."""
    features = []
    for boundary, geometry in coverage.geometry.items():
        approximate = {"approximate": True} if boundary in {HORKI, DRYBIN} else {}
        features.append(({"id": boundary, "role": "territory"} | approximate, geometry))
    write_features(path, features)

    written = gpd.read_file(path).set_index("id")
    if list(written.index) != list(coverage.index) or not is_clean(written.geometry.to_numpy()):
        msg = f"{path.name} isn't a valid coverage after reading it back"
        raise ValueError(msg)
    print(f"{path.name}: {len(written)} shapes, {path.stat().st_size:,} bytes, valid coverage")
    areas = area_km2(written)
    for region, official in OFFICIAL_KM2.items():
        ours = areas[areas.index.str.startswith(f"{region}-")]
        if len(ours):
            print(
                f"  {region}: {len(ours)} shapes, {ours.sum():,.0f} km², official {official:,} "
                f"km², difference {ours.sum() / official - 1:+.2%}"
            )
    for boundary in areas.index.intersection([HORKI, DRYBIN]):
        print(f"  {boundary}: {areas[boundary]:,.0f} km²")


def _record(path: Path, country: str) -> None:
    words = {
        "title": f"Districts and cities: {country_name(country, 'en')}",
        "description": "Simplified by the carrier; put together from finer shapes where the layer "
        "has such, and cleaned to a valid coverage, 5 decimals.",
        "version": SURVEYS[country].layer,
    }
    notices = {
        "ru": "Границы ({country}): {survey}, geoBoundaries, с изменениями",
        "en": "Boundaries ({country}): {survey}, geoBoundaries, changed",
    }
    like = f"boundaries_{'ru' if country == 'ru' else 'by'}.geojson"
    record_layer(path, country, like, words, notices)


if __name__ == "__main__":
    main(*ordered(__doc__))
