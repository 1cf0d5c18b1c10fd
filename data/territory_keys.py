"""
Territory keys: what a person decided about each territory, and where the sources have it.

`territory_keys.csv` is kept by hand. The recipes of boundaries and territories join the sources
by its identifiers, never by names.
"""

from pathlib import Path

import pandas as pd

from data.provenance import DATA

KEYS = DATA / "territory_keys.csv"

FIELDS = [
    {"name": "code", "type": "string", "description": "ISO 3166-2 region and a short Latin name"},
    {"name": "kind", "type": "string", "description": "What it is today"},
    {"name": "short_ru", "type": "string", "description": "Short name, unique, for labels"},
    {"name": "name_ru", "type": "string", "description": "Today's official name, without oblast"},
    {"name": "former_names", "type": "string", "description": "Other names, split by semicolons"},
    {"name": "seat_ru", "type": "string", "description": "Town or village of the administration"},
    {"name": "geonames", "type": "integer", "description": "The seat in GeoNames"},
    {"name": "overture", "type": "string", "description": "The territory in Overture divisions"},
    {"name": "shape", "type": "string", "description": "shape_id in geoBoundaries; empty: none"},
    {"name": "lon", "type": "number", "description": "Only where no source has the point"},
    {"name": "lat", "type": "number", "description": "Only where no source has the point"},
]


def load_keys(path: Path = KEYS) -> pd.DataFrame:
    """Load the table kept by hand, by `code`; all columns are text, an absent value is empty."""
    keys = pd.read_csv(path, dtype=str, keep_default_na=False)
    if list(keys.columns) != [field["name"] for field in FIELDS]:
        msg = f"{path.name}: unexpected columns {list(keys.columns)}"
        raise ValueError(msg)
    twice = keys.loc[keys["code"].duplicated(), "code"]
    if len(twice):
        msg = f"{path.name}: codes that stand twice: {list(twice)}"
        raise ValueError(msg)
    return keys.set_index("code")
