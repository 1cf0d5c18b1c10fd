"""
Provenance: where a file in `data/` comes from, kept in `data/datapackage.json`.

The file follows the Data Package standard: one resource for each file, with its sources,
licences, size and SHA-256. What is said of a file stands there and is written there; recipes call
`record` for each file they make. Running a recipe twice changes nothing, so dates are never read
from the clock.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from geo.tables import measured, record_bytes, write_whole

DATA = Path(__file__).resolve().parent
DATAPACKAGE = DATA / "datapackage.json"


def ours() -> dict[str, dict]:
    """Return our own records by the paths of their files."""
    package = json.loads(DATAPACKAGE.read_text(encoding="utf-8"))
    return {each["path"]: each for each in package["resources"]}


def record(
    path: Path, words: Mapping[str, object] | None = None, like: str = "", **now: object
) -> None:
    """
    Measure a file again for the data package beside it; what the package says of it stays.

    A file that is recorded first is described as `like`, a file of ours, save for `words`: fields
    of a record such as `title`, `description`, `sources`, `licenses`, `attribution`, None for one
    that it does not have. `now` are fields that the recipe knows anew each time.

    FileNotFoundError if there is no such file, or no package beside it; KeyError if the file is
    recorded first, and `like` is none of ours.
    """
    package = path.with_name(DATAPACKAGE.name)
    content = json.loads(package.read_text(encoding="utf-8"))
    records = {each["path"]: each for each in content["resources"]}
    said = records.get(path.name)
    if said is None:
        own = {"name": path.stem.replace("_", "-"), "path": path.name, **(words or {})}
        said = {**ours()[like], **own}
    found = {**said, **measured(path.read_bytes()), **now}
    records[path.name] = {key: value for key, value in found.items() if value is not None}
    content["resources"] = sorted(records.values(), key=lambda each: each["name"])
    write_whole(package, record_bytes(content))
