"""
The files of a register: what a list of agreements looks like in ``data/``, and where it came from.

`agreements.csv`, `parties.csv` and their records in `datapackage.json` belong together. The same
agreements give the same bytes, so a register that is read from its own document and written again
does not change.
"""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from geo import settings
from geo.agreements import AGREEMENT_COLUMNS, PARTY_COLUMNS, Agreement, load_register, newest_day
from geo.errors import DataError, UpdateError
from geo.sources import PACKAGE

AGREEMENTS, PARTIES, TERRITORIES = "agreements.csv", "parties.csv", "territories.csv"
FILES = (AGREEMENTS, PARTIES, PACKAGE)
"""What an update writes, in the order in which the files take their places."""


@dataclass(frozen=True)
class Origin:
    """
    The document a new issue was read from: its name, and the SHA-256 of its bytes.

    `left_out` says in words which of its rows a keeper left out, and why.
    """

    name: str
    digest: str
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, data: bytes, left_out: Iterable[str] = ()) -> "Origin":
        """Return the origin of a document; of its name only letters and the like are kept."""
        plain = re.sub(r"[^\w .()№-]", "_", Path(name.replace("\\", "/")).name)[-80:]
        return cls(plain, hashlib.sha256(data).hexdigest(), tuple(left_out))


def fingerprint(folder: Path = settings.DATA) -> str:
    """
    Return what tells one state of the register from any other: a hash of its tables.

    Raises
    ------
    DataError
        If a file is missing.
    """
    digest = hashlib.sha256()
    for name in (AGREEMENTS, PARTIES, TERRITORIES):
        content = read_file(folder / name)
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def build_files(
    agreements: Sequence[Agreement], origin: Origin, folder: Path = settings.DATA
) -> dict[str, bytes]:
    """
    Return the files of a register by name, as they would stand in the folder.

    The same agreements give the same tables. The package is the folder's own with other records of
    the two tables; if the tables are the folder's own, so is the package.

    Raises
    ------
    UpdateError
        If two agreements are the same by date, form and parties.
    DataError
        If the folder has no data package, or one that is broken.
    """
    seen: dict[str, Agreement] = {}
    for agreement in agreements:
        if agreement.id in seen:
            raise UpdateError("update.duplicate", id=agreement.id, title=agreement.title)
        seen[agreement.id] = agreement
    tables = to_tables(agreements)
    return {**tables, PACKAGE: _package(tables, agreements, origin, folder)}


def to_tables(agreements: Sequence[Agreement]) -> dict[str, bytes]:
    """Return the tables of a register by name; the same agreements give the same bytes."""
    rows = [_agreement_cells(agreement) for agreement in agreements]
    parties = [
        {"agreement_id": agreement.id, "position": position, **vars(party)}
        for agreement in agreements
        for position, party in enumerate(agreement.parties, start=1)
    ]
    return {
        AGREEMENTS: _to_csv(AGREEMENT_COLUMNS, rows),
        PARTIES: _to_csv(PARTY_COLUMNS, parties),
    }


def version(newest: date) -> str:
    """Return what an issue of the register is called by its newest entry."""
    return f"{newest.year}, newest entry {newest.isoformat()}"


def check_files(
    files: Mapping[str, bytes], agreements: Sequence[Agreement], folder: Path = settings.DATA
) -> None:
    """
    Read files again before anybody gets them.

    Raises
    ------
    DataError
        If they are no register.
    UpdateError
        If they say something else than the agreements they were made from.
    """
    with tempfile.TemporaryDirectory(prefix="ties-") as draft:
        write_checked(files, agreements, folder, Path(draft))


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """Return files as one archive; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return packed.getvalue()


def _agreement_cells(agreement: Agreement) -> dict[str, object]:
    """Return the cells of an agreement as `geo.agreements` reads them."""
    cells = {**vars(agreement), "section": agreement.status}
    cells["themes"] = ";".join(agreement.themes)
    cells["perpetual"] = None if agreement.perpetual is None else str(agreement.perpetual).lower()
    return {column: cells[column] for column in AGREEMENT_COLUMNS}


def _to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: str(v) if isinstance(v, StrEnum) else v for k, v in row.items()})
    return file.getvalue().encode("utf-8")


def _package(
    tables: Mapping[str, bytes], agreements: Sequence[Agreement], origin: Origin, folder: Path
) -> bytes:
    """Return the data package with the records of the new tables, or as it is if none is new."""
    written = read_file(folder / PACKAGE)
    if all(read_file(folder / name) == content for name, content in tables.items()):
        return written
    newest = newest_day(agreements) if agreements else None
    try:
        package = json.loads(written)
        for resource in package["resources"]:
            if resource["path"] in tables:
                _record(resource, tables[resource["path"]], newest, origin)
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("error.bad_geojson", file=PACKAGE, got=repr(error)[:200]) from error
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _record(resource: dict, content: bytes, newest: date | None, origin: Origin) -> None:
    """Say of a table what it is made from now; the year in notices is that of its newest entry."""
    title = resource["sources"][0]["title"]
    resource |= {
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "sources": [{"title": title, "document": origin.name, "hash": f"sha256:{origin.digest}"}],
        "recipe": f"python -m geo import {json.dumps(origin.name, ensure_ascii=False)} --apply",
    }
    resource.pop("left_out", None)
    if origin.left_out:
        resource["left_out"] = list(origin.left_out)
    if newest:
        resource["version"] = version(newest)
        resource["attribution"] = {
            lang: re.sub(r"\b[0-9]{4}$", str(newest.year), notice)
            for lang, notice in resource["attribution"].items()
        }
        for source in resource["sources"]:
            source["title"] = re.sub(r"\b[0-9]{4}\)$", f"{newest.year})", source["title"])


def write_checked(
    files: Mapping[str, bytes], agreements: Sequence[Agreement], folder: Path, draft: Path
) -> None:
    """
    Write the files into the folder `draft` and read them as the app will.

    Raises
    ------
    DataError, UpdateError
        As `check_files` says.
    """
    for name, content in files.items():
        write_file(draft / name, content)
    shutil.copyfile(folder / TERRITORIES, draft / TERRITORIES)
    if load_register(draft).agreements != tuple(agreements):
        raise UpdateError("update.not_the_same")


def read_file(path: Path) -> bytes:
    """
    Return the bytes of a file.

    Raises
    ------
    DataError
        If it is missing.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise DataError("error.no_file", file=path.name) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is on the disk, not on its way there."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
