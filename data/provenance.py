"""
Provenance: where a file in `data/` comes from, kept in `data/datapackage.json`.

The file follows the Data Package standard: one resource for each file, with its sources,
licences, size and SHA-256. Recipes call `record` for each file they write. Running a recipe twice
changes nothing, so dates are given by the recipe and never read from the clock.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

DATA = Path(__file__).resolve().parent
DATAPACKAGE = DATA / "datapackage.json"

FORMATS = {
    ".csv": ("csv", "text/csv"),
    ".geojson": ("geojson", "application/geo+json"),
    ".json": ("json", "application/json"),
    ".txt": ("txt", "text/plain"),
    ".woff2": ("woff2", "font/woff2"),
    ".ttf": ("ttf", "font/ttf"),
}

ODBL_1_0 = {
    "name": "ODbL-1.0",
    "title": "Open Data Commons Open Database License 1.0",
    "path": "https://opendatacommons.org/licenses/odbl/1-0/",
}
CC_BY_3_0 = {
    "name": "CC-BY-3.0",
    "title": "Creative Commons Attribution 3.0",
    "path": "https://creativecommons.org/licenses/by/3.0/",
}
CC_BY_4_0 = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
CC_BY_SA_2_0 = {
    "name": "CC-BY-SA-2.0",
    "title": "Creative Commons Attribution-ShareAlike 2.0",
    "path": "https://creativecommons.org/licenses/by-sa/2.0/",
}
CC0_1_0 = {
    "name": "CC0-1.0",
    "title": "Creative Commons Zero 1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def record(
    path: Path | str,
    *,
    name: str,
    title: str,
    description: str,
    sources: Sequence[Mapping[str, str]],
    licenses: Sequence[Mapping[str, str]],
    recipe: str,
    attribution_ru: str,
    attribution_en: str,
    fields: Sequence[Mapping[str, str]] | None = None,
    publisher: str | None = None,
    version: str | None = None,
    published: date | str | None = None,
    accessed: date | str | None = None,
    package: Path = DATAPACKAGE,
    keep: bool = False,
) -> dict[str, object]:
    """
    Insert or replace one resource in `datapackage.json`, sorted by name, and return it as written.

    With `keep` what stands in the package about the file stays, save for what is measured: its
    size, its hash and its fields; the words given here are for a file that is recorded first.

    The file must lie beside `package`, which is created if absent, or below it. `description` says
    what it holds and what was changed since the source, `recipe` the command that makes it, or who
    copied it by hand, and from what. `sources` have `title` and, where there is one, `path`;
    `licenses` have `name`, `title`, `path`; `fields` of a table or a feature `name`, `type`,
    `description`. `published` and `accessed` are a day (or ISO 8601 year, month, day).

    Raises
    ------
    FileNotFoundError
        If `path` does not exist.
    ValueError
        If `path` is not below the package's folder, or another resource holds it already.
    """
    file = Path(path).resolve()
    folder = package.resolve().parent
    if not file.is_relative_to(folder):
        msg = f"{file} isn't below {folder}"
        raise ValueError(msg)
    content = file.read_bytes()
    format_, mediatype = FORMATS.get(file.suffix, (file.suffix.lstrip("."), None))
    resource = {
        "name": name,
        "path": file.relative_to(folder).as_posix(),
        "title": title,
        "description": description,
        "format": format_ or None,
        "mediatype": mediatype,
        "encoding": "utf-8" if file.suffix in {".csv", ".geojson", ".json", ".txt"} else None,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": [dict(source) for source in sources],
        "licenses": [dict(license_) for license_ in licenses],
        "attribution": {"ru": attribution_ru, "en": attribution_en},
        "publisher": publisher,
        "version": version,
        "date_published": None if published is None else str(published),
        "date_accessed": None if accessed is None else str(accessed),
        "recipe": recipe,
        "schema": None if fields is None else {"fields": [dict(field) for field in fields]},
    }
    resource = {key: value for key, value in resource.items() if value is not None}
    if keep:
        said = [each for each in _load(package)["resources"] if each["path"] == resource["path"]]
        measured = {key: resource[key] for key in ("bytes", "hash", "schema")}
        resource = {**said[0], **measured} if said else resource
    _replace(resource, package)
    return resource


def _replace(resource: dict[str, object], package: Path) -> None:
    """Write the package with this resource in it, other resources as they were."""
    content = _load(package)
    others = [other for other in content["resources"] if other["name"] != resource["name"]]
    for other in others:
        if other["path"] == resource["path"]:
            msg = f"{resource['path']} is already recorded, as {other['name']!r}"
            raise ValueError(msg)
    content["resources"] = sorted([*others, resource], key=lambda each: each["name"])
    written = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    draft = package.with_suffix(".json.part")
    draft.write_text(written, encoding="utf-8", newline="\n")
    draft.replace(package)


def _load(package: Path) -> dict:
    """Read the package, or start an empty one."""
    if package.exists():
        return json.loads(package.read_text(encoding="utf-8"))
    return {
        "name": "cross-border-ties",
        "title": "Cross-border cooperation",
        "resources": [],
    }
