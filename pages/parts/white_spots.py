"""What is not there: territories with nothing in force, and pairs that might make an agreement."""

import pandas as pd
import streamlit as st

import pages
from geo import findings
from geo.territories import Side
from geo.text import t
from geo.view import View
from geo.white_spots import (
    BY_LOSS,
    NEAR_KM,
    CandidatePair,
    WhiteSpot,
    WhiteSpots,
    find_candidates,
    find_white_spots,
)
from pages.parts.figure import Figure
from pages.parts.table import Row, address, table

WIDTHS = ("17%", "16%", "67%")
"""Of the columns of the white spots."""


@st.cache_resource(max_entries=20, show_spinner=False)
def _found(view: View, version: str) -> tuple[dict[Side, WhiteSpots], tuple[CandidatePair, ...]]:
    shown = pages.get_shown(view)
    spots = {side: find_white_spots(shown, side) for side in Side}
    return spots, find_candidates(shown, pages.get_network().boundaries)


def white_spots(side: Side, view: View) -> Figure:
    """Return the territories of one side with nothing in force, by region and how that came."""
    lang = view.lang
    spots = _found(View(on=view.on), pages.data_version())[0][side]
    words = pages.get_register().words(lang)
    parts, whole = findings.white_parts(spots, words, lang), pages.get_shown(view).whole_line()
    what = [t("stats.white_what", lang, whole=whole, parts=parts), t("slides.white_units", lang)]
    rows = [
        Row((how, t(f"region.{region}", lang), _names(found, lang)))
        for loss in BY_LOSS
        for how in [t(f"stats.white_{loss}", lang, **words)]
        for region in sorted(
            {spot.territory.region for spot in spots.spots},
            key=lambda code: t(f"region.{code}", lang),
        )
        if (found := [s for s in spots.of(loss) if s.territory.region == region])
    ]
    rows += [
        Row((t("stats.white_continued", lang), t(f"region.{one.territory.region}", lang),
             findings.continued(one, lang)))
        for one in spots.continued
    ]  # fmt: skip
    columns = [t(f"column.{name}", lang) for name in ("loss", "region", "territory")]
    finding = findings.white_spots(spots, side, words, lang)
    content = table(columns, rows, linked=-1, widths=WIDTHS) if rows else ""
    data = (lambda: _white_rows(spots, words, lang)) if rows else None
    return Figure(f"white_{side}", finding, " ".join(what), content, data)


def _names(spots: list[WhiteSpot], lang: str) -> str:
    """Return names in alphabetical order, each with what else is to be known of it."""
    ordered = sorted(spots, key=lambda spot: spot.territory.short(lang))
    return ", ".join(findings.white_spot(x, x.territory.short(lang), lang) for x in ordered)


def _white_rows(spots: WhiteSpots, words: dict[str, str], lang: str) -> pd.DataFrame:
    rows = [
        (spot.territory, f"stats.white_{spot.loss}", spot.gone, spot.around) for spot in spots.spots
    ]
    rows += [
        (one.territory, "stats.white_continued", (one.before,), one.heirs)
        for one in spots.continued
    ]
    return pd.DataFrame(
        [
            {
                "territory": territory.code,
                "region": territory.region,
                "loss": t(key, lang, **words),
                "lapsed": "; ".join(agreement.title for agreement in gone),
                "inside": ", ".join(other.name(lang) for other in others),
            }
            for territory, key, gone, others in rows
        ]
    )


def candidates(view: View) -> Figure:
    """Return pairs that might make an agreement, with the reasons in words."""
    lang = view.lang
    found = _found(View(on=view.on), pages.data_version())[1]
    whole = pages.get_shown(view).whole_line()
    what = t("stats.candidates_what", lang, whole=whole, km=NEAR_KM)
    unknown = findings.candidates_unknown(found, lang)
    what = f"{what} {unknown}".strip() if found else t("stats.candidates_none", lang)
    rows = [
        Row(
            (c.home.name(lang), c.partner.name(lang), "; ".join(findings.reasons(c, lang))),
            address(view.focused(c.home.code), "territory"),
        )
        for c in found
    ]
    words = pages.get_register().words(lang)
    keys = ("table.home", "table.partner", "column.reasons")
    columns = [t(key, lang, **words) for key in keys]
    content = f'<div class="scrolled" tabindex="0">{table(columns, rows)}</div>' if found else ""
    data = (lambda: _candidate_rows(found, lang)) if found else None
    return Figure("candidates", findings.candidates(found, lang), what, content, data)


def _candidate_rows(found: tuple[CandidatePair, ...], lang: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "home": candidate.home.code,
                "partner": candidate.partner.code,
                "distance_km": round(candidate.distance_km),
                "reasons": "; ".join(findings.reasons(candidate, lang)),
            }
            for candidate in found
        ]
    )
