"""The register as a table, one agreement in full, and both as files."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from geo.agreements import Agreement, Register
from geo.card import card_html, citation, registration, short_number, until
from geo.exports import FORMATS
from geo.exports.material import Material
from geo.exports.tables.agreements import cells
from geo.profile import profile_focus
from geo.shown import Part, Shown
from geo.terms import lapsed_on, last_day, next_prolongation
from geo.text import format_date, t
from geo.view import View
from geo.view.link import tidy
from pages import frame, get_network, get_register, get_shown, link_to, set_focus
from pages.parts.agreements import MOST_ROWS, cut_note
from pages.parts.file_options import file_button
from pages.parts.head import head
from pages.parts.table import Cell, Row, address, copy_field, remark, table
from pages.parts.watch import watch

COLUMNS = {
    "number": "3%",
    "status": "8%",
    "signed_on": "9%",
    "title": "31%",
    "home": "13%",
    "partner": "11%",
    "kind": "11%",
    "until": "14%",
}
"""Columns of the table in their order, with their widths."""

NARROW = {"number": "5%", "status": "13%", "signed_on": "14%", "title": "44%", "until": "24%"}
"""Those that stay while an agreement's details stand beside them."""

SORT = "sort"
"""Parameter of the link: the column to sort by, with "-" before it from the end."""

TABLE_HEIGHT = 560
"""Height the table starts with, in pixels; the page's style fits it to the window."""


def main() -> None:
    """Draw the page."""
    view = frame("register", keep={SORT: lambda said: said.removeprefix("-") in COLUMNS})
    register = get_register()
    shown = get_shown(view)
    selection = shown.listed
    picked = register.by_id.get(view.focus[0]) if len(view.focus) == 1 else None
    head(shown.titled("register.title"), shown)
    with st.container(key="register-page"):
        columns = st.columns([0.64, 0.36] if picked and selection.agreements else [1], gap="small")
    if selection.agreements:
        with columns[0]:
            with st.container(height=TABLE_HEIGHT, border=False, key="table-box"):
                st.html(_table(get_shown(view), picked))
            _downloads(view, with_hint=not picked)
    if picked:
        with columns[-1], st.container(height=TABLE_HEIGHT, border=False, key="details"):
            _details(view, selection, register, picked)


def _table(shown: Shown, picked: Agreement | None) -> str:
    """Return the agreements of the view; picking a row picks the agreement, or lets it go."""
    view, lang, agreements = shown.view, shown.lang, list(shown.agreements)
    widths = NARROW if picked else COLUMNS
    order = tidy(st.query_params.get(SORT, ""))
    column, back = order.removeprefix("-"), order.startswith("-")
    if column in COLUMNS:
        agreements.sort(key=lambda one: _sorted_by(column, one, shown), reverse=back)
    own = {SORT: order} if column in COLUMNS else {}
    rows = []
    for agreement in agreements[:MOST_ROWS]:
        now = agreement is picked
        link = address(view.focused(*([] if now else [agreement.id])), "register", **own)
        found = _cells(agreement, shown)
        rows.append(Row(tuple(found[name] for name in widths), link, "pick now" if now else "pick"))
    heads = [_head(name, order, view) for name in widths]
    link_at, days = list(widths).index("title"), list(widths).index("signed_on")
    content = table(heads, rows, linked=link_at, short=(0, days), widths=tuple(widths.values()))
    return content + cut_note(len(agreements), lang)


def _sorted_by(column: str, agreement: Agreement, shown: Shown) -> str:
    """Return what a row is sorted by: numbers and days as such, all else as it reads."""
    if column == "until":
        told = shown.told(agreement)
        day = lapsed_on(told) or last_day(told) or next_prolongation(told, shown.counted_from)
        return str(day) if day else f"\uffff{until(agreement, shown)}"
    value = cells(agreement, shown)[column]
    return f"{value:09}" if isinstance(value, int) else str(value)


def _head(name: str, order: str, view: View) -> tuple[str, str]:
    """Return the name of a column, marked if it sorts, and the link that sorts by it next."""
    said = t(f"table.{name}", view.lang, **get_register().words(view.lang))
    following = {name: f"-{name}", f"-{name}": ""}.get(order, name)
    mark = {name: "\u00a0▲", f"-{name}": "\u00a0▼"}.get(order, "")
    return said + mark, address(view, "register", **({SORT: following} if following else {}))


def _cells(agreement: Agreement, shown: Shown) -> dict[str, Cell]:
    """Return what the columns say; the form, the fields and the registration in small letters."""
    lang, row = shown.lang, cells(agreement, shown)
    more = row["form"], row["themes"]
    registered = registration(agreement, shown) if row["registered_on"] else ""
    return {
        "number": short_number(agreement, lang),
        "status": str(row["status"]),
        "signed_on": (
            format_date(agreement.signed_on, lang),
            t("register.registered", lang, said=registered) if registered else "",
        ),
        "title": str(row["title"]),
        "home": str(row["home"]),
        "partner": str(row["partner"]),
        "kind": (str(row["kind"]), "; ".join(str(said) for said in more if said)),
        "until": (until(agreement, shown), "" if agreement.perpetual else str(row["term"] or "")),
    }


def _downloads(view: View, *, with_hint: bool) -> None:
    """A button per format; the file is made when it is clicked."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="downloads"):
        # The table has every row, whichever is picked: so have its files.
        material = Material(get_shown(view.focused()), get_network())
        for name in ("xlsx", "csv"):
            file_button(name, material, t(FORMATS[name].label, view.lang), "download")
        watch(view.lang)
        if with_hint:
            st.html(remark(t("register.hint", view.lang)), width="content")


def _details(view: View, selection: Part, register: Register, picked: Agreement) -> None:
    """One agreement in full, the way to what belongs to it, its link and citation."""
    lang = view.lang
    with st.container(horizontal=True, vertical_alignment="center", key="details-head"):
        link_to("map", t("register.show_on_map", lang), view, "map")
        parties = view.focused(*profile_focus((picked.id,), register))
        link_to("territory", t("territory.of_parties", lang), parties, "location_on")
        st.button("✕", key="close", help=t("panel.close", lang), on_click=set_focus)
    if picked not in selection.agreements:
        st.html(remark(t("register.hidden", lang)))
    shown = get_shown(view)
    st.html(card_html(picked, shown, opened=True))
    _related(shown, picked)
    # In the reader's language, and without filters.
    params = replace(view.without_filters(), on=None, focus=(picked.id,)).to_params()
    link = copy_field(t("card.link", lang), f"{st.context.url or ''}?{urlencode(params)}", lang)
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


main()
