"""
Territory keys: what a person decided about each territory, and where the sources have it.

`territory_keys.csv` is kept by hand. The recipes of boundaries and territories join the sources
by its identifiers, never by names.
"""

from pathlib import Path

import pandas as pd

from data.provenance import DATA

KEYS = DATA / "territory_keys.csv"

COLUMNS = (
    "code", "kind", "short_ru", "name_ru", "former_names", "name_en", "seat_ru", "geonames",
    "overture", "shape", "lon", "lat",
)  # fmt: skip
"""What each holds says the record of the table; a point only where no source has it."""


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
