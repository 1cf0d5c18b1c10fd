"""The decisions on a document as a file to save and to load, and as a draft on the server."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.text import format_date, literal, t
from geo.update.decisions import parse_decisions, to_template
from geo.update.drafts import load_draft, save_draft
from geo.update.settlement import Preview, Settlements
from pages import get_folder
from pages.parts.fields import upload
from pages.parts.settle import fill_widgets, read_widgets
from pages.parts.table import remark
from pages.parts.watch import offer


def draw_file(preview: Preview, document: str, lang: str) -> None:
    """Offer the questions with their answers as a file, and to load one that is filled in."""
    loaded = st.session_state.pop("decisions_loaded", ())
    if loaded:
        unknown = [key for key in loaded if key in preview.unknown]
        st.success(literal(t("update.loaded", lang, n=len(loaded) - len(unknown))))
        if unknown:
            st.warning(literal(t("update.loaded_unknown", lang, keys=", ".join(unknown))))
    if not preview.questions:
        return
    with st.expander(t("update.file", lang), key="decision-file"):
        st.html(remark(t("update.file_what", lang)))
        data = to_template(preview, read_widgets(), document, lang)
        file = f"{t('update.file_name', lang)}.toml"
        offer(t("update.file_save", lang), data, file, "save_decisions")
        upload(t("update.file_load", lang), "decisions", _load, lang, type=("toml", "json"))


def _load(file: UploadedFile) -> None:
    """Let the widgets show the decisions of the file that was given, as a callback."""
    decisions = parse_decisions(file.getvalue(), file.name)
    fill_widgets(decisions)
    st.session_state.decisions_loaded = tuple(decisions)


def offer_draft(name: str, lang: str) -> None:
    """Ask whether to go on with decisions that were made on this document before."""
    draft = load_draft(name, get_folder())
    if draft is None or read_widgets() or st.session_state.get("draft_seen") == name:
        return
    decisions, made = draft
    day = f"{format_date(made.date(), lang)}, {made:%H:%M}"
    with st.container(border=True, key="draft"):
        st.markdown(literal(t("update.draft", lang, n=len(decisions), day=day)))
        with st.container(horizontal=True):
            words = {True: "update.draft_take", False: "update.draft_leave"}
            for take, key in words.items():
                st.button(
                    t(key, lang),
                    key=key.partition(".")[2],
                    type="primary" if take else "secondary",
                    on_click=_take_draft,
                    args=(name, decisions if take else {}),
                )


def _take_draft(name: str, decisions: Settlements) -> None:
    """Go on with a draft or without it, as a callback."""
    fill_widgets(decisions)
    st.session_state.draft_seen = name


def keep_draft(name: str, preview: Preview, kept: Settlements, lang: str) -> None:
    """
    Keep what is decided so far, for who loses the page; say so where that is impossible.

    What is `kept` with the register needs no draft.
    """
    known = {(key, one.choice, one.value) for key, one in kept.items()}
    made = {
        key: one
        for key, one in read_widgets().items()
        if key in preview.decided and (key, one.choice, one.value) not in known
    }
    if not made and st.session_state.get("draft_seen") != name:
        return
    if made:
        st.session_state.draft_seen = name
    if not save_draft(name, made, get_folder()):
        st.html(remark(t("update.draft_failed", lang), "field-error"))
