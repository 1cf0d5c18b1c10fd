"""
Bars and columns as HTML: a table of `geo.stats` in, one chart (``bars.html``) out.

``pages/content.css`` lays them out, so that they fit any width, print as they are and read as lists
or tables. A chart says nothing in its own title: the finding above it does (`geo.findings`). Every
chart can be read without colour: each part has its number, what has lapsed is an outline with
dashes, what is unknown one with dots. A bar that narrows the view is a link.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from geo import settings
from geo.agreements import Kind
from geo.shown import LapseCount
from geo.stats import COUNTS
from geo.templates import filled
from geo.text import t

LAG_DAYS = (7, 30, 90, 180, 365)
"""Upper bounds of the classes of "days to registration"; the last class is open."""
MANY = 14
"""More columns than this have no room for every number and year on a phone."""


@dataclass(frozen=True)
class Piece:
    """A part of a bar: how many, which class of ``content.css``, what it is, and its colour."""

    n: int
    look: str
    said: str
    colour: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar or a column with its name; `link` is where a click leads."""

    name: str
    pieces: tuple[Piece, ...]
    link: str = ""
    total: str = ""
    """What stands at its end, if not the sum."""

    @property
    def n(self) -> int:
        """All of it."""
        return sum(piece.n for piece in self.pieces)

    @property
    def said(self) -> str:
        """The parts in words."""
        return ", ".join(f"{piece.said}: {piece.n}" for piece in self.pieces if piece.n)


def signings(frame: pd.DataFrame, lang: str, link: Callable[[int], str]) -> str:
    """Draw `geo.stats.signings_by_year` as columns stacked by kind; `link` is that of a year."""
    kinds = [kind for kind in Kind if frame.n[frame.kind == kind].sum()]
    columns = []
    for year, rows in frame.groupby("year"):
        counts = dict(zip(rows.kind, rows.n, strict=True))
        pieces = tuple(_of_kind(kind, int(counts[kind]), lang) for kind in kinds)
        columns.append(Bar(str(year), pieces, link(int(year)) if sum(p.n for p in pieces) else ""))
    return _columns(columns, [_of_kind(kind, 1, lang) for kind in kinds])


def growth(frame: pd.DataFrame, lang: str) -> str:
    """Draw `geo.stats.growth`: in force for certain at the end of each year, perhaps above it."""
    columns = []
    for row in frame.itertuples():
        certain, possible = int(row.n_certain), int(row.n_possible)
        pieces = (
            Piece(certain, "in_force", t("column.n_certain", lang)),
            Piece(possible - certain, "unknown", t("column.n_unknown", lang)),
        )
        total = str(certain) if certain == possible else f"{certain}–{possible}"
        columns.append(Bar(str(row.year), pieces, total=total))
    is_known = frame.n_certain.eq(frame.n_possible).all()
    return _columns(columns, () if is_known else columns[-1].pieces)


def lags(frame: pd.DataFrame, lang: str) -> str:
    """Draw `geo.stats.registration_lag` by classes of days."""
    names = [
        t("stats.lag_within", lang, n=LAG_DAYS[0]),
        *(t("stats.lag_days", lang, first=low + 1, n=high) for low, high in pairwise(LAG_DAYS)),
        t("stats.lag_over", lang, n=LAG_DAYS[-1]),
    ]
    counts = Counter(bisect_left(LAG_DAYS, n) for n in frame.days)
    pieces = (Piece(counts[place], "in_force", t("column.n", lang)) for place in range(len(names)))
    return _columns([Bar(name, (piece,)) for name, piece in zip(names, pieces, strict=True)])


def bars(
    frame: pd.DataFrame,
    names: Mapping[str, str],
    lang: str,
    *,
    link: Callable[[str], str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> str:
    """
    Draw counts of agreements as bars: in force filled, unknown yellow, lapsed an outline.

    `frame` has codes and the counts of `geo.stats.COUNTS` in the order of display, `names` what a
    reader sees for every code, `colours` theirs, else blue; `link` says where a bar leads.
    """
    rows = []
    for code, *counts in frame[[frame.columns[0], *COUNTS]].itertuples(index=False):
        tally = dict(zip(COUNTS, map(int, counts), strict=True))
        colour = settings.on_screen(colours[code]) if colours else ""
        looks = ("in_force", "unknown", "lapsed")
        pieces = tuple(
            Piece(tally[f"n_{look}"], look, t(f"column.n_{look}", lang), colour) for look in looks
        )
        rows.append(Bar(names[code], pieces, link(code) if link else ""))
    return filled("charts/bars.html", "bars", rows)


def lapses(counts: LapseCount, lang: str) -> str:
    """Draw what became of lapsed agreements; the bar of the unknown is there only if some are."""
    looks = {"replaced_stated": "in_force", "replaced_inferred": "lapsed", "not_named": "quiet"}
    looks |= {"unknown": "unknown"} if counts.unknown else {}
    pieces = {
        name: Piece(getattr(counts, name), look, t("column.n", lang))
        for name, look in looks.items()
    }
    rows = [Bar(t(f"stats.lapse_{name}", lang), (piece,)) for name, piece in pieces.items()]
    return filled("charts/bars.html", "bars", rows)


def _of_kind(kind: Kind, n: int, lang: str) -> Piece:
    colour = settings.on_screen(settings.KIND_COLOURS[kind])
    return Piece(n, f"kind {kind}", t(f"kind.{kind}", lang), colour)


def _columns(columns: Sequence[Bar], legend: Sequence[Piece] = ()) -> str:
    """Return columns side by side below their legend."""
    return filled("charts/bars.html", "columns", columns, legend, len(columns) > MANY)
