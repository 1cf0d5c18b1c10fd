"""
Files made from a view: one row of `FORMATS` per format.

Every file says what it shows (the filters in words), where the data comes from and under which
licence, as far as the format has a place for it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from geo.agreements import Register
from geo.exports.table import to_csv, to_xlsx
from geo.text import t
from geo.view import View, select


@dataclass(frozen=True)
class Format:
    """How a file is made (`to_bytes`), named and offered; `label` is a text key."""

    to_bytes: Callable[[View, Register], bytes]
    suffix: str
    mime: str
    label: str


FORMATS = {
    "xlsx": Format(
        to_xlsx,
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "export.xlsx",
    ),
    "csv": Format(to_csv, "csv", "text/csv", "export.csv"),
}


def file_name(view: View, register: Register, suffix: str) -> str:
    """
    Return the name of a file: ``reestr_2026-04-20_17-iz-52.csv``, in ASCII.

    The date is that of the register's newest entry, since a file made tomorrow says the same; a
    view with filters says how many agreements of how many it has.
    """
    shown, total = len(select(view, register).agreements), len(register.agreements)
    day = register.newest.isoformat()
    key = "export.file_part" if view.is_filtered else "export.file_all"
    return f"{t(key, view.lang, day=day, shown=shown, total=total)}.{suffix}"
