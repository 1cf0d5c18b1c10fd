"""A figure: a heading that says the finding, what is counted, a chart, and its data as a file."""

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

import pages
from geo.agreements import Register
from geo.charts.bars import Chart
from geo.exports.tables.frame import to_csv
from geo.text import t
from geo.view import View


def figure_head(finding: str, what: str) -> None:
    """Draw a heading and the line that says what is counted."""
    st.html(
        f'<h2 class="finding">{html.escape(finding)}</h2>'
        f'<p class="panel-facts">{html.escape(what)}</p>'
    )


def draw_chart(
    make: Callable[[], Chart], finding: str, view: View, *, key: str, wide: bool = True
) -> None:
    """
    Draw a chart in its own style.

    Parameters
    ----------
    make
        Returns the chart; it is made once for a view, since that takes longer than all the rest.
    finding
        Its text for a screen reader.
    view
        What it shows.
    key
        Distinguishes the page's charts.
    wide
        Whether it takes the whole width.
    """
    shown = replace(view, focus=())
    spec = _spec(key, shown, pages.data_version(), pages.today(), make)
    width = "stretch" if wide else "content"
    st.vega_lite_chart(spec, theme=None, key=key, alt=finding, width=width)


@st.cache_data(max_entries=500, show_spinner=False)
def _spec(key: str, view: View, version: tuple, day: date, _make: Callable[[], Chart]) -> dict:
    # Altair has checked every part when it was made, and the tests check the whole.
    return _make().to_dict(validate=False)


def download(
    name: str,
    data: Callable[[], pd.DataFrame],
    register: Register,
    lang: str,
    focus: tuple[str, ...] = (),
) -> None:
    """Offer the data of a figure, `focus` alone; the file is made when it is asked for."""
    st.download_button(
        t("stats.download", lang),
        data=lambda: to_csv(data(), register, lang),
        file_name=data_file(name, register, lang, "csv", focus),
        mime="text/csv",
        key=f"download_{name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def data_file(
    name: str, register: Register, lang: str, suffix: str, focus: tuple[str, ...] = ()
) -> str:
    """Return the name of a file: what it holds, of whom, and the register's newest entry."""
    what = "_".join((t(f"stats.file_{name}", lang), *focus))
    stem = t("stats.file", lang, name=what, day=register.newest.isoformat())
    return f"{stem}.{suffix}"
