"""The register as a table, one agreement in full, and both as files."""

import html
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from geo.agreements import Agreement, Register
from geo.card import card_html, citation, number, pair_line
from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.exports.tables.agreements import cells
from geo.languages import language
from geo.profile import profile_focus
from geo.shown import Part, Shown
from geo.text import format_date, t
from geo.view import View
from pages import PAGES, frame, get_network, get_register, get_shown, set_focus
from pages.parts.head import head
from pages.parts.table import copy_field

COLUMNS = {
    "number": 46,
    "status": 112,
    "signed_on": 106,
    "title": 640,
    "home": 150,
    "partner": 150,
    "kind": 125,
    "form": 105,
    "themes": 150,
    "registered_on": 140,
    "registration_number": 100,
    "term": 180,
}
"""Columns of the table in their order, with their widths in pixels."""

NARROW = {"number": 46, "signed_on": 106, "title": 475}
"""Columns that stand first, with their widths, while an agreement's details stand beside them; on a
laptop (1366 pixels) they end where the table does, and no sliver of the next one shows."""

"""How the table writes dates, in the words of Streamlit's columns; as `format_date` does."""

ROW_HEIGHT = 84
"""Four lines of a title, in pixels: room for all titles but the two longest."""

TABLE_HEIGHT = 560
"""Height the table starts with, in pixels; the page's style fits it to the window."""


def main() -> None:
    """Draw the page."""
    view = frame("register")
    register = get_register()
    selection = get_shown(view).listed
    picked = register.by_id.get(view.focus[0]) if len(view.focus) == 1 else None
    title, picker = st.columns([0.6, 0.4], vertical_alignment="bottom")
    with title:
        name = f"{t('register.title', view.lang)}: {t('app.subtitle', view.lang)}"
        head(name, get_shown(view))
    with picker:
        _picker(view, selection, register, picked)
    columns = st.columns([0.64, 0.36] if picked and selection.agreements else [1], gap="small")
    if selection.agreements:
        with columns[0]:
            with st.container(height=TABLE_HEIGHT, border=False, key="table-box"):
                _table(view, selection, register, picked)
            _downloads(view, with_hint=not picked)
    if picked:
        with columns[-1], st.container(height=TABLE_HEIGHT, border=False, key="details"):
            _details(view, selection, register, picked)


def _picker(view: View, selection: Part, register: Register, picked: Agreement | None) -> None:
    """Select box of the agreements, for the keyboard."""
    agreements = selection.agreements
    if picked and picked not in agreements:
        agreements = (picked, *agreements)
    st.session_state.agreement = picked.id if picked else None
    st.selectbox(
        t("register.pick", view.lang),
        [agreement.id for agreement in agreements],
        key="agreement",
        format_func=lambda code: _option(register.by_id[code], register, view.lang),
        placeholder=t("register.pick_placeholder", view.lang),
        label_visibility="collapsed",
        filter_mode="contains",
        on_change=lambda: _pick(st.session_state.agreement),
    )


def _option(agreement: Agreement, register: Register, lang: str) -> str:
    day = format_date(agreement.signed_on, lang)
    pair = pair_line(agreement, register, lang)
    return f"{day} · {pair} · {number(agreement, lang)}"


def _pick(code: str | None) -> None:
    set_focus(*([code] if code else []))


def _table(view: View, selection: Part, register: Register, picked: Agreement | None) -> None:
    """The agreements of the view; picking a row picks the agreement."""
    ids = [agreement.id for agreement in selection.agreements]
    rows = [cells(agreement, get_shown(view)) for agreement in selection.agreements]
    widths = {**NARROW, **COLUMNS, **NARROW} if picked else COLUMNS
    config = {
        name: st.column_config.Column(t(f"table.{name}", view.lang), width=width)
        for name, width in widths.items()
    }
    for name in ("signed_on", "registered_on"):
        label, width = t(f"table.{name}", view.lang), COLUMNS[name]
        config[name] = st.column_config.DateColumn(
            label, width=width, format=language(view.lang).sheet_day
        )
    marked = [ids.index(picked.id)] if picked and picked.id in ids else []
    st.session_state.rows = {"selection": {"rows": marked, "columns": [], "cells": []}}
    st.dataframe(
        pd.DataFrame([{name: row[name] for name in COLUMNS} for row in rows]),
        hide_index=True,
        column_config=config,
        column_order=list(widths),
        key="rows",
        on_select=lambda: _row_picked(ids),
        selection_mode="single-row",
        height="stretch",
        row_height=ROW_HEIGHT,
        placeholder="",
        alt=t("register.title", view.lang),
    )


def _row_picked(ids: list[str]) -> None:
    chosen = st.session_state.rows["selection"]["rows"]
    _pick(ids[chosen[0]] if chosen and chosen[0] < len(ids) else None)


def _downloads(view: View, *, with_hint: bool) -> None:
    """A button per format; the file is made when it is clicked."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="downloads"):
        # The table has every row, whichever is picked: so have its files.
        material = Material(get_shown(view.focused()), get_network())
        for name in ("xlsx", "csv"):
            format_ = FORMATS[name]
            st.download_button(
                t(format_.label, view.lang),
                data=lambda make=format_.to_bytes: make(material),
                file_name=file_name(material.shown, name),
                mime=format_.mime,
                key=f"download_{name}",
                on_click="ignore",
            )
        if with_hint:
            hint = html.escape(t("register.hint", view.lang))
            st.html(f'<p class="panel-facts">{hint}</p>', width="content")


def _details(view: View, selection: Part, register: Register, picked: Agreement) -> None:
    """One agreement in full, the way to what belongs to it, its link and citation."""
    lang = view.lang
    with st.container(horizontal=True, vertical_alignment="center", key="details-head"):
        label, params = t("register.show_on_map", lang), view.to_params()
        st.page_link(PAGES["map"], label=label, query_params=params, icon=":material/map:")
        st.page_link(
            PAGES["territory"],
            label=t("territory.of_parties", lang),
            query_params=view.focused(*profile_focus((picked.id,), register)).to_params(),
            icon=":material/location_on:",
        )
        st.button("✕", key="close", help=t("panel.close", lang), on_click=set_focus)
    if picked not in selection.agreements:
        st.html(f'<p class="panel-facts">{html.escape(t("register.hidden", lang))}</p>')
    shown = get_shown(view)
    st.html(card_html(picked, shown, opened=True))
    _related(shown, picked)
    link = copy_field(t("card.link", lang), _permanent_link(view, picked), lang)
    st.html(link + copy_field(t("card.citation", lang), citation(picked, shown), lang))


def _related(shown: Shown, picked: Agreement) -> None:
    """Buttons to what replaced the agreement and what it replaced, stated and inferred apart."""
    related = [("predecessor", old, old) for old in shown.predecessors(picked)]
    successor_id = shown.told(picked).successor_id
    if successor_id:
        related.insert(0, ("successor", picked, shown.register.by_id[successor_id]))
    for name, replaced, other in related:
        key = f"register.{name}_{replaced.successor_basis}"
        st.button(
            t(key, shown.lang, day=format_date(other.signed_on, shown.lang)),
            key=f"go_{other.id}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=set_focus,
            args=(other.id,),
        )


def _permanent_link(view: View, agreement: Agreement) -> str:
    """Return the address of one agreement, in the reader's language and without filters."""
    params = View(lang=view.lang).focused(agreement.id).to_params()
    return f"{st.context.url or ''}?{urlencode(params)}"


main()
