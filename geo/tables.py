"""
CSV: reading a file of ``data/``, and the one dialect in which tables leave the house.

Every cell that is read is checked, and a bad one names its place. A table is read whole or not at
all, so a register is never half loaded.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from geo.errors import DataError

Choice = TypeVar("Choice", bound=StrEnum)


class Row:
    """One line of a table; its methods return typed cells or raise `DataError`."""

    def __init__(self, path: Path, number: int, cells: dict[str, str]) -> None:
        self.path = path
        self.number = number
        self.cells = cells

    def problem(self, column: str, expected: str) -> DataError:
        """Return the error that names this row's cell, what was expected and what is there."""
        return DataError(
            "error.bad_cell",
            file=self.path.name,
            row=self.number,
            column=column,
            expected=expected,
            got=self.cells.get(column, "")[:80],
        )

    def text(self, column: str, *, required: bool = True) -> str:
        """Return the cell as it is."""
        value = self.cells[column]
        if required and not value.strip():
            raise self.problem(column, "expected.text")
        return value

    def parts(self, column: str) -> tuple[str, ...]:
        """Return the ``;``-separated values of the cell, none for an empty one."""
        return tuple(part.strip() for part in self.cells[column].split(";") if part.strip())

    def choices(self, column: str, choices: type[Choice]) -> tuple[Choice, ...]:
        """Return the ``;``-separated values of the cell as members of a closed list."""
        try:
            return tuple(map(choices, self.parts(column)))
        except ValueError:
            raise self.problem(column, "; ".join(choices)) from None

    def choice(self, column: str, choices: type[Choice]) -> Choice:
        """Return the cell as a member of a closed list."""
        try:
            return choices(self.cells[column])
        except ValueError:
            raise self.problem(column, " | ".join(choices)) from None

    def day(self, column: str) -> date | None:
        """Return the cell as a date, None if empty; anything but YYYY-MM-DD is an error."""
        value = self.cells[column]
        if not value:
            return None
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            raise self.problem(column, "YYYY-MM-DD") from None

    def whole(self, column: str) -> int | None:
        """Return the cell as a whole number greater than zero, None if empty."""
        value = self.cells[column]
        if not value:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,8}", value):
            raise self.problem(column, "1, 2, 3, …")
        return int(value)

    def flag(self, column: str) -> bool | None:
        """Return the cell as true or false, None if empty (unknown)."""
        value = self.cells[column]
        if value not in ("", "true", "false"):
            raise self.problem(column, "true | false")
        return value == "true" if value else None

    def degrees(self, column: str, limit: float) -> float:
        """Return the cell as degrees between -`limit` and `limit`."""
        try:
            value = float(self.cells[column])
        except ValueError:
            raise self.problem(column, f"-{limit:g} … {limit:g}") from None
        if not -limit <= value <= limit:
            raise self.problem(column, f"-{limit:g} … {limit:g}")
        return value


def csv_for_excel(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as Excel opens them everywhere: UTF-8 with byte order mark, ``;``, CRLF."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """
    Yield the rows of a CSV file (UTF-8, comma, header in the first line).

    Parameters
    ----------
    path
        The file.
    columns
        The header it must have, in this order.
    optional
        Columns that may all be missing; their cells are empty then.

    Raises
    ------
    DataError
        If the file is missing, is not UTF-8, is binary, has another header, or a row is too short
        or long.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise DataError("error.no_file", file=path.name) from error
    except UnicodeDecodeError as error:
        raise DataError("error.not_utf8", file=path.name) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise DataError("error.bad_csv", file=path.name, row=line, got="NUL")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        earlier = [column for column in columns if column not in optional]
        if header not in (list(columns), earlier):
            raise DataError(
                "error.bad_header",
                file=path.name,
                expected=", ".join(columns),
                got=", ".join(header)[:200],
            )
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(header):
                raise DataError(
                    "error.bad_row",
                    file=path.name,
                    row=number,
                    expected=len(header),
                    got=len(cells),
                )
            known = dict(zip(header, cells, strict=True))
            yield Row(path, number, dict.fromkeys(columns, "") | known)
    except csv.Error as error:
        raise DataError(
            "error.bad_csv", file=path.name, row=reader.line_num, got=str(error)
        ) from error
