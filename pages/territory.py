"""One territory, one pair or one partner region: all that the register says of it."""

import html
from collections.abc import Iterable, Iterator

import streamlit as st

from geo.agreements import Register
from geo.card import party_line
from geo.charts.timeline import build_timeline
from geo.findings import continued, counted, white_count, white_spot
from geo.history import Standing
from geo.profile import (
    Profile,
    about,
    build_profile,
    headline,
    in_register,
    lapse_line,
    neighbour_past,
    surroundings,
)
from geo.shown import Shown
from geo.sources.imprint import across
from geo.terms.events import occasions, worded
from geo.territories import Territory
from geo.text import capital, format_date, format_number, literal, t
from geo.ties import distance_km
from geo.view import View, choices, focus_name
from geo.white_spots import BY_LOSS
from pages import frame, get_network, get_register, get_shown, link_to, set_focus
from pages.parts.place_picker import draw_start, partner_table, place_picker, place_row
from pages.parts.table import Row, address, link_list, remark, section, table
from pages.parts.ties_map import draw_map

MAP_LINES = 15
"""Height of the small map in lines of a table."""
_Section = tuple[str, str, int]
"""A part of the page: its heading, its HTML, and about how many lines it takes."""


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
    shown, profile = get_shown(view), None
    is_agreement = bool(view.focus) and view.focus[0] in register.by_id
    with title:
        if not view.focus or is_agreement:
            hint = t("territory.of_agreement" if is_agreement else "territory.hint", view.lang)
            _title(t("territory.title", view.lang), [hint])
        else:
            profile = build_profile(view.focus, shown, get_network().boundaries)
            _head(shown, profile)
        if shown.unheard:
            st.html(remark(shown.unheard))
    if not profile:
        draw_start(view, register)
        return
    _links(view, profile, register)
    _side_by_side(shown, _sections(shown, profile, register))
    if profile.agreements:
        _timeline(shown, profile)
    _white_spots(view, profile)


def _sections(shown: Shown, profile: Profile, register: Register) -> list[_Section]:
    """Return what stands beside and below the small map, most useful first."""
    parts = [*_partners(shown.view, profile), *_due(shown, profile)]
    return [*parts, *_neighbours(shown.view, profile, register), *_nearest(shown, profile)]


def _side_by_side(shown: Shown, sections: list[_Section]) -> None:
    """Draw the map and the sections in two columns, each where less stands so far."""
    whole = get_shown(shown.view.without_filters())
    if not sections:
        draw_map(whole, mini=True)
        return
    left, right = st.columns([0.46, 0.54], gap="medium")
    filled = {left: MAP_LINES, right: 0}
    with left:
        draw_map(whole, mini=True)
    for title, body, lines in sections:
        column = min(filled, key=lambda column: filled[column])
        filled[column] += lines + 2
        with column:
            section(title, body)


# --- the head -------------------------------------------------------------------------------------


def _head(shown: Shown, profile: Profile) -> None:
    """The name, what it is, the figures, and under whom a tie goes on."""
    lang, codes, register = shown.lang, shown.view.focus, shown.register
    if codes[0] not in register.territories:
        country = codes[0].partition("-")[0]
        notes = [t("territory.kind_region", lang, **across((country,), lang))]
    elif len(codes) == 1:
        notes = about(register.territories[codes[0]], register, lang)
    else:
        notes = [
            f"{register.territories[code].name(lang)} "
            f"({t(f'region.{register.territories[code].region}', lang)})"
            for code in codes
        ]
    name = focus_name(codes, register, lang)
    _title(capital(name), [*notes, *shown.one_side], capital(headline(profile, shown)))
    for one in profile.continued:
        st.html(remark(f"{continued(one, lang)}."))


def _title(name: str, notes: Iterable[str], line: str = "") -> None:
    said = "".join(f"<span>{html.escape(note)}</span>" for note in notes)
    figures = f'<p class="headline">{html.escape(line)}</p>' if line else ""
    st.html(f'<h1>{html.escape(name)}</h1>{figures}<p class="place-notes">{said}</p>')


def _links(view: View, profile: Profile, register: Register) -> None:
    """The way to the map, to the register's rows, and to the territories around."""
    lang = view.lang
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="place-links"):
        link_to("map", t("register.show_on_map", lang), view.without_filters(), "map")
        if profile.agreements:
            rows = in_register(view.focus, view, register)
            link_to("register", t("territory.in_register", lang), rows, "table_rows")
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


def _partners(view: View, profile: Profile) -> Iterator[_Section]:
    """Partners with counts and distance; for a region also its own territories."""
    for name, rows in (("inside", profile.inside), ("partners", profile.partners)):
        if rows:
            title = t(f"territory.{name}", view.lang, n=len(rows))
            yield (title, partner_table(rows, view), len(rows) + 1)


def _due(shown: Shown, profile: Profile) -> Iterator[_Section]:
    """What is due next, every date labelled as calculated; one row for each agreement and day."""
    if not profile.part.in_force or not shown.looks_ahead:
        return
    lang, last = shown.lang, shown.horizon
    rows, places = [], profile.places(shown.register)
    for day, agreement, what in occasions(profile.due, lang, "territory.due_prolongation"):
        who = party_line(agreement, shown.register, lang, beside=places)
        rows.append(Row((format_date(day, lang), what, f"{who}, {agreement.signed_on.year}")))
    note = t(worded("territory.due_note", profile.due) if rows else "territory.due_none", lang)
    names = (worded("column.day_calculated", profile.due), "column.event", "table.parties")
    heads = [t(name, lang) for name in names]
    content = table(heads, rows, linked=-1, short=(0,)) if rows else ""
    title = t(worded("territory.due", profile.due), lang, day=format_date(last, lang))
    yield (title, content + remark(note), len(rows) + 2)


# --- the agreements -------------------------------------------------------------------------------


def _timeline(shown: Shown, profile: Profile) -> None:
    """Every agreement with its years, its parties, and until when; what became of the lapsed."""
    chart = build_timeline(
        profile.agreements,
        shown,
        lambda one: address(shown.view.focused(one.id), "register"),
        beside=profile.places(shown.register),
    )
    said = f"{t('timeline.title', shown.lang)}: {shown.figures(profile.part)}"
    section(said, remark(lapse_line(profile, shown)) + chart)


# --- what is not there ----------------------------------------------------------------------------


def _neighbours(view: View, profile: Profile, register: Register) -> Iterator[_Section]:
    """Neighbours across the border with nothing in force between."""
    lang = view.lang
    if profile.has_neighbours:
        all_tied = "" if profile.neighbours else t("territory.all_tied", lang)
        territory = register.territories[profile.focus[0]]
        rows = []
        for other, had in profile.neighbours:
            km = format_number(distance_km(territory, other), lang)
            words = [t("territory.distance", lang, km=km), neighbour_past(had, lang)]
            said = ", ".join(filter(None, words))
            rows.append(place_row(view, (other.code,), other.name(lang), said))
        content = remark(all_tied) + table((), rows)
        yield (t("territory.neighbours", lang), content, len(rows) + 1)


def _nearest(shown: Shown, profile: Profile) -> Iterator[_Section]:
    """Who is nearest on either side, with whom they are tied: for a territory without a past."""
    for name, others in (("nearest", profile.nearest), ("nearest_tied", profile.nearest_tied)):
        if others:
            rows = [_nearest_row(shown, profile.focus[0], other) for other in others]
            yield (t(f"territory.{name}", shown.lang), table((), rows), 2 * len(rows))


def _nearest_row(shown: Shown, code: str, other: Territory) -> Row:
    """Return how far a territory is, and its partners by what is in force."""
    lang, everyone = shown.lang, shown.register.territories
    km = format_number(distance_km(everyone[code], other), lang)
    words = [t("territory.distance", lang, km=km)]
    part = shown.whole.by_end.get(other.code)
    if part and part.in_force:
        alive = part.of(lambda agreement: part.standing(agreement) == Standing.IN_FORCE)
        codes = (alive.partners | alive.homes) - {other.code}
        names = ", ".join(sorted(everyone[end].short(lang) for end in codes))
        counts = counted("n", part, len(part.in_force), lang)
        words.append(t("slides.of", lang, name=counts, text=names))
    else:
        words.append(shown.figures(part) if part else t("layer.none", lang))
    return place_row(shown.view, (other.code,), other.name(lang), ", ".join(words))


def _white_spots(view: View, profile: Profile) -> None:
    """A region's territories with nothing in force, by how that came, and whose tie goes on."""
    spots, lang = profile.white_spots, view.lang
    if not spots or not (spots.spots or spots.continued):
        return
    groups = {
        loss: [(white_spot(s, s.territory.name(lang), lang), s.territory) for s in spots.of(loss)]
        for loss in BY_LOSS
    }
    groups["continued"] = [(continued(one, lang), one.territory) for one in spots.continued]
    body = ""
    for name, found in groups.items():
        if found:
            ordered = sorted(found, key=lambda named: named[0])
            links = {said: address(view.focused(x.code), "territory") for said, x in ordered}
            how = t(f"stats.white_{name}", lang, **get_register().words(lang))
            body += remark(f"{how}: {len(found)}") + link_list(links)
    section(t("territory.white_spots", lang, n=white_count(spots, lang)), body)


main()
