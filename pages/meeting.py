"""Meeting mode: steps for the projector, chosen here and turned by arrow keys or a clicker."""

import html
from dataclasses import replace

import streamlit as st

from geo.agreements import Register
from geo.meeting import PARAMS, Meeting, is_shown, step_focus
from geo.text import format_date, t
from geo.view import View
from pages import frame, get_register, get_shown, name_page
from pages.parts.around import style
from pages.parts.head import head
from pages.parts.meeting_plan import draw_plan, rewrite
from pages.parts.meeting_steps import draw_step
from pages.parts.scroll_keys import scroll_keys


def main() -> None:
    """Draw the page: the preparation, or the step on the screen."""
    if is_shown(st.query_params.to_dict()):
        st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
        # The show has no filters: after it the link has to set them again.
        st.session_state.pop("shown", None)
        register = get_register()
        _show(Meeting.from_params(st.query_params.to_dict(), register), register)
    else:
        view = frame("meeting", keep=PARAMS)
        _prepare(view, get_register())


def _prepare(view: View, register: Register) -> None:
    """Choose the steps and their order, and start."""
    shown = get_shown(view)
    head(t("page.meeting", view.lang), shown)
    st.html(f'<p class="panel-facts">{html.escape(t("meeting.intro", view.lang))}</p>')
    draw_plan(Meeting.from_params(st.query_params.to_dict(), register), view, register)


def _show(meeting: Meeting, register: Register) -> None:
    """One step on the whole screen."""
    view = View.from_params(st.query_params.to_dict(), register)
    view = replace(view, focus=step_focus(meeting.step, register))
    name_page(t("page.meeting", view.lang), view)
    style(view.lang, speaker=True)
    _bar(meeting, view, register)
    draw_step(meeting, view, register, on_step=_turn)
    scroll_keys()


def _bar(meeting: Meeting, view: View, register: Register) -> None:
    """Title, place in the row of steps, and the buttons that the keys press."""
    lang, shown = view.lang, get_shown(view)
    if view.focus:
        name = f"{shown.name}: {shown.figures(shown.picked)}"
    else:
        name = t(f"meeting.{meeting.step}", lang)
        if meeting.step in ("due", "anniversaries"):
            name = t("meeting.until", lang, name=name, day=format_date(shown.horizon, lang))
    notes = [t("meeting.of", lang, n=meeting.current + 1, total=len(meeting.steps))]
    notes += [shown.caption, shown.dated]
    if meeting.step == "network":
        notes.insert(1, shown.counts_line)
    with st.container(horizontal=True, key="bar", vertical_alignment="top"):
        st.html(
            f'<h1 class="speaker-title">{html.escape(name)}</h1>'
            f'<p class="speaker-note">{html.escape(" · ".join(notes))}</p>'
        )
        first, last = meeting.current == 0, meeting.current == len(meeting.steps) - 1
        for by, key, label, word, at_end in (
            (-1, "Left", "◀", "back", first),
            (1, "Right", "▶", "next", last),
            (0, "Escape", "✕", "end", False),
        ):
            st.button(
                label,
                key=key,
                help=t(f"meeting.{word}", lang),
                shortcut=key,
                on_click=_turn,
                args=(by,),
                disabled=at_end,
            )
    # A clicker sends these two; the buttons themselves need not be seen.
    with st.container(key="clicker"):
        for by, key in ((-1, "PageUp"), (1, "PageDown")):
            st.button(key, key=key, shortcut=key, on_click=_turn, args=(by,))


def _turn(by: int) -> None:
    """Go some steps on or back, or with 0 to the preparation, as a callback."""
    meeting = Meeting.from_params(st.query_params.to_dict(), get_register())
    rewrite(meeting.moved(by) if by else replace(meeting, current=0, shown=False))


main()
