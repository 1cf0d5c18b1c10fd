"""Files to take along: every format of what the filters show, made when it is asked for."""

import html

import streamlit as st

from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.meeting import is_discreet
from geo.shown import Shown
from geo.text import t
from pages import frame, get_network, get_shown
from pages.parts.head import head

FILES = (
    (
        ("document", {
            "slides": ("pptx",),
            "brief": ("brief-docx",),
            "check": ("check-docx",),
            "register": ("register-docx",),
            "handout": ("handout-pdf",),
            "card": ("card-pdf",),
            "passport": ("passport-pdf",),
            "book": ("book-pdf",),
        }),
    ),
    (
        ("map", {
            "print": ("pdf", "a3-pdf", "a1-pdf"),
            "picture": ("png", "4k-png"),
            "edit": ("svg", "a3-svg", "a1-svg"),
            "offline": ("html",),
        }),
        ("table", {
            "agreements": ("xlsx", "csv"),
            "workbook": ("workbook-xlsx",),
            "layers": ("geojson",),
        }),
    ),
)  # fmt: skip
"""Groups by column; in a group what files are for, most wanted first, and their formats."""
SIZES = {
    "pdf": "a4", "png": "a4", "svg": "a4", "a3-pdf": "a3", "a1-pdf": "a1", "4k-png": "4k",
    "a3-svg": "a3", "a1-svg": "a1",
}  # fmt: skip
"""Sizes of the formats that come in several."""


def main() -> None:
    """Draw the page."""
    view = frame("exports", keep=("discreet",))
    shown = get_shown(view, discreet=is_discreet(st.query_params.to_dict()))
    head(t("page.exports", view.lang), shown)
    what = html.escape(t("export.of", view.lang, what=shown.about))
    st.html(f'<p class="panel-facts">{what}</p>')
    _switch(shown)
    address = (st.context.url or "").rpartition("/")[0]
    material = Material(shown, get_network(), address=address)
    is_agreement = view.focus[:1] and view.focus[0] in shown.register.by_id
    for column, groups in zip(st.columns(len(FILES), gap="large"), FILES, strict=True):
        with column:
            for group, files in groups:
                heading = html.escape(t(f"export.group_{group}", view.lang))
                st.html(f'<h2 class="finding">{heading}</h2>')
                for name, formats in files.items():
                    if name == "card" and not is_agreement:
                        continue
                    _row(name, formats, material)


def _switch(shown: Shown) -> None:
    """Whether the files are for the partners as well; the link keeps it."""
    st.session_state.discreet = shown.discreet
    label, what = (t(f"export.{name}", shown.lang) for name in ("discreet", "discreet_what"))
    st.toggle(label, key="discreet", help=what, on_change=_switched)


def _switched() -> None:
    if st.session_state.discreet:
        st.query_params["discreet"] = "1"
    else:
        st.query_params.pop("discreet", None)


def _row(name: str, formats: tuple[str, ...], material: Material) -> None:
    """What a file is for, and a button for each of its formats."""
    lang = material.view.lang
    with st.container(horizontal=True, key=f"file-{name}", vertical_alignment="center"):
        title, what = t(f"export.name_{name}", lang), t(f"export.what_{name}", lang)
        st.html(f'<p class="file"><b>{html.escape(title)}</b><br>{html.escape(what)}</p>')
        for key in formats:
            _button(key, material)


def _button(key: str, material: Material) -> None:
    format_, lang = FORMATS[key], material.view.lang
    label = format_.suffix.upper()
    if key in SIZES:
        label = f"{label} {t(f'export.size_{SIZES[key]}', lang)}"
    st.download_button(
        label,
        data=lambda: format_.to_bytes(material),
        file_name=file_name(material.shown, key),
        mime=format_.mime,
        key=f"export_{key}",
        help=t(format_.label, lang),
        on_click="ignore",
    )


main()
