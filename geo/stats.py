"""
Statistics: the counts and tables behind the numbers on screen.

Every table is made from a part of what is shown (`geo.shown.Part`), on its day. An agreement with
many parties counts once in every total; in a table by territory or region it counts once in each
row it belongs to, so such rows can add up to more than the total. In force, lapsed and unknown
are three columns and never mix. What is said of the past, such as signings and growth, is made of
`Shown.past`. Tables have plain columns of codes and numbers; words are added by who shows them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from geo.agreements import Agreement, Kind
from geo.shown import Part, Shown, Tally
from geo.text import t
from geo.white_spots import Loss, find_candidates, find_white_spots

if TYPE_CHECKING:
    from geo.territories.boundaries import Boundaries

ONCE = "-once"
"""After the years of a term that is not prolonged by itself, in its code."""
COUNTS = ("n_agreements", "n_in_force", "n_unknown", "n_lapsed")
"""Columns of every table that counts agreements: all of them, and how they stand on the day."""


def counts(tally: Tally) -> dict[str, int]:
    """Return a tally by the columns of `COUNTS`."""
    values = tally.total, tally.in_force, tally.unknown, tally.lapsed
    return dict(zip(COUNTS, values, strict=True))


def signings_by_year(part: Part) -> pd.DataFrame:
    """Count signings per `year`, every one from the first to the last, and `kind`: `n`."""
    counts = Counter((agreement.signed_on.year, agreement.kind) for agreement in part.agreements)
    years = [agreement.signed_on.year for agreement in part.agreements]
    rows = [
        (year, str(kind), counts[year, kind])
        for year in (range(min(years), max(years) + 1) if years else ())
        for kind in Kind
    ]
    return pd.DataFrame(rows, columns=["year", "kind", "n"])


def by_region(part: Part) -> pd.DataFrame:
    """Count agreements, `n_ties` and `n_territories` by partner `region`; most in force first."""
    return _table(
        "region",
        part.by_region,
        n_ties=lambda own: len(own.ties),
        n_territories=lambda own: len(own.partners),
    )


def by_territory(part: Part) -> pd.DataFrame:
    """Count agreements and `n_partners` of every `territory`, both sides; most in force first."""
    return _table("territory", part.by_territory, n_partners=lambda own: len(own.ties))


def by_code(part: Part, column: str) -> pd.DataFrame:
    """Count agreements by ``kind``, ``form``, ``theme`` or ``term``; most in force first."""
    return _table(column, part.by(lambda agreement: _codes(agreement, column)))


def matrix(part: Part, lang: str) -> pd.DataFrame:
    """
    Lay the ties out as a matrix of numbers of agreements, 0 for none.

    One row per home territory, one column per partner, both with most agreements first, level ones
    in the alphabet of the language, and partners grouped by region.
    """
    places = part.register.territories
    regions = {code: places[code].region for code in part.partners}
    words = {code: places[code].short(lang) for code in places}
    words |= {region: t(f"region.{region}", lang) for region in regions.values()}

    def order(column: pd.Series) -> pd.Series:
        return column.map(lambda value: words.get(value, value))

    rows = [(x.home, regions[x.partner], x.partner, x.n_agreements) for x in part.ties]
    cells = pd.DataFrame(rows, columns=["home", "region", "partner", "n"])
    for name in ("home", "region", "partner"):  # below zero: most come first
        cells[f"of_{name}"] = -cells.groupby(name).n.transform("sum")
    homes = cells.sort_values(["of_home", "home"], key=order).home.unique()
    by_region = ["of_region", "region", "of_partner", "partner"]
    partners = cells.sort_values(by_region, key=order).partner.unique()
    table = cells.pivot(index="home", columns="partner", values="n").reindex(homes)[partners]
    return table.fillna(0).astype("int64").rename_axis(index=None, columns=None)


def registration_lag(part: Part) -> pd.DataFrame:
    """
    Measure the `days` from signing to registration where the register gives both by the day.

    In the order of signing. No norm is known for this register, so nothing is called late.
    """
    rows = [
        (a.id, a.signed_on, a.registered_on, (a.registered_on - a.signed_on).days)
        for a in sorted(part.agreements, key=lambda agreement: agreement.signed_on)
        if a.registered_on and not (part.on and a.registered_on > part.on)
    ]
    return pd.DataFrame(rows, columns=["id", "signed_on", "registered_on", "days"])


def growth(past: Part) -> pd.DataFrame:
    """
    Count agreements in force at the end of every year, with what is not known.

    `past` is `Shown.past`, or what is picked of it: a filter by status would say of the past only
    what stands so today. The table ends on its day, at the latest on the register's own: what came
    later that cannot know. `day` is 31 December, the last day for its `year`; `n_certain` are in
    force for certain, `n_possible` with those that lapsed at an unknown date. From the day of a
    register on that lists an agreement as lapsed its standing is known; there a new `piece` of the
    line begins, so that nobody takes it for a loss of that year.
    """
    newest = past.register.newest
    last = min(past.on or newest, newest)
    signed = [agreement.signed_on.year for agreement in past.agreements]
    rows: list[tuple[date, int, int, int, int]] = []
    piece, unknown = 0, 0
    for year in range(min(signed), last.year + 1) if signed else ():
        day = min(date(year, 12, 31), last)
        tally = past.at(day).tally
        piece += tally.unknown < unknown
        unknown = tally.unknown
        rows.append((day, year, tally.in_force, tally.possible, piece))
    return pd.DataFrame(rows, columns=["day", "year", "n_certain", "n_possible", "piece"])


def summary(shown: Shown, boundaries: "Boundaries") -> dict[str, object]:
    """Return every table of a view as plain lists, e.g. for JSON."""
    listed, past = shown.listed, shown.past
    lags = registration_lag(listed)
    tables = {
        "signings_by_year": signings_by_year(past),
        "by_region": by_region(listed),
        "by_territory": by_territory(listed),
        **{f"by_{column}": by_code(listed, column) for column in ("kind", "theme", "term")},
        "growth": growth(past),
        "registration_lag": lags,
    }
    everything = find_white_spots(shown)

    def lacking(country: str) -> dict[str, object]:
        found = everything.only(lambda one: one.country == country)
        continued = [
            {"from": one.territory.code, "to": [heir.code for heir in one.heirs]}
            for one in found.continued
        ]
        spots = {str(loss): [s.territory.code for s in found.of(loss)] for loss in Loss}
        return {**spots, "continued": continued}

    return {
        "on": shown.on,
        "agreements": listed.tally.total,
        "ties": len(listed.ties),
        "standing": vars(listed.tally),
        "lapsed": vars(shown.lapse_count(past)),
        "lag_days_median": float(lags.days.median()) if len(lags) else None,
        "white_spots": {x: lacking(x) for x in shown.register.territories.imprint.countries},
        "candidates": len(find_candidates(shown, boundaries)),
        **{name: table.to_dict("records") for name, table in tables.items()},
    }


def term_code(agreement: Agreement) -> str:
    """Return a term as a code: years (`ONCE`), ``perpetual``, ``until`` a day, or ``unknown``."""
    if agreement.perpetual:
        return "perpetual"
    if agreement.ends_on:
        return "until"
    if not agreement.term_years:
        return "unknown"
    return f"{agreement.term_years}{'' if agreement.prolonged else ONCE}"


def in_words(frame: pd.DataFrame, name: Callable[[str], str]) -> pd.DataFrame:
    """Return a table of counts, level rows in the alphabet of what `name` calls their codes."""
    rows = frame.assign(word=frame.iloc[:, 0].map(name))
    order = ["n_in_force", "n_agreements", "word"]
    return rows.sort_values(order, ascending=[False, False, True], ignore_index=True)[frame.columns]


def _codes(agreement: Agreement, column: str) -> Iterable[str]:
    if column == "theme":
        return agreement.themes
    return (term_code(agreement) if column == "term" else str(getattr(agreement, column)),)


def _table(column: str, parts: dict[str, Part], **others: Callable[[Part], int]) -> pd.DataFrame:
    """Return a row for every part with its code and counts: most in force first, then most."""
    rows = [
        (code, *counts(part.tally).values(), *(count(part) for count in others.values()))
        for code, part in parts.items()
    ]
    frame = pd.DataFrame(rows, columns=[column, *COUNTS, *others])
    order = ["n_in_force", "n_agreements", column]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)
