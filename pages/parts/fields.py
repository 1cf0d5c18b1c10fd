"""Fields that several pages have: a choice by names, what writes it into the link, and a file."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.errors import GeoError
from geo.text import literal


def choose(label: str, names: Mapping[Any, str], key: str, **look: Any) -> None:  # noqa: ANN401
    """Draw a select box of what has names; while nothing is chosen it says what it is for."""
    st.selectbox(
        label,
        list(names),
        key=key,
        format_func=lambda one: names.get(one, one),
        filter_mode="contains",
        **{"placeholder": label, **look},
    )


def segments(label: str, names: Mapping[Any, str], key: str, **look: Any) -> None:  # noqa: ANN401
    """Draw a few things that have names in a row, one of which is always chosen."""
    st.segmented_control(
        label, list(names), key=key, required=True, format_func=names.__getitem__, **look
    )


def write_link(name: str, usual: object = False) -> None:
    """Write into the link what a widget says, nothing for what is usual, as its callback."""
    said = st.session_state[name]
    if said == usual:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = "1" if said is True else str(said)


def upload(
    label: str,
    key: str,
    take: Callable[[UploadedFile], None],
    lang: str,
    **look: Any,  # noqa: ANN401
) -> None:
    """Draw a field for a file that `take` takes, as its callback; say why one was not taken."""
    st.file_uploader(label, key=key, on_change=_take, args=(key, take), **look)
    if refused := st.session_state.pop(f"{key}_refused", None):
        st.error(literal(refused.message(lang)))


def _take(key: str, take: Callable[[UploadedFile], None]) -> None:
    if file := st.session_state[key]:
        try:
            take(file)
        except GeoError as error:
            st.session_state[f"{key}_refused"] = error
