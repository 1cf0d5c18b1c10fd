"""The plan of a meeting: its screens in order, kept in the link and in a small file."""

import html
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from geo.agreements import Register
from geo.errors import MeetingFileError
from geo.meeting import MOST, PARAMS, WORDS, Meeting, focus_step, read_file, to_file
from geo.text import literal, t
from geo.view import View, choices
from pages import PAGES, get_register
from pages.parts.place_picker import parties_and_pairs
from pages.parts.table import copy_field


def draw_plan(meeting: Meeting, view: View, register: Register) -> None:
    """Draw the list of screens and, beside it, what is done with it."""
    names = _names(register, view)
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        _list(meeting, names, view.lang)
    with right, st.container(key="meeting-plan"):
        _start(meeting, view)
        _file(meeting, view, register)


def rewrite(meeting: Meeting) -> None:
    """Write a meeting into the link and leave the view in it as it is, as a callback."""
    params = st.query_params.to_dict()
    others = {name: value for name, value in params.items() if name not in PARAMS}
    st.query_params.from_dict(others | meeting.to_params())


def _names(register: Register, view: View) -> dict[str, str]:
    """Return the name of every screen that can be chosen."""
    names = {word: t(f"meeting.{word}", view.lang) for word in WORDS}
    for region in choices(register)["region"]:
        names[region] = t("meeting.place", view.lang, name=t(f"region.{region}", view.lang))
    for focus, name in parties_and_pairs(register, view.lang).items():
        names[focus_step(focus)] = t("meeting.place", view.lang, name=name)
    return names


def _list(meeting: Meeting, names: dict[str, str], lang: str) -> None:
    """The screens in order, each with what moves it or takes it away, and one more to add."""
    st.html(f'<h2 class="section">{html.escape(t("meeting.steps", lang))}</h2>')
    last = len(meeting.steps) - 1
    for place, step in enumerate(meeting.steps):
        with st.container(horizontal=True, key=f"plan-{place}", vertical_alignment="center"):
            name = html.escape(names.get(step) or step)
            st.html(f'<p class="meeting-step"><b>{place + 1}.</b> {name}</p>')
            for word, sign, after, useless in (
                ("up", "↑", meeting.shifted(place, -1), place == 0),
                ("down", "↓", meeting.shifted(place, 1), place == last),
                ("remove", "✕", meeting.removed(place), last == 0),
            ):
                st.button(
                    sign,
                    key=f"{word}_{place}",
                    help=t(f"meeting.{word}", lang),
                    on_click=rewrite,
                    args=(after,),
                    disabled=useless,
                    type="tertiary",
                )
    st.selectbox(
        t("meeting.add", lang),
        list(names),
        index=None,
        key="add_step",
        format_func=lambda step: names.get(step, step),
        placeholder=t("meeting.steps_placeholder", lang),
        filter_mode="contains",
        on_change=_add,
        args=(meeting,),
        disabled=len(meeting.steps) >= MOST,
    )


def _add(meeting: Meeting) -> None:
    step = st.session_state.add_step
    st.session_state.add_step = None
    if step:
        rewrite(meeting.added(step))


def _start(meeting: Meeting, view: View) -> None:
    """The switch for partners in the room, the start, the keys, and the link to the show."""
    lang = view.lang
    st.session_state.discreet = meeting.discreet
    st.toggle(t("meeting.discreet", lang), key="discreet", on_change=_switch, args=(meeting,))
    st.html(f'<p class="panel-facts">{html.escape(t("meeting.discreet_what", lang))}</p>')
    show = replace(meeting, current=0, shown=True)
    # Not a link: one to the page itself would leave the address, and the next key, as it was.
    st.button(
        t("meeting.start", lang),
        key="start",
        type="primary",
        icon=":material/slideshow:",
        on_click=rewrite,
        args=(show,),
    )
    st.html(f'<p class="panel-facts">{html.escape(t("meeting.keys", lang))}</p>')
    link = f"{st.context.url or ''}?{urlencode(view.to_params() | show.to_params())}"
    st.html(copy_field(t("meeting.link", lang), link, lang))
    company = {"discreet": "1"} if meeting.discreet else {}
    st.page_link(
        PAGES["exports"],
        label=t("meeting.files", lang),
        query_params=view.to_params() | company,
        icon=":material/download:",
    )


def _switch(meeting: Meeting) -> None:
    rewrite(replace(meeting, discreet=st.session_state.discreet))


def _file(meeting: Meeting, view: View, register: Register) -> None:
    """Keep the list as a file, and open one that was kept."""
    lang = view.lang
    st.html(f'<h2 class="section">{html.escape(t("meeting.file", lang))}</h2>')
    st.download_button(
        t("meeting.save", lang),
        data=to_file(meeting, view),
        file_name=t("meeting.file_name", lang, day=register.newest.isoformat()),
        mime="application/json",
        key="meeting_save",
        on_click="ignore",
        icon=":material/download:",
    )
    with st.container(key="meeting-file"):
        st.file_uploader(t("meeting.open", lang), key="meeting_file", on_change=_open, args=(lang,))
    refused = st.session_state.pop("meeting_refused", "")
    if refused:
        st.error(literal(refused))


def _open(lang: str) -> None:
    """Go to the meeting of the file that was given, as a callback; in the reader's language."""
    file = st.session_state.meeting_file
    if file is None:
        return
    try:
        params = read_file(file.getvalue(), get_register())
    except MeetingFileError as error:
        st.session_state.meeting_refused = error.message(lang)
    else:
        params.pop("lang", None)
        st.query_params.from_dict(params | ({"lang": lang} if lang != View().lang else {}))
