"""
The register in PostgreSQL with PostGIS: versions with their files, and the latest as tables.

A version is put there in one transaction, by one keeper at a time, and only in the place of the
version that this keeper's folder has. `geo.update.store` says when.
"""

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import shapely
from psycopg import sql

from geo import settings
from geo.agreements import AGREEMENT_COLUMNS, Agreement, Register, load_register
from geo.errors import DataError, UpdateError
from geo.sources import PACKAGE
from geo.sources.imprint import IMPRINT, load_imprint
from geo.tables import read_bytes
from geo.territories import Territory
from geo.territories.layers import read_layer
from geo.update.register_files import AGREEMENTS, OWN, party_rows, read_records
from geo.update.store import Commit
from geo.update.switch import keep_version, take, version_name
from geo.update.versions import VERSIONS

_SCHEMA = Path(__file__).with_name("register.sql")
_LOCK = int.from_bytes(hashlib.sha256(b"register").digest()[:8], signed=True)
"""Number of the lock that a keeper holds in the database."""
_NEWS = "register"
"""Channel on which the database gives notice of a new version."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""Names that a file of the register may have, in whatever folder it is written to."""
_LINE: dict[str, Any] = {
    "connect_timeout": 3, "tcp_user_timeout": 10_000,
    "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3,
}  # fmt: skip
"""A line that is cut without a word is given up: after 10 s if something waits, else after 35 s."""
_TERRITORY = ("code", "country", "region", "kind", "name_ru", "name_en", "boundary", "accuracy")
_AGREEMENT = tuple(column for column in AGREEMENT_COLUMNS if column != "section")
_TYPES: dict[str, LiteralString] = {"integer": "integer", "boolean": "boolean", "date": "date"}
"""Types of the data package by their names in SQL; everything else is text."""
Row = tuple[Any, ...]
Database = psycopg.Connection[Row]


@contextlib.contextmanager
def _connected(*, autocommit: bool = False) -> Iterator[Database]:
    """Give a connection whose transaction ends with the block; errors are for a person."""
    if not settings.REGISTER_URL:
        raise UpdateError("store.no_address")
    try:
        with psycopg.connect(settings.REGISTER_URL, autocommit=autocommit, **_LINE) as db:
            db.execute("set lock_timeout = '5s'")
            yield db
    except psycopg.OperationalError as error:
        raise UpdateError("store.away") from error
    except psycopg.Error as error:
        raise UpdateError("store.refused", reason=error.sqlstate or "?") from error


# --- from the database ----------------------------------------------------------------------------


@contextlib.contextmanager
def listening() -> Iterator[Callable[[float], object]]:
    """Give a function that waits for notice of a new version, so many seconds at most."""
    with _connected(autocommit=True) as db:
        db.execute(sql.SQL("listen {}").format(sql.Identifier(_NEWS)))
        yield lambda seconds: [*db.notifies(timeout=seconds, stop_after=1)]


def refresh(folder: Path) -> None:
    """Take what the database has and the folder has not; `geo.update.store.refresh` says more."""
    with _connected() as db:
        version = _latest(db)
        there, here = _names(db, version), _digests(folder)
        rows = db.execute("select id, set_aside from register.versions where set_aside is not null")
        earlier = rows.fetchall()
        for each, name in earlier:
            if not (folder / VERSIONS / name).is_dir():
                own = filter(OWN.fullmatch, _names(db, each))
                keep_version(_contents(db, each, own), name, folder)
        if there != here:
            known = (name for each, name in earlier if _names(db, each) == here)
            take(_contents(db, version, there), folder, next(known, ""))


def _latest(db: Database) -> int:
    """Return the number of the version that stands."""
    if not _row(db, "select to_regclass('register.versions')")[0]:
        raise UpdateError("store.empty")
    (version,) = _row(db, "select max(id) from register.versions")
    if version is None:
        raise UpdateError("store.empty")
    return int(version)


def _row(db: Database, query: LiteralString, *values: object) -> Row:
    """Return the one row of a query that always has one."""
    return db.execute(query, values).fetchall()[0]


def _names(db: Database, version: int) -> dict[str, str]:
    """Return the hash of every file of a version by name."""
    rows = db.execute("select name, sha256 from register.files where version = %s", [version])
    return {name: digest for name, digest in rows if _NAME.fullmatch(name)}


def _contents(db: Database, version: int, names: Iterable[str]) -> dict[str, bytes]:
    """Return files of a version by name, the package last."""
    rows = db.execute(
        "select name, content from register.files join register.contents using (sha256)"
        " where version = %s and name = any(%s) order by name = %s, name",
        [version, list(names), PACKAGE],
    )
    return {name: bytes(content) for name, content in rows}


# --- to the database ------------------------------------------------------------------------------


@contextlib.contextmanager
def committing(folder: Path, what: str, who: str) -> Iterator[Commit]:
    """Hold the keeper's lock in the database; `geo.update.store.committing` says more."""
    with _connected() as db:
        _lock(db)
        before = _latest(db)
        if _names(db, before) != _digests(folder):
            raise UpdateError("update.changed_meanwhile")
        done: list[str] = []

        def commit(files: Mapping[str, bytes], set_aside: str, draft: Path) -> None:
            kept = [name for name in _names(db, before) if not OWN.fullmatch(name)]
            everything = {**_contents(db, before, kept), **files}
            _put(db, everything, load_register(draft), (what, who, set_aside))
            db.commit()
            done.append(set_aside)

        try:
            yield commit
        except (OSError, UpdateError) as error:
            if done:  # all but this folder has it
                raise UpdateError("store.taken") from error
            raise


def publish(folder: Path, who: str, over: int | None) -> int:
    """
    Copy the register of a folder that `geo check` accepts; return the number of its version.

    It may replace the version `over`; with None the database should have none.

    UpdateError if the database has another version than that, or cannot be reached.
    """
    files = {name: read_bytes(folder / name) for name in _recorded(folder)}
    register = load_register(folder)
    with _connected() as db:
        _lock(db)
        home = register.territories.imprint.country
        db.execute(_SCHEMA.read_bytes().replace(b":'home'", f"'{home}'".encode()))
        (latest,) = _row(db, "select max(id) from register.versions")
        if latest is not None and _names(db, latest) == _digests(folder):
            return int(latest)
        if latest != over:
            raise UpdateError("store.other_version", version=latest or 0)
        own = [name for name in _names(db, latest or 0) if OWN.fullmatch(name)]
        name = version_name(_contents(db, latest or 0, own), date.today())
        version = _put(db, files, register, ("publish", who, name))
        _put_boundaries(db, folder)
        return version


def _lock(db: Database) -> None:
    """Be the only keeper until the transaction ends."""
    if not _row(db, "select pg_try_advisory_xact_lock(%s)", _LOCK)[0]:
        raise UpdateError("update.busy")


def _recorded(folder: Path) -> list[str]:
    """Return the names of the files that a folder's package records, and of the package."""
    records = read_records(read_bytes(folder / PACKAGE))
    names = [name for name in records if (folder / name).is_file()]
    wrong = [name for name in names if not _NAME.fullmatch(name)]
    if wrong:
        raise DataError("error.no_record", file=wrong[0])
    return [*names, IMPRINT, PACKAGE]


def _digests(folder: Path) -> dict[str, str]:
    """Return the hash of every file of a folder by name; nothing if it has no register."""
    if not (folder / PACKAGE).is_file():
        return {}
    contents = ((name, read_bytes(folder / name)) for name in _recorded(folder))
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents}


def _put(
    db: Database, files: Mapping[str, bytes], register: Register, told: tuple[str, str, str]
) -> int:
    """Make a version of files and the tables of its register; `told`: what, who, set aside as."""
    what, who, set_aside = told
    db.execute(
        "update register.versions set set_aside = %s where set_aside is null", [set_aside or None]
    )
    (version,) = _row(
        db,
        "insert into register.versions (day, who, what) values (%s, %s, %s) returning id",
        date.today(),
        who,
        what,
    )
    for name, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        db.execute(
            "insert into register.contents values (%s, %s) on conflict do nothing",
            [digest, content],
        )
        db.execute("insert into register.files values (%s, %s, %s)", [version, name, digest])
    db.execute("delete from register.parties")
    db.execute("delete from register.agreements")
    db.execute("delete from register.territories")
    _add_columns(db, files[PACKAGE])
    db.execute("select pg_notify(%s, '')", [_NEWS])  # with the commit
    _fill(db, "territories", map(_territory, register.territories.values()))
    _fill(db, "agreements", map(_agreement, register.agreements))
    _fill(db, "parties", party_rows(register.agreements))
    return int(version)


def _add_columns(db: Database, package: bytes) -> None:
    """Give the table of agreements the columns of a package that it lacks, with what they mean."""
    there = db.execute(
        "select column_name from information_schema.columns"
        " where table_schema = 'register' and table_name = 'agreements'"
    )
    known = {name for (name,) in there}
    fields = read_records(package)[AGREEMENTS].get("schema", {}).get("fields", ())
    described = {field["name"]: field for field in fields}
    for name in _AGREEMENT:
        if name in known:
            continue
        field, column = described.get(name, {}), sql.Identifier("register", "agreements", name)
        kind = _TYPES.get(field.get("type", ""), "text")
        if kind == "text" or field.get("constraints", {}).get("required"):
            kind += " not null"  # a text that is not given is empty
        for statement, *words in (
            ("alter table register.agreements add {} {}", sql.Identifier(name), sql.SQL(kind)),
            ("comment on column {} is {}", column, sql.Literal(field.get("description"))),
        ):
            db.execute(sql.SQL(statement).format(*words))


def _put_boundaries(db: Database, folder: Path) -> None:
    """Put the shapes of both countries there, each as its source has it."""
    db.execute("delete from register.boundaries")
    rows = (
        {
            "id": feature.id,
            "country": country,
            "approximate": feature.properties.get("approximate") is True,
            "shape": _ewkb(shapely.MultiPolygon(shapely.get_parts(feature.geometry).tolist())),
        }
        for country, name in load_imprint(folder).layers.items()
        for feature in read_layer(folder / name)
    )
    _fill(db, "boundaries", rows)


def _territory(territory: Territory) -> dict[str, object]:
    point = _ewkb(shapely.Point(territory.point)) if territory.point else None
    return {"point": point, **{name: str(getattr(territory, name)) for name in _TERRITORY}}


def _agreement(agreement: Agreement) -> dict[str, object]:
    """Return an agreement as its table has it; another one that it does not name is none."""
    row = {name: getattr(agreement, name) for name in _AGREEMENT}
    text: dict[str, object] = {
        name: str(value) for name, value in row.items() if isinstance(value, StrEnum)
    }
    themes = [str(theme) for theme in agreement.themes]
    others = {name: row[name] or None for name in ("successor_id", "about_id")}
    return row | text | others | {"themes": themes}


def _ewkb(geometry: shapely.Geometry) -> str:
    """Return a geometry as PostGIS reads it from a text."""
    placed = shapely.set_srid(geometry, int(settings.CRS.rpartition(":")[2]))
    found: str = shapely.to_wkb(placed, hex=True, include_srid=True)
    return found


def _fill(db: Database, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    rows = list(rows)
    query = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier("register", table),
        sql.SQL(", ").join(map(sql.Identifier, rows[0])),
        sql.SQL(", ").join(sql.Placeholder() for _ in rows[0]),
    )
    with db.cursor() as cursor:
        cursor.executemany(query, [tuple(row.values()) for row in rows])
