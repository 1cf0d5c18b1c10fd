"""A meeting: who is met, when and where; its show, for the projector, and its files."""

import html
from dataclasses import replace

import streamlit as st

from geo.agreements import Register
from geo.exports.material import Material
from geo.exports.steps import Picture, Screen, build_screen
from geo.meeting import PARAMS, Meeting, is_shown, unknown_steps
from geo.text import literal, t
from geo.view import View
from geo.view.link import quoted
from pages import frame, get_network, get_register, get_shown, page_title
from pages.parts.around import style
from pages.parts.head import head
from pages.parts.keys import speaker_keys
from pages.parts.meeting_plan import ask_people, draw_plan, get_meeting, get_occasion, rewrite
from pages.parts.meeting_steps import draw_screen


def main() -> None:
    """Draw the page: the preparation, or the step on the screen."""
    if is_shown(st.query_params.to_dict()):
        # The show has no filters: after it the link has to set them again.
        st.session_state.pop("shown", None)
        _show(get_meeting(), get_register())
    else:
        view = frame("meeting", keep=PARAMS)
        _prepare(view, get_register())


def _prepare(view: View, register: Register) -> None:
    """Say what the meeting is, choose its steps and their order, start, take files along."""
    params = st.query_params.to_dict()
    meeting = Meeting.from_params(params, register)
    material = _material(view, discreet=meeting.discreet)
    head(t("page.meeting", view.lang), material.shown)
    unknown = st.session_state.pop("meeting_unknown", ()) or unknown_steps(params, register)
    if unknown:
        parts = quoted(unknown, view.lang)
        st.warning(literal(t("meeting.unknown", view.lang, parts=parts)))
    draw_plan(meeting, material)


def _show(meeting: Meeting, register: Register) -> None:
    """One step on the whole screen."""
    view = View.from_params(st.query_params.to_dict(), register)
    title = page_title(t("page.meeting", view.lang), view)
    st.set_page_config(page_title=title, layout="wide", initial_sidebar_state="collapsed")
    style(view.lang, speaker=True)
    with st.container(key="people"):  # not to be seen, but the browser keeps what they say
        ask_people(view.lang)
    material = _material(view, discreet=meeting.discreet)
    screen = build_screen(meeting.step, material)
    _bar(meeting, screen)
    draw_screen(screen, material)
    speaker_keys(meeting.current, len(meeting.steps) - 1, _turn)


def _material(view: View, *, discreet: bool) -> Material:
    """Return what screens and files of the meeting are made from."""
    shown = replace(get_shown(view, discreet=discreet), occasion=get_occasion())
    return Material(shown, get_network())


def _bar(meeting: Meeting, screen: Screen) -> None:
    """The finding, the place in the row of steps, and the buttons that do what the keys do."""
    shown = screen.material.shown
    lang, occasion = shown.lang, get_occasion()
    notes = [t("meeting.of", lang, n=meeting.current + 1, total=len(meeting.steps))]
    if screen.picture != Picture.COVER:  # it says all that itself
        notes += filter(None, (occasion.when_and_where(lang), shown.caption, shown.dated))
    with st.container(horizontal=True, key="bar", vertical_alignment="top"):
        st.html(
            f'<h1 class="speaker-title">{html.escape(screen.title)}</h1>'
            f'<p class="speaker-note">{html.escape(" · ".join(notes))}</p>'
        )
        first, last = meeting.current == 0, meeting.current == len(meeting.steps) - 1
        for step, key, label, word, at_end in (
            (max(meeting.current - 1, 0), "Left", "◀", "back", first),
            (meeting.current + 1, "Right", "▶", "next", last),
            (-1, "Escape", "✕", "end", False),
        ):
            st.button(
                label,
                key=key,
                help=t(f"meeting.{word}", lang),
                on_click=_turn,
                args=(step,),
                disabled=at_end,
            )


def _turn(step: int) -> None:
    """Go to a step, from 0, or with -1 to the preparation, as a callback."""
    meeting = get_meeting()
    over = replace(meeting, current=0, shown=False)
    rewrite(over if step < 0 else meeting.moved(step - meeting.current))


main()
