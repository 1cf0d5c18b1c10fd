"""
The files of a register: what a list of agreements looks like in ``data/``, and where it came from.

`agreements.csv`, `parties.csv`, what was decided about them, the document they were read from and
their records in `datapackage.json` belong together. The same agreements give the same bytes, so a
register that is read from its own document and written again does not change.
"""

import csv
import hashlib
import io
import json
import os
import re
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geo import settings
from geo.agreements import AGREEMENT_COLUMNS, PARTY_COLUMNS, Agreement, load_register, newest_day
from geo.errors import DataError, UpdateError
from geo.sources import PACKAGE
from geo.sources.imprint import IMPRINT
from geo.tables import measured, read_bytes, record_bytes
from geo.territories import OUTSIDE, OUTSIDE_COLUMNS, load_territories
from geo.update.decisions import DECISIONS, FILE_BYTES, parse_decisions, to_toml
from geo.update.settlement import Settlements, outside_parties

AGREEMENTS, PARTIES, TERRITORIES = "agreements.csv", "parties.csv", "territories.csv"
FILES = (AGREEMENTS, PARTIES, PACKAGE)
"""What every register has."""
BESIDE = (OUTSIDE, DECISIONS)
"""What it may have besides: parties outside the gazetteer, decisions; and the document."""
OWN = re.compile(
    rf"{'|'.join(map(re.escape, (*FILES, *BESIDE)))}|register[A-Za-z0-9_-]*\.(?:docx|txt)"
)
"""Names of the files that an update writes or removes."""
DOCUMENT_BYTES = 10 * 1024 * 1024
"""A larger document is named with its hash, not kept."""

DOCUMENTS = ("register.docx", "register.txt")
"""Under which names the document of an issue is kept."""
PACKAGE_BYTES = 1024 * 1024

_SAID = tomllib.loads(Path(__file__).with_name("records.toml").read_text(encoding="utf-8"))
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass(frozen=True)
class Origin:
    """
    What a new issue was made from: a document, and what was decided about it.

    `given` is the document's name as it came, `content` what is in it, `title` what stands above
    its first table; `left_out` says in words which of its rows a keeper left out, and why.
    """

    given: str
    content: bytes
    left_out: tuple[str, ...] = ()
    decisions: Settlements = field(default_factory=dict)
    title: str = ""

    @property
    def name(self) -> str:
        """The document's name; of what came only letters and the like are kept."""
        return re.sub(r"[^\w .()№-]", "_", Path(self.given.replace("\\", "/")).name)[-80:]

    @property
    def digest(self) -> str:
        """SHA-256 of the document."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def file(self) -> str:
        """Under which name the document is kept; empty if it is too large or there is none."""
        if not 0 < len(self.content) <= DOCUMENT_BYTES:
            return ""
        return DOCUMENTS[0] if self.content.startswith(b"PK") else DOCUMENTS[1]


def fingerprint(folder: Path = settings.DATA) -> str:
    """
    Return what distinguishes one state of the register from any other: a hash of its tables.

    DataError if a file is missing.
    """
    digest = hashlib.sha256()
    for name in (AGREEMENTS, PARTIES, TERRITORIES, OUTSIDE):
        if name == OUTSIDE and not (folder / name).exists():
            continue
        content = read_bytes(folder / name)
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def build_files(
    agreements: Sequence[Agreement], origin: Origin, folder: Path = settings.DATA
) -> dict[str, bytes]:
    """
    Return the files of a register by name, as they would stand in the folder.

    The same agreements give the same tables. The package is the folder's own with other records of
    what is new; if tables and decisions are the folder's own, so is everything.

    UpdateError if two agreements are the same by date, form and parties; DataError if the folder
    has no data package, or one that is broken.
    """
    seen = set()
    for agreement in agreements:
        if agreement.id in seen:
            raise UpdateError("update.duplicate", id=agreement.id, title=agreement.title)
        seen.add(agreement.id)
    tables = to_tables(agreements)
    parties = {code for agreement in agreements for code in agreement.territories}
    known = load_territories(folder / TERRITORIES)
    known = known.with_these(outside_parties(origin.decisions.values()))
    if outside := [place for place in known.outside if place.code in parties]:
        tables[OUTSIDE] = _to_csv(OUTSIDE_COLUMNS, [vars(place) for place in outside])
    if origin.decisions:
        tables[DECISIONS] = to_toml(origin.decisions)
    current = current_files(folder)
    if all(current.get(name) == tables.get(name) for name in (AGREEMENTS, PARTIES, *BESIDE)):
        return current
    files = {**tables, **({origin.file: origin.content} if origin.file else {})}
    return {**files, PACKAGE: _package(files, agreements, origin, current[PACKAGE])}


def to_tables(agreements: Sequence[Agreement]) -> dict[str, bytes]:
    """Return the tables of a register by name; the same agreements give the same bytes."""
    rows = [_agreement_cells(agreement) for agreement in agreements]
    return {
        AGREEMENTS: _to_csv(AGREEMENT_COLUMNS, rows),
        PARTIES: _to_csv(PARTY_COLUMNS, party_rows(agreements)),
    }


def party_rows(agreements: Iterable[Agreement]) -> list[dict[str, object]]:
    """Return the rows of all parties, in the order of the titles."""
    return [
        {"agreement_id": agreement.id, "position": position, **vars(party)}
        for agreement in agreements
        for position, party in enumerate(agreement.parties, start=1)
    ]


def current_files(folder: Path = settings.DATA) -> dict[str, bytes]:
    """
    Return the files of a register by name as they stand in its folder, the package last.

    DataError if one is missing that every register has.
    """
    package = read_bytes(folder / PACKAGE)
    recorded = filter(OWN.fullmatch, read_records(package))
    return {
        name: read_bytes(folder / name)
        for name in dict.fromkeys((AGREEMENTS, PARTIES, *BESIDE, *recorded))
        if name in FILES or (folder / name).is_file()
    } | {PACKAGE: package}


def version(newest: date) -> str:
    """Return what an issue of the register is called by its newest entry."""
    return f"newest entry {newest.isoformat()}"


def check_files(
    files: Mapping[str, bytes], agreements: Sequence[Agreement], folder: Path = settings.DATA
) -> None:
    """
    Read files again before anybody gets them.

    DataError if they are no register; UpdateError if they say something else than the agreements
    they were made from.
    """
    with tempfile.TemporaryDirectory(prefix="ties-") as draft:
        write_checked(files, agreements, folder, Path(draft))


def unpack(data: bytes) -> tuple[str, bytes, bytes] | None:
    """
    Return name, document and decisions of an archive that the page of updates made.

    None is returned if the data is anything else; nothing else of the archive is looked at.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kept = [name for name in DOCUMENTS if name in names]
            if not kept or PACKAGE not in names:
                return None

            def read(name: str, limit: int) -> bytes:
                with archive.open(name) as file:
                    return file.read(limit + 1)

            record = read_records(read(PACKAGE, PACKAGE_BYTES))[kept[0]]
            name = str(record["sources"][0]["document"])
            decisions = read(DECISIONS, FILE_BYTES) if DECISIONS in names else b""
            return name, read(kept[0], DOCUMENT_BYTES), decisions
    except (zipfile.BadZipFile, zlib.error, LookupError, TypeError, NotImplementedError, OSError,
            RuntimeError, DataError):  # fmt: skip
        return None


def _agreement_cells(agreement: Agreement) -> dict[str, object]:
    """Return the cells of an agreement as `geo.agreements` reads them."""
    cells = {**vars(agreement), "section": agreement.status}
    cells["themes"] = ";".join(agreement.themes)
    for flag in ("perpetual", "prolonged"):
        cells[flag] = None if cells[flag] is None else str(cells[flag]).lower()
    return cells


def _to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode("utf-8")


def read_records(package: bytes) -> dict[str, dict]:
    """Return the records of a package by the paths of their files."""
    try:
        records = json.loads(package)["resources"]
        return {str(each["path"]): {**each, "path": str(each["path"])} for each in records}
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise DataError("error.bad_geojson", file=PACKAGE, reason="reason.no_resources") from error


def join_packages(records: Iterable[Mapping], rest: bytes) -> bytes:
    """Return a package with these records of a register in the place of those it has."""
    others = [each for name, each in read_records(rest).items() if not OWN.fullmatch(name)]
    resources = sorted([*records, *others], key=lambda resource: str(resource.get("name")))
    return record_bytes({**json.loads(rest), "resources": resources})


def _package(
    files: Mapping[str, bytes], agreements: Sequence[Agreement], origin: Origin, before: bytes
) -> bytes:
    """Return the data package before with the records of the new files in place of the old."""
    try:
        known = {name: x for name, x in read_records(before).items() if OWN.fullmatch(name)}
        about = _about(agreements, origin, known[AGREEMENTS])
        records = [{**known.get(name, {}), **_record(name, content, origin)}
                   for name, content in files.items()]  # fmt: skip
        for record in records:
            record.pop("left_out", None)
            record |= {key: about[key] for key in ("licenses", "version", "attribution")}
            record["sources"] = [dict(about["source"])]
            if origin.left_out and record["path"] in (AGREEMENTS, PARTIES):
                record["left_out"] = list(origin.left_out)
    except (ValueError, LookupError, TypeError) as error:
        raise DataError("error.bad_geojson", file=PACKAGE, reason="reason.no_resources") from error
    return join_packages(records, before)


def _about(agreements: Sequence[Agreement], origin: Origin, before: Mapping) -> dict:
    """
    Return what all records of an issue say alike.

    The title is that of the document; a year stands in notices only if it does in the title.
    """
    title = origin.title or before["sources"][0]["title"]
    year = _YEAR.search(title)
    notices = {
        lang: re.sub(r", [0-9]{4}$", "", notice) + (f", {year[0]}" if year else "")
        for lang, notice in before["attribution"].items()
    }
    source = {"title": title, "document": origin.name, "hash": f"sha256:{origin.digest}"}
    return {
        "licenses": before["licenses"],
        "version": version(newest_day(agreements)),
        "attribution": notices,
        "source": {**source, **({"path": origin.file} if origin.file else {})},
    }


def _record(name: str, content: bytes, origin: Origin) -> dict:
    """Say of a file what it is and how it is made again."""
    record = {"path": name, **measured(content), **_SAID.get(name, {})}
    if name == origin.file:
        recipe = f"copied from {json.dumps(origin.name, ensure_ascii=False)}"
        return record | _SAID["document"] | {"format": Path(name).suffix[1:], "recipe": recipe}
    if name == DECISIONS:
        return record
    document = f"data/{origin.file}" if origin.file else origin.name
    settled = f" --settle data/{DECISIONS}" if origin.decisions else ""
    quoted = document if re.fullmatch(r"[\w./-]+", document) else f'"{document}"'
    return record | {"recipe": f"python -m geo import {quoted}{settled} --apply"}


def write_checked(
    files: Mapping[str, bytes], agreements: Sequence[Agreement] | None, folder: Path, draft: Path
) -> None:
    """
    Write the files into the folder `draft` and read them as the app will.

    What they should say may be left out where it is not known.

    DataError, UpdateError as `check_files` says.
    """
    for name, content in files.items():
        write_file(draft / name, content)
    for name in {TERRITORIES, IMPRINT} - files.keys():
        write_file(draft / name, read_bytes(folder / name))
    read = load_register(draft).agreements
    if agreements is not None and read != tuple(agreements):
        raise UpdateError("update.not_the_same")
    if DECISIONS in files:
        parse_decisions(files[DECISIONS], DECISIONS)


def write_file(path: Path, content: bytes) -> None:
    """Write a file so that it is on the disk, not on its way there."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
