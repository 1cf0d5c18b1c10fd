"""
What files are made with, above their list: for whom, in which language, as offices file them.

Switches are in the link. A template and who wrote a file are the session's alone: they are never in
a link, and gone when the page is closed.
"""

from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.exports import FORMATS, Format, file_name
from geo.exports.making import making
from geo.exports.material import Material
from geo.exports.template import take_template
from geo.languages import LANGUAGES
from geo.meeting import is_discreet
from geo.text import literal, t
from geo.view import View
from geo.view.link import is_on, tidy
from pages import get_network, get_shown
from pages.parts.fields import choose, upload, write_link
from pages.parts.watch import offer, reader

SUFFIXES = {".docx": "docx", ".dotx": "docx", ".pptx": "pptx", ".potx": "pptx"}
TWIN = "-".join(LANGUAGES)
"""Both languages in one file, in the order of `LANGUAGES`."""
SPOKEN = (*LANGUAGES, TWIN)
PARAMS = {"gost": is_on, "files": lambda said: said in SPOKEN}
"""The link parameters of this page, and what reads each."""


def draw_options(view: View) -> Material:
    """Show the switches; return what files are made from with them."""
    lang, params = view.lang, st.query_params.to_dict()
    gost = is_on(tidy(params.get("gost", "")))
    with st.container(horizontal=True, key="made-with", vertical_alignment="center"):
        _toggle("discreet", on=is_discreet(params), lang=lang)
        _toggle("gost", on=gost, lang=lang)
        spoken = tidy(params.get("files", ""))
        spoken = spoken if spoken in SPOKEN else lang
        _language(spoken, lang)
        offer_templates(lang)
    if gost:
        st.text_input(
            t("export.executor", lang),
            key="executor",
            max_chars=120,
            width=480,
            placeholder=t("export.executor_example", lang),
        )
    main, _, twin = spoken.partition("-")
    shown = get_shown(replace(view, lang=main), discreet=is_discreet(params))
    return Material(
        shown,
        get_network(),
        gost=gost,
        executor=st.session_state.get("executor", "") if gost else "",
        twin=twin,
    )


def file_button(name: str, material: Material, label: str, key: str, what: str = "") -> None:
    """Draw a button that makes a file, by the template there is for its format, on a click."""
    format_, found = FORMATS[name], st.session_state.get("templates", {})
    if format_.templated and format_.suffix in found:
        material = replace(material, template=found[format_.suffix][1])
    whose, key = reader(), f"{key}_{name}"
    file = file_name(material.shown, name)
    offer(label, lambda: _made(format_, material, whose, key), file, key, help=what or None)


def _made(format_: Format, material: Material, whose: str, key: str) -> bytes:
    """Make a file, long after the page was drawn, while the reader may watch and stop it."""
    with making(whose, key, t(format_.label, material.view.lang)):
        return format_.to_bytes(material)


def offer_templates(lang: str) -> None:
    """Take an office's templates, say which ones are followed, and drop them."""
    icon = "check" if st.session_state.get("templates") else "branding_watermark"
    with st.popover(t("export.template", lang), icon=f":material/{icon}:"):
        _templates(lang)


def _toggle(name: str, *, on: bool, lang: str) -> None:
    st.session_state[name] = on
    what = t(f"export.{name}_what", lang)
    st.toggle(t(f"export.{name}", lang), key=name, help=what, on_change=write_link, args=(name,))


def _language(spoken: str, lang: str) -> None:
    st.session_state.files = spoken
    names = {code: t(f"export.files_{code}", lang) for code in SPOKEN}
    look = {"label_visibility": "collapsed", "width": 250}
    choose(t("export.files", lang), names, "files", **look, on_change=write_link,
           args=("files", lang))  # fmt: skip


def _templates(lang: str) -> None:
    st.caption(t("export.template_what", lang))
    kinds = [suffix.removeprefix(".") for suffix in SUFFIXES]
    look = {"type": kinds, "label_visibility": "collapsed"}
    upload(t("export.template", lang), "template_file", _take, lang, **look)
    for suffix, (name, _) in st.session_state.get("templates", {}).items():
        said = t(f"export.template_{suffix}", lang, name=name)
        st.button(literal(said), key=f"drop_{suffix}", icon=":material/close:", on_click=_drop,
                  args=(suffix,), type="tertiary")  # fmt: skip


def _take(file: UploadedFile) -> None:
    """Check the template that was given and keep what is harmless of it, as a callback."""
    suffix = SUFFIXES.get(Path(file.name).suffix.lower(), "docx")
    data = take_template(file.getvalue(), suffix)
    kept = st.session_state.get("templates", {})
    st.session_state.templates = {**kept, suffix: (Path(file.name).name[:60], data)}


def _drop(suffix: str) -> None:
    kept = st.session_state.get("templates", {})
    st.session_state.templates = {key: value for key, value in kept.items() if key != suffix}
