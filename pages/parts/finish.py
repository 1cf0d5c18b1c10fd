"""The end of an update: what is ready, and what to do with it; and how the writing went."""

import contextlib
import html

import streamlit as st

from geo.agreements import Agreement, newest_day
from geo.errors import GeoError, UpdateError
from geo.tables import to_zip
from geo.text import literal, t
from geo.update.drafts import draft_name, save_draft
from geo.update.register_files import Origin, build_files, check_files, current_files, fingerprint
from geo.update.settlement import Preview
from geo.update.switch import restore_version, write_register
from pages import get_folder
from pages.parts.editor import may_write, visitor
from pages.parts.preview import SECTIONS
from pages.parts.table import copy_field, remark
from pages.parts.watch import offer

SHORT = 12
"""Digits of a fingerprint that a person copies."""


def draw_finish(preview: Preview, origin: Origin, *, changed: bool, lang: str) -> None:
    """
    Say what is left to do: decide, nothing, write it here, or send it to who may.

    `changed` says whether there are decisions that the data do not have yet.
    """
    if preview.n_open:
        note = t("update.unsettled", lang, n=preview.n_open)
        st.html(remark(note, "field-error"))
        return
    nothing = preview.comparison.changes_nothing and not changed
    try:
        files = build_files(preview.agreements, origin, get_folder())
        check_files(files, preview.agreements, get_folder())
    except GeoError as error:
        st.error(literal(error.message(lang)))
        return
    with st.container(border=True, key="finish"):
        what = t("update.finish_nothing", lang) if nothing else _what(preview, lang)
        st.html(
            f'<div class="finish"><h2>{html.escape(t("update.finish", lang))}</h2>'
            f"<p>{html.escape(what)}</p></div>"
        )
        if nothing:
            _offer_to_go_back(lang)
        elif may_write():
            _write_here(preview, origin, lang)
        else:
            _send(preview, files, lang)


def _what(preview: Preview, lang: str) -> str:
    """Return in one sentence what changes."""
    counts = {name: len(getattr(preview.comparison, name)) for name in SECTIONS}
    counts["left_out"] = len(preview.left_out)
    parts = [f"{t(f'compare.{name}', lang).lower()} — {n}" for name, n in counts.items() if n]
    return t("update.what" if parts else "update.what_notes", lang, what=", ".join(parts))


def _write_here(preview: Preview, origin: Origin, lang: str) -> None:
    st.html(f"<p>{html.escape(t('update.write_what', lang))}</p>")
    st.button(
        t("update.write", lang),
        key="write",
        type="primary",
        on_click=_write,
        args=(preview.agreements, origin, preview.fingerprint, _what(preview, lang)),
    )


def _send(preview: Preview, files: dict[str, bytes], lang: str) -> None:
    """Offer the archive and a letter to the administrator who may take it."""
    file = f"register_{newest_day(preview.agreements)}.zip"
    state = preview.fingerprint[:SHORT]
    letter = t("update.letter", lang, file=file, what=_what(preview, lang), state=state)
    gone = current_files(get_folder()).keys() - files.keys()
    unpacked = t("update.unpack", lang)
    if gone:
        unpacked += " " + t("update.unpack_delete", lang, files=", ".join(sorted(gone)))
    readme = f"{letter}\n\n{unpacked}\n".replace("\n", "\r\n").encode("utf-8-sig")
    st.html(f"<p>{html.escape(t('update.send', lang))}</p>")
    data = to_zip({**files, "README.txt": readme})
    offer(t("update.download", lang), data, file, "download_data", type="primary")
    st.html(copy_field(t("update.letter_name", lang), letter, lang))


def _write(agreements: tuple[Agreement, ...], origin: Origin, expected: str, what: str) -> None:
    """Write what the visitor saw, as a callback: before the page looks at the register again."""
    try:
        if not may_write():
            raise UpdateError("update.not_allowed")
        version = write_register(
            agreements, origin, expected=expected, folder=get_folder(), who=visitor()
        )
    except GeoError as error:
        st.session_state.written = error
        with contextlib.suppress(GeoError):  # a double click's second press meets what was written
            state = (expected, fingerprint(get_folder()))
            st.session_state.written = st.session_state.get("wrote", {}).get(state, error)
    else:
        save_draft(draft_name(origin.digest), {}, get_folder())
        st.session_state.back = version.name if version else ""
        st.session_state.written = (st.session_state.back, what)
        st.session_state.wrote = {(expected, fingerprint(get_folder())): st.session_state.written}


def _offer_to_go_back(lang: str) -> None:
    """Offer to undo what this visitor wrote."""
    version = st.session_state.get("back")
    if version and may_write():
        st.html(f"<p>{html.escape(t('update.go_back_what', lang, version=version))}</p>")
        st.button(t("update.go_back", lang), key="go_back", on_click=_go_back, args=(version,))


def _go_back(version: str) -> None:
    """Put the register before the last writing in its place again, as a callback."""
    if version != st.session_state.back:
        return  # the second press of a double click
    try:
        if not may_write():
            raise UpdateError("update.not_allowed")
        kept = restore_version(version, get_folder(), who=visitor())
    except GeoError as error:
        st.session_state.written = error
    else:
        st.session_state.restored = (version, kept.name if kept else "")
        st.session_state.back = ""


def tell_written(lang: str) -> None:
    """Say once how the writing or the going back went."""
    written = st.session_state.pop("written", None)
    if isinstance(written, GeoError):
        st.error(literal(written.message(lang)))
    elif written is not None:
        version, what = written
        said = f"{t('update.written', lang, version=version)} {what}" if version else ""
        st.success(literal(said or t("update.nothing", lang)))
    if restored := st.session_state.pop("restored", None):
        version, kept = restored
        st.success(literal(t("update.restored", lang, version=version, kept=kept)))
