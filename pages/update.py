"""Another issue of the register: upload it, see what it changes, settle what is open, take it."""

import hashlib
import html
from collections.abc import Mapping

import streamlit as st

from geo import settings
from geo.agreements import Agreement, Register
from geo.errors import GeoError, UpdateError
from geo.reading import Reading
from geo.text import format_date, literal, t
from geo.update.intake import read_untrusted
from geo.update.register_files import Origin, build_files, check_files, fingerprint, to_zip
from geo.update.settlement import Preview, build_preview, reasons
from geo.update.switch import write_register
from pages import data_version, frame, get_register
from pages.parts.editor import draw_sign_in, may_write
from pages.parts.preview import draw_counts, draw_sections
from pages.parts.settle import draw_questions, read_widgets


def main() -> None:
    """Draw the page."""
    view = frame("update", with_filters=False)
    lang = view.lang
    state = fingerprint(settings.DATA)
    register = get_register()
    _head(register, lang)
    draw_sign_in(lang)
    _tell_written(lang)
    document = st.file_uploader(
        t("update.upload", lang), key="document", label_visibility="collapsed"
    )
    if document is None:
        st.html(f'<p class="panel-facts">{html.escape(t("update.hint", lang))}</p>')
        return
    data = document.getvalue()
    try:
        with st.spinner(t("update.reading", lang)):
            preview = _preview(data, register, state)
    except GeoError as error:
        st.error(literal(error.message(lang)))
        return
    _compared(register, lang)
    draw_counts(preview, lang)
    draw_questions(preview, register, lang)
    _take(preview, Origin.of(document.name, data, reasons(preview.left_out)), lang)
    draw_sections(preview, register, lang)


def _head(register: Register, lang: str) -> None:
    day = format_date(register.newest, lang)
    now = t("update.now", lang, day=day, n=len(register.agreements))
    st.html(
        f"<h1>{html.escape(t('update.title', lang))}</h1>"
        f'<p class="count-line">{html.escape(now)}</p>'
    )


def _compared(register: Register, lang: str) -> None:
    day = format_date(register.newest, lang)
    st.html(f'<h2 class="section">{html.escape(t("update.compared", lang, day=day))}</h2>')


def _preview(data: bytes, register: Register, state: str) -> Preview:
    """Return what a document would change, as far as the widgets settle it."""
    digest = hashlib.sha256(data).hexdigest()

    def read(decisions: Mapping[str, str]) -> Reading:
        return _reading(digest, tuple(sorted(decisions.items())), data_version(), data)

    return build_preview(register, state, read, read_widgets())


@st.cache_resource(max_entries=16, ttl="1h", show_spinner=False)
def _reading(
    digest: str, decisions: tuple[tuple[str, str], ...], version: tuple, _data: bytes
) -> Reading:
    return read_untrusted(_data, dict(decisions), settings.DATA)


def _take(preview: Preview, origin: Origin, lang: str) -> None:
    """Offer the updated data, and to write it here to who may; nothing while something is open."""
    if preview.n_open:
        note = t("update.unsettled", lang, n=preview.n_open)
        st.html(f'<p class="field-error">{html.escape(note)}</p>')
        return
    if preview.comparison.changes_nothing:
        return
    try:
        files = build_files(preview.agreements, origin, settings.DATA)
        check_files(files, preview.agreements, settings.DATA)
    except GeoError as error:
        st.error(literal(error.message(lang)))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="take"):
        st.download_button(
            t("update.download", lang),
            data=to_zip(files),
            file_name=f"register_{_newest(preview.agreements)}.zip",
            mime="application/zip",
            key="download_data",
            on_click="ignore",
        )
        if may_write():
            _write_button(preview, origin, lang)
        else:
            note = html.escape(t("update.where", lang))
            st.html(f'<p class="panel-facts">{note}</p>', width="content")


def _write_button(preview: Preview, origin: Origin, lang: str) -> None:
    st.button(
        t("update.write", lang),
        key="write",
        type="primary",
        on_click=_write,
        args=(preview.agreements, origin, preview.fingerprint),
    )


def _write(agreements: tuple[Agreement, ...], origin: Origin, expected: str) -> None:
    """Write what the visitor saw, as a callback: before the page looks at the register again."""
    try:
        if not may_write():
            raise UpdateError("update.not_allowed")
        version = write_register(agreements, origin, expected=expected, folder=settings.DATA)
    except GeoError as error:
        st.session_state.written = error
    else:
        st.session_state.written = version.name if version else ""


def _tell_written(lang: str) -> None:
    """Say once how the writing went."""
    written = st.session_state.pop("written", None)
    if isinstance(written, GeoError):
        st.error(literal(written.message(lang)))
    elif written is not None:
        key = "update.written" if written else "update.nothing"
        st.success(literal(t(key, lang, version=written)))


def _newest(agreements: tuple[Agreement, ...]) -> str:
    days = [day for a in agreements for day in (a.signed_on, a.registered_on) if day]
    return max(days).isoformat()


main()
