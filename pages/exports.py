"""Files to take along: every format of what the filters show, made when it is asked for."""

import html
from dataclasses import replace

import streamlit as st

from geo.exports import FORMATS
from geo.exports.material import Material
from geo.meeting import is_discreet
from geo.text import t
from pages import frame, get_shown
from pages.parts.file_options import PARAMS, draw_options, file_button
from pages.parts.head import head
from pages.parts.table import remark
from pages.parts.watch import watch

FILES = (
    (
        ("document", {
            "slides": ("pptx",),
            "brief": ("brief-docx", "brief-pdf"),
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


def main() -> None:
    """Draw the page."""
    view = frame("exports", keep=PARAMS)
    lang = view.lang
    shown = get_shown(view, discreet=is_discreet(st.query_params.to_dict()))
    head(t("page.exports", lang), shown)
    st.html(remark(t("export.of", lang, what=shown.about)))
    address = (st.context.url or "").rpartition("/")[0]
    material = replace(draw_options(view), address=address)
    watch(lang)
    is_agreement = view.focus[:1] and view.focus[0] in shown.register.by_id
    for column, groups in zip(st.columns(len(FILES), gap="large"), FILES, strict=True):
        with column:
            for group, files in groups:
                heading = html.escape(t(f"export.group_{group}", lang))
                st.html(f'<h2 class="finding">{heading}</h2>')
                for name, formats in files.items():
                    if name == "card" and not is_agreement:
                        continue
                    _row(name, formats, material, lang)


def _row(name: str, formats: tuple[str, ...], material: Material, lang: str) -> None:
    """What a file is for, and a button for each of its formats."""
    with st.container(horizontal=True, key=f"file-{name}", vertical_alignment="center"):
        title, what = t(f"export.name_{name}", lang), t(f"export.what_{name}", lang)
        st.html(f'<p class="file"><b>{html.escape(title)}</b><br>{html.escape(what)}</p>')
        for key in formats:
            format_ = FORMATS[key]
            size = f" {t(f'export.size_{format_.paper}', lang)}" if format_.paper else ""
            label, made = f"{format_.suffix.upper()}{size}", t(format_.label, lang)
            file_button(key, material, label, "export", made)


main()
