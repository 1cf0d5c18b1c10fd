"""The plan of a meeting: what it is, its steps in order, and what is done with them."""

import html
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.agreements import Register
from geo.exports.material import Material
from geo.meeting import (
    FULL,
    LENGTH,
    MOST,
    MOST_GUESTS,
    OCCASION,
    SHORT,
    STEP_PARAMS,
    WORDS,
    Meeting,
    Occasion,
    focus_step,
    read_file,
    to_file,
)
from geo.text import format_date, parse_date, t
from geo.view import View
from pages import get_register, link_to, set_focus
from pages.parts.fields import choose, upload, write_link
from pages.parts.file_options import file_button, offer_templates
from pages.parts.meeting_steps import preview
from pages.parts.place_picker import regions_and_places
from pages.parts.table import copy_field, remark, section
from pages.parts.watch import offer, watch

FILES = ("pptx", "handout-pdf", "brief-docx", "check-docx")
"""What is taken along."""


def draw_plan(meeting: Meeting, material: Material) -> None:
    """Draw what the meeting is and its steps and, beside it, what is done with them."""
    view, register = material.view, material.register
    names = _names(register, view)
    left, right = st.columns([0.56, 0.44], gap="large")
    with left:
        _occasion(meeting, view, register)
        _list(meeting, names, material)
    with right, st.container(key="meeting-plan"):
        _start(meeting, material)
        _files(meeting, material)
        _file(meeting, view, register)


def get_meeting() -> Meeting:
    """Return the meeting of the link; a callback asks anew, for one press may follow another."""
    return Meeting.from_params(st.query_params.to_dict(), get_register())


def rewrite(meeting: Meeting) -> None:
    """Write the steps into the link and leave all else in it as it is, as a callback."""
    params = st.query_params.to_dict()
    others = {name: value for name, value in params.items() if name not in STEP_PARAMS}
    st.query_params.from_dict(others | meeting.to_params())


# --- the meeting itself ---------------------------------------------------------------------------


def get_occasion() -> Occasion:
    """Return what is known of the meeting: from the link, and the people from this session."""
    params = st.query_params.to_dict()
    kept: Occasion = st.session_state.get("people") or Occasion()
    told = Occasion.from_params(params)
    return replace(told, guests=told.guests or kept.guests, speaker=told.speaker or kept.speaker)


def _occasion(meeting: Meeting, view: View, register: Register) -> None:
    """The counterpart, day and place, the delegations and the speaker."""
    lang, occasion = view.lang, get_occasion()
    options: dict[tuple[str, ...], str] = {(): t("meeting.everybody", lang)}
    options |= regions_and_places(register, lang)
    st.session_state.counterpart = view.focus if view.focus in options else ()
    choose(
        t("meeting.counterpart", lang),
        options,
        "counterpart",
        on_change=lambda: set_focus(*(st.session_state.counterpart or ())),
    )
    said = st.session_state.get("day") or ""  # which stays for as long as it is no day
    day = "" if parse_date(said) else said
    st.session_state.day = format_date(occasion.day, "ru") if occasion.day else day
    st.session_state.place_of = occasion.place
    day, place = st.columns([0.35, 0.65])
    day.text_input(t("meeting.day", lang), key="day", max_chars=10, on_change=_told,
                   placeholder=t("meeting.day_placeholder", lang))  # fmt: skip
    place.text_input(t("meeting.where", lang), key="place_of", max_chars=LENGTH, on_change=_told)
    if st.session_state.day and not parse_date(st.session_state.day):
        st.html(remark(t("filter.day_error", lang), "field-error"))
    with st.expander(t("meeting.people", lang), expanded=bool(occasion.guests or occasion.speaker)):
        ask_people(lang)
        st.session_state.named = _is_named()
        st.toggle(t("meeting.named", lang), key="named", on_change=_told)
        st.html(remark(t("meeting.named_what", lang)))


def ask_people(lang: str) -> None:
    """Draw the fields of people; of a server that started anew the browser says whom they name."""
    is_new = "people" not in st.session_state and not _is_named()
    if not is_new:
        occasion = get_occasion()
        st.session_state.guests = "\n".join(occasion.guests)
        st.session_state.speaker = occasion.speaker
    st.text_area(t("meeting.guests", lang), key="guests", max_chars=LENGTH * MOST_GUESTS,
                 height=90, on_change=_told)  # fmt: skip
    st.text_input(t("meeting.speaker", lang), key="speaker", max_chars=LENGTH, on_change=_told)
    if is_new:
        said = {name: st.session_state[name] or "" for name in OCCASION[2:]}
        st.session_state.people = Occasion.from_params(said)
        if st.session_state.people != Occasion():
            st.rerun()


def _is_named() -> bool:
    """Return whether the link names people."""
    return bool(set(OCCASION[2:]) & set(st.query_params.to_dict()))


def _told() -> None:
    """Take the fields over: day and place into the link, people only if that is wanted."""
    fields = {"day": "day", "place": "place_of", "guests": "guests", "speaker": "speaker"}
    said = {name: st.session_state.get(key) or "" for name, key in fields.items()}
    occasion = Occasion.from_params(said)
    st.session_state.people = replace(occasion, day=None, place="")
    others = {k: v for k, v in st.query_params.to_dict().items() if k not in OCCASION}
    named = bool(st.session_state.get("named"))
    st.query_params.from_dict(others | occasion.to_params(people=named))


# --- its steps ------------------------------------------------------------------------------------


def _names(register: Register, view: View) -> dict[str, str]:
    """Return the name of every step that can be chosen."""
    words = get_register().words(view.lang)
    names = {word: t(f"meeting.in_{word}", view.lang, **words) for word in WORDS}
    for focus, name in regions_and_places(register, view.lang).items():
        names[focus_step(focus)] = t("meeting.place", view.lang, name=name)
    return names


def _list(meeting: Meeting, names: dict[str, str], material: Material) -> None:
    """The steps in order, each with what moves it or takes it away, and one more to add."""
    lang = material.view.lang
    section(t("meeting.steps", lang))
    last = len(meeting.steps) - 1
    for place, step in enumerate(meeting.steps):
        # Its buttons go where it goes: what is pressed twice moves it twice.
        nth = meeting.steps[:place].count(step)
        own = f"{step}-{nth}"
        with st.container(horizontal=True, key=f"plan-{own}", vertical_alignment="center"):
            name = html.escape(names.get(step) or step)
            picture = preview(step, material)
            st.html(f'<div class="meeting-step"><b>{place + 1}. {name}</b>{picture}</div>')
            for word, sign, useless in (
                ("up", "↑", place == 0),
                ("down", "↓", place == last),
                ("remove", "✕", last == 0),
            ):
                st.button(
                    sign,
                    key=f"{word}_{own}",
                    help=t(f"meeting.{word}", lang),
                    on_click=_rearrange,
                    args=(word, step, nth),
                    disabled=useless,
                    type="tertiary",
                )
    hint, is_full = t("meeting.steps_placeholder", lang), len(meeting.steps) >= MOST
    look = {"index": None, "placeholder": hint, "disabled": is_full}
    choose(t("meeting.add", lang), names, "add_step", **look, on_change=_add)
    with st.container(horizontal=True):
        for word, steps in (("short", SHORT), ("full", FULL)):
            st.button(
                t(f"meeting.{word}", lang),
                key=f"steps_{word}",
                on_click=_alter,
                kwargs={"steps": steps, "current": 0},
                disabled=meeting.steps == steps,
                type="tertiary",
            )


def _rearrange(word: str, step: str, nth: int) -> None:
    """Move a step up or down or remove it, by now the `nth` of its name, as a callback."""
    meeting = get_meeting()
    places = [place for place, one in enumerate(meeting.steps) if one == step]
    if nth >= len(places):  # pressed twice, and gone
        return
    place = places[nth]
    by = {"up": -1, "down": 1}
    rewrite(meeting.shifted(place, by[word]) if word in by else meeting.removed(place))


def _add() -> None:
    step = st.session_state.add_step
    st.session_state.add_step = None
    if step:
        rewrite(get_meeting().added(step))


def _alter(**changes: object) -> None:
    rewrite(replace(get_meeting(), **changes))


# --- what is done with them -----------------------------------------------------------------------


def _link(meeting: Meeting, material: Material) -> str:
    """Return the link to the show, with people only if the speaker wants it."""
    show = replace(meeting, current=0, shown=True)
    occasion = get_occasion().to_params(people=_is_named())
    params = material.view.to_params() | show.to_params() | occasion
    return f"{st.context.url or ''}?{urlencode(params)}"


def _start(meeting: Meeting, material: Material) -> None:
    """The switch for partners in the room, the start, the keys, and the link to the show."""
    lang = material.view.lang
    section(material.shown.meeting)
    st.session_state.discreet = meeting.discreet
    st.toggle(t("meeting.discreet", lang), key="discreet", on_change=write_link,
              args=("discreet",))  # fmt: skip
    st.html(remark(t("meeting.discreet_what", lang)))
    # Not a link: one to the page itself would leave the address, and the next key, as it was.
    st.button(
        t("meeting.start", lang),
        key="start",
        type="primary",
        icon=":material/slideshow:",
        on_click=_alter,
        kwargs={"current": 0, "shown": True},
    )
    st.html(remark(t("meeting.keys", lang)))
    st.html(copy_field(t("meeting.link", lang), _link(meeting, material), lang))


def _files(meeting: Meeting, material: Material) -> None:
    """The slides of these very steps and the rest, by an office's own templates if it gave any."""
    lang = material.view.lang
    section(t("meeting.take", lang))
    deck = replace(material, steps=meeting.steps)
    watch(lang)
    with st.container(horizontal=True, key="meeting-files"):
        for key in FILES:
            made_from = deck if key == "pptx" else material
            file_button(key, made_from, t(f"export.{key}", lang), "meeting")
        day = material.shown.occasion.day
        offer(
            t("meeting.ics", lang),
            lambda: _invitation(meeting, material),
            t("meeting.ics_name", lang, day=day),
            "meeting_ics",
            disabled=day is None,
            help=t("meeting.no_day", lang) if day is None else None,
        )
        offer_templates(lang)
    company = {"discreet": "1"} if meeting.discreet else {}
    link_to("exports", t("meeting.files", lang), material.view, "folder_open", **company)


def _invitation(meeting: Meeting, material: Material) -> bytes:
    from geo.exports.tables.agenda import to_invitation

    return to_invitation(material.shown, _link(meeting, material))


def _file(meeting: Meeting, view: View, register: Register) -> None:
    """Keep the meeting as a file, and open one that was kept."""
    lang = view.lang
    section(t("meeting.file", lang))
    data = to_file(meeting, view, get_occasion())
    name = t("meeting.file_name", lang, day=register.newest.isoformat())
    offer(t("meeting.save", lang), data, name, "meeting_save", icon=":material/download:")
    with st.container(key="meeting-file"):
        upload(t("meeting.open", lang), "meeting_file", lambda file: _open(file, lang), lang)


def _open(file: UploadedFile, lang: str) -> None:
    """Go to the meeting of the file that was given, as a callback; in the reader's language."""
    params, st.session_state.meeting_unknown = read_file(file.getvalue(), get_register())
    st.session_state.people = replace(Occasion.from_params(params), day=None, place="")
    for name in ("lang", *OCCASION[2:]):
        params.pop(name, None)
    st.query_params.from_dict(params | ({"lang": lang} if lang != View().lang else {}))
