"""
Orders: for which register, in which folder, the recipes make boundaries, gazetteer and neighbours.

``data/`` is one folder among others: what a person decided about each territory, and where the
sources have it, stands in a folder's own `territory_keys.csv`, which is kept by hand, and the words
of its records in its `datapackage.json`. Recipes join the sources by identifiers, never by names.
"""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.provenance import DATA
from data.surveys import SURVEYS
from data.wheels import CACHE, read_divisions, read_places, read_shapes
from geo.sources.imprint import Imprint, load_imprint

KEYS = DATA / "territory_keys.csv"

COLUMNS = (
    "code", "kind", "short_ru", "name_ru", "former_names", "name_en", "seat_ru", "geonames",
    "overture", "shape", "lon", "lat",
)  # fmt: skip
"""What each holds says the record of the table; a point only where no source has it."""


@dataclass(frozen=True)
class Sources:
    """What the wheels in a folder hold, each read once."""

    wheels: Path

    @cached_property
    def shapes(self) -> gpd.GeoDataFrame:
        """The shapes of all surveys."""
        return read_shapes(self.wheels, [survey.number for survey in SURVEYS.values()])

    @cached_property
    def places(self) -> pd.DataFrame:
        """Populated places of GeoNames."""
        return read_places(self.wheels)

    @cached_property
    def divisions(self) -> pd.DataFrame:
        """Divisions of Overture Maps."""
        return read_divisions(self.wheels)

    def of(self, countries: Iterable[str]) -> gpd.GeoDataFrame:
        """Return the shapes of some countries' layers, in any order, with `country`."""
        layers = {SURVEYS[country].number: country for country in countries}
        shapes = self.shapes[self.shapes["layer"].isin(layers)].copy()
        shapes["country"] = shapes["layer"].map(layers)
        return shapes


@dataclass(frozen=True)
class RecipeOrder:
    """A folder and what its register is of: home region and partner countries, by their codes."""

    folder: Path
    home: str
    partners: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path) -> "RecipeOrder":
        """Return the order for a folder that says itself what it is of."""
        imprint = load_imprint(folder)
        return cls(folder, imprint.home, imprint.partners)

    @property
    def imprint(self) -> Imprint:
        """What the register will be of, as far as that is known without its boundaries."""
        return Imprint(self.home, self.partners, {}, {})

    @property
    def keys(self) -> pd.DataFrame:
        """What was decided about each territory."""
        return load_keys(self.folder / "territory_keys.csv")

    def boundaries(self, country: str) -> Path:
        """Return the file of a country's shapes."""
        return self.folder / self.imprint.layers[country]


def load_keys(path: Path = KEYS) -> pd.DataFrame:
    """Load the table kept by hand, by `code`; all columns are text, an absent value is empty."""
    keys = pd.read_csv(path, dtype=str, keep_default_na=False)
    if tuple(keys.columns) != COLUMNS:
        msg = f"{path.name}: unexpected columns {list(keys.columns)}"
        raise ValueError(msg)
    twice = keys.loc[keys["code"].duplicated(), "code"]
    if len(twice):
        msg = f"{path.name}: codes that stand twice: {list(twice)}"
        raise ValueError(msg)
    return keys.set_index("code")


def ordered(description: str | None) -> tuple[RecipeOrder, Sources]:
    """Read `--folder` and `--wheels` from the command line of a recipe."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--folder", type=Path, default=DATA, help="of the register; ours if none")
    parser.add_argument("--wheels", type=Path, default=CACHE, help=f"of packages, or {CACHE}")
    given = parser.parse_args()
    return RecipeOrder.of(given.folder), Sources(given.wheels)
