"""Where the data comes from: reads ``data/datapackage.json`` and writes attribution lines."""

from collections.abc import Iterator
from pathlib import Path

from geo import settings
from geo.errors import DataError
from geo.languages import language
from geo.sources.imprint import IMPRINT, Imprint, load_imprint
from geo.tables import holds_text, measured, read_bytes, read_json
from geo.text import LANGUAGES

PACKAGE = "datapackage.json"
SHOWN = (".csv", "json", IMPRINT)
"""How the names of files end that the app shows; with another content of one it shows it anew."""
REQUIRED = ("agreements.csv", "parties.csv", "territories.csv")
"""Files whose records every file of ours cites, as those of the boundaries."""


NEW = "python -m geo new"
"""By which command a register without a single agreement may have been made."""


def is_new(folder: Path) -> bool:
    """Return whether a folder is a register that nothing was imported into yet."""
    if not (folder / PACKAGE).exists():
        return False
    recipes = {resource["path"]: resource.get("recipe") for resource in load_sources(folder)}
    return recipes.get("agreements.csv") == NEW


def load_sources(folder: Path = settings.DATA) -> tuple[dict, ...]:
    """Return the resources of the data package, in its order; DataError if one is broken."""
    package = read_json(folder / PACKAGE)
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not resources:
        raise DataError("error.bad_geojson", file=PACKAGE, reason="reason.no_resources")
    for row, resource in enumerate(resources, start=1):
        wrong = next(_wrong_fields(resource), None)
        if wrong:
            raise DataError("error.bad_record", file=PACKAGE, row=row, column=wrong)
    for field in ("path", "name"):
        told = [resource[field] for resource in resources]
        twice = [row for row, value in enumerate(told, start=1) if value in told[: row - 1]]
        if twice:
            raise DataError("error.bad_record", file=PACKAGE, row=twice[0], column=field)
        needed = (*REQUIRED, *load_imprint(folder).layers.values()) if field == "path" else ()
        missing = [name for name in needed if name not in told]
        if missing:
            raise DataError("error.no_record", file=missing[0])
    return tuple(resources)


def _wrong_fields(resource: object) -> Iterator[str]:
    """Yield the fields of a record that some file of ours could not be made with."""
    if not isinstance(resource, dict):
        yield "name"
        return
    for name in ("name", "path", "hash"):
        if not holds_text(resource.get(name)):
            yield name
    if Path(str(resource.get("path"))).name != resource.get("path"):
        yield "path"
    notices = resource.get("attribution")
    for lang in dict.fromkeys(language(code).names for code in LANGUAGES):
        if not isinstance(notices, dict) or not holds_text(notices.get(lang)):
            yield f"attribution.{lang}"
    for name, needed in (("licenses", {"name", "title", "path"}), ("sources", {"title"})):
        rows = resource.get(name)
        if not isinstance(rows, list) or not rows or not all(_has(row, needed) for row in rows):
            yield name
    for name in ("version", "publisher", "date_published", "date_accessed"):
        if name in resource and not holds_text(resource[name]):
            yield name


def _has(row: object, needed: set[str]) -> bool:
    """Return whether a row has texts for what is needed, and also for its path if it has one."""
    if not isinstance(row, dict):
        return False
    return all(holds_text(row.get(name)) for name in needed | ({"path"} & set(row)))


def sources_of(imprint: Imprint) -> tuple[dict, ...]:
    """Return the resources of all registers that are shown, with the `folder` of each."""
    found = ((folder, load_sources(folder)) for folder in imprint.folders or (settings.DATA,))
    return tuple(one | {"folder": folder} for folder, each in found for one in each)


def attribution(imprint: Imprint, lang: str) -> str:
    """Return the notices of all sources in one line, each once, for exports."""
    return " · ".join(dict.fromkeys(notice(resource, lang) for resource in sources_of(imprint)))


def title(record: dict, lang: str) -> str:
    """Return what a source or a licence is called."""
    return str(record.get(f"title_{language(lang).names}") or record["title"])


def notice(resource: dict, lang: str) -> str:
    """Return the notice of one source."""
    return str(resource["attribution"][language(lang).names])


def check_files(folder: Path = settings.DATA) -> int:
    """
    Compare every data file with its record: licence, size and hash; return how many there are.

    DataError if a file is missing, has changed, or has no record.
    """
    recorded = set()
    for resource in load_sources(folder):
        path = folder / resource["path"]
        if resource["hash"] != measured(read_bytes(path))["hash"]:
            raise DataError("error.changed_file", file=path.name)
        recorded.add(resource["path"])
    for path in sorted(folder.iterdir()):
        data = path.suffix in (".csv", ".geojson", ".txt", ".toml") and path.name != IMPRINT
        if data and path.name not in recorded:
            raise DataError("error.no_record", file=path.name)
    return len(recorded)
