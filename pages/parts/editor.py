"""
Who may write the register on this server: nobody, unless its operator says so.

Three things have to be there: the switch (``write`` in the section ``[update]`` of
``.streamlit/secrets.toml``, or the environment variable ``TIES_WRITE=1``), Streamlit's own sign-in
(section ``[auth]``), and the visitor's verified e-mail address in ``editors`` of ``[update]``.
"""

import html
import os

import streamlit as st

from geo.text import t


def may_write() -> bool:
    """Tell whether this visitor may write the register, asked anew each time."""
    return _is_switched_on() and _email() in _editors()


def draw_sign_in(lang: str) -> None:
    """Offer to sign in or out, where writing is switched on; nothing where it is not."""
    if not _is_switched_on():
        return
    with st.container(horizontal=True, vertical_alignment="center", key="sign-in"):
        if not st.user.get("is_logged_in"):
            st.button(t("editor.sign_in", lang), key="sign_in", on_click=st.login)
            return
        key = "editor.may" if may_write() else "editor.may_not"
        who = str(st.user.get("email") or "")
        st.html(f'<p class="panel-facts">{html.escape(t(key, lang, who=who))}</p>', width="content")
        st.button(t("editor.sign_out", lang), key="sign_out", on_click=st.logout)


def _is_switched_on() -> bool:
    switched = _secrets("update").get("write") is True or os.environ.get("TIES_WRITE") == "1"
    return switched and bool(_secrets("auth"))


def _email() -> str:
    """Return the address of who is signed in; empty unless the provider says it is verified."""
    if not st.user.get("is_logged_in") or st.user.get("email_verified") is not True:
        return ""
    return str(st.user.get("email") or "").strip().lower()


def _editors() -> set[str]:
    editors = _secrets("update").get("editors", [])
    if not isinstance(editors, list):
        return set()
    return {str(email).strip().lower() for email in editors if str(email).strip()}


def _secrets(section: str) -> dict:
    """Return a section of the secrets, empty if there is none."""
    if not st.secrets.load_if_toml_exists() or section not in st.secrets:
        return {}
    found = st.secrets[section]
    return found.to_dict() if hasattr(found, "to_dict") else {}
