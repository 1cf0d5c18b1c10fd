"""
The annual draft: what was concluded and what lapsed in a year, for the report due by 1 February.

No form is prescribed here; the columns are those of the register. The day of a lapse is calculated
(`geo.terms.lapsed_on`); agreements that lapsed on an unknown day are kept apart and belong to
no year.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo.agreements import Agreement
from geo.card import registration, successor_line, term
from geo.history import RegisterChange, change_between, went_as
from geo.shown import Shown
from geo.terms import lapsed_on
from geo.text import t

DUE = (2, 1)
"""Month and day by which the past year is reported (the users' habit, 1 February)."""

FIRST = ("table.number", "table.title", "table.signed_on")
"""Text keys of the columns that each of its tables begins with."""

AnnualCell = str | int | date


@dataclass(frozen=True)
class AnnualTable:
    """A part of the report in words: a title, the columns' heads, and rows of cells."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[AnnualCell, ...], ...]


def due_year(today: date) -> int:
    """Return the year whose report is due next: the past one until 1 February, else this one."""
    return today.year - 1 if (today.month, today.day) <= DUE else today.year


def change_in(shown: Shown, year: int) -> RegisterChange:
    """
    Return what was concluded and what lapsed from 1 January to 31 December, by day.

    A day in the view ends the year earlier. A filter by status changes nothing: an agreement that
    was concluded and has lapsed since was concluded.
    """
    since, until = date(year - 1, 12, 31), date(year, 12, 31)
    until = max(since, min(until, shown.on or until))
    return change_between(shown.picked_past.agreements, since, until)


def build_tables(change: RegisterChange, shown: Shown, year: int) -> tuple[AnnualTable, ...]:
    """
    Return the three parts of a report: concluded, lapsed, lapsed on an unknown day.

    Each says what is picked and by which filters: it may be all that somebody copies.
    """
    lang, whose = shown.lang, shown.seen(replace(shown.view, status=()))
    lapsed = "lapsed" if went_as(change.went) == "went" else "lapsed_stated"
    columns: dict[str, Callable[[Agreement], AnnualCell]] = {
        "table.registered_on": lambda one: registration(one, shown),
        "table.term": lambda one: term(one, lang),
        "column.lapsed_on": lambda one: lapsed_on(one) or "—",
        "column.basis": lambda one: successor_line(one, shown),
    }
    parts: dict[str, tuple[Sequence[Agreement], tuple[str, ...]]] = {
        "signed": (change.came, ("table.registered_on", "table.term")),
        lapsed: (change.went, ("column.lapsed_on", "column.basis")),
        "undated": (change.unknown, ("column.basis",)),
    }
    titles = {name: t(f"annual.{name}", lang, year=year) for name in parts}
    side = "".join(f". {said.rstrip('.')}" for said in shown.one_side)
    return tuple(
        AnnualTable(
            (f"{titles[name]}: {whose.subject}" if whose.name else whose.narrowed(titles[name]))
            + side,
            tuple(t(key, lang) for key in (*FIRST, *keys)),
            tuple(
                (row, one.title, one.signed_on, *(columns[key](one) for key in keys))
                for row, one in enumerate(agreements, start=1)
            ),
        )
        for name, (agreements, keys) in parts.items()
    )
