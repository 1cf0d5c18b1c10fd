"""Files to take along: every format of what the filters show, made when it is asked for."""

import html

import streamlit as st

from geo.exports import FORMATS, file_name
from geo.exports.material import Material
from geo.text import t
from geo.view import caption, focus_name
from pages import frame, get_network, get_register, get_selection, today
from pages.parts.head import empty_note, head

GROUPS = ("document", "map", "table", "data")


def main() -> None:
    """Draw the page."""
    view = frame("exports")
    register, selection = get_register(), get_selection(view)
    head(t("page.exports", view.lang), view, selection, register)
    empty_note(view, selection)
    what = caption(view, register)
    if view.focus:
        name = focus_name(view.focus, register, view.lang)
        what = f"{t('export.focus', view.lang, name=name)} {what}"
    st.html(f'<p class="panel-facts">{html.escape(t("export.of", view.lang, what=what))}</p>')
    material = Material(view, register, get_network(), today())
    for column, group in zip(st.columns(len(GROUPS)), GROUPS, strict=True):
        with column:
            heading = html.escape(t(f"export.group_{group}", view.lang))
            st.html(f'<h2 class="finding">{heading}</h2>')
            for name, format_ in FORMATS.items():
                if format_.group == group:
                    st.download_button(
                        t(format_.label, view.lang),
                        data=lambda make=format_.to_bytes: make(material),
                        file_name=file_name(view, register, name),
                        mime=format_.mime,
                        key=f"export_{name}",
                        on_click="ignore",
                        width="stretch",
                    )


main()
