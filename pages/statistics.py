"""Statistics: charts of what the filters show, and the white spots of the whole register."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

import pandas as pd
import streamlit as st

from geo import findings, settings, stats
from geo.card import successor
from geo.charts import bars
from geo.charts.matrix import matrix
from geo.shown import Shown
from geo.territories import Side
from geo.text import capital, format_date, t
from geo.view import View
from pages import frame, get_shown
from pages.parts.figure import Figure, contents, draw_figure
from pages.parts.head import head
from pages.parts.table import address, remark
from pages.parts.white_spots import candidates, white_spots

TOP = 12
"""Rows of a chart of territories; the file has all of them."""
SUBJECTS = ("region", "kind", *Side, "theme", "term")
"""What agreements are counted by."""
FILTERS = {"home": "territory"}
"""Fields of `View` that a bar sets, where they are not named as the bars."""
UNFILTERED = ("term",)
"""What there is no filter for."""


def main() -> None:
    """Draw the page."""
    view = frame("statistics")
    shown, lang = get_shown(view), view.lang
    head(shown.titled("stats.title"), shown)
    side_by_side = list(_figures(shown))
    wide = [_pairs(shown)] if shown.agreements else []
    wide += [white_spots(side, view) for side in Side] + [candidates(view)]
    hint = remark(t("stats.click", lang), "panel-facts screen")
    st.html(contents((*side_by_side, *wide)) + (hint if side_by_side else ""))
    for pair in zip_longest(side_by_side[::2], side_by_side[1::2]):
        for column, figure in zip(st.columns(2, gap="large"), filter(None, pair), strict=False):
            with column:
                draw_figure(figure, shown)
    for figure in wide:
        draw_figure(figure, shown)


def _figures(shown: Shown) -> Iterator[Figure]:
    """Return the figures that stand two in a row."""
    if shown.past.agreements:
        yield _signings(shown)
    if shown.agreements:
        yield _growth(shown)
        yield from (_bars(subject, shown) for subject in SUBJECTS)
        yield _lapsed(shown)
        yield _lag(shown)


def _narrowed(view: View, name: str, value: tuple) -> str:
    """Return a link to this page with one filter set, or lifted if it is set so already."""
    chosen = getattr(View(), name) if getattr(view, name) == value else value
    return address(replace(view, **{name: chosen}), "statistics")


# --- over time ------------------------------------------------------------------------------------


def _signings(shown: Shown) -> Figure:
    counts, lang = stats.signings_by_year(shown.past), shown.lang
    finding = shown.finding(findings.signings(counts, lang), shown.past)
    chart = bars.signings(counts, lang, lambda year: _narrowed(shown.view, "years", (year, year)))
    return Figure("signings", finding, t("stats.signings_what", lang), chart, lambda: counts)


def _growth(shown: Shown) -> Figure:
    counts, lang = stats.growth(shown.past), shown.lang
    finding = shown.finding(findings.growth(counts, lang), shown.past)
    what = t("stats.growth_what", lang, newest=format_date(shown.register.newest, lang))
    chart = bars.growth(counts, lang) if len(counts) else ""
    return Figure("growth", finding, what, chart, lambda: counts.drop(columns=["year", "piece"]))


def _lag(shown: Shown) -> Figure:
    days, lang = stats.registration_lag(shown.listed), shown.lang
    finding = shown.finding(findings.lag(days, lang), shown.listed)
    what = t("stats.lag_what", lang, given=len(days), total=len(shown.agreements))
    chart = bars.lags(days, lang) if len(days) else ""
    return Figure("lag", finding, what, chart, (lambda: days) if chart else None)


# --- by what --------------------------------------------------------------------------------------


def _counts(subject: str, shown: Shown) -> pd.DataFrame:
    """Count agreements by region, by territory of a side, or by another code that they have."""
    if subject == "region":
        return stats.by_region(shown.listed)
    if subject not in tuple(Side):
        return stats.by_code(shown.listed, subject)
    counts, territories = stats.by_territory(shown.listed), shown.register.territories
    return counts[[territories[code].side == subject for code in counts.territory]]


def _bars(subject: str, shown: Shown) -> Figure:
    """A chart of bars under its finding, which of a theme or a term speaks where it is given."""
    lang, name = shown.lang, findings.code_name(subject, shown.register, shown.lang)
    counts = stats.in_words(_counts(subject, shown), name)
    known, given = counts[counts.iloc[:, 0] != "unknown"], findings.given(shown.listed, subject)
    finding = findings.leader(known, subject, name, given, lang)
    what, top = ("territory", TOP) if subject in tuple(Side) else (subject, len(counts))
    lines = [t(f"stats.{what}_what", lang, **shown.words)]
    drawn = counts.head(top)
    if there := [how for how in ("in_force", "unknown", "lapsed") if drawn[f"n_{how}"].any()]:
        day, on = format_date(shown.past_day, lang), "_on" * bool(shown.past_day)
        parts = ", ".join(t(f"stats.bars_{how}{on}", lang, day=day) for how in there)
        lines.append(t("stats.bars_what", lang, parts=capital(parts)))
    if len(counts) > top:
        lines.append(t("stats.territory_top", lang, n=top, total=len(counts)))
    names = {code: name(code) for code in drawn.iloc[:, 0]}
    colours = settings.KIND_COLOURS if subject == "kind" else None
    filtered = FILTERS.get(subject, subject)

    def link(code: str) -> str:
        return "" if subject in UNFILTERED else _narrowed(shown.view, filtered, (code,))

    # Of itself, without a day, the register knows no "unknown".
    table = counts if shown.on else counts.drop(columns="n_unknown")
    return Figure(
        subject,
        shown.finding(finding, shown.listed),
        " ".join(lines),
        bars.bars(drawn, names, lang, link=link, colours=colours) if len(drawn) else "",
        (lambda: table) if len(drawn) else None,
    )


def _lapsed(shown: Shown) -> Figure:
    """What became of the lapsed, whatever the status that is filtered; the unknown are apart."""
    lang, counts = shown.lang, shown.lapse_count(shown.past)
    finding = shown.finding(findings.lapsed(counts, lang), shown.past)
    chart = bars.lapses(counts, lang) if counts.lapsed or counts.unknown else ""
    data = (lambda: _lapsed_rows(shown)) if chart else None
    return Figure("lapsed", finding, t("stats.lapsed_what", lang), chart, data)


def _lapsed_rows(shown: Shown) -> pd.DataFrame:
    """The lapsed and the unknown one by one, with what replaced them."""
    gone = (*shown.past.lapsed, *shown.past.unknown)
    return pd.DataFrame(
        [
            {
                "title": told.title,
                "status": t(f"standing.{shown.standing(told)}", shown.lang),
                "signed_on": told.signed_on,
                "lapse": told.lapse_text,
                "successor": ": ".join(successor(told, shown)),
            }
            for told in map(shown.told, gone)
        ]
    )


def _pairs(shown: Shown) -> Figure:
    counts, lang, register = stats.matrix(shown.listed, shown.lang), shown.lang, shown.register
    finding = findings.pairs(shown.listed, findings.code_name("territory", register, lang), lang)
    chart = matrix(counts, register, lang, lambda *pair: address(shown.view.focused(*pair)))
    data = counts.rename_axis("home").reset_index()
    finding = shown.finding(finding, shown.listed)
    return Figure("pairs", finding, t("stats.pair_what", lang), chart, lambda: data)


main()
