"""Where the data comes from: reads ``data/datapackage.json`` and writes attribution lines."""

import hashlib
import json
from pathlib import Path

from geo import settings
from geo.errors import DataError
from geo.languages import language

PACKAGE = "datapackage.json"


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
    """Return the notices of all sources in one line, each once, for exports."""
    return " · ".join(dict.fromkeys(notice(resource, lang) for resource in load_sources()))


def notice(resource: dict, lang: str) -> str:
    """Return the notice of one source."""
    return str(resource["attribution"][language(lang).names])


def check_files(folder: Path = settings.DATA) -> int:
    """
    Compare every data file with its record: licence, size and hash.

    Returns
    -------
    count
        How many files were compared.

    Raises
    ------
    DataError
        If a file is missing, has changed, has no licence, or has no record.
    """
    recorded = set()
    for resource in load_sources(folder):
        path = folder / resource["path"]
        if not path.is_file():
            raise DataError("error.no_file", file=path.name)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if resource["hash"] != f"sha256:{digest}":
            raise DataError("error.changed_file", file=path.name)
        if not resource.get("licenses") or not resource.get("sources"):
            raise DataError("error.no_licence", file=path.name)
        recorded.add(resource["path"])
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".geojson", ".txt", ".toml") and path.name not in recorded:
            raise DataError("error.no_record", file=path.name)
    return len(recorded)
