"""
The files of a page: buttons that give one, how far those are that take more than a moment, and the
button that stops one.

A script asks the server (`geo.answers`) while a file is in the making: a run of the page would
lose the file on its way. Without the script a file is made all the same.
"""

import secrets
from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.answers import SECRET
from geo.exports import MIMES
from geo.text import t
from pages.parts import beside

_component = st.components.v2.component(
    "watch", css=beside(__file__, ".css"), js=beside(__file__, ".js")
)


def offer(
    label: str,
    data: bytes | Callable[[], bytes],
    file_name: str,
    key: str,
    **look: Any,  # noqa: ANN401  of Streamlit's button
) -> None:
    """Draw a button that gives a file without a run of the page; `data` may make it on a click."""
    mime = MIMES[file_name.rpartition(".")[2]]
    st.download_button(
        label, data=data, file_name=file_name, mime=mime, key=key, on_click="ignore", **look
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
