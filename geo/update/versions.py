"""
Versions: what the register was before, each a folder of its files beside the data.

A version is what stood in the folder when another register took its place: the tables, the
decisions, the document they were read from and their records. Nothing in the app reads it.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geo import settings
from geo.agreements import Status
from geo.errors import DataError, UpdateError
from geo.sources import PACKAGE
from geo.tables import measured, read_bytes
from geo.update.register_files import (
    AGREEMENTS,
    FILES,
    OWN,
    PARTIES,
    current_files,
    join_packages,
    read_records,
)

VERSIONS = "versions"
"""Folder of earlier versions, inside that of the data."""
NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{8}")
"""The day on which a version was set aside, and digits of its hash."""


@dataclass(frozen=True)
class Version:
    """
    What a version holds, in figures.

    `name` is empty for the register of today; `document` the name of what it was read from,
    `newest` the day of its latest entry. A version that cannot be read has no agreements.
    """

    name: str
    document: str = ""
    n_in_force: int = 0
    n_lapsed: int = 0
    newest: date | None = None


def list_versions(folder: Path = settings.DATA) -> tuple[Version, ...]:
    """Return the register as it is, and every version that was set aside, the latest first."""
    versions = folder / VERSIONS
    found = [path for path in versions.glob("*-*") if NAME.fullmatch(path.name) and path.is_dir()]
    found.sort(key=lambda path: (path.name[:10], path.stat().st_mtime_ns, path.name), reverse=True)
    return (
        _describe(current_files(folder), ""),
        *(_describe(files_in(path), path.name) for path in found),
    )


def version_files(name: str, folder: Path) -> dict[str, bytes]:
    """
    Return the files of a version as they would stand in the folder, the package last.

    Only the register's own records are the version's: boundaries and all else stay as they are.

    UpdateError if there is no such version, or one of its files is not as it was when it was set
    aside; DataError if it has no package, or one that is broken.
    """
    path = folder / VERSIONS / name
    if not NAME.fullmatch(name) or not path.is_dir():
        raise UpdateError("update.no_version", name=name)
    found = files_in(path)
    if PACKAGE not in found:
        raise UpdateError("update.version_broken", name=name, file=PACKAGE)
    files = {}
    records = []
    for file, record in read_records(found[PACKAGE]).items():
        if not OWN.fullmatch(file) or (file not in found and file not in FILES):
            continue  # not the register's, or a document that was not kept
        content = found.get(file, b"")
        if record.get("hash") != measured(content)["hash"]:
            raise UpdateError("update.version_broken", name=name, file=file)
        files[file] = content
        records.append(record)
    if not {AGREEMENTS, PARTIES} <= files.keys():
        raise UpdateError("update.version_broken", name=name, file=PACKAGE)
    present = folder / PACKAGE
    rest = read_bytes(present) if present.is_file() else found[PACKAGE]
    return {**files, PACKAGE: join_packages(records, rest)}


def files_in(version: Path) -> dict[str, bytes]:
    """Return the files of a version by name."""
    paths = sorted(version.iterdir())
    return {path.name: read_bytes(path) for path in paths if OWN.fullmatch(path.name)}


def _describe(files: dict[str, bytes], name: str) -> Version:
    try:
        source = read_records(files[PACKAGE])[AGREEMENTS]["sources"][0]
        table = files[AGREEMENTS].decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        days = [row[column] for row in rows for column in ("signed_on", "registered_on")]
        counts = Counter(row["section"] for row in rows)
        newest = date.fromisoformat(max(days))
    except (DataError, LookupError, TypeError, ValueError, csv.Error):
        return Version(name)
    return Version(
        name,
        document=str(source.get("document", source.get("path", ""))),
        n_in_force=counts[Status.IN_FORCE],
        n_lapsed=counts[Status.LAPSED],
        newest=newest,
    )
