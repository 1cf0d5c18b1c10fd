"""One territory, one pair or one partner region: all that the register says of it."""

import html
from collections.abc import Iterable
from datetime import date

import streamlit as st

from geo.agreements import Register, Status
from geo.card import card_html
from geo.charts.timeline import build_timeline, party_line
from geo.events import Event, EventKind
from geo.findings import white_spot
from geo.profile import (
    Profile,
    about,
    build_profile,
    headline,
    in_register,
    lapse_line,
    surroundings,
)
from geo.shown import Shown
from geo.territories import Territory
from geo.text import capital, format_date, format_number, literal, t
from geo.ties import build_ties, distance_km
from geo.view import View, choices, focus_name
from geo.white_spots import Loss
from pages import PAGES, frame, get_network, get_register, get_shown, set_focus, today
from pages.parts.chains import chain_html
from pages.parts.drawing import draw
from pages.parts.place_picker import draw_start, place_picker, start_hint
from pages.parts.place_table import PlaceRow, partner_table, place_table, section
from pages.parts.ties_map import draw_map


def main() -> None:
    """Draw the page."""
    view = frame("territory")
    register = get_register()
    with st.container(key="place-page"):
        _draw(view, register)


def _draw(view: View, register: Register) -> None:
    """What stands on the page, most useful first."""
    title, picker = st.columns([0.56, 0.44], vertical_alignment="top")
    with picker:
        place_picker(view, register)
    if not view.focus or view.focus[0] in register.by_id:
        with title:
            _title(t("territory.title", view.lang), [start_hint(view, register)])
            _filter_note(view)
        draw_start(view, register)
        return
    profile = build_profile(view.focus, register, get_network().boundaries, today())
    with title:
        _head(view, profile, register)
    _links(view, profile, register)
    left, right = st.columns([0.46, 0.54], gap="medium")
    with left:
        draw_map(view, get_shown(View()).listed, mini=True)
    with right:
        _partners(view, profile)
        if not profile.agreements:
            _neighbours(view, profile, register)
            _nearest(view, profile, register)
    # A region has two tables beside its map, and names both sides of each date.
    with st.container() if profile.inside else right:
        _due(profile, get_shown(view))
    if profile.agreements:
        _timeline(view, profile, register)
        _agreements(view, profile, register)
        _chains(profile, register, view.lang)
        _neighbours(view, profile, register)
    _white_spots(view, profile)


# --- the head -------------------------------------------------------------------------------------


def _head(view: View, profile: Profile, register: Register) -> None:
    """Name today, what it is, and the figures."""
    lang, codes = view.lang, view.focus
    if codes[0] not in register.territories:
        notes = [t("territory.kind_region", lang)]
    elif len(codes) == 1:
        notes = about(register.territories[codes[0]], register, lang)
    else:
        notes = [
            f"{register.territories[code].name(lang)} "
            f"({t(f'region.{register.territories[code].region}', lang)})"
            for code in codes
        ]
    name = focus_name(codes, register, lang)
    _title(capital(name), notes, headline(profile, register, lang))
    _filter_note(view)


def _filter_note(view: View) -> None:
    """Say that the filters, which stay for the other pages, change nothing here."""
    if view.is_filtered:
        st.html(_note(t("territory.unfiltered", view.lang)))


def _title(name: str, notes: Iterable[str], line: str = "") -> None:
    said = "".join(f"<span>{html.escape(note)}</span>" for note in notes)
    figures = f'<p class="headline">{html.escape(line)}</p>' if line else ""
    st.html(f'<h1>{html.escape(name)}</h1>{figures}<p class="place-notes">{said}</p>')


def _links(view: View, profile: Profile, register: Register) -> None:
    """The way to the map, to the register's rows, and to the territories around."""
    lang = view.lang
    with st.container(horizontal=True, gap="small", key="place-links"):
        whole = view.without_filters()
        st.page_link(
            PAGES["map"],
            label=t("register.show_on_map", lang),
            query_params=whole.to_params(),
            icon=":material/map:",
        )
        if profile.agreements:
            st.page_link(
                PAGES["register"],
                label=t("territory.in_register", lang),
                query_params=in_register(view.focus, register, lang).to_params(),
                icon=":material/table_rows:",
            )
        for focus in _around(view.focus, register):
            # A page link to the page itself would leave the address as it was.
            st.button(
                literal(focus_name(focus, register, lang)),
                key=f"around_{'_'.join(focus)}",
                type="tertiary",
                icon=":material/location_on:",
                on_click=set_focus,
                args=focus,
            )


def _around(focus: tuple[str, ...], register: Register) -> list[tuple[str, ...]]:
    """Return what belongs to a focus: a pair's ends; what a territory lies in or holds."""
    if len(focus) == 2:
        return [(code,) for code in focus]
    if focus[0] not in register.territories:
        return []
    territory = register.territories[focus[0]]
    container, contents = surroundings(territory, register)
    around = [(other.code,) for other in ((container,) if container else ()) + contents]
    return around + [(r,) for r in choices(register)["region"] if r == territory.region]


# --- partners and dates ---------------------------------------------------------------------------


def _partners(view: View, profile: Profile) -> None:
    """Partners with counts and distance; for a region also its own territories."""
    if profile.inside:
        section(t("territory.inside", view.lang, n=len(profile.inside)))
        partner_table(profile.inside, view, key="places-inside")
    if profile.partners:
        section(t("territory.partners", view.lang, n=len(profile.partners)))
        partner_table(profile.partners, view, key="places-partners")


def _due(profile: Profile, shown: Shown) -> None:
    """What is due next, every date labelled as calculated; one row for each agreement and day."""
    if not profile.in_force:
        return
    lang, last = shown.lang, shown.horizon
    days: dict[tuple[date, str], list[Event]] = {}
    for event in (event for event in profile.due if event.day <= last):
        days.setdefault((event.day, event.agreement.id), []).append(event)
    rows = "".join(_due_row(events, profile, shown.register, lang) for events in days.values())
    note = t("territory.due_note" if rows else "territory.due_none", lang)
    table = f'<table class="due">{rows}</table>' if rows else ""
    section(t("territory.due", lang, day=format_date(last, lang)), table + _note(note))


def _due_row(events: list[Event], profile: Profile, register: Register, lang: str) -> str:
    """Return one agreement's day: what happens on it."""
    agreement, day = events[0].agreement, events[0].day
    what = [html.escape(_due_words(event, lang)) for event in events]
    who = party_line(agreement, register, lang, beside=profile.places(register))
    cells = (
        f"<b>{format_date(day, lang)}</b> <small>{html.escape(t('calendar.calculated', lang))}"
        "</small>",
        f"<span>{',</span> <span>'.join(what)}</span>",
        html.escape(f"{who}, {agreement.signed_on.year}"),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _due_words(event: Event, lang: str) -> str:
    """Return what happens on a day: an anniversary, or which prolongation for how long."""
    if event.kind == EventKind.ANNIVERSARY:
        return t("territory.anniversary", lang, n=event.years)
    years = event.agreement.term_years or 0
    return t("territory.due_prolongation", lang, n=years, turn=event.turn)


# --- the agreements -------------------------------------------------------------------------------


def _timeline(view: View, profile: Profile, register: Register) -> None:
    section(t("timeline.title", view.lang))
    beside = profile.places(register)
    svg = build_timeline(profile.agreements, get_shown(view), beside=beside)
    draw(svg, key="timeline")


def _agreements(view: View, profile: Profile, register: Register) -> None:
    """Cards of the agreements, in force and lapsed side by side."""
    shown = get_shown(view)
    parts = {"in_force": profile.in_force, "lapsed": profile.lapsed}
    columns = st.columns(2, gap="medium")
    for column, (status, agreements) in zip(columns, parts.items(), strict=True):
        with column:
            note = lapse_line(profile, view.lang) if status == "lapsed" else ""
            if not agreements:
                note = t("territory.none_such", view.lang)
            cards = "".join(
                card_html(agreement, shown, opened=False, beside=view.focus)
                for agreement in agreements
            )
            section(
                t(f"territory.section_{status}", view.lang, n=len(agreements)),
                _note(note) + cards,
            )


def _chains(profile: Profile, register: Register, lang: str) -> None:
    if profile.chains:
        chains = "".join(chain_html(chain, register, lang) for chain in profile.chains)
        section(t("territory.chains", lang), chains)


# --- what is not there ----------------------------------------------------------------------------


def _neighbours(view: View, profile: Profile, register: Register) -> None:
    """Neighbours across the border with nothing in force between; a region's white spots."""
    lang = view.lang
    if profile.has_neighbours:
        all_tied = "" if profile.neighbours else t("territory.all_tied", lang)
        section(t("territory.neighbours", lang), _note(all_tied))
        territory = register.territories[profile.focus[0]]
        partners = {partner.territory.code for partner in profile.partners}
        rows = []
        for other in profile.neighbours:
            km = format_number(distance_km(territory, other), lang)
            words = [t("territory.distance", lang, km=km)]
            if other.code in partners:
                words.append(t("territory.tie_lapsed", lang))
            rows.append(PlaceRow((other.code,), (other.name(lang), ", ".join(words))))
        if rows:
            place_table((), rows, view, key="places-neighbours")


def _nearest(view: View, profile: Profile, register: Register) -> None:
    """Who is nearest on either side, with whom they are tied: for a territory without a past."""
    for name, others in (("nearest", profile.nearest), ("nearest_tied", profile.nearest_tied)):
        if others:
            section(t(f"territory.{name}", view.lang))
            rows = [_nearest_row(view, profile.focus[0], other, register) for other in others]
            place_table((), rows, view, key=f"places-{name}")


def _nearest_row(view: View, code: str, other: Territory, register: Register) -> PlaceRow:
    """Return how far a territory is, and its partners by what is in force."""
    lang = view.lang
    own = [a for a in register.agreements if other.code in a.territories]
    in_force = [a for a in own if a.status == Status.IN_FORCE]
    partners = sorted(
        {
            register.territories[end].short(lang)
            for tie in build_ties(in_force, register.territories)
            if other.code in (tie.home, tie.partner)
            for end in (tie.home, tie.partner)
            if end != other.code
        }
    )
    km = format_number(distance_km(register.territories[code], other), lang)
    words = [t("territory.distance", lang, km=km)]
    if in_force:
        names = ", ".join(partners)
        words.append(t("territory.tied_with", lang, n=len(in_force), names=names))
    elif own:
        words.append(t("layer.agreements", lang, n=len(own)))
        words.append(t("territory.none_in_force", lang))
    else:
        words.append(t("layer.none", lang))
    return PlaceRow((other.code,), (other.name(lang), ", ".join(words)))


def _white_spots(view: View, profile: Profile) -> None:
    """A region's territories with nothing in force: those that lost it, those that never had it."""
    if not profile.white_spots:
        return
    section(t("territory.white_spots", view.lang, n=len(profile.white_spots)))
    kinds = {loss: [s for s in profile.white_spots if s.loss == loss] for loss in reversed(Loss)}
    filled = {loss: spots for loss, spots in kinds.items() if spots}
    for column, (loss, spots) in zip(st.columns(2, gap="medium"), filled.items(), strict=False):
        rows = [
            PlaceRow((s.territory.code,), (white_spot(s, s.territory.name(view.lang), view.lang),))
            for s in spots
        ]
        rows.sort(key=lambda row: row.cells)
        with column:
            st.html(_note(f"{t(f'territory.{loss}', view.lang)}: {len(spots)}"))
            place_table((), rows, view, key=f"places-{loss}")


def _note(text: str) -> str:
    return f'<p class="panel-facts">{html.escape(text)}</p>' if text else ""


main()
