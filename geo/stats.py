"""
Statistics: the counts and tables behind the numbers on screen.

An agreement with many parties counts once in every total; in a table by territory or region it
counts once in each row it belongs to, so such rows can add up to more than the total. Each
function returns a table with plain columns of codes and numbers; words are added by who shows it.

`on` is the day of the statuses, None for the register as it is. An agreement that lapsed at an
unknown date counts as lapsed, as in the filter for the status.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pandas as pd

from geo.agreements import Agreement, Kind, Register
from geo.boundaries import Boundaries
from geo.history import Standing, count_standings, standing
from geo.shown import Part, Shown
from geo.succession import count_lapsed
from geo.territories import Country, Territories
from geo.ties import Tie
from geo.view import View
from geo.white_spots import Loss, find_candidates, find_white_spots


def signings_by_year(agreements: Sequence[Agreement]) -> pd.DataFrame:
    """
    Count signings per year and kind.

    Returns
    -------
    signings
        `year` (each from the first to the last, also those with none), `kind`, `n`.
    """
    counts = Counter((agreement.signed_on.year, agreement.kind) for agreement in agreements)
    years = [agreement.signed_on.year for agreement in agreements]
    rows = [
        (year, str(kind), counts[year, kind])
        for year in (range(min(years), max(years) + 1) if years else ())
        for kind in Kind
    ]
    return pd.DataFrame(rows, columns=["year", "kind", "n"])


def by_region(selection: Part, register: Register, on: date | None = None) -> pd.DataFrame:
    """
    Count agreements and ties by partner region.

    Returns
    -------
    regions
        `region`, `n_agreements`, `n_in_force`, `n_lapsed`, `n_ties`, `n_territories` (partners);
        most agreements first.
    """
    agreements: dict[str, set[Agreement]] = {}
    ties: Counter[str] = Counter()
    partners: dict[str, set[str]] = {}
    for tie in selection.ties:
        region = register.territories[tie.partner].region
        agreements.setdefault(region, set()).update(tie.agreements)
        partners.setdefault(region, set()).add(tie.partner)
        ties[region] += 1
    rows = [
        (region, *_counts(found, on), ties[region], len(partners[region]))
        for region, found in agreements.items()
    ]
    columns = ["region", "n_agreements", "n_in_force", "n_lapsed", "n_ties", "n_territories"]
    return _sorted(pd.DataFrame(rows, columns=columns), "region")


def by_territory(selection: Part, on: date | None = None) -> pd.DataFrame:
    """
    Count agreements and partners of every territory, both sides.

    Returns
    -------
    territories
        `territory`, `n_agreements`, `n_in_force`, `n_lapsed`, `n_partners`; most first.
    """
    agreements: dict[str, set[Agreement]] = {}
    partners: dict[str, set[str]] = {}
    for tie in selection.ties:
        for one, other in ((tie.home, tie.partner), (tie.partner, tie.home)):
            agreements.setdefault(one, set()).update(tie.agreements)
            partners.setdefault(one, set()).add(other)
    rows = [(code, *_counts(found, on), len(partners[code])) for code, found in agreements.items()]
    columns = ["territory", "n_agreements", "n_in_force", "n_lapsed", "n_partners"]
    return _sorted(pd.DataFrame(rows, columns=columns), "territory")


def matrix(ties: Sequence[Tie], territories: Territories) -> pd.DataFrame:
    """
    Lay the ties out as a matrix.

    Returns
    -------
    counts
        One row per home territory, one column per partner, both with most agreements first and
        partners grouped by region; cells are numbers of agreements, 0 for none.
    """
    cells = {(tie.home, tie.partner): tie.n_agreements for tie in ties}
    homes: Counter[str] = Counter()
    partners: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for (home, partner), n in cells.items():
        homes[home] += n
        partners[partner] += n
        regions[territories[partner].region] += n
    rows = sorted(homes, key=lambda code: (-homes[code], code))
    columns = sorted(
        partners,
        key=lambda code: (
            -regions[territories[code].region],
            territories[code].region,
            -partners[code],
            code,
        ),
    )
    values = [[cells.get((row, column), 0) for column in columns] for row in rows]
    return pd.DataFrame(values, index=rows, columns=columns, dtype="int64")


def by_code(agreements: Sequence[Agreement], column: str, on: date | None = None) -> pd.DataFrame:
    """
    Count agreements by kind, form, theme, term or status.

    Parameters
    ----------
    agreements
        What to count.
    column
        ``kind``, ``form``, ``theme``, ``status`` or ``term`` (years as text, ``perpetual``, or
        ``unknown``).
    on
        Day of the statuses in `n_in_force` and `n_lapsed`.

    Returns
    -------
    counts
        `column`, `n_agreements`, `n_in_force`, `n_lapsed`; most first.
    """
    groups: dict[str, set[Agreement]] = {}
    for agreement in agreements:
        for code in _codes(agreement, column):
            groups.setdefault(code, set()).add(agreement)
    rows = [(code, *_counts(found, on)) for code, found in groups.items()]
    frame = pd.DataFrame(rows, columns=[column, "n_agreements", "n_in_force", "n_lapsed"])
    return _sorted(frame, column)


def registration_lag(agreements: Sequence[Agreement]) -> pd.DataFrame:
    """
    Measure the days from signing to registration where the register gives both.

    Returns
    -------
    lags
        `id`, `signed_on`, `registered_on`, `days`; in the order of signing. No norm is known for
        this register, so nothing is called late.
    """
    rows = [
        (a.id, a.signed_on, a.registered_on, (a.registered_on - a.signed_on).days)
        for a in sorted(agreements, key=lambda agreement: agreement.signed_on)
        if a.registered_on
    ]
    return pd.DataFrame(rows, columns=["id", "signed_on", "registered_on", "days"])


def growth(
    agreements: Sequence[Agreement], newest: date, until: date | None = None
) -> pd.DataFrame:
    """
    Count agreements in force at the end of every year, with what is not known.

    Parameters
    ----------
    agreements
        What to count.
    newest
        The register's own day, the last one of the table: what came later it cannot know.
    until
        An earlier last day.

    Returns
    -------
    growth
        `day` (31 December; the last day for its year), `year`, `n_certain` (in force for
        certain), `n_possible` (with those that lapsed at an unknown date; the same from the day
        of the register on).
    """
    last = min(until or newest, newest)
    signed = [agreement.signed_on.year for agreement in agreements]
    rows = []
    for year in range(min(signed), last.year + 1) if signed else ():
        day = min(date(year, 12, 31), last)
        standings = count_standings(agreements, day)
        certain = standings[Standing.IN_FORCE]
        rows.append((day, year, certain, certain + standings[Standing.UNKNOWN]))
    return pd.DataFrame(rows, columns=["day", "year", "n_certain", "n_possible"])


def summary(register: Register, boundaries: Boundaries, today: date) -> dict[str, object]:
    """Return every table of the whole register as plain lists, e.g. for JSON."""
    shown = Shown(View(), register, today)
    everything = shown.whole
    agreements = everything.agreements
    lags = registration_lag(agreements)
    tables = {
        "signings_by_year": signings_by_year(agreements),
        "by_region": by_region(everything, register),
        "by_territory": by_territory(everything),
        **{f"by_{column}": by_code(agreements, column) for column in ("kind", "theme", "term")},
        "growth": growth(agreements, register.newest),
        "registration_lag": lags,
    }
    spots = {
        str(country): {
            **{str(loss): [s.territory.code for s in found.of(loss)] for loss in Loss},
            "continued": [
                {"from": one.territory.code, "to": [heir.code for heir in one.heirs]}
                for one in found.continued
            ],
        }
        for country in Country
        for found in [find_white_spots(shown, country)]
    }
    return {
        "today": today,
        "agreements": len(agreements),
        "ties": len(everything.ties),
        "standing_today": {str(k): n for k, n in count_standings(agreements, today).items()},
        "lapsed": vars(count_lapsed(shown, everything)),
        "lag_days_median": float(lags.days.median()) if len(lags) else None,
        "white_spots": spots,
        "candidates": len(find_candidates(shown, boundaries)),
        **{name: table.to_dict("records") for name, table in tables.items()},
    }


def term_code(agreement: Agreement) -> str:
    """Return an agreement's term as a code: years as text, ``perpetual``, or ``unknown``."""
    if agreement.perpetual:
        return "perpetual"
    return str(agreement.term_years) if agreement.term_years else "unknown"


def _codes(agreement: Agreement, column: str) -> tuple[str, ...]:
    if column == "theme":
        return agreement.themes
    return (term_code(agreement) if column == "term" else str(getattr(agreement, column)),)


def _counts(agreements: set[Agreement], on: date | None) -> tuple[int, int, int]:
    in_force = sum(standing(agreement, on) == Standing.IN_FORCE for agreement in agreements)
    return len(agreements), in_force, len(agreements) - in_force


def _sorted(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    """Sort by number of agreements, then code."""
    order = frame.sort_values(["n_agreements", code], ascending=[False, True], kind="stable")
    return order.reset_index(drop=True)
