"""
A cut-out of the sources of the geographic data: ours, read back, and squares for two countries.

What the recipes read from wheels is made from ``data/`` for Russia and Belarus, shape by shape
under its own id; Latvia and Estonia are squares under real names. So a recipe needs no network.
"""

from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.ops import split

from data.order import Sources, load_keys
from data.provenance import DATA
from data.surveys import SURVEYS

REGIONS = {"ru-smo": "Smolensk Oblast", "ru-psk": "Pskov Oblast", "ru-bry": "Bryansk Oblast"}
UNITS = {
    # What Overture Maps has of each: name, and the places in it that the squares bear.
    "lv": {"Ludzas novads": ("Cirmas pagasts", "Salas pagasts"), "Daugavpils": ("Daugavpils",),
           "Balvu novads": ("Kubulu pagasts", "Salas pagasts")},
    "ee": {"Setomaa vald": ("Obinitsa küla", "Mikitamäe küla"), "Tartu linn": ("Tartu linn",),
           "Tallinn": ("Pirita linnaosa", "Nõmme linnaosa")},
}  # fmt: skip
ROWS = {
    # West, south and the names of a row of squares of a quarter of a degree, some left out.
    "lv": (25.5, 56.6, ("Kubulu pag.", "Salas pag.", "Salas pag.", "Cirmas pag.", "",
                        "Daugavpils")),
    "ee": (24.5, 57.9, ("Pirita linnaosa", "Nõmme linnaosa", "", "Tartu linn", "Nimetu",
                        "Obinitsa küla", "Metsavaht", "Mikitamäe küla")),
}  # fmt: skip
PLACES = {
    # GeoNames: country, name, other names, in which square of the row it lies.
    101: ("LV", "Ludza", ("Лудза",), 3), 102: ("LV", "Daugavpils", ("Даугавпилс", "Двинск"), 5),
    103: ("EE", "Tartu", ("Тарту", "Дерпт"), 3), 104: ("EE", "Tallinn", ("Таллин", "Таллинн"), 0),
}  # fmt: skip
SIZE = 0.25


class CutOut(Sources):
    """The cut-out, in the place of wheels."""

    def __init__(self) -> None:
        super().__init__(Path("no wheels"))

    @cached_property
    def shapes(self) -> gpd.GeoDataFrame:
        """Shapes as `data.wheels.read_shapes` gives them."""
        rows = [*self._ours(), *self._squares()]
        columns = ["shape_id", "layer", "name", "admin1", "admin2", "geometry"]
        frame = gpd.GeoDataFrame(rows, columns=columns, crs="EPSG:4326")
        return frame.set_index("shape_id").sort_index()

    @staticmethod
    def _ours() -> list[tuple]:
        keys, rows = load_keys(), []
        for country in ("ru", "by"):
            layer = gpd.read_file(DATA / f"boundaries_{country}.geojson").set_index("id").geometry
            for code, ids in keys.loc[keys.index.isin(layer.index), "shape"].items():
                region = REGIONS.get("-".join(code.split("-")[:2]), "")
                shape = layer[code]
                parts = ids.split(";")
                if code == "by-ma-horki":  # the layer has Drybin inside
                    shape = shapely.union_all([shape, layer["by-ma-drybin"]])
                if code == "by-ma-drybin":
                    continue
                halves = [shape]
                if len(parts) > 1:
                    west, south, east, north = shape.bounds
                    middle = (west + east) / 2
                    line = shapely.LineString([(middle, south - 1), (middle, north + 1)])
                    halves = _two(split(shape, line))
                for part, half in zip(parts, halves, strict=True):
                    rows.append((part, SURVEYS[country].number, code, "", region, half))
        return rows

    @staticmethod
    def _squares() -> list[tuple]:
        rows = []
        for country, (west, south, names) in ROWS.items():
            for place, name in enumerate(names):
                if name:
                    x = west + place * SIZE
                    square = shapely.box(x, south, x + SIZE, south + SIZE)
                    number = SURVEYS[country].number
                    rows.append((f"{number}B{place}", number, name, "", "", square))
        return rows

    @cached_property
    def places(self) -> pd.DataFrame:
        """Places as `data.wheels.read_places` gives them."""
        keys = load_keys()
        points = pd.read_csv(DATA / "territories.csv", index_col="code")
        rows = {}
        for code, row in keys[keys["geonames"] != ""].iterrows():
            lon, lat = points.loc[code, ["lon", "lat"]]
            own = row["kind"] == "gorod" or int(row["geonames"]) not in rows
            if own:
                rows[int(row["geonames"])] = (
                    row["seat_ru"], lat, lon, code[:2].upper(), 10_000, [row["seat_ru"]]
                )  # fmt: skip
        for number, (country, name, others, place) in PLACES.items():
            west, south, _ = ROWS[country.lower()]
            lon, lat = west + (place + 0.5) * SIZE, south + SIZE / 2
            rows[number] = (name, lat, lon, country, 20_000, list(others))
        columns = ["name", "latitude", "longitude", "countrycode", "population", "alternatenames"]
        return pd.DataFrame.from_dict(rows, "index", columns=columns)

    @cached_property
    def divisions(self) -> pd.DataFrame:
        """Divisions as `data.wheels.read_divisions` gives them."""
        columns = ["country", "region", "subtype", "name_primary", "parent_id", "name_en"]
        known = pd.read_csv(DATA / "territories.csv", index_col="code", keep_default_na=False)
        rows = {}
        for code, row in load_keys().iterrows():
            native = known.at[code, "name_be"].removeprefix("горад ") or row["name_ru"]
            region = known.at[code, "region"].upper()
            rows[row["overture"]] = (
                code[:2].upper(), region, "county", native, "", known.at[code, "name_en"]
            )  # fmt: skip
        for code, name in REGIONS.items():
            rows[code] = ("RU", code.upper(), "region", f"{name} по-русски", "", name)
        for country, units in UNITS.items():
            upper = country.upper()
            for unit, inside in units.items():
                kind = SURVEYS[country].unit
                rows[unit] = (upper, f"{upper}-1", kind, unit, country, np.nan)
                for place in inside:
                    rows[f"{unit}/{place}"] = (upper, f"{upper}-1", "locality", place, unit, np.nan)
        return pd.DataFrame.from_dict(rows, "index", columns=columns)


def _two(halves: shapely.GeometryCollection) -> list[shapely.Geometry]:
    """Return two shapes of however many pieces a line cuts one into."""
    first, *others = halves.geoms
    return [first, shapely.union_all(others)]
