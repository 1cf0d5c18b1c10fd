"""Another issue of the register: upload it, see what it changes, settle what is open, take it."""

import hashlib
import html
import secrets
from collections.abc import Mapping

import streamlit as st

from geo.agreements import Register
from geo.errors import GeoError
from geo.reading import Reading
from geo.text import format_date, literal, t
from geo.update.decisions import keep_decisions, load_kept
from geo.update.drafts import draft_name, load_draft
from geo.update.intake import read_untrusted
from geo.update.register_files import Origin, fingerprint
from geo.update.settlement import Preview, Settlements, build_preview, reasons
from pages import data_version, frame, get_folder, get_register, today
from pages.parts.decision_file import draw_file, keep_draft, offer_draft
from pages.parts.editor import draw_sign_in, visitor
from pages.parts.finish import draw_finish, tell_written
from pages.parts.preview import draw_counts, draw_sections
from pages.parts.registers import ask_register
from pages.parts.settle import draw_questions, forget, hold_widgets, read_widgets
from pages.parts.table import remark, section, title_line

STEPS = ("document", "questions", "finish")
RETRIED = ("intake.too_slow", "intake.busy")
"""Errors that may be gone in a minute."""


def main() -> None:
    """Draw the page."""
    view = frame("update", with_filters=False, keep={"document": bool})
    lang = view.lang
    if get_register().parts:
        ask_register(get_register(), lang)
        return
    state = fingerprint(get_folder())
    register = get_register()
    day = format_date(register.newest, lang)
    title_line(t("update.title", lang), t("update.now", lang, day=day, n=len(register.agreements)))
    draw_sign_in(lang)
    tell_written(lang)
    steps = st.empty()
    _steps(steps, *st.session_state.get("steps", (STEPS[0], 0)), lang)  # while the document is read
    # A restarted server has another key: the browser then drops the file that it no longer has.
    visit = st.session_state.setdefault("visit", secrets.token_hex(4))
    if f"document_{visit}" not in st.session_state:  # what was chosen before another page is gone
        left = st.session_state.pop("chosen", "")
        if load_draft(left, get_folder()):
            st.query_params["document"] = left
    document = st.file_uploader(
        t("update.upload", lang), key=f"document_{visit}", label_visibility="collapsed"
    )
    if document is None:
        _steps(steps, STEPS[0], 0, lang)
        _nothing_chosen(lang)
        return
    data = document.getvalue()
    name = draft_name(hashlib.sha256(data).hexdigest())
    if st.session_state.get("chosen") != name:  # nothing is decided yet, or no longer
        st.session_state.pop("draft_seen", None)
    st.session_state.chosen = st.query_params["document"] = name
    try:
        with st.spinner(t("update.reading", lang)):
            kept = load_kept(get_folder())
            preview = _preview(data, register, state, kept)
    except GeoError as error:
        if error.key == "update.bad_settlement":  # of a file that was loaded
            forget(str(error.details["name"]))
        _steps(steps, STEPS[0], 0, lang)
        st.error(literal(error.message(lang)))
        hold_widgets()
        if error.key in RETRIED:
            st.button(t("update.retry", lang), key="retry", type="primary")
        else:
            st.html(remark(t("update.not_taken", lang)))
        return
    _steps(steps, STEPS[1 if preview.n_open else 2], preview.n_open, lang)
    offer_draft(name, lang)
    section(t("update.compared", lang, document=document.name))
    draw_counts(preview, lang)
    draw_file(preview, document.name, lang)
    draw_questions(preview, lang)
    keep_draft(name, preview, kept, lang)
    decisions = keep_decisions(preview, kept, today(), visitor())
    left_out = reasons(preview.left_out)
    origin = Origin(document.name, data, left_out, decisions, preview.title)
    draw_finish(preview, origin, changed=decisions != kept, lang=lang)
    draw_sections(preview, lang)


def _steps(place: "st.delta_generator.DeltaGenerator", now: str, n_open: int, lang: str) -> None:
    """Say where on the way the visitor is: what is done, what is asked, what comes at the end."""
    st.session_state.steps = (now, n_open)
    at = STEPS.index(now)
    items = []
    for number, step in enumerate(STEPS):
        state = "done" if number < at else "now" if number == at else ""
        asked = "_open" if step == "questions" and n_open else ""
        current = ' aria-current="step"' if number == at else ""
        words = html.escape(t(f"update.step_{step}{asked}", lang, n=n_open))
        items.append(f'<li class="{state}"{current}>{words}</li>')
    place.html(f'<ol class="steps">{"".join(items)}</ol>')


def _nothing_chosen(lang: str) -> None:
    """Say what will happen; after a restart, that the file is to be chosen again."""
    name = st.query_params.get("document")
    if name and "chosen" not in st.session_state:
        draft = load_draft(name, get_folder())
        key = "update.again_decided" if draft else "update.again"
        st.warning(literal(t(key, lang, n=len(draft[0])) if draft else t(key, lang)))
    else:
        st.session_state.chosen = ""
        st.query_params.pop("document", None)
    st.html(remark(t("update.hint", lang)))


def _preview(data: bytes, register: Register, state: str, kept: Settlements) -> Preview:
    """Return what a document would change, as far as the widgets settle it."""
    digest = hashlib.sha256(data).hexdigest()

    def read(decisions: Mapping[str, str]) -> Reading:
        return _reading(digest, tuple(sorted(decisions.items())), data_version(), data)

    return build_preview(register, state, read, read_widgets(), kept)


@st.cache_resource(max_entries=16, ttl="1h", show_spinner=False)
def _reading(
    digest: str, decisions: tuple[tuple[str, str], ...], version: str, _data: bytes
) -> Reading:
    return read_untrusted(_data, dict(decisions), get_folder())


main()
