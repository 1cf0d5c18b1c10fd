"""
The annual draft: what was concluded and what lapsed in a year, for the report due by 1 February.

No form is prescribed here; the columns are those of the register. The day of a lapse is calculated
(`geo.terms.lapsed_on`); agreements that lapsed on an unknown day are kept apart and belong to
no year.
"""

from dataclasses import dataclass
from datetime import date

from geo.agreements import Agreement
from geo.card import registration, successor, term
from geo.history import change_between
from geo.shown import Shown
from geo.terms import lapsed_on
from geo.text import t

DUE = (2, 1)
"""Month and day by which the past year is reported (the users' habit, 1 February)."""

AnnualCell = str | int | date


@dataclass(frozen=True)
class AnnualReport:
    """The agreements of a year; `undated` lapsed on an unknown day, in this year or another."""

    year: int
    signed: tuple[Agreement, ...]
    lapsed: tuple[Agreement, ...]
    undated: tuple[Agreement, ...]


@dataclass(frozen=True)
class AnnualTable:
    """A part of the report in words: a title, the columns' heads, and rows of cells."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[AnnualCell, ...], ...]


def due_year(today: date) -> int:
    """Return the year whose report is due next: the past one until 1 February, else this one."""
    return today.year - 1 if (today.month, today.day) <= DUE else today.year


def build_report(shown: Shown, year: int) -> AnnualReport:
    """
    Return what was concluded and what lapsed from 1 January to 31 December, by day.

    A day in the view ends the year earlier. A filter by status changes nothing: an agreement that
    was concluded and has lapsed since was concluded.
    """
    since, until = date(year - 1, 12, 31), date(year, 12, 31)
    until = max(since, min(until, shown.on or until))
    change = change_between(shown.picked_past.agreements, since, until)
    return AnnualReport(
        year,
        change.came,
        change.went,
        change.unknown,
    )


def build_tables(report: AnnualReport, shown: Shown) -> tuple[AnnualTable, ...]:
    """Return the three parts of a report: concluded, lapsed, lapsed on an unknown day."""
    lang = shown.lang

    def heads(*keys: str) -> tuple[str, ...]:
        return tuple(t(key, lang) for key in ("table.number", "table.title", *keys))

    signed = [
        (
            row,
            a.title,
            a.signed_on,
            registration(a, shown),
            term(a, lang),
        )
        for row, a in enumerate(report.signed, start=1)
    ]
    lapsed = [
        (row, a.title, a.signed_on, lapsed_on(a) or "—", _basis(a, shown))
        for row, a in enumerate(report.lapsed, start=1)
    ]
    undated = [
        (row, a.title, a.signed_on, _basis(a, shown))
        for row, a in enumerate(report.undated, start=1)
    ]
    names = {name: t(f"annual.{name}", lang, year=report.year) for name in ("signed", "undated")}
    return (
        AnnualTable(
            names["signed"],
            heads("table.signed_on", "table.registered_on", "table.term"),
            tuple(signed),
        ),
        AnnualTable(
            t("annual.lapsed", lang, year=report.year),
            heads("table.signed_on", "column.lapsed_on", "column.basis"),
            tuple(lapsed),
        ),
        AnnualTable(names["undated"], heads("table.signed_on", "column.basis"), tuple(undated)),
    )


def _basis(agreement: Agreement, shown: Shown) -> str:
    """Return what replaced an agreement and how that is known, or that nothing is said."""
    return ": ".join(successor(agreement, shown)) or t("annual.no_successor", shown.lang)
