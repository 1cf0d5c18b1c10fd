"""
How far the files of a page are that take more than a moment, and the button that stops one.

A script asks the server (`geo.answers`) while a file is in the making: a run of the page would
lose the file on its way. Without the script a file is made all the same.
"""

import secrets

import streamlit as st

from geo.answers import SECRET
from geo.text import t
from pages.parts import beside

_component = st.components.v2.component(
    "watch", css=beside(__file__, ".css"), js=beside(__file__, ".js")
)


def reader() -> str:
    """Return the secret by which the server knows whose files a page asks about."""
    return st.session_state.setdefault("reader", secrets.token_urlsafe())


def watch(lang: str) -> None:
    """Show files in the making, at the foot of the page."""
    words = {
        name: t(f"export.making_{name}", lang, name="{name}", done="{done}", of="{of}")
        for name in ("name", "steps", "stop", "stopping", "stopped")
    }
    _component(key="watch", data={"words": words, "header": SECRET, "whose": reader()})
