"""
Files of ``data/``: how they are read and written, and the dialect of CSV in which tables leave.

Every cell that is read is checked, and a bad one names its place. A table is read whole or not at
all, so a register is never half loaded.
"""

import csv
import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any, NoReturn, TypeVar, get_args, get_origin, get_type_hints

from geo.dates import FIRST_DAY
from geo.errors import DataError, system_reason

Record = TypeVar("Record")
LAST_DAY = date(2100, 12, 31)
"""A later date is a misprint, like one before `FIRST_DAY`."""
MOST_BYTES = 64 * 1024 * 1024
_NEVER_MEANT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(map(chr, (sign for sign in range(0x110000) if sign & 0xFFFE == 0xFFFE)))
    + "]"
)
"""Signs that steer a device or turn the order of others round, and those that are no characters:
no file of ours could hold all of them, and no reader would see them."""


@dataclass(frozen=True)
class CsvRow:
    """One line of a table; its methods return typed cells or raise `DataError`."""

    path: Path
    number: int
    cells: dict[str, str]

    def problem(self, column: str, expected: str) -> DataError:
        """Return the error that names this row's cell, what was expected and what is there."""
        got = self.cells.get(column, "")[:80]
        place = {"file": self.path.name, "row": self.number, "column": column}
        return DataError("error.bad_cell", **place, expected=expected, got=got)

    def record(self, kind: type[Record], **given: Any) -> Record:  # noqa: ANN401  of any field
        """
        Return a record whose fields are columns of this row, each read as the record annotates it.

        `given` are fields that are not read here. A text may be empty if it has a default.
        """
        known: Any = kind  # which can be hashed, as every class
        for name, hint, required in _fields(known):
            if name in self.cells and name not in given:
                given[name] = self.cell(name, hint, required=required)
        return kind(**given)

    def text(self, column: str, *, required: bool = True) -> str:
        """Return the cell as it is."""
        value = self.cells[column]
        if required and not value.strip():
            raise self.problem(column, "expected.text")
        return value

    def cell(self, column: str, hint: Any, *, required: bool = True) -> Any:  # noqa: ANN401
        """
        Return the cell as an annotation has it, one in a tuple for each of its ``;``.

        None for an empty one, if the annotation says so.
        """
        kind, *others = get_args(hint) or (hint,)
        text, many = self.cells[column], get_origin(hint) is tuple
        if kind is str and not many:
            return self.text(column, required=required)
        if not text and not many and (others or kind in _READERS):
            if not others:
                raise self.problem(column, "expected.text")
            return None
        read, expected = _READERS.get(kind) or (kind, ("; " if many else " | ").join(kind))
        try:
            if many:
                return tuple(read(part.strip()) for part in text.split(";") if part.strip())
            return read(text)
        except (ValueError, KeyError):
            raise self.problem(column, expected) from None

    def degrees(self, column: str, limit: float) -> float:
        """Return the cell as degrees between -`limit` and `limit`."""
        try:
            value = float(self.cells[column])
        except ValueError:
            raise self.problem(column, f"-{limit:g} … {limit:g}") from None
        if not -limit <= value <= limit:
            raise self.problem(column, f"-{limit:g} … {limit:g}")
        return value


def _day(text: str) -> date:
    found = date.fromisoformat(text)  # which knows weeks as well
    if not FIRST_DAY <= found <= LAST_DAY or text != found.isoformat():
        raise ValueError(text)
    return found


def _whole(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        raise ValueError(text)
    return int(text)


_READERS: dict[type, tuple[Callable[[str], object], str]] = {
    str: (str, ""),
    date: (_day, f"YYYY-MM-DD, {FIRST_DAY.isoformat()} … {LAST_DAY.isoformat()}"),
    int: (_whole, "1, 2, 3, …"),
    bool: ({"true": True, "false": False}.__getitem__, "true | false"),
}
"""How a cell of a type is read, and what is expected of it; of a closed list one of its words."""


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, bool], ...]:  # noqa: ANN401  any record
    """Return name, annotation and whether there is no default of every field of a record."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name], each.default is MISSING) for each in fields(kind))


def csv_for_excel(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as Excel opens them everywhere: UTF-8 with byte order mark, ``;``, CRLF."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def to_zip(files: Mapping[str, bytes], day: date = date(1980, 1, 1)) -> bytes:
    """Return files as one archive of a day; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def measured(content: bytes) -> dict[str, int | str]:
    """Return size and hash of a file, as its record has them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def record_bytes(package: Mapping[str, object]) -> bytes:
    """Return a data package as a file."""
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def read_bytes(path: Path) -> bytes:
    """
    Return what is in a file of the data.

    DataError if the system has or gives none, or it would never end: a pipe, a device, a file so
    large that none of ours can be meant.
    """
    try:
        if stat.S_ISFIFO(path.stat().st_mode):  # opening it would wait for who writes
            raise DataError("error.system", file=path.name, reason="reason.no_end")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise DataError("error.system", file=path.name, reason="reason.too_large")
        return content
    except FileNotFoundError as error:
        raise DataError("error.no_file", file=path.name) from error
    except OSError as error:
        raise DataError("error.system", file=path.name, reason=system_reason(error)) from error


def write_whole(path: Path, content: bytes) -> bool:
    """
    Put a file in its place, whole or not at all; return whether it says something else now.

    Several may put it there at once: each has a draft of its own.
    """
    if path.is_file() and path.read_bytes() == content:
        return False
    draft = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def read_text(path: Path) -> str:
    """Return the text of a file of the data; DataError also if it is not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("error.not_utf8", file=path.name) from error


def read_json(path: Path) -> object:
    """Return what a JSON file of the data says; DataError also if it is no JSON or too deep."""
    text = read_text(path)
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise DataError("error.bad_geojson", file=path.name, reason="reason.no_json") from error


def _no_number(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's reader would take."""
    raise ValueError(name)


def holds_text(value: object) -> bool:
    """Return whether a value is a text of signs that a reader can see."""
    return isinstance(value, str) and bool(value.strip()) and not _NEVER_MEANT.search(value)


def read_table(
    path: Path, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[CsvRow]:
    """
    Yield the rows of a CSV file (UTF-8, comma) whose first line is the header `columns`.

    Those that are `optional` may be missing; their cells are empty then.

    DataError if the file can't be read, is not UTF-8, is binary, has another header, a row is too
    short or long, or a cell holds a sign that cannot be meant.
    """

    def fault(key: str, **details: object) -> DataError:
        return DataError(f"error.bad_{key}", file=path.name, **details)

    text = read_text(path)
    if "\0" in text:
        raise fault("csv", row=text.count("\n", 0, text.index("\0")) + 1, got="NUL")
    doubtful = _NEVER_MEANT.search(text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wanted = [column for column in columns if column in header or column not in optional]
        if header != wanted:
            got = ", ".join(header)[:80]
            raise fault("header", expected=", ".join(columns), got=got)
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(header):
                raise fault("row", row=number, expected=len(header), got=len(cells))
            known = dict(zip(header, cells, strict=True))
            row = CsvRow(path, number, dict.fromkeys(columns, "") | known)
            for column, cell in known.items() if doubtful else ():
                if found := _NEVER_MEANT.search(cell):
                    sign = f"U+{ord(found[0]):04X}"
                    raise fault("sign", row=number, column=column, sign=sign)
            yield row
    except csv.Error as error:
        raise fault("csv", row=reader.line_num, got=str(error)) from error
