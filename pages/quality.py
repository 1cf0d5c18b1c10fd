"""Data quality: what deserves a look in the register itself, and a sheet of it to send."""

import html

import pandas as pd
import streamlit as st

from geo import findings
from geo.annual import AnnualTable
from geo.card import number, number_cell, pair_line, pair_names
from geo.exports.tables.annual import to_html
from geo.quality import Check, Finding, find_oddities
from geo.shown import Shown
from geo.text import format_date, t
from pages import data_version, frame, get_register, get_shown
from pages.parts.figure import Figure, draw_figure
from pages.parts.head import head
from pages.parts.table import Row, address, copy_markup, table

WIDTHS = ("17%", "10%", "28%", "45%")
"""Of the columns: number, date, parties, what is odd."""


def main() -> None:
    """Draw the page."""
    view = frame("quality")
    shown = get_shown(view)
    head(shown.titled("quality.title"), shown)
    found = _shown(shown)
    rows = {agreement for finding in found for agreement in finding.agreements}
    key = "quality.found" if found else "quality.found_none"
    finding, what = t(key, view.lang, n=len(rows)), t("quality.what", view.lang)
    if view.on:
        what = f"{t('quality.no_day', view.lang)} {what}"
    data = (lambda: _rows(found, shown)) if found else None
    draw_figure(Figure("quality", finding, what, data=data), shown)
    for check in Check:
        _check(check, [finding for finding in found if finding.check == check], shown)
    if found:
        _sheet(found, shown)


@st.cache_resource(max_entries=2, show_spinner=False)
def _found(version: str) -> tuple[Finding, ...]:
    return find_oddities(get_register())


def _shown(shown: Shown) -> list[Finding]:
    """Return the findings that concern what the filters show."""
    return [
        finding
        for finding in _found(data_version())
        if shown.listed.ids.intersection(agreement.id for agreement in finding.agreements)
        or (not finding.agreements and not shown.view.is_filtered)
    ]


def _check(check: Check, found: list[Finding], shown: Shown) -> None:
    """The findings of one check: the rows concerned and what is odd."""
    if not found:
        return
    lang = shown.lang
    title = html.escape(t(f"quality.{check}_title", lang, n=len(found)))
    heads = [t(name, lang) for name in ("card.entry", "table.signed_on", "table.parties")]
    rows = []
    for finding in found:
        odd = findings.oddity(finding, lang)
        if not finding.agreements:
            rows.append(Row((findings.no_row(finding, lang), "—", "—", odd)))
        for place, agreement in enumerate(finding.agreements):
            cells = (
                number(agreement, lang),
                format_date(agreement.signed_on, lang),
                pair_line(agreement, shown.register, lang),
                "" if place else odd,
            )
            link = address(shown.view.focused(agreement.id), "register")
            rows.append(Row(cells, link, "joined" if place else ""))
    content = table([*heads, t("column.odd", lang)], rows, short=(1,), widths=WIDTHS)
    st.html(f'<h3 class="finding">{title}</h3>{content}')


def _sheet(found: list[Finding], shown: Shown) -> None:
    """A sheet of corrections to paste into a letter, with room for what is right."""
    rows, register, lang = [], shown.register, shown.lang
    for n, finding in enumerate(found, start=1):
        records = (
            f"{number(agreement, lang)}: {pair_line(agreement, register, lang)}, "
            f"{format_date(agreement.signed_on, lang)}"
            for agreement in finding.agreements
        )
        record = "; ".join(records) or findings.no_row(finding, lang)
        rows.append((n, record, findings.oddity(finding, lang), ""))
    heads = ("table.number", "quality.record", "column.odd", "quality.right")
    title = t("quality.sheet", lang, newest=format_date(register.newest, lang), **shown.words)
    content = to_html([AnnualTable(title, tuple(t(key, lang) for key in heads), tuple(rows))], lang)
    name, what = t("quality.to_send", lang), t("quality.to_send_what", lang)
    draw_figure(Figure("sheet", name, what), shown)
    st.html(copy_markup(t("quality.sheet_name", lang), content, lang, button="annual.copy"))


def _rows(found: list[Finding], shown: Shown) -> pd.DataFrame:
    """One row per finding and agreement, for a file."""
    rows, register, lang = [], shown.register, shown.lang
    for finding in found:
        title = t(f"quality.{finding.check}_name", lang)
        odd = findings.oddity(finding, lang)
        for agreement in finding.agreements or (None,):
            pair = pair_names(agreement, register, lang) if agreement else ("", "")
            rows.append(
                {
                    "check": title,
                    "odd": odd,
                    "number": number_cell(agreement, lang) if agreement else None,
                    "status": str(agreement.status) if agreement else None,
                    "signed_on": agreement.signed_on if agreement else None,
                    "home": pair[0],
                    "partner": pair[1],
                    "title": agreement.title if agreement else None,
                    "id": agreement.id if agreement else None,
                }
            )
    return pd.DataFrame(rows, dtype=object)


main()
