"""Choosing a territory, a pair or a region, and what stands there before one is chosen."""

from collections.abc import Iterable, Mapping

import streamlit as st

from geo.agreements import Register
from geo.card import card_html
from geo.profile import Partner, territories_of
from geo.territories import Side
from geo.text import format_date, format_number, t
from geo.ties import agreement_pairs
from geo.view import View, choices, focus_name
from pages import get_network, get_shown
from pages.parts.fields import choose
from pages.parts.filters import tell, touch
from pages.parts.table import Row, address, section, table
from pages.parts.ties_map import draw_map


def place_picker(view: View, register: Register) -> None:
    """Select box of every territory, pair and region, for the keyboard."""
    said = t("territory.pick", view.lang)
    pick_box(_pickable(register, view.lang), view.focus, "place", said, said)


def pick_box(
    names: Mapping[tuple[str, ...], str], focus: tuple[str, ...], key: str, label: str, hint: str
) -> None:
    """Select box, one of `pages.BOXES`, of what can be picked; picking elsewhere agrees with it."""
    picked = focus if focus in names else None
    if st.session_state.get(key) != picked:
        tell(key, picked)
    look = {"index": None, "placeholder": hint, "label_visibility": "collapsed"}
    choose(label, names, key, **look, on_change=touch, args=(key,))


def _pickable(register: Register, lang: str) -> dict[tuple[str, ...], str]:
    """Return names by focus: the home region, the other territories by region, regions, pairs."""
    everyone = sorted(
        (
            x
            for x in register.territories.values()
            if x.is_expected or x.code in register.party_codes
        ),
        key=lambda x: (not x.is_home, x.side == Side.PARTNER, x.region, x.short(lang), x.code),
    )
    options: dict[tuple[str, ...], str] = {
        (x.code,): f"{x.name(lang)} · {t(f'region.{x.region}', lang)}" for x in everyone
    }
    for focus, name in regions_and_places(register, lang).items():
        if focus not in options:
            what = "pair" if len(focus) == 2 else "region"
            options[focus] = t(f"territory.pick_{what}", lang, name=name)
    return options


def regions_and_places(register: Register, lang: str) -> dict[tuple[str, ...], str]:
    """Return names by focus: partner regions, then territories and pairs."""
    regions = {(code,): t(f"region.{code}", lang) for code in choices(register, lang)["region"]}
    return regions | parties_and_pairs(register, lang)


def parties_and_pairs(register: Register, lang: str) -> dict[tuple[str, ...], str]:
    """
    Return names by focus: territories first, then pairs, both in the order of their short names.

    They are those of the whole register, whatever the filters, so that the list goes to the
    browser once.
    """

    def by_short_names(focus: tuple[str, ...]) -> list[str]:
        return [register.territories[code].short(lang) for code in focus]

    territories = sorted(((code,) for code in register.party_codes), key=by_short_names)
    pairs = sorted(((tie.home, tie.partner) for tie in get_network().ties), key=by_short_names)
    return {focus: focus_name(focus, register, lang) for focus in (*territories, *pairs)}


def draw_start(view: View, register: Register) -> None:
    """Draw the places to choose from: an agreement's, or all with their figures."""
    agreement = register.by_id.get(view.focus[0]) if view.focus else None
    if agreement:
        pairs = list(agreement_pairs(agreement, register.territories))
        # Of an agreement with many parties the pairs would bury the territories.
        focuses = (pairs if len(pairs) == 1 else []) + [(c,) for c in agreement.territories]
        rows = [place_row(view, focus, focus_name(focus, register, view.lang)) for focus in focuses]
        st.html(table((), rows) + card_html(agreement, get_shown(view), opened=True))
        return
    shown = get_shown(view)
    draw_map(get_shown(view.without_filters()), mini=True)
    names = {Side.HOME: "table.home", Side.PARTNER: "table.partner"}
    for column, (side, name) in zip(st.columns(2, gap="medium"), names.items(), strict=True):
        with column:
            rows = territories_of(shown.whole, side, view.lang)
            rows = sorted(rows, key=lambda row: row.territory.short(view.lang))
            section(t(name, view.lang, **shown.words), partner_table(rows, view))


def place_row(view: View, focus: tuple[str, ...], *cells: str) -> Row:
    """Return a row whose first cell, a name, leads to its place on this page."""
    return Row(cells, address(view.focused(*focus), "territory"))


def partner_table(partners: Iterable[Partner], view: View) -> str:
    """Return partners with counts, distance and latest signing; faint where nothing is in force."""
    partners, lang = list(partners), view.lang
    with_distance = any(partner.distance_km is not None for partner in partners)
    doubt = any(partner.tally.unknown for partner in partners)
    names = ["name", "n_agreements", "n_in_force", *(["n_unknown"] if doubt else [])]
    names += [*(["km"] if with_distance else []), "last"]
    rows = [
        Row(
            (
                partner.territory.name(lang),
                str(partner.tally.total),
                str(partner.tally.in_force),
                *([str(partner.tally.unknown)] if doubt else []),
                *([format_number(partner.distance_km, lang)] if with_distance else []),
                format_date(partner.last_signed_on, lang),
            ),
            address(view.focused(*partner.focus), "territory"),
            "" if partner.tally.possible else "faint",
        )
        for partner in partners
    ]
    head = [t(f"territory.column_{name}", lang) for name in names]
    return table(head, rows, numbers=range(1, len(names)), style="figures")
