"""Statistics: charts of what the filters show, and the white spots of the whole register."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from geo import findings, settings, stats
from geo.agreements import Agreement, Register
from geo.card import successor
from geo.charts import bars
from geo.charts.matrix import matrix
from geo.shown import Part, Shown
from geo.succession import count_lapsed
from geo.territories import Country
from geo.text import format_date, t
from geo.view import View
from pages import frame, get_register, get_shown
from pages.parts.figure import download, draw_chart, figure_head
from pages.parts.head import empty_note, head
from pages.parts.white_spots import draw_candidates, draw_white_spots

TOP = 12
"""Rows of a chart of territories; the file has all of them."""


def main() -> None:
    """Draw the page."""
    view = frame("statistics")
    register = get_register()
    shown = get_shown(view)
    selection = shown.listed
    head(f"{t('stats.title', view.lang)}: {t('app.subtitle', view.lang)}", shown)
    empty_note(shown)
    if selection.agreements:
        _signings(view, selection, register)
        left, right = st.columns(2, gap="large")
        with left:
            _growth(view, selection, register)
            _by_code("kind", view, selection, register, dict(settings.KIND_COLOURS))
            _by_code("term", view, selection, register)
            _by_territory(Country.RU, view, selection, register)
        with right:
            _regions(view, selection, register)
            _by_code("theme", view, selection, register)
            _lapsed(shown, register)
            _by_territory(Country.BY, view, selection, register)
        _pairs(view, selection, register)
        _lag(view, selection, register)
    for country in Country:
        draw_white_spots(country, view, register)
    draw_candidates(view, register)


# --- over time ------------------------------------------------------------------------------------


def _signings(view: View, selection: Part, register: Register) -> None:
    counts = stats.signings_by_year(selection.agreements)
    finding = findings.signings(counts, view.lang)
    figure_head(finding, t("stats.signings_what", view.lang))
    draw_chart(lambda: bars.signings(counts, view.lang), finding, view, key="signings")
    download("signings", lambda: counts, register, view.lang)


def _growth(view: View, selection: Part, register: Register) -> None:
    counts = stats.growth(selection.agreements, register.newest, view.on)
    finding = findings.growth(counts, view.lang)
    newest = format_date(register.newest, view.lang)
    figure_head(finding, t("stats.growth_what", view.lang, newest=newest))
    if len(counts):
        draw_chart(lambda: bars.growth(counts, view.lang), finding, view, key="growth")
    download("growth", lambda: counts.drop(columns="year"), register, view.lang)


def _lag(view: View, selection: Part, register: Register) -> None:
    days = stats.registration_lag(selection.agreements)
    finding = findings.lag(days, view.lang)
    total = len(selection.agreements)
    figure_head(finding, t("stats.lag_what", view.lang, given=len(days), total=total))
    if len(days):
        draw_chart(
            lambda: bars.lags(days, register.by_id, register, view.lang),
            finding,
            view,
            key="lag",
        )
        download("lag", lambda: days, register, view.lang)


# --- by what --------------------------------------------------------------------------------------


def _regions(view: View, selection: Part, register: Register) -> None:
    counts = stats.by_region(selection, register, view.on)
    _bars("region", counts, _word("region", view.lang), len(selection.agreements), view, register)


def _by_code(
    column: str,
    view: View,
    selection: Part,
    register: Register,
    colours: dict[str, str] | None = None,
) -> None:
    """Agreements by kind, theme or term; of a theme or a term only where it is given."""
    counts = stats.by_code(selection.agreements, column, view.on)
    if column == "kind":
        total, known = len(selection.agreements), counts
    else:
        total = findings.total_given(selection.agreements, column)
        known = counts[counts[column] != "unknown"]

    def name(code: str) -> str:
        is_term = column == "term"
        return findings.term_name(code, view.lang) if is_term else _word(column, view.lang)(code)

    _bars(column, counts, name, total, view, register, known=known, colours=colours)


def _by_territory(country: Country, view: View, selection: Part, register: Register) -> None:
    """The most connected territories of one side."""
    subject = "home" if country == Country.RU else "partner"
    counts = stats.by_territory(selection, view.on)
    mine = counts[[register.territories[code].country == country for code in counts.territory]]
    name = findings.territory_name(register, view.lang)
    _bars(subject, mine, name, len(selection.agreements), view, register, top=TOP)


def _bars(
    subject: str,
    counts: pd.DataFrame,
    name: Callable[[str], str],
    total: int,
    view: View,
    register: Register,
    *,
    known: pd.DataFrame | None = None,
    colours: dict[str, str] | None = None,
    top: int | None = None,
) -> None:
    """A chart of bars under its finding; `known` are the rows the finding speaks of."""
    finding = findings.leader(counts if known is None else known, subject, name, total, view.lang)
    what = "territory" if subject in ("home", "partner") else subject
    lines = [t(f"stats.{what}_what", view.lang), _bars_what(view)]
    if top and len(counts) > top:
        lines.append(t("stats.territory_top", view.lang, n=top, total=len(counts)))
    figure_head(finding, " ".join(lines))
    shown = counts.head(top) if top else counts
    if len(shown):
        names = {code: name(code) for code in shown.iloc[:, 0]}
        column = shown.columns[0]
        draw_chart(
            lambda: bars.bars(shown, column, names, view.lang, colours),
            finding,
            view,
            key=f"bars_{subject}",
        )
        download(subject, lambda: counts, register, view.lang)


def _bars_what(view: View) -> str:
    """Say what the two parts of a bar are, on the day of the view if it has one."""
    if not view.on:
        return t("stats.bars_what", view.lang)
    return t("stats.bars_what_on", view.lang, day=format_date(view.on, view.lang))


def _lapsed(shown: Shown, register: Register) -> None:
    """What became of the lapsed; on a day, of those lapsed by then or on an unknown day."""
    view, counts = shown.view, count_lapsed(shown, shown.past)
    gone = [*shown.past.lapsed, *shown.past.unknown]
    finding = findings.lapsed(counts, view.lang)
    lines = [t("stats.lapsed_what", view.lang)]
    if view.on:
        lines.append(t("stats.lapsed_on", view.lang, day=format_date(view.on, view.lang)))
    figure_head(finding, " ".join(lines))
    if gone:
        draw_chart(lambda: bars.lapses(counts, view.lang), finding, view, key="lapsed")
        download("lapsed", lambda: _lapsed_rows(gone, shown), register, view.lang)


def _lapsed_rows(gone: list[Agreement], shown: Shown) -> pd.DataFrame:
    """The lapsed agreements one by one, with what replaced them."""
    told = [shown.told(agreement) for agreement in gone]
    return pd.DataFrame(
        [
            {
                "title": agreement.title,
                "signed_on": agreement.signed_on,
                "lapse": agreement.lapse_text,
                "successor": ": ".join(successor(agreement, shown)),
            }
            for agreement in told
        ]
    )


def _pairs(view: View, selection: Part, register: Register) -> None:
    counts = stats.matrix(selection.ties, register.territories)
    finding = findings.pairs(counts, findings.territory_name(register, view.lang), view.lang)
    figure_head(finding, t("stats.pair_what", view.lang))
    draw_chart(lambda: matrix(counts, register, view.lang), finding, view, key="pairs", wide=False)
    cells = counts.rename_axis("home").reset_index()
    download("pairs", lambda: cells, register, view.lang)


def _word(column: str, lang: str) -> Callable[[str], str]:
    return lambda code: t(f"{column}.{code}", lang)


main()
