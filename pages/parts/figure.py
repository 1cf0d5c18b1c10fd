"""A figure: a heading that says the finding, what is counted, a chart or table, and a file."""

import html
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from geo.exports.tables.frame import to_csv
from geo.shown import Shown
from geo.text import capital, t
from pages.parts.table import link_list, remark
from pages.parts.watch import offer


@dataclass(frozen=True)
class Figure:
    """
    One figure; `name` distinguishes it and names its file.

    `content` is HTML with every text escaped; `data` makes the rows of its file when it is asked
    for.
    """

    name: str
    finding: str
    what: str
    content: str = ""
    data: Callable[[], pd.DataFrame] | None = None


def draw_figure(figure: Figure, shown: Shown, *, picked: bool = False) -> None:
    """Draw a figure; where its file is of what is `picked`, its name says so."""
    st.html(
        f'<section class="figure" aria-labelledby="{_id(figure)}">'
        f'<h2 class="finding" id="{_id(figure)}">{html.escape(capital(figure.finding))}</h2>'
        f"{remark(figure.what)}{figure.content}</section>"
    )
    if figure.data:
        download(figure.name, figure.data, shown, picked=picked)


def contents(figures: Iterable[Figure]) -> str:
    """Return the findings of a page as links to their figures."""
    return link_list({capital(figure.finding): f"#{_id(figure)}" for figure in figures})


def _id(figure: Figure) -> str:
    return f"figure-{figure.name}"


def download(
    name: str, data: Callable[[], pd.DataFrame], shown: Shown, *, picked: bool = False
) -> None:
    """Offer rows as CSV; the file is made when it is asked for."""
    offer(
        t("stats.download", shown.lang),
        lambda: to_csv(data(), shown.register, shown.lang),
        data_file(name, shown, "csv", picked=picked),
        f"download_{name}",
        type="tertiary",
        icon=":material/download:",
    )


def data_file(name: str, shown: Shown, suffix: str, *, picked: bool = False) -> str:
    """Return the name of a file: what it holds, of whom, and the register's newest entry."""
    codes = (*shown.view.choice, *(shown.view.focus if picked else ()))
    what = "_".join((t(f"stats.file_{name}", shown.lang, **shown.words), *codes))
    stem = t("stats.file", shown.lang, name=what, day=shown.register.newest.isoformat())
    return f"{stem}.{suffix}"
