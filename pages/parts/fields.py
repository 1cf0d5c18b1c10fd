"""Fields that several pages have: a choice of what has names, and what writes it into the link."""

from collections.abc import Mapping
from typing import Any

import streamlit as st


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
