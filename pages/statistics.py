"""Statistics: charts of what the filters show, and the white spots of the whole register."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from geo import findings, settings, stats
from geo.card import successor
from geo.charts import bars
from geo.charts.matrix import matrix
from geo.shown import Part, Shown
from geo.succession import count_lapsed
from geo.territories import Country
from geo.text import format_date, t
from pages import frame, get_register, get_shown
from pages.parts.figure import download, draw_chart, figure_head
from pages.parts.head import head
from pages.parts.white_spots import draw_candidates, draw_white_spots

TOP = 12
"""Rows of a chart of territories; the file has all of them."""


def main() -> None:
    """Draw the page."""
    view = frame("statistics")
    register = get_register()
    shown = get_shown(view)
    head(f"{t('stats.title', view.lang)}: {t('app.subtitle', view.lang)}", shown)
    if shown.past.agreements:
        _signings(shown)
    if shown.agreements:
        left, right = st.columns(2, gap="large")
        with left:
            _growth(shown)
            _by_code("kind", shown, dict(settings.KIND_COLOURS))
            _by_code("term", shown)
            _by_territory(Country.RU, shown)
        with right:
            _regions(shown)
            _by_code("theme", shown)
            _lapsed(shown)
            _by_territory(Country.BY, shown)
        _pairs(shown)
        _lag(shown)
    for country in Country:
        draw_white_spots(country, view, register)
    draw_candidates(view, register)


# --- over time ------------------------------------------------------------------------------------


def _signings(shown: Shown) -> None:
    counts = stats.signings_by_year(shown.past)
    finding = shown.finding(findings.signings(counts, shown.lang), shown.past)
    figure_head(finding, t("stats.signings_what", shown.lang))
    draw_chart(lambda: bars.signings(counts, shown.lang), finding, shown.view, key="signings")
    download("signings", lambda: counts, shown.register, shown.lang)


def _growth(shown: Shown) -> None:
    counts, lang = stats.growth(shown.past), shown.lang
    finding = shown.finding(findings.growth(counts, lang), shown.past)
    newest = format_date(shown.register.newest, lang)
    figure_head(finding, t("stats.growth_what", lang, newest=newest))
    if len(counts):
        draw_chart(lambda: bars.growth(counts, lang), finding, shown.view, key="growth")
    download("growth", lambda: counts.drop(columns=["year", "piece"]), shown.register, lang)


def _lag(shown: Shown) -> None:
    days, lang, register = stats.registration_lag(shown.listed), shown.lang, shown.register
    finding = shown.finding(findings.lag(days, lang), shown.listed)
    total = len(shown.agreements)
    figure_head(finding, t("stats.lag_what", lang, given=len(days), total=total))
    if len(days):
        draw_chart(
            lambda: bars.lags(days, register.by_id, register, lang), finding, shown.view, key="lag"
        )
        download("lag", lambda: days, register, lang)


# --- by what --------------------------------------------------------------------------------------


def _regions(shown: Shown) -> None:
    _bars("region", stats.by_region(shown.listed), _word("region", shown.lang), shown)


def _by_code(column: str, shown: Shown, colours: dict[str, str] | None = None) -> None:
    """Agreements by kind, theme or term; of a theme or a term only where it is given."""
    counts = stats.by_code(shown.listed, column)
    given = shown.listed if column == "kind" else findings.given(shown.listed, column)
    known = counts[counts[column] != "unknown"]

    def name(code: str) -> str:
        is_term = column == "term"
        return findings.term_name(code, shown.lang) if is_term else _word(column, shown.lang)(code)

    _bars(column, counts, name, shown, known=known, of=given, colours=colours)


def _by_territory(country: Country, shown: Shown) -> None:
    """The most connected territories of one side."""
    subject = "home" if country == Country.RU else "partner"
    counts, territories = stats.by_territory(shown.listed), shown.register.territories
    mine = counts[[territories[code].side == country for code in counts.territory]]
    name = findings.territory_name(shown.register, shown.lang)
    _bars(subject, mine, name, shown, top=TOP)


def _bars(
    subject: str,
    counts: pd.DataFrame,
    name: Callable[[str], str],
    shown: Shown,
    *,
    known: pd.DataFrame | None = None,
    of: Part | None = None,
    colours: dict[str, str] | None = None,
    top: int | None = None,
) -> None:
    """A chart of bars under its finding, which speaks of the rows `known` of the part `of`."""
    lang = shown.lang
    rows = counts if known is None else known
    finding = findings.leader(rows, subject, name, of or shown.listed, lang)
    finding = shown.finding(finding, shown.listed)
    what = "territory" if subject in ("home", "partner") else subject
    lines = [t(f"stats.{what}_what", lang), _bars_what(shown)]
    if top and len(counts) > top:
        lines.append(t("stats.territory_top", lang, n=top, total=len(counts)))
    figure_head(finding, " ".join(lines))
    drawn = counts.head(top) if top else counts
    if len(drawn):
        column = drawn.columns[0]
        names = {code: name(code) for code in drawn[column]}
        draw_chart(
            lambda: bars.bars(drawn, column, names, lang, colours),
            finding,
            shown.view,
            key=f"bars_{subject}",
        )
        # Of itself, without a day, the register knows no "unknown".
        table = counts if shown.on else counts.drop(columns="n_unknown")
        download(subject, lambda: table, shown.register, lang)


def _bars_what(shown: Shown) -> str:
    """Say what the parts of a bar are, on the day of the view if it has one."""
    if not shown.on:
        return t("stats.bars_what", shown.lang)
    return t("stats.bars_what_on", shown.lang, day=format_date(shown.on, shown.lang))


def _lapsed(shown: Shown) -> None:
    """What became of the lapsed, whatever the status that is filtered; the unknown are apart."""
    lang, counts = shown.lang, count_lapsed(shown, shown.past)
    finding = shown.finding(findings.lapsed(counts, lang), shown.past)
    figure_head(finding, t("stats.lapsed_what", lang))
    if counts.lapsed or counts.unknown:
        draw_chart(lambda: bars.lapses(counts, lang), finding, shown.view, key="lapsed")
        download("lapsed", lambda: _lapsed_rows(shown), shown.register, lang)


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


def _pairs(shown: Shown) -> None:
    counts, lang, register = stats.matrix(shown.listed), shown.lang, shown.register
    finding = findings.pairs(shown.listed, findings.territory_name(register, lang), lang)
    finding = shown.finding(finding, shown.listed)
    figure_head(finding, t("stats.pair_what", lang))
    draw_chart(lambda: matrix(counts, register, lang), finding, shown.view, key="pairs", wide=False)
    cells = counts.rename_axis("home").reset_index()
    download("pairs", lambda: cells, register, lang)


def _word(column: str, lang: str) -> Callable[[str], str]:
    return lambda code: t(f"{column}.{code}", lang)


main()
