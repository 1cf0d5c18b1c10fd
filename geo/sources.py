"""Where the data comes from: reads ``data/datapackage.json`` and writes attribution lines."""

import json
from functools import cache
from pathlib import Path

from geo import settings
from geo.errors import DataError

PACKAGE = "datapackage.json"


@cache
def load_sources(folder: Path = settings.DATA) -> tuple[dict, ...]:
    """
    Return the resources of the data package, in its order.

    Raises
    ------
    DataError
        If the package is missing or no JSON.
    """
    try:
        return tuple(json.loads((folder / PACKAGE).read_text(encoding="utf-8"))["resources"])
    except FileNotFoundError as error:
        raise DataError("error.no_file", file=PACKAGE) from error
    except (ValueError, KeyError) as error:
        raise DataError("error.bad_geojson", file=PACKAGE, got=repr(error)[:200]) from error


def attribution(lang: str) -> str:
    """Return the notices of all sources in one line, each once, for maps and exports."""
    return " · ".join(dict.fromkeys(resource["attribution"][lang] for resource in load_sources()))
