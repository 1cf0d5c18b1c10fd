"""Meeting mode: steps for the projector, chosen here and turned by arrow keys or a clicker."""

import html
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from geo import charts, findings, stats
from geo.agreements import Register
from geo.card import card_html
from geo.events import EventKind, build_events
from geo.meeting import PARAMS, WORDS, Meeting, step_focus
from geo.terms import add_months
from geo.territories import Country
from geo.text import format_date, t
from geo.view import Selection, View, caption, choices, focus_name, in_focus
from geo.white_spots import find_white_spots
from pages import frame, get_network, get_register, get_selection, style, today
from pages.parts.copy_field import copy_field
from pages.parts.figure import draw_chart
from pages.parts.head import empty_note, head
from pages.parts.ties_map import MAP_HEIGHT, draw_map

MONTHS_AHEAD = 12
"""How far a meeting looks ahead: to the next one of its kind."""


def main() -> None:
    """Draw the page: the preparation, or the step on the screen."""
    if st.query_params.get("show") == "1":
        st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
        register = get_register()
        _show(Meeting.from_params(st.query_params.to_dict(), register), register)
    else:
        view = frame("meeting", keep=PARAMS)
        _prepare(view, get_register())


# --- preparing ------------------------------------------------------------------------------------


def _prepare(view: View, register: Register) -> None:
    """Choose the steps and their order, and get the link that shows them."""
    meeting = Meeting.from_params(st.query_params.to_dict(), register)
    selection = get_selection(view)
    head(t("page.meeting", view.lang), view, selection, register)
    empty_note(view, selection)
    st.html(f'<p class="panel-facts">{html.escape(t("meeting.intro", view.lang))}</p>')
    options = _options(register, view)
    if st.session_state.get("steps") is None:
        st.session_state.steps = list(meeting.steps)
    st.multiselect(
        t("meeting.steps", view.lang),
        list(options),
        key="steps",
        format_func=lambda step: options.get(step, step),
        placeholder=t("meeting.steps_placeholder", view.lang),
        select_all=False,
        filter_mode="contains",
    )
    discreet = st.toggle(t("meeting.discreet", view.lang), value=meeting.discreet, key="discreet")
    steps = tuple(st.session_state.steps) or meeting.steps
    chosen = Meeting(steps, 0, discreet)
    written = view.to_params() | chosen.to_params()
    if written != st.query_params.to_dict():
        st.query_params.from_dict(written)
        st.session_state.shown = ("meeting", view.to_params())
    for number, step in enumerate(chosen.steps, start=1):
        st.html(f'<p class="meeting-step"><b>{number}.</b> {html.escape(options[step])}</p>')
    start = view.to_params() | replace(chosen, shown=True).to_params()
    st.page_link(
        "pages/meeting.py",
        label=t("meeting.start", view.lang),
        icon=":material/slideshow:",
        query_params=start,
    )
    st.html(f'<p class="panel-facts">{html.escape(t("meeting.keys", view.lang))}</p>')
    link = f"{st.context.url or ''}?{urlencode(start)}"
    copy_field(t("meeting.link", view.lang), link, view.lang, key="meeting_link")


def _options(register: Register, view: View) -> dict[str, str]:
    """Return the name of every step that can be chosen."""
    options = {word: t(f"meeting.{word}", view.lang) for word in WORDS}
    for region in choices(register)["region"]:
        options[region] = t("meeting.place", view.lang, name=t(f"region.{region}", view.lang))
    for code in register.party_codes:
        name = register.territories[code].name(view.lang)
        options[code] = t("meeting.place", view.lang, name=name)
    for tie in get_network().ties:
        pair = (tie.home, tie.partner)
        name = focus_name(pair, register, view.lang)
        options["~".join(pair)] = t("meeting.place", view.lang, name=name)
    return options


# --- showing --------------------------------------------------------------------------------------


def _show(meeting: Meeting, register: Register) -> None:
    """One step on the whole screen."""
    view = View.from_params(st.query_params.to_dict(), register)
    focus = step_focus(meeting.step, register)
    view = replace(view, focus=focus)
    style(view.lang, speaker=True)
    _bar(meeting, view, register)
    if focus or meeting.step == "network":
        _on_map(meeting, view, register)
    else:
        STEPS[meeting.step](view, register)


def _bar(meeting: Meeting, view: View, register: Register) -> None:
    """Title, place in the row of steps, and the buttons that the keys press."""
    title, *buttons = st.columns([0.79, 0.07, 0.07, 0.07], vertical_alignment="center")
    focus = view.focus
    name = t(f"meeting.{meeting.step}", view.lang) if not focus else ""
    name = name or focus_name(focus, register, view.lang)
    place = t("meeting.of", view.lang, n=meeting.current + 1, total=len(meeting.steps))
    as_of = t("meeting.as_of", view.lang, day=format_date(register.newest, view.lang))
    note = f"{place} · {caption(view, register)} · {as_of}"
    title.html(
        f'<h1 class="speaker-title">{html.escape(name)}</h1>'
        f'<p class="speaker-note">{html.escape(note)}</p>'
    )
    first, last = meeting.current == 0, meeting.current == len(meeting.steps) - 1
    lang = view.lang
    for by, key, label, at_end, where in (
        (-1, "Left", "◀", first, buttons[0]),
        (1, "Right", "▶", last, buttons[1]),
    ):
        name = t("meeting.back" if by < 0 else "meeting.next", lang)
        where.button(
            label, key=key, help=name, shortcut=key, on_click=_turn, args=(by,), disabled=at_end
        )
    buttons[2].button("✕", key="end", help=t("meeting.end", lang), on_click=_end, shortcut="Escape")
    # A clicker sends these two; the buttons themselves need not be seen.
    with st.container(key="clicker"):
        for by, key in ((-1, "PageUp"), (1, "PageDown")):
            st.button(key, key=key, shortcut=key, on_click=_turn, args=(by,))


def _turn(by: int) -> None:
    """Go some steps on or back, as a callback."""
    params = st.query_params.to_dict()
    moved = Meeting.from_params(params, get_register()).moved(by)
    others = {name: value for name, value in params.items() if name not in PARAMS}
    st.query_params.from_dict(others | moved.to_params())


def _end() -> None:
    """Go back to the preparation, as a callback."""
    params = st.query_params.to_dict()
    st.query_params.from_dict({k: v for k, v in params.items() if k not in ("show", "step")})


def _on_map(meeting: Meeting, view: View, register: Register) -> None:
    """The whole network on the map, or a place with its agreements in words beside it."""
    selection = get_selection(view)
    # One place for the map in every such step, so that the browser builds it once.
    columns = st.columns([0.66, 0.34] if view.focus else [1], gap="small")
    with columns[0]:
        draw_map(view, selection, on_step=_turn)
    if view.focus:
        with columns[1], st.container(height=MAP_HEIGHT, border=False, key="panel"):
            _cards(meeting, view, selection, register)


def _cards(meeting: Meeting, view: View, selection: Selection, register: Register) -> None:
    """The agreements of a place, those in force first, the newest first."""
    picked = [a for a in selection.agreements if in_focus(a, view.focus, register)]
    picked.sort(key=lambda agreement: (agreement.status, -agreement.signed_on.toordinal()))
    cards = [
        card_html(
            a, register, view.lang, opened=False, beside=view.focus, discreet=meeting.discreet
        )
        for a in picked
    ]
    st.html("".join(cards) or html.escape(t("panel.none", view.lang)))


def _growth(view: View, register: Register) -> None:
    frame_ = stats.growth(get_selection(view).agreements, today())
    if frame_.empty:
        st.html(f'<p class="speaker-text">{html.escape(t("meeting.nothing_shown", view.lang))}</p>')
        return
    finding = findings.growth(frame_, view.lang)
    st.html(f'<p class="speaker-finding">{html.escape(finding)}</p>')
    draw_chart(lambda: charts.growth(frame_, view.lang), finding, view, key="speaker_growth")


def _regions(view: View, register: Register) -> None:
    """Agreements by partner region, in figures large enough for the last row."""
    table = stats.by_region(get_selection(view), register)
    rows = [
        (
            t(f"region.{row.region}", view.lang),
            str(row.n_agreements),
            str(row.n_in_force),
            str(row.n_ties),
        )
        for row in table.itertuples()
    ]
    heads = ("region", "agreements", "in_force", "ties")
    _table([t(f"meeting.head_{head}", view.lang) for head in heads], rows, view.lang)


def _due(view: View, register: Register) -> None:
    _events(view, register, EventKind.PROLONGATION)


def _anniversaries(view: View, register: Register) -> None:
    _events(view, register, EventKind.ANNIVERSARY)


def _events(view: View, register: Register, kind: EventKind) -> None:
    """What is calculated to come in the year ahead."""
    last = add_months(today(), MONTHS_AHEAD)
    events = build_events(get_selection(view).agreements, today(), last)
    rows = [
        (
            format_date(event.day, view.lang),
            charts.pair_label(event.agreement, register, view.lang),
            t(f"kind.{event.agreement.kind}", view.lang),
            str(event.years),
        )
        for event in events
        if event.kind == kind
    ]
    heads = ("day", "parties", "kind", "years")
    _table([t(f"meeting.head_{head}", view.lang) for head in heads], rows, view.lang)
    st.html(f'<p class="speaker-note">{html.escape(t("meeting.calculated", view.lang))}</p>')


def _white(view: View, register: Register) -> None:
    """Territories with nothing in force, both sides."""
    for country in Country:
        spots = find_white_spots(register, country, view.on)
        names = ", ".join(spot.territory.short(view.lang) for spot in spots)
        head = t(f"meeting.white_{country}", view.lang, n=len(spots))
        st.html(
            f'<p class="speaker-finding">{html.escape(head)}</p>'
            f'<p class="speaker-text">{html.escape(names)}</p>'
        )


def _table(heads: list[str], rows: list[tuple[str, ...]], lang: str) -> None:
    if not rows:
        st.html(f'<p class="speaker-text">{html.escape(t("meeting.nothing", lang))}</p>')
        return
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    st.html(f'<table class="speaker-table"><tr>{head}</tr>{body}</table>')


STEPS = {
    "growth": _growth,
    "regions": _regions,
    "due": _due,
    "anniversaries": _anniversaries,
    "white": _white,
}

main()
